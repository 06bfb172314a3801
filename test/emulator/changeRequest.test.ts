import assert from "node:assert/strict";
import {
  DeleteDocumentCommand,
  DescribeOpsItemsCommand,
  GetOpsItemCommand,
  type OpsItemFilterKey,
  type SSMClient,
  type StartChangeRequestExecutionRequest,
  UpdateDocumentCommand,
} from "@aws-sdk/client-ssm";
import {
  createFreeze,
  createRunbook,
  createTemplate,
  execution,
  freeze,
  level,
  opsItemOf,
  signal,
  start,
  status,
  stop,
} from "./changeRequests";
import { codeOf, emulated } from "./support";

const hour = 3600;
const account = "123456789012";
const arnOf = (user: string) => `arn:aws:iam::${account}:user/${user}`;

type Input = Partial<StartChangeRequestExecutionRequest>;

describe("the life of a change request", () => {
  const aws = emulated({ now: new Date("2030-01-01T00:00:00Z") });
  let bob: SSMClient;
  let alice: SSMClient;
  let carol: SSMClient;
  before(() => {
    bob = aws.ssm("bob");
    alice = aws.ssm("alice");
    carol = aws.ssm("carol");
  });
  beforeEach(() => {
    Object.assign(aws.emulator.changeManager, {
      checkedCalendars: [],
      freezeApprovers: [],
      approvedSeconds: 0,
      cancellingSeconds: 0,
      runbook: () => ({ seconds: hour }),
    });
  });

  const inSeconds = (seconds: number) => new Date(aws.emulator.clock.now().getTime() + seconds * 1000);
  const pass = (seconds: number) => aws.emulator.clock.advance(seconds * 1000);
  const secondsBetween = (from?: Date, to?: Date) => ((to?.getTime() ?? NaN) - (from?.getTime() ?? NaN)) / 1000;
  const closeCalendar = async (fromSeconds: number, toSeconds: number) => {
    const name = await createFreeze(bob, inSeconds(fromSeconds), inSeconds(toSeconds));
    aws.emulator.changeManager.checkedCalendars = [name];
    return name;
  };
  const autoApproved = async (input: Input = {}, content: object = {}) => {
    const DocumentName = await createTemplate(bob, { autoApprovable: true, ...content });
    return start(bob, { DocumentName, AutoApprove: true, ...input });
  };

  it("goes from approval over its runbook to success", async () => {
    const id = await start(bob);
    assert.equal(await status(bob, id), "PendingApproval");
    await signal(alice, id, "Approve");
    assert.equal(await status(bob, id), "RunbookInProgress");
    pass(hour);
    const done = await execution(bob, id);
    assert.equal(done.AutomationExecutionStatus, "CompletedWithSuccess");
    assert.equal(secondsBetween(done.StepExecutions?.[0]?.ExecutionEndTime, done.ExecutionEndTime), hour);
  });

  it("ends with failure when the runbook fails, and says why", async () => {
    aws.emulator.changeManager.runbook = () => ({ outcome: "Failed", failureMessage: "The disk is full." });
    const { AutomationExecutionStatus, FailureMessage } = await execution(bob, await autoApproved());
    assert.deepEqual([AutomationExecutionStatus, FailureMessage], ["CompletedWithFailure", "The disk is full."]);
  });

  it("asks how the runbook goes when it starts, and tells what it knows of the run", async () => {
    const runs: unknown[] = [];
    aws.emulator.changeManager.runbook = (run) => {
      runs.push(run);
      return {};
    };
    const parameters = { Size: { type: "String" } };
    const runbook = { DocumentName: await createRunbook(bob, { parameters }), Parameters: { Size: ["xl"] } };
    const id = await start(bob, { ChangeRequestName: "Resize", Runbooks: [runbook] });
    assert.deepEqual(runs, []);
    await signal(alice, id, "Approve");
    await status(bob, id);
    const { DocumentName: documentName, Parameters } = runbook;
    assert.deepEqual(runs, [{ documentName, parameters: Parameters, changeRequestName: "Resize", executionId: id }]);
  });

  it("stays Approved for as long as the settings say", async () => {
    aws.emulator.changeManager.approvedSeconds = 5;
    const id = await start(bob);
    await signal(alice, id, "Approve");
    assert.equal(await status(bob, id), "Approved");
    pass(5);
    assert.equal(await status(bob, id), "RunbookInProgress");
  });

  it("ends with one rejection, whatever was approved before", async () => {
    const mainSteps = [level("first", ["alice"]), level("second", ["carol"])];
    const id = await start(bob, { DocumentName: await createTemplate(bob, { mainSteps }) });
    await signal(alice, id, "Approve");
    await signal(carol, id, "Reject", "Not on a Friday.");
    const { AutomationExecutionStatus, FailureMessage, StepExecutions = [] } = await execution(bob, id);
    assert.equal(AutomationExecutionStatus, "Rejected");
    assert.equal(FailureMessage, `Step second was rejected by ${arnOf("carol")}.`);
    assert.deepEqual(
      StepExecutions.map(({ StepStatus }) => StepStatus),
      ["Success", "Failed", "Pending"],
    );
  });

  it("times out with the level that nobody decides, counted from its own beginning", async () => {
    const mainSteps = [level("first", ["alice"], { seconds: 60 }), level("second", ["carol"], { seconds: 90 })];
    const id = await start(bob, { DocumentName: await createTemplate(bob, { mainSteps }) });
    pass(50);
    await signal(alice, id, "Approve");
    pass(hour);
    const { AutomationExecutionStatus, ExecutionEndTime, StepExecutions = [] } = await execution(bob, id);
    assert.equal(AutomationExecutionStatus, "TimedOut");
    assert.deepEqual(
      StepExecutions.map(({ StepStatus }) => StepStatus),
      ["Success", "TimedOut", "Pending"],
    );
    assert.equal(secondsBetween(StepExecutions[0]?.ExecutionEndTime, ExecutionEndTime), 90);
  });

  it("bears no approval once it has timed out", async () => {
    const mainSteps = [level("first", ["alice"], { seconds: 60 })];
    const id = await start(bob, { DocumentName: await createTemplate(bob, { mainSteps }) });
    pass(60);
    assert.equal(await codeOf(signal(alice, id, "Approve")), "InvalidAutomationSignalException");
  });

  it("waits for its scheduled time, and starts exactly then", async () => {
    const ScheduledTime = inSeconds(2 * hour);
    const id = await autoApproved({ ScheduledTime });
    assert.equal(await status(bob, id), "Scheduled");
    pass(5 * hour);
    const { AutomationExecutionStatus, StepExecutions = [] } = await execution(bob, id);
    assert.equal(AutomationExecutionStatus, "CompletedWithSuccess");
    assert.deepEqual(StepExecutions.at(-1)?.ExecutionStartTime, ScheduledTime);
  });

  it("starts at once when it is approved after its scheduled time", async () => {
    const id = await start(bob, { ScheduledTime: inSeconds(60) });
    pass(120);
    await signal(alice, id, "Approve");
    assert.equal(await status(bob, id), "RunbookInProgress");
  });

  it("waits while a calendar is closed, and starts when it opens", async () => {
    await closeCalendar(-60, 2 * hour);
    const id = await autoApproved();
    assert.equal(await status(bob, id), "PendingChangeCalendarOverride");
    pass(2 * hour);
    assert.equal(await status(bob, id), "RunbookInProgress");
  });

  it("looks at the calendar when its scheduled time has come", async () => {
    await closeCalendar(hour, 3 * hour);
    const id = await autoApproved({ ScheduledTime: inSeconds(2 * hour) });
    assert.equal(await status(bob, id), "Scheduled");
    pass(2 * hour);
    assert.equal(await status(bob, id), "PendingChangeCalendarOverride");
    pass(hour);
    assert.equal(await status(bob, id), "RunbookInProgress");
  });

  it("starts when the calendar is changed to open, and not before", async () => {
    const Name = await closeCalendar(-60, 50 * hour);
    const id = await autoApproved();
    pass(hour);
    const Content = freeze(inSeconds(-3 * hour), inSeconds(-2 * hour));
    const before = aws.emulator.clock.now();
    await bob.send(new UpdateDocumentCommand({ Name, Content, DocumentFormat: "TEXT", DocumentVersion: "$LATEST" }));
    const { AutomationExecutionStatus, StepExecutions = [] } = await execution(bob, id);
    assert.equal(AutomationExecutionStatus, "RunbookInProgress");
    assert.ok((StepExecutions.at(-1)?.ExecutionStartTime as Date) >= before);
  });

  it("starts when the check of calendars is turned off", async () => {
    await closeCalendar(-60, 50 * hour);
    const id = await autoApproved();
    assert.equal(await status(bob, id), "PendingChangeCalendarOverride");
    aws.emulator.changeManager.checkedCalendars = [];
    assert.equal(await status(bob, id), "RunbookInProgress");
  });

  it("heeds no calendar if its template is for emergencies", async () => {
    await closeCalendar(-60, hour);
    assert.equal(await status(bob, await autoApproved({}, { emergencyChange: true })), "RunbookInProgress");
  });

  it("fails when the calendar to check is none", async () => {
    aws.emulator.changeManager.checkedCalendars = ["AWS-HelloWorld"];
    const { AutomationExecutionStatus, FailureMessage } = await execution(bob, await autoApproved());
    assert.equal(AutomationExecutionStatus, "Failed");
    assert.match(FailureMessage ?? "", /calendars cannot be checked: Document AWS-HelloWorld is not/);
  });

  it("fails when the calendar that it waits for is deleted", async () => {
    const Name = await closeCalendar(-60, hour);
    const id = await autoApproved();
    assert.equal(await status(bob, id), "PendingChangeCalendarOverride");
    await bob.send(new DeleteDocumentCommand({ Name }));
    assert.equal(await status(bob, id), "Failed");
  });

  it("starts in a change freeze when a freeze approver lets it", async () => {
    await closeCalendar(-60, 50 * hour);
    aws.emulator.changeManager.freezeApprovers = ["carol"];
    aws.emulator.changeManager.approvedSeconds = 5;
    const id = await autoApproved();
    pass(5);
    assert.equal(await codeOf(signal(alice, id, "Approve")), "AccessDeniedException");
    await signal(carol, id, "Approve");
    assert.equal(await status(bob, id), "ChangeCalendarOverrideApproved");
    pass(5);
    assert.equal(await status(bob, id), "RunbookInProgress");
  });

  it("ends when a freeze approver refuses", async () => {
    await closeCalendar(-60, 50 * hour);
    aws.emulator.changeManager.freezeApprovers = [arnOf("carol")];
    const id = await autoApproved();
    await signal(carol, id, "Reject");
    const { AutomationExecutionStatus, FailureMessage } = await execution(bob, id);
    assert.equal(AutomationExecutionStatus, "ChangeCalendarOverrideRejected");
    assert.match(FailureMessage ?? "", /user\/carol/);
  });

  it("fails when a parameter gives no type of approver", async () => {
    const parameters = { Type: { type: "String" } };
    const mainSteps = [level("approve", [{ approver: "alice", type: "{{ Type }}" }])];
    const DocumentName = await createTemplate(bob, { parameters, mainSteps });
    const { AutomationExecutionStatus, FailureMessage } = await execution(
      bob,
      await start(bob, { DocumentName, Parameters: { Type: ["Robot"] } }),
    );
    assert.equal(AutomationExecutionStatus, "Failed");
    assert.equal(FailureMessage, "Step approve cannot be approved: 'Robot' is not a type of approver.");
  });

  for (const [waiting, make] of [
    ["PendingApproval", () => start(bob)],
    ["Scheduled", () => autoApproved({ ScheduledTime: inSeconds(hour) })],
    [
      "PendingChangeCalendarOverride",
      async () => {
        await closeCalendar(-60, hour);
        return autoApproved();
      },
    ],
  ] as const) {
    for (const type of ["Cancel", "Complete"] as const) {
      it(`is Cancelled when it is stopped with ${type} while ${waiting}`, async () => {
        const id = await make();
        assert.equal(await status(bob, id), waiting);
        await stop(bob, id, type);
        assert.equal(await status(bob, id), "Cancelled");
      });
    }
  }

  it("is Cancelling, then Cancelled, when it is stopped while its runbook runs", async () => {
    aws.emulator.changeManager.cancellingSeconds = 10;
    const id = await autoApproved();
    await stop(bob, id);
    assert.equal(await status(bob, id), "Cancelling");
    pass(10);
    const { AutomationExecutionStatus, StepExecutions = [] } = await execution(bob, id);
    assert.deepEqual([AutomationExecutionStatus, StepExecutions.at(-1)?.StepStatus], ["Cancelled", "Cancelled"]);
  });

  it("lets its runbook finish when it is stopped with Complete", async () => {
    const id = await autoApproved();
    await stop(bob, id, "Complete");
    assert.equal(await status(bob, id), "RunbookInProgress");
    pass(hour);
    assert.equal(await status(bob, id), "CompletedWithSuccess");
  });

  it("fails when the execution of its runbook is stopped for itself", async () => {
    const id = await autoApproved();
    const { StepExecutions = [] } = await execution(bob, id);
    await stop(bob, StepExecutions.at(-1)?.Outputs?.ExecutionId?.[0] as string);
    const { AutomationExecutionStatus, FailureMessage } = await execution(bob, id);
    assert.equal(AutomationExecutionStatus, "CompletedWithFailure");
    assert.equal(FailureMessage, "Runbook AWS-HelloWorld was cancelled.");
  });

  for (const [what, end] of [
    ["Rejected", (id: string) => signal(alice, id, "Reject")],
    ["Cancelled", (id: string) => stop(bob, id)],
    [
      "CompletedWithSuccess",
      async (id: string) => {
        await signal(alice, id, "Approve");
        pass(hour);
      },
    ],
  ] as const) {
    it(`bears neither signals nor a stop once it is ${what}`, async () => {
      const id = await start(bob);
      await end(id);
      assert.equal(await status(bob, id), what);
      assert.equal(await codeOf(signal(alice, id, "Approve")), "InvalidAutomationSignalException");
      assert.equal(await codeOf(stop(bob, id)), "InvalidAutomationStatusUpdateException");
    });
  }

  it("keeps to the settings that held when something was due", async () => {
    const id = await autoApproved({ ScheduledTime: inSeconds(60) });
    pass(hour);
    aws.emulator.changeManager.runbook = () => ({ outcome: "Failed" });
    assert.equal(await status(bob, id), "RunbookInProgress");
  });

  describe("in its OpsItem", () => {
    it("shows as it was asked for", async () => {
      const [ScheduledTime, ScheduledEndTime] = [inSeconds(hour), inSeconds(2 * hour)];
      const names = { ChangeRequestName: "Resize", ChangeDetails: "To xl." };
      const id = await start(bob, { ...names, ScheduledTime, ScheduledEndTime });
      const item = await opsItemOf(bob, id);
      assert.deepEqual(
        [item.OpsItemType, item.Title, item.Description, item.Status, item.PlannedStartTime, item.PlannedEndTime],
        ["/aws/changerequest", "Resize", "To xl.", "PendingApproval", ScheduledTime, ScheduledEndTime],
      );
      assert.equal(item.CreatedBy, arnOf("bob"));
    });

    it("has the template's name and information where the request has none", async () => {
      const DocumentName = await createTemplate(bob, { templateInformation: "### Resizes" });
      const { Title, Description } = await opsItemOf(bob, await start(bob, { DocumentName }));
      assert.deepEqual([Title, Description], [DocumentName, "### Resizes"]);
    });

    it("follows every status, with the times of the runbook", async () => {
      const id = await start(bob);
      await signal(alice, id, "Approve");
      assert.equal((await opsItemOf(bob, id)).Status, "RunbookInProgress");
      pass(hour);
      const { OpsItemId } = await execution(bob, id);
      const { OpsItemSummaries } = await bob.send(
        new DescribeOpsItemsCommand({ OpsItemFilters: [{ Key: "AutomationId", Operator: "Equal", Values: [id] }] }),
      );
      assert.deepEqual(
        OpsItemSummaries?.map((item) => [
          item.OpsItemId,
          item.Status,
          secondsBetween(item.ActualStartTime, item.ActualEndTime),
        ]),
        [[OpsItemId, "CompletedWithSuccess", hour]],
      );
    });

    it("is up to date when only OpsItems are read", async () => {
      const { OpsItemId } = await execution(bob, await autoApproved());
      pass(hour);
      const { OpsItem } = await bob.send(new GetOpsItemCommand({ OpsItemId }));
      assert.equal(OpsItem?.Status, "CompletedWithSuccess");
    });

    const group = "web-servers";
    for (const [Key, value] of [
      ["ChangeRequestByRequesterArn", arnOf("rita")],
      ["ChangeRequestByRequesterName", "rita"],
      ["ChangeRequestByApproverArn", arnOf("paul")],
      ["ChangeRequestByApproverName", "paul"],
      ["ChangeRequestByTargetsResourceGroup", group],
    ] as [OpsItemFilterKey, string][]) {
      it(`is found by ${Key}`, async () => {
        const rita = aws.ssm("rita");
        const DocumentName = await createTemplate(rita, { mainSteps: [level("approve", ["paul"])] });
        const runbook = await createRunbook(rita, { parameters: { Id: { type: "String" } } });
        const Targets = [{ Key: "ResourceGroup", Values: [group] }];
        const Runbooks = [{ DocumentName: runbook, TargetParameterName: "Id", Targets }];
        const { OpsItemId } = await execution(rita, await start(rita, { DocumentName, Runbooks }));
        const filters = [
          { Key, Operator: "Equal", Values: [value] },
          { Key: "ChangeRequestByTemplate", Operator: "Equal", Values: [DocumentName] },
        ] as const;
        const found = await rita.send(new DescribeOpsItemsCommand({ OpsItemFilters: filters as never }));
        assert.deepEqual(
          found.OpsItemSummaries?.map((item) => item.OpsItemId),
          [OpsItemId],
        );
      });
    }
  });
});
