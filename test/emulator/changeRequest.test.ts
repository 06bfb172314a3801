import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  type AutomationExecution,
  DeleteDocumentCommand,
  DescribeOpsItemsCommand,
  GetOpsItemCommand,
  ListTagsForResourceCommand,
  type OpsItemFilterKey,
  type Runbook,
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
import { review } from "./documents";
import { codeOf, emulated, errorOf, region } from "./support";

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

describe("StartChangeRequestExecution", () => {
  const aws = emulated({ now: new Date("2030-01-01T00:00:00Z") });
  let bob: SSMClient;
  let template: string;
  let runbook: string;
  before(async () => {
    bob = aws.ssm("bob");
    runbook = await createRunbook(bob, {
      parameters: {
        InstanceIds: { type: "StringList" },
        Action: { type: "String", default: "Install", allowedValues: ["Install", "Uninstall"] },
      },
    });
    template = await createTemplate(bob, {
      parameters: {
        Reason: { type: "String" },
        Level: { type: "String", default: "low", allowedValues: ["low", "high"] },
      },
      executableRunBooks: [{ name: runbook, version: "1" }, { name: "AWS-HelloWorld" }],
    });
  });

  const Parameters = { Reason: ["growth"] };
  const run = (more: Partial<Runbook> = {}): Runbook[] => [
    { DocumentName: runbook, Parameters: { InstanceIds: ["i-1"] }, ...more },
  ];
  const given = (more: Input = {}): Input => ({ DocumentName: template, Parameters, Runbooks: run(), ...more });

  it("accepts names, ARNs and versions of both documents", async () => {
    const arn = (name: string) => `arn:aws:ssm:${region}:${account}:document/${name}`;
    for (const input of [
      given(),
      given({ DocumentVersion: "$DEFAULT", Runbooks: run({ DocumentVersion: "1" }) }),
      given({ DocumentName: arn(template), Runbooks: run({ DocumentName: arn(runbook) }) }),
      given({ Runbooks: [{ DocumentName: `arn:aws:ssm:${region}::document/AWS-HelloWorld` }] }),
    ]) {
      const { DocumentName, DocumentVersion } = await execution(bob, await start(bob, input));
      assert.deepEqual([DocumentName, DocumentVersion], [template, "1"]);
    }
  });

  const invalid = "InvalidAutomationExecutionParametersException";
  const tags = Array.from({ length: 6 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
  const noTarget = { TargetParameterName: "InstanceIds", Parameters: undefined };
  for (const [what, input, code, message] of [
    ["no runbook", () => given({ Runbooks: [] }), "ValidationException", /length greater than or equal to 1/],
    ["two runbooks", () => given({ Runbooks: [...run(), ...run()] }), "ValidationException", /less than or equal to 1/],
    ["a client token of another form", () => given({ ClientToken: "abc" }), "ValidationException", /clientToken/],
    ["empty parameters", () => given({ Parameters: {} }), "ValidationException", /'parameters'/],
    ["an unknown template", () => given({ DocumentName: "Nope" }), "AutomationDefinitionNotFoundException", /Nope/],
    ["a runbook as template", () => given({ DocumentName: runbook }), "AutomationDefinitionNotFoundException", /./],
    [
      "an unknown runbook",
      () => given({ Runbooks: run({ DocumentName: "Nope" }) }),
      "AutomationDefinitionNotFoundException",
      /Nope/,
    ],
    [
      "a template as runbook",
      () => given({ Runbooks: run({ DocumentName: template }) }),
      "AutomationDefinitionNotFoundException",
      /./,
    ],
    [
      "an unknown version of the template",
      () => given({ DocumentVersion: "7" }),
      "AutomationDefinitionVersionNotFoundException",
      /version 7/,
    ],
    [
      "an unknown version of the runbook",
      () => given({ Runbooks: run({ DocumentVersion: "7" }) }),
      "AutomationDefinitionVersionNotFoundException",
      /version 7/,
    ],
    [
      "a runbook that the template does not list",
      () => given({ Runbooks: [{ DocumentName: "AWS-StopEC2Instance" }] }),
      invalid,
      /does not allow runbook AWS-StopEC2Instance/,
    ],
    [
      "no value for a required parameter of the template",
      () => given({ Parameters: { Level: ["low"] } }),
      invalid,
      /^Missing required parameter: Reason in user inputs\.$/,
    ],
    [
      "no parameters where the template requires one",
      () => given({ Parameters: undefined }),
      invalid,
      /^Missing required parameter: Reason in user inputs\.$/,
    ],
    [
      "parameters that the template does not declare",
      () => given({ Parameters: { ...Parameters, X: ["1"], Y: ["2"] } }),
      invalid,
      /^Undefined execution inputs: \[X, Y\]$/,
    ],
    [
      "a value that the template does not allow",
      () => given({ Parameters: { ...Parameters, Level: ["max"] } }),
      invalid,
      /^Parameter "Level" has value "max" not found in \[low, high\]\.$/,
    ],
    [
      "no value for a required parameter of the runbook",
      () => given({ Runbooks: run({ Parameters: undefined }) }),
      invalid,
      /^Missing required parameter: InstanceIds in user inputs\.$/,
    ],
    [
      "parameters that the runbook does not declare",
      () => given({ Runbooks: run({ Parameters: { InstanceIds: ["i-1"], AutomationAssumeRole: ["arn"] } }) }),
      invalid,
      /^Undefined execution inputs: \[AutomationAssumeRole\]$/,
    ],
    [
      "a value that the runbook does not allow",
      () => given({ Runbooks: run({ Parameters: { InstanceIds: ["i-1"], Action: ["install"] } }) }),
      invalid,
      /^Parameter "Action" has value "install" not found in \[Install, Uninstall\]\.$/,
    ],
    [
      "a target key that is none",
      () => given({ Runbooks: run({ ...noTarget, Targets: [{ Key: "InstanceIds", Values: ["i-1"] }] }) }),
      invalid,
      /^Target key can have only following values : ParameterValues, ResourceGroup$/,
    ],
    [
      "targets without the name of a parameter",
      () => given({ Runbooks: run({ Targets: [{ Key: "ParameterValues", Values: ["i-1"] }] }) }),
      invalid,
      /TargetParameterName/,
    ],
    [
      "targets for a parameter that the runbook does not declare",
      () =>
        given({
          Runbooks: run({ TargetParameterName: "X", Targets: [{ Key: "ParameterValues", Values: ["i-1"] }] }),
        }),
      invalid,
      /^Undefined execution inputs: \[X\]$/,
    ],
    ["automatic approval that the template rules out", () => given({ AutoApprove: true }), invalid, /automatic/],
    ["six tags", () => given({ Tags: tags }), invalid, /at most 5 tags/],
    ["a reserved tag key", () => given({ Tags: [{ Key: "aws:x", Value: "" }] }), "ValidationException", /aws:/],
    [
      "a time that has passed",
      () => given({ ScheduledTime: new Date(aws.emulator.clock.now().getTime() - 1000) }),
      invalid,
      /ScheduledTime/,
    ],
  ] as [string, () => Input, string, RegExp][]) {
    it(`refuses ${what} with ${code}`, async () => {
      const error = await errorOf(start(bob, input()));
      assert.equal(error.name, code);
      assert.match(error.message, message);
    });
  }

  it("takes targets for the value of the parameter that they are for", async () => {
    for (const more of [
      { ...noTarget, Targets: [{ Key: "tag:Team", Values: ["web"] }] },
      { Parameters: undefined, TargetMaps: [{ InstanceIds: ["i-1"] }] },
    ]) {
      assert.equal(await codeOf(start(bob, given({ Runbooks: run(more) }))), "success");
    }
  });

  for (const [actions, whenNotRequired, whenRequired] of [
    [[], "success", "AutomationDefinitionNotApprovedException"],
    [["SendForReview"], "AutomationDefinitionNotApprovedException", "AutomationDefinitionNotApprovedException"],
    [
      ["SendForReview", "Reject"],
      "AutomationDefinitionNotApprovedException",
      "AutomationDefinitionNotApprovedException",
    ],
    [["SendForReview", "Approve"], "success", "success"],
  ] as const) {
    for (const [templateReviewRequired, code] of [
      [false, whenNotRequired],
      [true, whenRequired],
    ] as const) {
      const needed = templateReviewRequired ? "required" : "not required";
      it(`answers ${code} for a template after [${actions}] where review is ${needed}`, async () => {
        const DocumentName = await createTemplate(bob);
        for (const action of actions) await review(bob, DocumentName, action);
        aws.emulator.changeManager.templateReviewRequired = templateReviewRequired;
        assert.equal(await codeOf(start(bob, { DocumentName })), code);
        aws.emulator.changeManager.templateReviewRequired = false;
      });
    }
  }

  it("answers NoLongerSupportedException to accounts that never used Change Manager", async () => {
    aws.emulator.changeManager.onboarded = false;
    assert.equal(await codeOf(start(bob, given())), "NoLongerSupportedException");
    aws.emulator.changeManager.onboarded = true;
  });

  describe("with a client token", () => {
    it("answers the same call with the execution that it started, in any case of the token", async () => {
      const ClientToken = randomUUID();
      const first = await start(bob, given({ ClientToken }));
      assert.equal(await start(bob, given({ ClientToken: ClientToken.toUpperCase() })), first);
    });

    it("refuses another input", async () => {
      const ClientToken = randomUUID();
      await start(bob, given({ ClientToken }));
      const code = await codeOf(start(bob, given({ ClientToken, ChangeDetails: "other" })));
      assert.equal(code, "IdempotentParameterMismatch");
    });

    it("spends none when the call is refused", async () => {
      const ClientToken = randomUUID();
      assert.equal(await codeOf(start(bob, given({ ClientToken, AutoApprove: true }))), invalid);
      assert.equal(await codeOf(start(bob, given({ ClientToken }))), "success");
    });

    it("remembers it longer than the execution", async () => {
      const ClientToken = randomUUID();
      const id = await start(bob, given({ ClientToken }));
      await stop(bob, id);
      aws.emulator.clock.advance(31 * 24 * hour * 1000);
      assert.equal(await codeOf(status(bob, id)), "AutomationExecutionNotFoundException");
      assert.equal(await start(bob, given({ ClientToken })), id);
    });
  });

  it("puts the tags on the execution", async () => {
    const Tags = [{ Key: "team", Value: "web" }];
    const ResourceId = await start(bob, given({ Tags }));
    const { TagList } = await bob.send(new ListTagsForResourceCommand({ ResourceType: "Automation", ResourceId }));
    assert.deepEqual(TagList, Tags);
  });
});

describe("GetAutomationExecution of a change request", () => {
  const aws = emulated();

  it("tells what was asked for, and none of what AWS keeps to itself", async () => {
    const bob = aws.ssm("bob");
    const parameters = { Who: { type: "String" }, Level: { type: "String", default: "low" } };
    const mainSteps = [level("approve", ["{{ Who }}"])];
    const DocumentName = await createTemplate(bob, { parameters, mainSteps, autoApprovable: true });
    const input = {
      DocumentName,
      ChangeRequestName: "Resize",
      Parameters: { Who: ["alice"] },
      Runbooks: [{ DocumentName: "AWS-HelloWorld", DocumentVersion: "1", MaxErrors: "0" }],
      ScheduledTime: new Date(Math.ceil(Date.now() / 1000) * 1000 + hour * 1000),
    };
    const hidden = {
      ChangeDetails: "To xl.",
      AutoApprove: false,
      ScheduledEndTime: new Date(Date.now() + 2 * hour * 1000),
      ClientToken: randomUUID(),
      Tags: [{ Key: "team", Value: "web" }],
    };
    const found = await execution(bob, await start(bob, { ...input, ...hidden }));
    for (const [name, value] of Object.entries(input)) {
      assert.deepEqual(found[name as keyof AutomationExecution], value, name);
    }
    assert.deepEqual(Object.keys(found).sort(), [
      "AutomationExecutionId",
      "AutomationExecutionStatus",
      "AutomationSubtype",
      "ChangeRequestName",
      "CurrentAction",
      "CurrentStepName",
      "DocumentName",
      "DocumentVersion",
      "ExecutedBy",
      "ExecutionStartTime",
      "Mode",
      "OpsItemId",
      "Parameters",
      "Runbooks",
      "ScheduledTime",
      "StepExecutions",
      "StepExecutionsTruncated",
    ]);
    const { AutomationSubtype, ExecutedBy, Mode, CurrentStepName, CurrentAction } = found;
    assert.deepEqual(
      [AutomationSubtype, ExecutedBy, Mode, CurrentStepName, CurrentAction],
      ["ChangeRequest", arnOf("bob"), "Auto", "approve", "aws:approve"],
    );
  });
});

describe("the quota of automations", () => {
  const aws = emulated({ quotas: { automations: 1 } });

  it("counts those that run and wait, and not those that have ended", async () => {
    const bob = aws.ssm("bob");
    const id = await start(bob);
    assert.equal(await codeOf(start(bob)), "AutomationExecutionLimitExceededException");
    await stop(bob, id);
    assert.equal(await codeOf(start(bob)), "success");
  });
});
