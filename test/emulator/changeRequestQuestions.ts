import {
  AddTagsToResourceCommand,
  DescribeAutomationExecutionsCommand,
  GetAutomationExecutionCommand,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { createFreeze, createTemplate, execution, opsItemOf, signal, start, status, stop } from "./changeRequests";
import { codeOf, type emulated } from "./support";

type Aws = ReturnType<typeof emulated>;

const invalid = "InvalidAutomationExecutionParametersException";
const hour = 3_600_000;

const inMs = ({ emulator }: Aws, ms: number) => new Date(emulator.clock.now().getTime() + ms);
const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: "" }));

const autoApproved = async (aws: Aws, input: object = {}, content: object = {}) => {
  const DocumentName = await createTemplate(aws.ssm("bob"), { autoApprovable: true, ...content });
  return start(aws.ssm("bob"), { DocumentName, AutoApprove: true, ...input });
};

const frozen = async (aws: Aws) => {
  aws.emulator.changeManager.checkedCalendars = [await createFreeze(aws.ssm("bob"), inMs(aws, -hour), inMs(aws, hour))];
};

/** What shows the answers to the open questions about change requests, and what is seen under each. */
export const changeRequestCases = {
  finalStatuses: {
    observe: async (_: SSMClient, aws: Aws) => {
      const success = await status(aws.ssm("bob"), await autoApproved(aws));
      aws.emulator.changeManager.runbook = () => ({ outcome: "Failed" });
      return [success, await status(aws.ssm("bob"), await autoApproved(aws))];
    },
    under: { completed: ["CompletedWithSuccess", "CompletedWithFailure"], classic: ["Success", "Failed"] },
  },
  pendingAtFirst: {
    observe: async (_: SSMClient, aws: Aws) => {
      const id = await start(aws.ssm("bob"));
      const first = await status(aws.ssm("bob"), id);
      const code = await codeOf(signal(aws.ssm("alice"), id, "Approve"));
      aws.emulator.clock.advance(1000);
      return [first, code, await status(aws.ssm("bob"), id)];
    },
    under: {
      never: ["PendingApproval", "success", "CompletedWithSuccess"],
      forASecond: ["Pending", "InvalidAutomationSignalException", "PendingApproval"],
    },
  },
  runbookExecution: {
    observe: async (_: SSMClient, aws: Aws) => {
      const id = await autoApproved(aws);
      const Filters = [{ Key: "ParentExecutionId" as const, Values: [id] }];
      const answer = await aws.ssm("bob").send(new DescribeAutomationExecutionsCommand({ Filters }));
      return answer.AutomationExecutionMetadataList?.map(({ DocumentName }) => DocumentName);
    },
    under: { child: ["AWS-HelloWorld"], none: [] },
  },
  changeRequestOpsItem: {
    observe: async (_: SSMClient, aws: Aws) => [
      (await opsItemOf(aws.ssm("bob"), await start(aws.ssm("bob")))).Status,
      (await opsItemOf(aws.ssm("bob"), await autoApproved(aws))).Status,
    ],
    under: { sameStatus: ["PendingApproval", "CompletedWithSuccess"], openOrResolved: ["Open", "Resolved"] },
  },
  reusedClientToken: {
    observe: async (_: SSMClient, aws: Aws) => {
      const DocumentName = await createTemplate(aws.ssm("bob"));
      const input = { DocumentName, ClientToken: "00000000-0000-4000-8000-000000000000" };
      await start(aws.ssm("bob"), input);
      return codeOf(start(aws.ssm("bob"), input));
    },
    under: { firstExecution: "success", IdempotentParameterMismatch: "IdempotentParameterMismatch" },
  },
  pastScheduledTime: {
    observe: async (_: SSMClient, aws: Aws) => {
      const id = autoApproved(aws, { ScheduledTime: inMs(aws, -hour) });
      const code = await codeOf(id);
      return code === "success" ? status(aws.ssm("bob"), await id) : code;
    },
    under: { refused: invalid, runAtOnce: "CompletedWithSuccess" },
  },
  tooManyTagsAtStart: {
    observe: (_: SSMClient, aws: Aws) => codeOf(start(aws.ssm("bob"), { Tags: tags(6) })),
    under: { [invalid]: invalid, ValidationException: "ValidationException" },
  },
  tagsOnAutomation: {
    observe: async (_: SSMClient, aws: Aws) => {
      const ResourceId = await start(aws.ssm("bob"));
      const input = { ResourceType: "Automation", ResourceId, Tags: tags(6) } as const;
      return codeOf(aws.ssm("bob").send(new AddTagsToResourceCommand(input)));
    },
    under: { "50": "success", "5": "TooManyTagsError" },
  },
  parametersRead: {
    observe: async (_: SSMClient, aws: Aws) => {
      const parameters = { Who: { type: "String" }, Level: { type: "String", default: "low" } };
      const DocumentName = await createTemplate(aws.ssm("bob"), { parameters });
      const AutomationExecutionId = await start(aws.ssm("bob"), { DocumentName, Parameters: { Who: ["you"] } });
      const answer = await aws.ssm("bob").send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
      return answer.AutomationExecution?.Parameters;
    },
    under: { asGiven: { Who: ["you"] }, withDefaults: { Who: ["you"], Level: ["low"] } },
  },
  autoApprovedSteps: {
    observe: async (_: SSMClient, aws: Aws) => {
      const { StepExecutions } = await execution(aws.ssm("bob"), await autoApproved(aws));
      return StepExecutions?.map(({ Action, StepStatus }) => [Action, StepStatus]);
    },
    under: {
      Success: [
        ["aws:approve", "Success"],
        ["aws:executeAutomation", "Success"],
      ],
      absent: [["aws:executeAutomation", "Success"]],
    },
  },
  signalOfStranger: {
    observe: async (_: SSMClient, aws: Aws) => codeOf(signal(aws.ssm("bob"), await start(aws.ssm("bob")), "Approve")),
    under: {
      AccessDeniedException: "AccessDeniedException",
      InvalidAutomationSignalException: "InvalidAutomationSignalException",
    },
  },
  calendarCheck: {
    observe: async (_: SSMClient, aws: Aws) => {
      await frozen(aws);
      const id = await autoApproved(aws, { ScheduledTime: inMs(aws, 2 * hour) });
      const first = await status(aws.ssm("bob"), id);
      aws.emulator.clock.advance(1.5 * hour);
      return [first, await status(aws.ssm("bob"), id)];
    },
    under: {
      atScheduledTime: ["Scheduled", "Scheduled"],
      afterApproval: ["PendingChangeCalendarOverride", "Scheduled"],
    },
  },
  freezeRejection: {
    observe: async (_: SSMClient, aws: Aws) => {
      await frozen(aws);
      aws.emulator.changeManager.freezeApprovers = ["alice"];
      const id = await autoApproved(aws);
      await status(aws.ssm("bob"), id);
      await signal(aws.ssm("alice"), id, "Reject");
      return status(aws.ssm("bob"), id);
    },
    under: { ends: "ChangeCalendarOverrideRejected", ignored: "PendingChangeCalendarOverride" },
  },
  stopWhileWaiting: {
    observe: async (_: SSMClient, aws: Aws) => codeOf(stop(aws.ssm("bob"), await start(aws.ssm("bob")))),
    under: { allowed: "success", refused: "InvalidAutomationStatusUpdateException" },
  },
  stopWhileCancelling: {
    observe: async (_: SSMClient, aws: Aws) => {
      Object.assign(aws.emulator.changeManager, { cancellingSeconds: 60, runbook: () => ({ seconds: 90 }) });
      const id = await autoApproved(aws);
      await stop(aws.ssm("bob"), id);
      return codeOf(stop(aws.ssm("bob"), id));
    },
    under: { accepted: "success", refused: "InvalidAutomationStatusUpdateException" },
  },
};
