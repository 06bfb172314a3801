import { randomUUID } from "node:crypto";
import type {
  StartChangeRequestExecutionRequest as Request,
  StartChangeRequestExecutionResult as Response,
} from "@aws-sdk/client-ssm";
import { isUnderWay } from "../automation/record";
import { AwsError } from "../errors";
import type { Checked, Context, Operation } from "../operation";
import { addTags } from "../tags/tags";
import { type FoundTemplate, runbookOf, templateOf } from "./definitions";
import { invalidParameters } from "./errors";
import { levelFrom } from "./levels";
import { become, begin } from "./life";
import { addOpsItemOf } from "./opsItem";
import { checkParameters, parameterValues, targetedParameters } from "./parameters";
import type { ChangeRequestRecord, FoundRunbook } from "./record";
import { newRunbookStep } from "./run";
import { remember, startedBefore } from "./tokens";

const maxTagsAtStart = 5;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartChangeRequestExecution.html */
export const startChangeRequestExecution: Operation<Request, Response> = (input, context) => {
  if (!context.world.changeManager.onboarded) {
    throw new AwsError("NoLongerSupportedException", "Change Manager is no longer open to new customers.");
  }
  const earlier = startedBefore(input, context);
  if (earlier !== undefined) return { AutomationExecutionId: earlier };
  const [runbookInput] = input.Runbooks;
  if (!runbookInput) throw invalidParameters("A change request has one runbook.");
  const template = templateOf(input.DocumentName, input.DocumentVersion, context);
  const runbook = runbookOf(runbookInput, template, context);
  checkParameters(input.Parameters ?? {}, template.content.parameters);
  const targeted = targetedParameters(runbookInput);
  checkParameters(runbookInput.Parameters ?? {}, runbook.content.parameters, targeted);
  checkRest(input, template, context);
  const AutomationExecutionId = submit(input, template, runbook, context);
  remember(input, AutomationExecutionId, context);
  return { AutomationExecutionId };
};

function checkRest(input: Checked<Request>, template: FoundTemplate, { place, world, now }: Context): void {
  const { AutoApprove, Tags = [], ScheduledTime } = input;
  if (AutoApprove && !template.content.autoApprovable) {
    throw invalidParameters(`Change template ${template.name} does not allow automatic approval.`);
  }
  if (Tags.length > maxTagsAtStart) {
    const message = `A change request can have at most ${maxTagsAtStart} tags when it is started.`;
    throw new AwsError(world.answers.tooManyTagsAtStart, message);
  }
  if (ScheduledTime && ScheduledTime < now && world.answers.pastScheduledTime === "refused") {
    throw invalidParameters("ScheduledTime must be in the future.");
  }
  if ([...place.automations.values()].filter(isUnderWay).length >= world.quotas.automations) {
    const message = `At most ${world.quotas.automations} automations may run and wait at once.`;
    throw new AwsError("AutomationExecutionLimitExceededException", message);
  }
}

/** Makes the request, its OpsItem and its tags; what happens to it from then on is its life. */
function submit(input: Checked<Request>, template: FoundTemplate, runbook: FoundRunbook, context: Context): string {
  const { place, world, now, caller } = context;
  const { AutoApprove = false, ChangeRequestName, Parameters = {}, Runbooks, ScheduledTime, Tags = [] } = input;
  const { answers } = world;
  const tags = addTags(new Map(), Tags);
  const id = randomUUID();
  const values = parameterValues(Parameters, template.content.parameters);
  const isWithoutLevels = AutoApprove && answers.autoApprovedSteps === "absent";
  const levels = isWithoutLevels ? [] : template.content.levels.map((level) => levelFrom(level, values));
  const runbookStep = newRunbookStep(runbook.name, runbook.version, Runbooks[0]?.Parameters);
  const isVisible = context.visibility();
  const about = { id, templateName: template.name, template: template.content, levels, isVisible };
  const opsItem = addOpsItemOf(input, about, context);
  const record: ChangeRequestRecord = {
    sequence: world.nextSequence(),
    execution: {
      AutomationExecutionId: id,
      AutomationExecutionStatus: "Pending",
      AutomationSubtype: "ChangeRequest",
      DocumentName: template.name,
      DocumentVersion: template.version,
      Parameters: answers.parametersRead === "withDefaults" ? Object.fromEntries(values) : input.Parameters,
      Runbooks,
      ChangeRequestName,
      OpsItemId: opsItem.item.OpsItemId,
      ExecutedBy: caller.arn,
      Mode: "Auto",
      ExecutionStartTime: now,
      ScheduledTime,
    },
    steps: [...levels.map(({ step }) => step), runbookStep],
    tags,
    maxTags: Number(answers.tagsOnAutomation),
    isVisible,
    submission: context,
    template: template.content,
    levels,
    autoApprove: AutoApprove,
    runbook,
    runbookStep,
    opsItem,
    statusSince: now,
    settledUntil: now,
    passed: new Set(),
  };
  place.automations.set(id, record);
  if (answers.pendingAtFirst === "forASecond") become(record, "Pending", now);
  else begin(record, now);
  return id;
}
