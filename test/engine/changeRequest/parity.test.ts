import assert from "node:assert/strict";
import type { SSM } from "@aws-sdk/client-ssm";
import { createDocument, runbook, updateDocument } from "../../emulator/documents";
import { type Result, stepsOf } from "../../support/engine";
import type { Value } from "../programs/declared/declared";
import { ChangeWorld, region, request, required } from "./support";

type Args = Record<string, Value>;
type Input = Record<string, unknown>;

const account = "123456789012";
const elsewhere = "eu-central-1";
const role = `arn:aws:iam::${account}:role/MyChangeManagerAssumeRole`;
const topic = `arn:aws:sns:${region}:${account}:MyNotificationTopic`;
const seconds = (time: string) => Date.parse(time) / 1000;
const details = "### Document Name: HelloWorldChangeTemplate\n\n## What does this document do?\nIt *shows* things. \n";

/** The example of the reference page of StartChangeRequestExecution, with times that are to come. */
const example: { args: Args; sent: Input } = {
  args: {
    changeRequestName: "MyChangeRequest",
    documentName: "AWS-HelloWorldChangeTemplate",
    documentVersion: "$DEFAULT",
    scheduledTime: "2036-12-30T03:00:00Z",
    scheduledEndTime: "2036-12-30T03:05:00Z",
    tags: { Purpose: "Testing" },
    parameters: { Approver: ["JohnDoe"], ApproverType: ["IamUser"], ApproverSnsTopicArn: [topic] },
    runbooks: [
      {
        documentName: "AWS-HelloWorld",
        documentVersion: "1",
        maxConcurrency: "1",
        maxErrors: "1",
        parameters: { AutomationAssumeRole: [role] },
      },
    ],
    changeDetails: details,
  },
  sent: {
    ChangeRequestName: "MyChangeRequest",
    DocumentName: "AWS-HelloWorldChangeTemplate",
    DocumentVersion: "$DEFAULT",
    ScheduledTime: seconds("2036-12-30T03:00:00Z"),
    ScheduledEndTime: seconds("2036-12-30T03:05:00Z"),
    Parameters: { Approver: ["JohnDoe"], ApproverType: ["IamUser"], ApproverSnsTopicArn: [topic] },
    Runbooks: [
      {
        DocumentName: "AWS-HelloWorld",
        DocumentVersion: "1",
        MaxConcurrency: "1",
        MaxErrors: "1",
        Parameters: { AutomationAssumeRole: [role] },
      },
    ],
    ChangeDetails: details,
  },
};

/** Every field of a runbook, but the one that does not go with `targets`. */
const everyRunbook = (alarm: string): Args => ({
  documentName: "EveryRunbook",
  documentVersion: "1",
  parameters: { AutomationAssumeRole: [role], Mode: ["slow", "safe"], Notes: [] },
  targetParameterName: "InstanceId",
  targets: [
    { key: "tag:team", values: ["orders", "billing"] },
    { key: "ResourceGroup", values: [] },
  ],
  maxConcurrency: "10%",
  maxErrors: "0",
  targetLocations: [
    {
      accounts: [account, "ou-abcd-12345678"],
      regions: [region, elsewhere],
      targetLocationMaxConcurrency: "5",
      targetLocationMaxErrors: "10%",
      executionRoleName: "Operators",
      targetLocationAlarmConfiguration: { ignorePollAlarmFailure: true, alarms: [{ name: alarm }] },
      includeChildOrganizationUnits: true,
      excludeAccounts: ["444455556666", "ou-abcd-87654321"],
      targets: [{ key: "tag:stage", values: ["production"] }],
      targetsMaxConcurrency: "50%",
      targetsMaxErrors: "1",
    },
    { accounts: ["444455556666"], regions: [elsewhere], includeChildOrganizationUnits: false },
  ],
});

/** Every parameter of the request. */
const whole: { args: Args; sent: Input } = {
  args: {
    documentName: "EveryChange",
    documentVersion: "2",
    parameters: { Approver: ["alice"], "Time windows": ["night", "week end"] },
    changeRequestName: "Everything at once",
    changeDetails: "# Everything\n\nat once",
    scheduledTime: "2036-12-30T03:00:00.500+01:00",
    scheduledEndTime: "2036-12-30T03:05Z",
    autoApprove: true,
    runbooks: [everyRunbook("TooManyErrors")],
    triggers: [1, "two", { three: [true, null] }],
    tags: { team: "orders", empty: "" },
    onDelete: "cancelRunning",
  },
  sent: {
    DocumentName: "EveryChange",
    DocumentVersion: "2",
    Parameters: { Approver: ["alice"], "Time windows": ["night", "week end"] },
    ChangeRequestName: "Everything at once",
    ChangeDetails: "# Everything\n\nat once",
    ScheduledTime: seconds("2036-12-30T02:00:00.500Z"),
    ScheduledEndTime: seconds("2036-12-30T03:05:00Z"),
    AutoApprove: true,
    Runbooks: [
      {
        DocumentName: "EveryRunbook",
        DocumentVersion: "1",
        Parameters: { AutomationAssumeRole: [role], Mode: ["slow", "safe"], Notes: [] },
        TargetParameterName: "InstanceId",
        Targets: [
          { Key: "tag:team", Values: ["orders", "billing"] },
          { Key: "ResourceGroup", Values: [] },
        ],
        MaxConcurrency: "10%",
        MaxErrors: "0",
        TargetLocations: [
          {
            Accounts: [account, "ou-abcd-12345678"],
            Regions: [region, elsewhere],
            TargetLocationMaxConcurrency: "5",
            TargetLocationMaxErrors: "10%",
            ExecutionRoleName: "Operators",
            TargetLocationAlarmConfiguration: { IgnorePollAlarmFailure: true, Alarms: [{ Name: "TooManyErrors" }] },
            IncludeChildOrganizationUnits: true,
            ExcludeAccounts: ["444455556666", "ou-abcd-87654321"],
            Targets: [{ Key: "tag:stage", Values: ["production"] }],
            TargetsMaxConcurrency: "50%",
            TargetsMaxErrors: "1",
          },
          { Accounts: ["444455556666"], Regions: [elsewhere], IncludeChildOrganizationUnits: false },
        ],
      },
    ],
  },
};

const maps: Args[] = [
  { InstanceId: ["i-1"], Mode: ["slow"] },
  { InstanceId: ["i-2", "i-3"], Notes: [] },
];
const mapped: { args: Args; sent: Input } = {
  args: { ...required, documentName: "EveryChange", runbooks: [{ documentName: "EveryRunbook", targetMaps: maps }] },
  sent: {
    DocumentName: "EveryChange",
    Parameters: { Approver: ["alice"] },
    Runbooks: [{ DocumentName: "EveryRunbook", TargetMaps: maps }],
  },
};

const created: Record<string, { args: Args; sent: Input }> = { example, whole, mapped };

/** What cannot be changed, and what it is changed to. */
const fixed: Args = {
  ...whole.args,
  documentVersion: "1",
  scheduledTime: "2036-12-30T03:00:00Z",
  autoApprove: false,
  triggers: [{ size: "db.m5.large" }],
  tags: {},
};
const replacements: Args = {
  documentName: "OtherChange",
  documentVersion: "2",
  runbooks: [everyRunbook("TooManyWarnings")],
  parameters: { Approver: ["alice"], "Time windows": ["night"] },
  changeRequestName: "Everything, later",
  changeDetails: "# Everything\n\nlater",
  scheduledTime: "2036-12-30T03:00:01Z",
  scheduledEndTime: "2036-12-30T03:06:00Z",
  autoApprove: true,
  triggers: [{ size: "db.m5.xlarge" }],
  region: elsewhere,
};
const optional = Object.keys(replacements).filter((name) => !["documentName", "runbooks", "region"].includes(name));

/** Edits of the program that cost no new request: what the engine shows of them, and what AWS is asked to do. */
const inPlace: Record<string, { from: Args; to: Args; shows: string[]; calls?: [string, object][] }> = {
  "times are spelled differently, and defaults are written down or removed": {
    from: {
      scheduledTime: "2036-12-30T03:00:00+01:00",
      scheduledEndTime: "2036-12-30T03:00:00.000Z",
      autoApprove: false,
    },
    to: { scheduledTime: "2036-12-30T02:00:00Z", scheduledEndTime: "2036-12-29T22:00:00-0500", region },
    shows: ["same"],
  },
  "what destroy does is changed": {
    from: { onDelete: "cancel" },
    to: { onDelete: "leave" },
    shows: ["update", "onDelete"],
  },
  "tags are changed, added and removed": {
    from: { tags: { team: "orders", cost: "ops", kept: "x" } },
    to: { tags: { team: "billing", kept: "x", more: "new" } },
    shows: ["update", "tags", "tagsAll"],
    calls: [
      ["RemoveTagsFromResource", { TagKeys: ["cost"] }],
      [
        "AddTagsToResource",
        {
          Tags: [
            { Key: "more", Value: "new" },
            { Key: "team", Value: "billing" },
          ],
        },
      ],
    ],
  },
  "the first tags are declared": {
    from: {},
    to: { tags: { team: "orders" } },
    shows: ["update", "tags", "tagsAll"],
    calls: [["AddTagsToResource", { Tags: [{ Key: "team", Value: "orders" }] }]],
  },
  "the last tags are removed": {
    from: { tags: { team: "orders", cost: "ops" } },
    to: {},
    shows: ["update", "tags", "tagsAll"],
    calls: [["RemoveTagsFromResource", { TagKeys: ["cost", "team"] }]],
  },
};
/** More tags than a request takes; one of them is a default tag too. */
const many = Object.fromEntries(["one", "two", "three", "four", "five", "stage"].map((key) => [key, `own ${key}`]));

const slug = (title: string) => title.replace(/\W+/g, "-");
const without = (args: Args, names: string[]): Args =>
  Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)));

/** One resource for each case, before and after the program is edited. */
const cases: [name: string, before: Args, after: Args][] = [
  ...Object.entries(created).map(([name, { args }]): [string, Args, Args] => [name, args, args]),
  ["many", { ...required, tags: many }, { ...required, tags: many }],
  ...Object.entries(replacements).map(([name, to]): [string, Args, Args] => [
    `replaced-${name}`,
    fixed,
    { ...fixed, [name]: to },
  ]),
  ["replaced", { ...fixed, autoApprove: true }, without(fixed, optional)],
  ...Object.entries(inPlace).map(([title, { from, to }]): [string, Args, Args] => [
    slug(title),
    { ...required, ...from },
    { ...required, ...to },
  ]),
];

describe("a change request and the program", function () {
  this.timeout("10m");
  let world: ChangeWorld;
  /** Ids before and after the program was edited. */
  const old: Record<string, string> = {};
  const now: Record<string, string> = {};

  const count = cases.length + 2; // with the stack and the second provider
  let defaultTags: Record<string, string> = { stage: "test" };

  /** A provider submits one request a second, as AWS allows: two take half the time. */
  function declare(which: "before" | "after") {
    const second = {
      region,
      accessKey: account,
      secretKey: "not-a-secret",
      endpoints: [{ ssm: world.aws.url, sts: world.aws.url }],
      defaultTags: { tags: defaultTags },
    };
    const resources = cases.map(([name, from, to], index) =>
      request({}, { name, args: which === "before" ? from : to, ...(index % 2 && { provider: "second" }) }),
    );
    world.declared.declare({ providers: { second }, resources });
  }
  const setDefaultTags = () => world.stack.config.set("aws:defaultTags", JSON.stringify({ tags: defaultTags }));
  const idsInState = async () => {
    const { resources } = (await world.stack.export()).deployment;
    return Object.fromEntries(resources.flatMap(({ urn, id }) => (id ? [[urn.split("::").at(-1), id]] : [])));
  };
  const live = async (id: string | undefined, ssm = world.as()) =>
    (await ssm.getAutomationExecution({ AutomationExecutionId: id })).AutomationExecution!;
  const statusOf = async (id: string | undefined, ssm = world.as()) => (await live(id, ssm)).AutomationExecutionStatus;
  /** Calls that concern a request after it was submitted, without its id. */
  const callsFor = (id: string | undefined): [string, object][] =>
    world.aws.requests.flatMap(({ operation, input: { AutomationExecutionId, ResourceId, ...input } }) => {
      const { ResourceType: _, ...rest } = input;
      return (AutomationExecutionId ?? ResourceId) === id ? [[operation, rest]] : [];
    });
  /** The submission that carries the mark of a request. */
  async function submissionOf(id: string | undefined): Promise<Input> {
    const tags = await world.tagsOf(id as string);
    const mark = Object.keys(tags).find((key) => /^pulumi-aws-ops:[0-9a-f]{20}$/.test(key)) as string;
    const all = world.aws.requests
      .of("StartChangeRequestExecution")
      .filter(({ input }) =>
        (input.Tags as { Key: string; Value: string }[]).some(({ Key, Value }) => Key === mark && Value === tags[mark]),
      );
    assert.equal(all.length, 1, mark);
    return all[0]!.input;
  }
  const shown = (result: Result, name: string) =>
    stepsOf(result, name).flatMap(({ op, changed }) => (op === "same" ? [op] : [op, ...changed]));
  async function hasNothingToDo() {
    world.aws.requests.clear();
    assert.deepEqual((await world.stack.up()).summary, { same: count });
    assert.equal(world.aws.requests.length, 0);
  }

  before(async () => {
    world = await ChangeWorld.open("change-parity");
    for (const ssm of [world.as(), world.as(undefined, elsewhere)]) await createDocuments(ssm);
    await setDefaultTags();
    declare("before");
    await world.stack.up();
    Object.assign(old, await idsInState());
  });
  after(() => world.close());

  for (const [name, { sent }] of Object.entries(created)) {
    it(`is submitted exactly as declared: ${name}`, async () => {
      const { ClientToken, Tags, ...input } = await submissionOf(old[name]);
      assert.deepEqual(input, sent);
      assert.match(String(ClientToken), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      const { stage, ...tags } = Object.fromEntries(
        (Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]),
      );
      assert.equal(stage, "test");
      const marks = Object.keys(tags).filter((key) => key.startsWith("pulumi-aws-ops:"));
      assert.equal(marks.length, 1);
      assert.match(String(tags[marks[0] as string]), new RegExp(`urn:pulumi:.*::${name}$`));
      assert.deepEqual(without(tags, marks), created[name]?.args.tags ?? {});
    });
  }

  it("is submitted with as many tags as a request takes, and gets the others right after", async () => {
    const sent = (await submissionOf(old.many)).Tags as { Key: string }[];
    assert.equal(sent.length, 5);
    const later = callsFor(old.many).filter(([operation]) => operation === "AddTagsToResource");
    const added = later.flatMap(([, input]) => (input as { Tags: { Key: string }[] }).Tags);
    assert.equal(added.length, 2);
    const tags = await world.tagsOf(old.many as string);
    assert.deepEqual(
      without(
        tags,
        Object.keys(tags).filter((key) => key.startsWith("pulumi-aws-ops:")),
      ),
      many,
    );
    const { outputs } = await world.stack.resource("many");
    assert.deepEqual([outputs.tags, outputs.tagsAll], [many, many]);
  });

  it("puts out what AWS knows of it", async () => {
    const { id, outputs } = await world.stack.resource("whole");
    for (const [name, value] of Object.entries(whole.args)) assert.deepEqual(outputs[name], value, name);
    const names = Object.keys(outputs).filter((name) => !(name in whole.args) && !name.startsWith("__"));
    assert.deepEqual(names.sort(), [
      "account",
      "approvals",
      "automationExecutionId",
      "consoleUrl",
      "executedBy",
      "executionStartTime",
      "opsItemId",
      "owner",
      "region",
      "runbook",
      "status",
      "tagsAll",
    ]);
    const execution = await live(id);
    assert.equal(outputs.automationExecutionId, id);
    assert.equal(outputs.status, "Scheduled");
    assert.equal(outputs.account, account);
    assert.equal(outputs.executedBy, execution.ExecutedBy);
    assert.equal(outputs.opsItemId, execution.OpsItemId);
    assert.equal(outputs.executionStartTime, execution.ExecutionStartTime?.toISOString());
    assert.equal(
      outputs.consoleUrl,
      `https://${region}.console.aws.amazon.com/systems-manager/automation/execution/${id}?region=${region}`,
    );
    assert.deepEqual(outputs.tagsAll, { stage: "test", team: "orders", empty: "" });
    assert.deepEqual(outputs.runbook, { documentName: "EveryRunbook", documentVersion: "1", status: "Pending" });
    assert.deepEqual((await world.stack.resource("example")).outputs.approvals, [
      {
        name: "ApproveAction1",
        status: "Waiting",
        approvers: [{ approver: "JohnDoe", type: "IamUser", minRequiredApprovals: 1 }],
        decisions: [],
      },
    ]);
  });

  it("costs nothing while the program stays", hasNothingToDo);

  describe("when the program changes", () => {
    let changed: Result;

    before(async () => {
      await world.as().addTagsToResource({
        ResourceType: "Automation",
        ResourceId: old["tags-are-changed-added-and-removed"],
        Tags: [{ Key: "theirs", Value: "x" }],
      });
      declare("after");
      world.aws.requests.clear();
      changed = await world.stack.up();
      Object.assign(now, await idsInState());
    });

    function isReplaced(name: string, reasons: string[]) {
      const steps = stepsOf(changed, name);
      assert.deepEqual(
        steps.map(({ op, outcome }) => [op, outcome]),
        [
          ["delete-replaced", "done"],
          ["replace", "done"],
          ["create-replacement", "done"],
        ],
      );
      assert.deepEqual(steps[2]?.replaceReasons.toSorted(), reasons.toSorted());
      assert.notEqual(now[name], old[name]);
    }

    async function isCancelledFirst(name: string, after = world.as()) {
      assert.equal(await statusOf(old[name]), "Cancelled");
      assert.match(String(await statusOf(now[name], after)), /^(PendingApproval|Scheduled)$/);
      const tags = await world.tagsOf(old[name] as string);
      assert.equal(Object.keys(tags).filter((key) => /^pulumi-aws-ops:.*\/released$/.test(key)).length, 1);
      const stopped = world.aws.requests.findIndex(
        ({ operation, input }) => operation === "StopAutomationExecution" && input.AutomationExecutionId === old[name],
      );
      const submitted = world.aws.requests.findIndex(
        ({ operation, input }) =>
          operation === "StartChangeRequestExecution" && JSON.stringify(input.Tags).includes(`::${name}"`),
      );
      assert.ok(stopped >= 0 && stopped < submitted, `cancelled by call ${stopped}, submitted by call ${submitted}`);
    }

    for (const name of Object.keys(replacements)) {
      it(`is replaced, and the old one cancelled first, when ${name} changes`, async () => {
        isReplaced(`replaced-${name}`, [name]);
        await isCancelledFirst(`replaced-${name}`, world.as(undefined, name === "region" ? elsewhere : region));
      });
    }

    it("is replaced when optional inputs are removed", async () => {
      isReplaced("replaced", optional);
      await isCancelledFirst("replaced");
    });

    it("is submitted anew for nothing else", () => {
      const replaced = Object.keys(replacements).length + 1;
      assert.equal(world.aws.requests.of("StartChangeRequestExecution").length, replaced);
      assert.equal(world.aws.requests.of("StopAutomationExecution").length, replaced);
    });

    for (const [title, { shows, calls = [] }] of Object.entries(inPlace)) {
      it(`stays the same one when ${title}`, () => {
        const name = slug(title);
        assert.deepEqual(shown(changed, name), shows);
        assert.equal(now[name], old[name]);
        assert.deepEqual(callsFor(now[name]), calls);
      });
    }

    it("keeps the tags of others", async () => {
      const tags = await world.tagsOf(now["tags-are-changed-added-and-removed"] as string);
      assert.equal(tags.theirs, "x");
      const { outputs } = await world.stack.resource("tags-are-changed-added-and-removed");
      assert.deepEqual(outputs.tags, { team: "billing", kept: "x", more: "new" });
    });

    it("has nothing to do afterwards", hasNothingToDo);
  });

  describe("when people have decided, and the runbook has run", () => {
    let refreshed: Result;
    const completed = slug("the last tags are removed");
    const failed = slug("what destroy does is changed");

    before(async () => {
      world.aws.changeManager.runbook = ({ executionId }) =>
        executionId === now[failed] ? { outcome: "Failed", failureMessage: "The volume is busy." } : {};
      await world.decide("Approve", now[completed] as string, { comment: "go on" });
      await world.decide("Approve", now[failed] as string);
      refreshed = await world.stack.refresh();
    });

    it("is no drift to a refresh", () => {
      assert.deepEqual(refreshed.summary, { same: count });
    });

    it("puts out status, approvals, times and the run, as AWS tells them", async () => {
      const { outputs } = await world.stack.resource(completed);
      const execution = await live(now[completed]);
      const { OpsItem } = await world.as().getOpsItem({ OpsItemId: execution.OpsItemId });
      const [level, run] = execution.StepExecutions ?? [];
      assert.equal(outputs.status, "CompletedWithSuccess");
      assert.equal(outputs.executionEndTime, execution.ExecutionEndTime?.toISOString());
      assert.equal(outputs.actualStartTime, OpsItem?.ActualStartTime?.toISOString());
      assert.equal(outputs.actualEndTime, OpsItem?.ActualEndTime?.toISOString());
      assert.ok(outputs.actualStartTime && outputs.actualEndTime);
      assert.deepEqual(outputs.runbook, {
        documentName: "AWS-HelloWorld",
        automationExecutionId: run?.Outputs?.ExecutionId?.[0],
        status: "Success",
        startTime: run?.ExecutionStartTime?.toISOString(),
        endTime: run?.ExecutionEndTime?.toISOString(),
      });
      const { time } = JSON.parse(level?.Outputs?.ApproverDecisions?.[0] ?? "{}");
      assert.deepEqual(outputs.approvals, [
        {
          name: "ApproveAction1",
          status: "Success",
          approvers: [{ approver: "alice", type: "IamUser", minRequiredApprovals: 1 }],
          decisions: [{ approver: `arn:aws:iam::${account}:user/alice`, decision: "Approve", comment: "go on", time }],
        },
      ]);
      assert.equal(outputs.failureMessage, undefined);
    });

    it("says why it failed", async () => {
      const { outputs } = await world.stack.resource(failed);
      assert.equal(outputs.status, "CompletedWithFailure");
      assert.equal(outputs.failureMessage, "The volume is busy");
      assert.equal((outputs.runbook as Input).status, "Failed");
    });

    describe("and aws:defaultTags change", () => {
      let result: Result;
      before(async () => {
        world.aws.requests.clear();
        defaultTags = { stage: "production", cost: "platform" };
        await setDefaultTags();
        declare("after");
        result = await world.stack.up();
      });

      it("gives them to every request in place, where its own tags do not say otherwise", async () => {
        assert.deepEqual(result.summary, { update: cases.length + 1, same: 1 });
        assert.deepEqual(shown(result, "whole"), ["update", "tagsAll"]);
        assert.deepEqual(callsFor(now.whole), [
          [
            "AddTagsToResource",
            {
              Tags: [
                { Key: "cost", Value: "platform" },
                { Key: "stage", Value: "production" },
              ],
            },
          ],
        ]);
        assert.deepEqual(callsFor(now.many), [["AddTagsToResource", { Tags: [{ Key: "cost", Value: "platform" }] }]]);
        const { outputs } = await world.stack.resource("whole");
        assert.deepEqual(outputs.tagsAll, { stage: "production", cost: "platform", team: "orders", empty: "" });
        assert.deepEqual(outputs.tags, whole.args.tags);
      });

      it("leaves those alone that have ended", () => {
        assert.deepEqual(callsFor(now[completed]), []);
        assert.deepEqual(callsFor(now[failed]), []);
      });

      it("has nothing to do afterwards", hasNothingToDo);
    });
  });
});

/** A template that anything may be asked of, in two versions, another one, and a runbook that takes everything. */
async function createDocuments(ssm: SSM) {
  const approvers = [{ approver: "{{ Approver }}", type: "IamUser", minRequiredApprovals: 1 }];
  const content = {
    schemaVersion: "0.3",
    autoApprovable: true,
    parameters: { Approver: { type: "String", default: "alice" }, "Time windows": { type: "StringList", default: [] } },
    mainSteps: [{ name: "approve", action: "aws:approve", inputs: { EnhancedApprovals: { Approvers: approvers } } }],
  };
  for (const name of ["EveryChange", "OtherChange"]) {
    await createDocument(ssm, name, content);
    await updateDocument(ssm, name, { ...content, description: "The second one." });
  }
  const optional = { type: "StringList", default: [] };
  const parameters = {
    AutomationAssumeRole: optional,
    InstanceId: { type: "String" },
    Mode: optional,
    Notes: optional,
  };
  await createDocument(ssm, "EveryRunbook", runbook({ parameters }), { DocumentType: "Automation" });
}
