import assert from "node:assert/strict";
import {
  AddTagsToResourceCommand,
  type AutomationExecutionFilter,
  DescribeAutomationExecutionsCommand,
  DescribeAutomationStepExecutionsCommand,
  DescribeOpsItemsCommand,
  GetOpsItemCommand,
  ListTagsForResourceCommand,
  paginateDescribeAutomationExecutions,
  RemoveTagsFromResourceCommand,
  SendAutomationSignalCommand,
  type SignalType,
  type SSMClient,
  type StepExecutionFilter,
} from "@aws-sdk/client-ssm";
import { startEmulator } from "../../emulator";
import {
  createRunbook,
  createTemplate,
  execution,
  level,
  opsItemOf,
  signal,
  start,
  status,
  stop,
} from "./changeRequests";
import { codeOf, emulated, errorOf } from "./support";

const hour = 3_600_000;
const day = 24 * hour;
const unknown = "00000000-0000-4000-8000-000000000000";
const notFound = "AutomationExecutionNotFoundException";

const list = async (ssm: SSMClient, ...Filters: AutomationExecutionFilter[]) => {
  const input = Filters.length > 0 ? { Filters } : {};
  return (await ssm.send(new DescribeAutomationExecutionsCommand(input))).AutomationExecutionMetadataList ?? [];
};
const add = (ssm: SSMClient, ResourceId: string, ...keys: string[]) => {
  const Tags = keys.map((Key) => ({ Key, Value: "" }));
  return ssm.send(new AddTagsToResourceCommand({ ResourceType: "Automation", ResourceId, Tags }));
};
const tags = async (ssm: SSMClient, ResourceId: string) =>
  (await ssm.send(new ListTagsForResourceCommand({ ResourceType: "Automation", ResourceId }))).TagList;
const autoApproved = async (ssm: SSMClient, input: object = {}) => {
  const DocumentName = await createTemplate(ssm, { autoApprovable: true });
  return start(ssm, { DocumentName, AutoApprove: true, ...input });
};
const childOf = async (ssm: SSMClient, id: string) => {
  const { StepExecutions = [] } = await execution(ssm, id);
  return StepExecutions.at(-1)?.Outputs?.ExecutionId?.[0] as string;
};

describe("DescribeAutomationExecutions", () => {
  const aws = emulated({ now: new Date("2030-01-01T00:00:00Z"), changeManager: { runbook: () => ({ seconds: 60 }) } });
  const ids: Record<string, string> = {};
  let ssm: SSMClient;
  let opsItem: string;
  let template: string;

  const found = async (...filters: AutomationExecutionFilter[]) =>
    (await list(ssm, ...filters)).map(({ AutomationExecutionId }) =>
      Object.keys(ids).find((name) => ids[name] === AutomationExecutionId),
    );

  before(async () => {
    ssm = aws.ssm();
    const DocumentName = await createRunbook(ssm, { parameters: { Id: { type: "String" } } });
    const Targets = [{ Key: "ResourceGroup", Values: ["web"] }];
    const TargetLocations = [{ Accounts: ["111122223333"], Regions: ["eu-west-1"] }];
    const Runbooks = [{ DocumentName, TargetParameterName: "Id", Targets, TargetLocations }];
    ids.done = await autoApproved(ssm, { Tags: [{ Key: "team", Value: "web" }] });
    ids.run = await childOf(ssm, ids.done);
    aws.emulator.clock.advance(hour);
    ids.waiting = await start(ssm, { Runbooks });
    const { OpsItemId = "", DocumentName: name = "" } = await execution(ssm, ids.waiting);
    [opsItem, template] = [OpsItemId, name];
  });

  it("lists newest first", async () => assert.deepEqual(await found(), ["waiting", "run", "done"]));

  for (const [Key, values, expected] of [
    ["DocumentNamePrefix", () => ["AWS-"], ["run"]],
    ["DocumentNamePrefix", () => [template], ["waiting"]],
    ["ExecutionStatus", () => ["PendingApproval"], ["waiting"]],
    ["ExecutionStatus", () => ["Success", "CompletedWithSuccess"], ["run", "done"]],
    ["ExecutionId", () => [ids.run], ["run"]],
    ["ParentExecutionId", () => [ids.done], ["run"]],
    ["CurrentAction", () => ["aws:approve"], ["waiting"]],
    ["StartTimeBefore", () => ["2030-01-01T00:30:00Z"], ["run", "done"]],
    ["StartTimeAfter", () => ["2030-01-01T00:30:00Z"], ["waiting"]],
    ["AutomationType", () => ["CrossAccount"], ["waiting"]],
    ["AutomationType", () => ["Local"], ["run", "done"]],
    ["TagKey", () => ["team"], ["done"]],
    ["TagKey", () => ["tea"], []],
    ["TargetResourceGroup", () => ["web"], ["waiting"]],
    ["AutomationSubtype", () => ["ChangeRequest"], ["waiting", "done"]],
    ["AutomationSubtype", () => ["AccessRequest"], []],
    ["OpsItemId", () => [opsItem], ["waiting"]],
  ] as [AutomationExecutionFilter["Key"], () => string[], string[]][]) {
    it(`finds [${expected}] by ${Key} (of ${expected.length})`, async () => {
      assert.deepEqual(await found({ Key, Values: values() }), expected);
    });
  }

  it("finds only what all filters match", async () => {
    const changeRequest: AutomationExecutionFilter = { Key: "AutomationSubtype", Values: ["ChangeRequest"] };
    assert.deepEqual(await found(changeRequest, { Key: "TagKey", Values: ["team"] }), ["done"]);
    assert.deepEqual(await found(changeRequest, { Key: "ExecutionStatus", Values: ["Success"] }), []);
  });

  it("is by account", async () => assert.deepEqual(await list(aws.ssm()), []));

  for (const [Key, value, code] of [
    ["ExecutionStatus", "Done", "InvalidFilterValue"],
    ["AutomationType", "Foreign", "InvalidFilterValue"],
    ["AutomationSubtype", "Other", "InvalidFilterValue"],
    ["StartTimeAfter", "yesterday", "InvalidFilterValue"],
    ["Color", "red", "ValidationException"],
    ["TagKey", "", "ValidationException"],
  ] as [AutomationExecutionFilter["Key"], string, string][]) {
    it(`refuses ${Key} "${value}" with ${code}`, async () => {
      assert.equal(await codeOf(list(ssm, { Key, Values: [value] })), code);
    });
  }

  it("tells as much as GetAutomationExecution, but for steps and parameters", async () => {
    const [metadata = {}] = await list(ssm, { Key: "ExecutionId", Values: [ids.waiting as string] });
    const { StepExecutions, StepExecutionsTruncated, Parameters, ...told } = await execution(
      ssm,
      ids.waiting as string,
    );
    assert.deepEqual(metadata, { ...told, AutomationType: "CrossAccount" });
  });

  it("gives the list in pages, and no page for a token that is made up or of another question", async () => {
    const pages: number[] = [];
    for await (const page of paginateDescribeAutomationExecutions({ client: ssm, pageSize: 2 }, {})) {
      pages.push(page.AutomationExecutionMetadataList?.length ?? 0);
    }
    assert.deepEqual(pages, [2, 1]);
    const { NextToken } = await ssm.send(new DescribeAutomationExecutionsCommand({ MaxResults: 1 }));
    const Filters: AutomationExecutionFilter[] = [{ Key: "AutomationType", Values: ["Local"] }];
    for (const input of [{ NextToken: "garbage" }, { NextToken, Filters }]) {
      assert.equal(await codeOf(ssm.send(new DescribeAutomationExecutionsCommand(input))), "InvalidNextToken");
    }
  });
});

describe("DescribeAutomationStepExecutions", () => {
  const aws = emulated({ now: new Date("2030-01-01T00:00:00Z") });
  const bob = () => aws.ssm("bob");
  let id: string;

  const steps = async (input: { Filters?: StepExecutionFilter[]; ReverseOrder?: boolean } = {}) => {
    const command = new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId: id, ...input });
    return ((await bob().send(command)).StepExecutions ?? []).map(({ StepName }) => StepName);
  };

  before(async () => {
    const mainSteps = [level("first", ["alice"]), level("second", ["carol"])];
    id = await start(bob(), { DocumentName: await createTemplate(bob(), { mainSteps }) });
    await signal(aws.ssm("alice"), id, "Approve");
  });

  it("lists as GetAutomationExecution does, or the other way round", async () => {
    assert.deepEqual(await steps(), ["first", "second", "executeRunbook"]);
    assert.deepEqual(await steps({ ReverseOrder: true }), ["executeRunbook", "second", "first"]);
  });

  for (const [Key, value, expected] of [
    ["StepExecutionStatus", "Waiting", ["second"]],
    ["StepName", "first", ["first"]],
    ["Action", "aws:approve", ["first", "second"]],
    ["StartTimeAfter", "2029-12-31T00:00:00Z", ["first", "second"]],
    ["StartTimeBefore", "2029-12-31T00:00:00Z", []],
    ["StepExecutionId", "x", []],
    ["ParentStepExecutionId", "x", []],
    ["ParentStepIteration", "1", []],
    ["ParentStepIteratorValue", "x", []],
  ] as [StepExecutionFilter["Key"], string, string[]][]) {
    it(`finds [${expected}] by ${Key} ${value}`, async () => {
      assert.deepEqual(await steps({ Filters: [{ Key, Values: [value] }] }), expected);
    });
  }

  it("refuses statuses that are none, and unknown executions", async () => {
    const Filters: StepExecutionFilter[] = [{ Key: "StepExecutionStatus", Values: ["Done"] }];
    assert.equal(await codeOf(steps({ Filters })), "InvalidFilterValue");
    const call = bob().send(new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId: unknown }));
    assert.equal(await codeOf(call), notFound);
  });

  it("gives pages", async () => {
    const command = new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId: id, MaxResults: 2 });
    const { NextToken } = await bob().send(command);
    const rest = new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId: id, NextToken });
    assert.equal((await bob().send(rest)).StepExecutions?.[0]?.StepName, "executeRunbook");
  });
});

describe("the execution of a runbook", () => {
  const aws = emulated({ now: new Date("2030-01-01T00:00:00Z") });
  const parameters = { Ids: { type: "StringList" } };

  for (const outcome of ["Success", "Failed"] as const) {
    it(`is a child of its change request, and ends as ${outcome}`, async () => {
      const ssm = aws.ssm();
      aws.emulator.changeManager.runbook = () => ({ seconds: 60, outcome, failureMessage: "Why." });
      const runbook = { DocumentName: await createRunbook(ssm, { parameters }), Parameters: { Ids: ["i-1"] } };
      const parent = await autoApproved(ssm, { Runbooks: [runbook] });
      const id = await childOf(ssm, parent);
      const running = await execution(ssm, id);
      assert.deepEqual(
        [running.ParentAutomationExecutionId, running.DocumentName, running.Parameters, running.CurrentStepName],
        [parent, runbook.DocumentName, runbook.Parameters, "stop"],
      );
      assert.equal(running.AutomationExecutionStatus, "InProgress");
      aws.emulator.clock.advance(hour);
      const ended = await execution(ssm, id);
      const isFailed = outcome === "Failed";
      assert.deepEqual(
        [ended.AutomationExecutionStatus, ended.FailureMessage, ended.StepExecutions?.map((step) => step.StepStatus)],
        [outcome, isFailed ? "Why." : undefined, [outcome, isFailed ? "Pending" : outcome]],
      );
      assert.equal((ended.ExecutionEndTime?.getTime() ?? 0) - (ended.ExecutionStartTime?.getTime() ?? 0), 60_000);
    });
  }

  it("waits for no approval", async () => {
    const ssm = aws.ssm();
    const id = await childOf(ssm, await autoApproved(ssm));
    assert.equal(await codeOf(signal(ssm, id, "Approve")), "InvalidAutomationSignalException");
  });
});

describe("signals", () => {
  const aws = emulated();

  for (const [SignalType, payload, code] of [
    ["Revoke", undefined, "InvalidAutomationSignalException"],
    ["StartStep", { StepName: ["approve"] }, "InvalidAutomationSignalException"],
    ["StartStep", { StepName: ["other"] }, "AutomationStepNotFoundException"],
    ["Resume", { StepName: ["other"] }, "AutomationStepNotFoundException"],
    ["StopStep", { StepExecutionId: ["other"] }, "AutomationStepNotFoundException"],
    ["StopStep", undefined, "AutomationStepNotFoundException"],
    ["Approve", { Comment: ["x".repeat(513)] }, "ValidationException"],
    ["Approve", {}, "ValidationException"],
    ["Wave", undefined, "ValidationException"],
  ] as [SignalType, Record<string, string[]> | undefined, string][]) {
    it(`answer ${code} to ${SignalType} ${JSON.stringify(payload)?.slice(0, 40) ?? "alone"}`, async () => {
      const AutomationExecutionId = await start(aws.ssm("alice"));
      const command = new SendAutomationSignalCommand({ AutomationExecutionId, SignalType, Payload: payload });
      assert.equal(await codeOf(aws.ssm("alice").send(command)), code);
    });
  }
});

describe("an unknown execution", () => {
  const aws = emulated();

  for (const [what, call] of [
    ["read", (ssm: SSMClient, id: string) => execution(ssm, id)],
    ["signalled", (ssm: SSMClient, id: string) => signal(ssm, id, "Approve")],
    ["stopped", (ssm: SSMClient, id: string) => stop(ssm, id)],
  ] as const) {
    it(`cannot be ${what}, nor can one of another account, nor an id of another form`, async () => {
      const foreign = await start(aws.ssm());
      assert.equal(await codeOf(call(aws.ssm(), unknown)), notFound);
      assert.equal(await codeOf(call(aws.ssm(), foreign)), notFound);
      assert.equal(await codeOf(call(aws.ssm(), unknown.slice(1))), "ValidationException");
    });
  }

  it("has no tags", async () => {
    assert.equal(await codeOf(tags(aws.ssm(), unknown)), "InvalidResourceId");
    assert.equal(await codeOf(add(aws.ssm(), unknown, "k")), "InvalidResourceId");
  });
});

describe("an execution that has ended", () => {
  const aws = emulated({ now: new Date("2030-01-01T00:00:00Z") });

  it("is forgotten after thirty days, while its OpsItem stays", async () => {
    const ssm = aws.ssm();
    const id = await start(ssm);
    aws.emulator.clock.advance(hour);
    await stop(ssm, id);
    const { OpsItemId } = await execution(ssm, id);
    aws.emulator.clock.advance(30 * day - 60_000);
    assert.equal(await status(ssm, id), "Cancelled");
    aws.emulator.clock.advance(60_000);
    assert.equal(await codeOf(execution(ssm, id)), notFound);
    assert.equal(await codeOf(stop(ssm, id)), notFound);
    assert.equal(await codeOf(tags(ssm, id)), "InvalidResourceId");
    assert.deepEqual(await list(ssm), []);
    assert.equal((await ssm.send(new GetOpsItemCommand({ OpsItemId }))).OpsItem?.Status, "Cancelled");
  });

  it("is forgotten as of when it ended, not as of when somebody looked", async () => {
    const ssm = aws.ssm();
    const id = await start(ssm);
    aws.emulator.clock.advance(38 * day);
    assert.equal(await codeOf(execution(ssm, id)), notFound);
  });

  it("is not forgotten while it waits, however long", async () => {
    const ssm = aws.ssm();
    const id = await autoApproved(ssm, { ScheduledTime: new Date(aws.emulator.clock.now().getTime() + 60 * day) });
    aws.emulator.clock.advance(59 * day);
    assert.equal(await status(ssm, id), "Scheduled");
  });
});

describe("tags of an execution", () => {
  const aws = emulated();

  it("are added and removed, fifty at most", async () => {
    const ssm = aws.ssm();
    const id = await start(ssm);
    const keys = Array.from({ length: 51 }, (_, index) => `k${index}`);
    assert.equal(await codeOf(add(ssm, id, ...keys)), "TooManyTagsError");
    await add(ssm, id, "a", "b");
    await ssm.send(new RemoveTagsFromResourceCommand({ ResourceType: "Automation", ResourceId: id, TagKeys: ["a"] }));
    assert.deepEqual(await tags(ssm, id), [{ Key: "b", Value: "" }]);
  });
});

describe("faults of change requests", () => {
  const aws = emulated();

  it("hide a new one with its OpsItem and tags from reads, but not from writes", async () => {
    const ssm = aws.ssm();
    const hidden = aws.emulator.faults.hideNew("StartChangeRequestExecution");
    const id = await start(ssm);
    assert.equal(await codeOf(execution(ssm, id)), notFound);
    assert.deepEqual(await list(ssm), []);
    assert.deepEqual((await ssm.send(new DescribeOpsItemsCommand({}))).OpsItemSummaries, []);
    assert.equal(await codeOf(tags(ssm, id)), "InvalidResourceId");
    await add(ssm, id, "k");
    assert.equal(await codeOf(signal(ssm, id, "Approve")), "AccessDeniedException");
    await stop(ssm, id);
    hidden.reveal();
    assert.equal(await status(ssm, id), "Cancelled");
    assert.deepEqual(await tags(ssm, id), [{ Key: "k", Value: "" }]);
    assert.equal((await opsItemOf(ssm, id)).Status, "Cancelled");
  });

  it("lose the answer to one that was started", async () => {
    const ssm = aws.ssm();
    const DocumentName = await createTemplate(ssm);
    aws.emulator.faults.loseReply("StartChangeRequestExecution");
    await errorOf(start(ssm, { DocumentName }));
    assert.equal((await list(ssm)).length, 1);
  });
});

describe("the settings of Change Manager", () => {
  const aws = emulated();

  for (const [name, value, message] of [
    ["color", "red", /^Error: changeManager: there is no setting "color", only templateReviewRequired, /],
    ["templateReviewRequired", "yes", /changeManager\.templateReviewRequired: must be true or false/],
    ["checkedCalendars", "Holidays", /changeManager\.checkedCalendars: must be a list of names/],
    ["freezeApprovers", [""], /changeManager\.freezeApprovers: must be a list of names/],
    ["groups", { ops: "alice" }, /changeManager\.groups: must be lists of names by name/],
    ["ssoUsers", null, /changeManager\.ssoUsers: must be lists of names by name/],
    ["ssoGroups", ["leads"], /changeManager\.ssoGroups: must be lists of names by name/],
    ["approvedSeconds", -1, /changeManager\.approvedSeconds: must be a number of seconds from 0/],
    ["cancellingSeconds", NaN, /changeManager\.cancellingSeconds: must be a number of seconds from 0/],
    ["onboarded", 1, /changeManager\.onboarded: must be true or false/],
    ["runbook", {}, /changeManager\.runbook: must be a function/],
  ] as const) {
    it(`refuse ${name} ${JSON.stringify(value)}, at the start and later`, async () => {
      await assert.rejects(startEmulator({ changeManager: { [name]: value } as never }), message);
      assert.throws(() => Object.assign(aws.emulator.changeManager, { [name]: value }), message);
    });
  }

  for (const [result, message] of [
    [{ seconds: -1 }, /changeManager\.runbook: seconds must be a number of seconds from 0/],
    [{ outcome: "Great" }, /changeManager\.runbook: outcome must be Success or Failed/],
  ] as const) {
    it(`refuse a runbook that goes like ${JSON.stringify(result)}`, async () => {
      const emulator = await startEmulator({ changeManager: { runbook: () => result as never } });
      const ssm = aws.ssm(undefined, { endpoint: emulator.url });
      const id = await autoApproved(ssm);
      const { name, message: text } = await errorOf(execution(ssm, id));
      await emulator.close();
      assert.equal(name, "InternalServerError");
      assert.match(text, message);
    });
  }
});
