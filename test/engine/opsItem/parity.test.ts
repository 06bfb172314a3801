import assert from "node:assert/strict";
import { type OpsItem, SSM } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "../../../emulator";
import { type Result, stepsOf } from "../../support/engine";
import { DeclaredStack } from "../../support/engine/declaredStack";
import type { DeclaredResource, Value } from "../programs/declared/declared";

type Args = Record<string, Value>;

const region = "eu-west-1";
const [own, other] = ["111122223333", "444455556666"];
const topic = (name: string) => ({ arn: `arn:aws:sns:${region}:${own}:${name}` });
const seconds = (time: string) => Date.parse(time) / 1000;

const required: Args = { title: "Disk is filling up", description: "Above 80 %.", source: "orders" };
const whole: Args = {
  ...required,
  opsItemType: "/aws/issue",
  operationalData: {
    disk: { value: "/dev/xvda", type: "SearchableString" },
    host: { value: "db-1" },
    "/aws/resources": { value: `[{"arn":"arn:aws:rds:${region}:${own}:db:orders"}]` },
  },
  notifications: [topic("ops")],
  priority: 2,
  relatedOpsItems: [{ opsItemId: "oi-0123456789ab" }],
  category: "Availability",
  severity: "2",
  plannedStartTime: "2026-12-01T10:00:00+01:00",
  plannedEndTime: "2026-12-01T10:00:00Z",
  actualStartTime: "2026-12-01T09:00:00.500Z",
  actualEndTime: "2026-12-01T11:00:00Z",
  status: "InProgress",
  tags: { team: "orders", cost: "ops" },
  onDelete: "delete",
};

/** A call of a change, without the id of the item. */
type Call = [operation: string, input: object];
const updates = (input: object): Call[] => [
  ["UpdateOpsItem", input],
  ["GetOpsItem", {}],
];

/** What each property is changed to, and the calls that this costs. */
const changes: Record<string, [value: Value, calls: Call[]]> = {
  title: ["Disk is full", updates({ Title: "Disk is full" })],
  description: ["Above 95 %.", updates({ Description: "Above 95 %." })],
  operationalData: [
    {
      disk: { value: "/dev/xvdb", type: "SearchableString" },
      host: { value: "db-1" },
      more: { value: "new" },
    },
    updates({
      OperationalData: {
        disk: { Value: "/dev/xvdb", Type: "SearchableString" },
        more: { Value: "new", Type: "String" },
      },
      OperationalDataToDelete: ["/aws/resources"],
    }),
  ],
  notifications: [
    [topic("ops"), topic("more")],
    updates({ Notifications: [{ Arn: topic("ops").arn }, { Arn: topic("more").arn }] }),
  ],
  priority: [1, updates({ Priority: 1 })],
  relatedOpsItems: [
    [{ opsItemId: "oi-ba9876543210" }],
    updates({ RelatedOpsItems: [{ OpsItemId: "oi-ba9876543210" }] }),
  ],
  category: ["Cost", updates({ Category: "Cost" })],
  severity: ["1", updates({ Severity: "1" })],
  plannedStartTime: ["2026-12-02T10:00:00Z", updates({ PlannedStartTime: seconds("2026-12-02T10:00:00Z") })],
  plannedEndTime: ["2026-12-02T11:00:00Z", updates({ PlannedEndTime: seconds("2026-12-02T11:00:00Z") })],
  actualStartTime: ["2026-12-02T12:00:00Z", updates({ ActualStartTime: seconds("2026-12-02T12:00:00Z") })],
  actualEndTime: ["2026-12-02T13:00:00Z", updates({ ActualEndTime: seconds("2026-12-02T13:00:00Z") })],
  status: ["Resolved", updates({ Status: "Resolved" })],
  tags: [
    { team: "billing", more: "new" },
    [
      ["RemoveTagsFromResource", { ResourceType: "OpsItem", TagKeys: ["cost"] }],
      [
        "AddTagsToResource",
        {
          ResourceType: "OpsItem",
          Tags: [
            { Key: "more", Value: "new" },
            { Key: "team", Value: "billing" },
          ],
        },
      ],
    ],
  ],
  onDelete: ["resolve", []],
};

/** What the removal of a property from the program costs: nothing where AWS cannot clear it. */
const removals: Record<string, Call[]> = {
  operationalData: updates({ OperationalDataToDelete: ["/aws/resources", "disk", "host"] }),
  notifications: updates({ Notifications: [] }),
  priority: [],
  relatedOpsItems: updates({ RelatedOpsItems: [] }),
  category: [],
  severity: [],
  plannedStartTime: [],
  plannedEndTime: [],
  actualStartTime: [],
  actualEndTime: [],
  status: [],
  tags: [["RemoveTagsFromResource", { ResourceType: "OpsItem", TagKeys: ["cost", "team"] }]],
  onDelete: [],
};

const dedup = (dedupString: string) => ({ "/aws/dedup": { value: JSON.stringify({ dedupString }) } });

/** What makes a new item: from which arguments to which, and the property that is shown as the reason. */
const replacements: Record<string, [from: Args, to: Args, reason: string]> = {
  "source changes": [{}, { source: "billing" }, "source"],
  "opsItemType changes": [{}, { opsItemType: "/aws/insight" }, "opsItemType"],
  "opsItemType is removed and was not the usual one": [{ opsItemType: "/aws/insight" }, {}, "opsItemType"],
  "region changes": [{}, { region: "eu-central-1" }, "region"],
  "accountId is given": [{}, { accountId: other }, "accountId"],
  "accountId is removed": [{ accountId: other }, {}, "accountId"],
  "the program's own dedup string changes": [
    { operationalData: dedup("one") },
    { operationalData: dedup("two") },
    "operationalData",
  ],
};

/** Edits of the program that change nothing at AWS, and nothing in the state unless they say so. */
const sameThing: Record<string, [from: Args, to: Args, op?: "update"]> = {
  "the usual opsItemType is removed": [{ opsItemType: "/aws/issue" }, {}],
  "the usual opsItemType is given": [{}, { opsItemType: "/aws/issue" }],
  "the region that it has is given": [{}, { region }],
  "the region that it has is removed": [{ region }, {}],
  "an empty list is given, which is managed from then on": [{}, { notifications: [] }, "update"],
  "lists are in another order": [
    { notifications: [topic("a"), topic("b")] },
    { notifications: [topic("b"), topic("a")] },
  ],
  "a time is written differently": [
    { plannedStartTime: "2026-12-01T10:00:00+01:00" },
    { plannedStartTime: "2026-12-01T09:00:00Z" },
  ],
  "the JSON of its resources is laid out differently": [
    { operationalData: { "/aws/resources": { value: '[{"arn":"arn:aws:rds:eu-west-1:111122223333:db:a"}]' } } },
    { operationalData: { "/aws/resources": { value: '[ {"arn": "arn:aws:rds:eu-west-1:111122223333:db:a"} ]' } } },
  ],
  "the usual type of an entry is given": [
    { operationalData: { disk: { value: "x" } } },
    { operationalData: { disk: { value: "x", type: "String" } } },
  ],
};

const without = (args: Args, property: string): Args =>
  Object.fromEntries(Object.entries(args).filter(([name]) => name !== property));

/** One resource for each case, before and after the program is edited. */
const cases: [name: string, before: Args, after: Args][] = [
  ["whole", whole, whole],
  ["bare", required, required],
  ...Object.entries(changes).map(([property, [value]]): [string, Args, Args] => [
    `changed-${property}`,
    whole,
    { ...whole, [property]: value },
  ]),
  ...Object.keys(removals).map((property): [string, Args, Args] => [
    `removed-${property}`,
    whole,
    without(whole, property),
  ]),
  ...Object.entries(replacements).map(([title, [from, to]]): [string, Args, Args] => [
    slug(title),
    { ...required, ...from },
    { ...required, ...to },
  ]),
  ...Object.entries(sameThing).map(([title, [from, to]]): [string, Args, Args] => [
    slug(title),
    { ...required, ...from },
    { ...required, ...to },
  ]),
];

function slug(title: string) {
  return title.replace(/\W+/g, "-");
}

describe("an OpsItem and the program", function () {
  this.timeout("10m");
  let aws: Emulator;
  let declared: DeclaredStack;
  let changed: Result;
  /** Ids before and after the program was edited. */
  const old: Record<string, string> = {};
  const now: Record<string, string> = {};

  const ssmOf = (account = own, ofRegion = region) =>
    new SSM({
      endpoint: aws.url,
      region: ofRegion,
      credentials: { accessKeyId: account, secretAccessKey: "any" },
    });
  const program = (which: "before" | "after"): DeclaredResource[] =>
    cases.map(([name, from, to]) => ({ name, args: which === "before" ? from : to }));
  const live = async (id: string): Promise<OpsItem> => (await ssmOf().getOpsItem({ OpsItemId: id })).OpsItem as OpsItem;
  const tagsOf = async (id: string) => {
    const { TagList = [] } = await ssmOf().listTagsForResource({ ResourceType: "OpsItem", ResourceId: id });
    return Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value]));
  };
  const idsInState = async () => {
    const { resources } = (await declared.stack.export()).deployment;
    return Object.fromEntries(resources.flatMap(({ urn, id }) => (id ? [[urn.split("::").at(-1), id]] : [])));
  };
  /** The calls that concern an item, without its id. */
  const callsFor = (id: string): Call[] =>
    aws.requests.flatMap(({ operation, input: { OpsItemId, ResourceId, ...input } }) =>
      (OpsItemId ?? ResourceId) === id ? [[operation, input]] : [],
    );
  async function hasNothingToDo() {
    aws.requests.clear();
    const again = await declared.stack.up();
    assert.deepEqual(again.summary, { same: cases.length + 1 });
    assert.deepEqual(
      aws.requests.map(({ operation }) => operation),
      [],
    );
  }

  before(async () => {
    aws = await startEmulator();
    const credentials = { accessKeyId: own, secretAccessKey: "any" };
    declared = await DeclaredStack.init("parity", {
      aws: { endpoint: aws.url, credentials },
      config: { "aws:region": region },
    });
    declared.declare({ resources: program("before") });
    await declared.stack.up();
    Object.assign(old, await idsInState());
  });
  after(() => aws.close());

  it("is made with every property as declared", async () => {
    const item = await live(old.whole as string);
    const { OperationalData, CreatedTime, LastModifiedTime, OpsItemId, ...rest } = item;
    assert.deepEqual(Object.keys(OperationalData ?? {}).sort(), [
      "/aws/dedup",
      "/aws/resources",
      "disk",
      "host",
      "pulumi-aws-ops/owner",
    ]);
    assert.deepEqual(OperationalData?.disk, { Value: "/dev/xvda", Type: "SearchableString" });
    assert.deepEqual(OperationalData?.host, { Value: "db-1", Type: "String" });
    assert.deepEqual(rest, {
      Title: "Disk is filling up",
      Description: "Above 80 %.",
      Source: "orders",
      OpsItemType: "/aws/issue",
      Notifications: [{ Arn: topic("ops").arn }],
      Priority: 2,
      RelatedOpsItems: [{ OpsItemId: "oi-0123456789ab" }],
      Category: "Availability",
      Severity: "2",
      PlannedStartTime: new Date("2026-12-01T09:00:00Z"),
      PlannedEndTime: new Date("2026-12-01T10:00:00Z"),
      ActualStartTime: new Date("2026-12-01T09:00:00.500Z"),
      ActualEndTime: new Date("2026-12-01T11:00:00Z"),
      Status: "InProgress",
      Version: "2",
      OpsItemArn: `arn:aws:ssm:${region}:${own}:opsitem/${OpsItemId}`,
      CreatedBy: `arn:aws:iam::${own}:user/${own}`,
      LastModifiedBy: `arn:aws:iam::${own}:user/${own}`,
    });
    assert.deepEqual(await tagsOf(old.whole as string), { team: "orders", cost: "ops" });
  });

  it("puts out what AWS knows of it", async () => {
    const { id, outputs } = await declared.stack.resource("whole");
    for (const [name, value] of Object.entries(whole)) {
      if (name !== "operationalData") assert.deepEqual(outputs[name], value, name);
    }
    assert.deepEqual(
      Object.keys(outputs)
        .filter((name) => !(name in whole) && !name.startsWith("__"))
        .sort(),
      [
        "account",
        "consoleUrl",
        "createdBy",
        "createdTime",
        "lastModifiedBy",
        "lastModifiedTime",
        "opsItemArn",
        "opsItemId",
        "owner",
        "region",
        "tagsAll",
        "version",
      ],
    );
    assert.equal(outputs.opsItemId, id);
    assert.equal(outputs.account, own);
    assert.equal(outputs.opsItemArn, `arn:aws:ssm:${region}:${own}:opsitem/${id}`);
    assert.equal(
      outputs.consoleUrl,
      `https://${region}.console.aws.amazon.com/systems-manager/opsitems/${id}?region=${region}`,
    );
  });

  it("costs nothing while the program stays", hasNothingToDo);

  it("shows nothing in a refresh while AWS stays", async () => {
    assert.deepEqual((await declared.stack.refresh()).summary, { same: cases.length + 1 });
  });

  describe("when the program changes", () => {
    let writtenOutside: string[];

    before(async () => {
      // Keys of others, on every item that stays.
      writtenOutside = cases.map(([name]) => name).filter((name) => /^(changed|removed)-/.test(name));
      for (const name of writtenOutside) {
        const id = old[name] as string;
        await ssmOf().updateOpsItem({ OpsItemId: id, OperationalData: { theirs: { Value: "x", Type: "String" } } });
        await ssmOf().addTagsToResource({
          ResourceType: "OpsItem",
          ResourceId: id,
          Tags: [{ Key: "theirs", Value: "x" }],
        });
      }
      declared.declare({ resources: program("after") });
      aws.requests.clear();
      changed = await declared.stack.up();
      Object.assign(now, await idsInState());
    });

    for (const [property, [, calls]] of Object.entries(changes)) {
      it(`changes ${property} in place`, () => {
        const name = `changed-${property}`;
        const shown = stepsOf(changed, name).map((step) => [step.op, step.outcome, step.changed]);
        assert.deepEqual(shown, [["update", "done", property === "tags" ? ["tags", "tagsAll"] : [property]]]);
        assert.equal(now[name], old[name]);
        assert.deepEqual(callsFor(now[name] as string), calls);
      });
    }

    for (const [property, calls] of Object.entries(removals)) {
      it(`${calls.length > 0 ? "clears" : "lets go of"} ${property} when it is removed`, async () => {
        const name = `removed-${property}`;
        const shown = stepsOf(changed, name).map((step) => [step.op, step.outcome, step.changed]);
        assert.deepEqual(shown, [["update", "done", property === "tags" ? ["tags", "tagsAll"] : [property]]]);
        assert.equal(now[name], old[name]);
        assert.deepEqual(callsFor(now[name] as string), calls);
        const untouched = await live(now.whole as string);
        const item = await live(now[name] as string);
        const awsName = (property.charAt(0).toUpperCase() + property.slice(1)) as keyof OpsItem;
        if (calls.length === 0) assert.deepEqual(item[awsName], untouched[awsName]);
      });
    }

    it("keeps the entries and tags of others", async () => {
      for (const name of writtenOutside) {
        const id = now[name] as string;
        assert.equal((await live(id)).OperationalData?.theirs?.Value, "x", name);
        assert.equal((await tagsOf(id)).theirs, "x", name);
      }
    });

    for (const [title, [from, , reason]] of Object.entries(replacements)) {
      it(`is replaced, the old item first, when ${title}`, () => {
        const name = slug(title);
        const steps = stepsOf(changed, name);
        assert.deepEqual(
          steps.map(({ op, outcome }) => [op, outcome]),
          [
            ["delete-replaced", "done"],
            ["replace", "done"],
            ["create-replacement", "done"],
          ],
        );
        assert.deepEqual(steps[2]?.replaceReasons, [reason]);
        assert.notEqual(now[name], old[name]);
        const position = (isIt: (operation: string, input: Record<string, unknown>) => boolean) =>
          aws.requests.findIndex(({ operation, input }) => isIt(operation, input));
        const letGo = position((operation, { OpsItemId, Status }) => {
          const ends = from.accountId
            ? operation === "UpdateOpsItem" && Status === "Resolved"
            : operation === "DeleteOpsItem";
          return ends && OpsItemId === old[name];
        });
        const made = position((operation, { OpsItemId }) => operation === "GetOpsItem" && OpsItemId === now[name]);
        assert.ok(letGo >= 0 && letGo < made, `let go by request ${letGo}, made before request ${made}`);
      });
    }

    for (const [title, [, , op = "same"]] of Object.entries(sameThing)) {
      it(`stays as it is when ${title}`, () => {
        const name = slug(title);
        assert.deepEqual(
          stepsOf(changed, name).map(({ op }) => op),
          [op],
        );
        assert.deepEqual(callsFor(now[name] as string), []);
      });
    }

    it("has nothing to do afterwards, and nothing to show", async () => {
      assert.deepEqual((await declared.stack.refresh()).summary, { same: cases.length + 1 });
      await hasNothingToDo();
    });
  });

  describe("when the stack is destroyed", () => {
    it("leaves nothing behind but the items that are to be resolved", async () => {
      await declared.stack.destroy();
      const left = [ssmOf(), ssmOf(own, "eu-central-1"), ssmOf(other)].map((ssm) => ssm.describeOpsItems({}));
      const items = (await Promise.all(left)).flatMap(({ OpsItemSummaries = [] }) => OpsItemSummaries);
      assert.deepEqual(
        items.map(({ OpsItemId, Status }) => [OpsItemId, Status]).sort(),
        [
          [now["changed-onDelete"], "Resolved"],
          [old["accountId-is-removed"], "Resolved"],
          [now["accountId-is-given"], "Resolved"],
        ].sort(),
      );
      assert.equal((await declared.stack.export()).deployment.resources, undefined);
    });
  });
});

describe("aws:defaultTags", function () {
  this.timeout("10m");
  let aws: Emulator;
  let declared: DeclaredStack;
  let ssm: SSM;

  before(async () => {
    aws = await startEmulator();
    const credentials = { accessKeyId: own, secretAccessKey: "any" };
    ssm = new SSM({ endpoint: aws.url, region, credentials });
    declared = await DeclaredStack.init("default-tags", { aws: { endpoint: aws.url, region, credentials } });
    declared.declare({
      resources: [
        { name: "bare", args: required },
        { name: "tagged", args: { ...required, tags: { item: "x" } } },
        { name: "overriding", args: { ...required, tags: { team: "orders" } } },
      ],
    });
    await declared.stack.config.set("aws:defaultTags.tags.team", "platform", { path: true });
    await declared.stack.config.set("aws:defaultTags.tags.stage", "test", { path: true });
    await declared.stack.up();
  });
  after(() => aws.close());

  async function tagsAre(expected: Record<string, Record<string, string>>) {
    const found = Object.keys(expected).map(async (name) => {
      const { id, outputs } = await declared.stack.resource(name);
      const { TagList = [] } = await ssm.listTagsForResource({ ResourceType: "OpsItem", ResourceId: id });
      const tags = Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value]));
      assert.deepEqual(outputs.tagsAll ?? {}, tags, `tagsAll of ${name}`);
      return [name, tags];
    });
    assert.deepEqual(Object.fromEntries(await Promise.all(found)), expected);
    aws.requests.clear();
    assert.deepEqual((await declared.stack.up()).summary, { same: 4 });
    assert.deepEqual(aws.requests.length, 0);
  }
  const shown = (result: Result) =>
    Object.fromEntries(
      ["bare", "tagged", "overriding"].map((name) => [
        name,
        stepsOf(result, name).flatMap(({ op, changed }) => [op, ...changed]),
      ]),
    );

  it("are put on every item, where its own tags do not say otherwise", async () => {
    await tagsAre({
      bare: { team: "platform", stage: "test" },
      tagged: { team: "platform", stage: "test", item: "x" },
      overriding: { team: "orders", stage: "test" },
    });
    assert.deepEqual((await declared.stack.resource("tagged")).outputs.tags, { item: "x" });
  });

  it("are changed in place", async () => {
    await declared.stack.config.set("aws:defaultTags.tags.team", "operations", { path: true });
    const update = ["update", "tagsAll"];
    assert.deepEqual(shown(await declared.stack.up()), { bare: update, tagged: update, overriding: ["same"] });
    await tagsAre({
      bare: { team: "operations", stage: "test" },
      tagged: { team: "operations", stage: "test", item: "x" },
      overriding: { team: "orders", stage: "test" },
    });
  });

  it("are put back when somebody takes them away", async () => {
    const { id } = await declared.stack.resource("bare");
    await ssm.removeTagsFromResource({ ResourceType: "OpsItem", ResourceId: id, TagKeys: ["team"] });
    const steps = stepsOf(await declared.stack.up({ flags: ["--refresh"] }), "bare");
    assert.deepEqual(
      steps.map(({ op, changed }) => [op, ...changed]),
      [
        ["refresh", "tagsAll"],
        ["update", "tagsAll"],
      ],
    );
    await tagsAre({ bare: { team: "operations", stage: "test" } });
  });

  it("are removed with the configuration", async () => {
    await declared.stack.config.remove("aws:defaultTags");
    const update = ["update", "tagsAll"];
    assert.deepEqual(shown(await declared.stack.up()), { bare: update, tagged: update, overriding: update });
    await tagsAre({ bare: {}, tagged: { item: "x" }, overriding: { team: "orders" } });
    await declared.stack.destroy();
  });
});
