import assert from "node:assert/strict";
import { SSM, type UpdateOpsItemCommandInput } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "../../../emulator";
import { type EngineEvents, stepsOf } from "../../support/engine";
import { DeclaredStack } from "../../support/engine/declaredStack";
import type { Value } from "../programs/declared/declared";

const region = "eu-west-1";
const account = "111122223333";
const topic = (name: string) => `arn:aws:sns:${region}:${account}:${name}`;

const required = { title: "Disk is filling up", description: "Above 80 %.", source: "orders" };
const whole: Record<string, Value> = {
  ...required,
  operationalData: {
    disk: { value: "/dev/xvda", type: "SearchableString" },
    "/aws/resources": { value: `[{"arn":"arn:aws:rds:${region}:${account}:db:orders"}]` },
  },
  notifications: [{ arn: topic("ops") }],
  priority: 2,
  relatedOpsItems: [{ opsItemId: "oi-0123456789ab" }],
  category: "Availability",
  severity: "2",
  plannedStartTime: "2026-12-01T10:00:00+01:00",
  plannedEndTime: "2026-12-01T10:00:00Z",
  actualStartTime: "2026-12-01T09:00:00Z",
  actualEndTime: "2026-12-01T11:00:00Z",
  status: "InProgress",
  tags: { team: "orders", cost: "ops" },
};

/** What somebody does to an item, in the words of AWS. */
interface Doing {
  update?: Omit<UpdateOpsItemCommandInput, "OpsItemId">;
  addTags?: Record<string, string>;
  removeTags?: string[];
}

const later = new Date("2027-01-01T00:00:00Z");

/** What is done to a declared property, and which one shows it. */
const drifts: Record<string, [property: string, doing: Doing]> = {
  "title changes": ["title", { update: { Title: "Looked at by night shift" } }],
  "description changes": ["description", { update: { Description: "It was the log rotation." } }],
  "an entry of operationalData changes": [
    "operationalData",
    { update: { OperationalData: { disk: { Value: "/dev/xvdb", Type: "SearchableString" } } } },
  ],
  "the type of an entry changes": [
    "operationalData",
    { update: { OperationalData: { disk: { Value: "/dev/xvda", Type: "String" } } } },
  ],
  "an entry of operationalData goes": ["operationalData", { update: { OperationalDataToDelete: ["disk"] } }],
  "its resources change": [
    "operationalData",
    { update: { OperationalData: { "/aws/resources": { Value: "[]", Type: "String" } } } },
  ],
  "a notification is added": [
    "notifications",
    { update: { Notifications: [{ Arn: topic("ops") }, { Arn: topic("x") }] } },
  ],
  "notifications go": ["notifications", { update: { Notifications: [] } }],
  "priority changes": ["priority", { update: { Priority: 5 } }],
  "a related item changes": ["relatedOpsItems", { update: { RelatedOpsItems: [{ OpsItemId: "oi-ba9876543210" }] } }],
  "related items go": ["relatedOpsItems", { update: { RelatedOpsItems: [] } }],
  "category changes": ["category", { update: { Category: "Cost" } }],
  "severity changes": ["severity", { update: { Severity: "1" } }],
  "plannedStartTime changes": ["plannedStartTime", { update: { PlannedStartTime: later } }],
  "plannedEndTime changes": ["plannedEndTime", { update: { PlannedEndTime: later } }],
  "actualStartTime changes": ["actualStartTime", { update: { ActualStartTime: later } }],
  "actualEndTime changes": ["actualEndTime", { update: { ActualEndTime: later } }],
  "it is resolved": ["status", { update: { Status: "Resolved" } }],
  "a tag changes": ["tags", { addTags: { team: "billing" } }],
  "a tag goes": ["tags", { removeTags: ["team"] }],
};

/** What is nobody's business, done to an item with these arguments. */
const notDrift: Record<string, [args: Record<string, Value>, doing: Doing]> = {
  "everything that was never declared changes": [
    required,
    {
      update: {
        OperationalData: { theirs: { Value: "x", Type: "String" }, "/aws/automations": { Value: "[]" } },
        Notifications: [{ Arn: topic("theirs") }],
        Priority: 1,
        RelatedOpsItems: [{ OpsItemId: "oi-ba9876543210" }],
        Category: "Cost",
        Severity: "1",
        PlannedStartTime: later,
        PlannedEndTime: later,
        ActualStartTime: later,
        ActualEndTime: later,
        Status: "Resolved",
      },
      addTags: { theirs: "x" },
    },
  ],
  "keys are added to declared maps": [
    whole,
    { update: { OperationalData: { theirs: { Value: "x", Type: "String" } } }, addTags: { theirs: "x" } },
  ],
  "only AWS's own facts change": [whole, { update: { Title: required.title } }],
  "lists are put in another order": [
    { ...required, notifications: [{ arn: topic("a") }, { arn: topic("b") }] },
    { update: { Notifications: [{ Arn: topic("b") }, { Arn: topic("a") }] } },
  ],
  "the JSON of its resources is laid out differently": [
    whole,
    {
      update: {
        OperationalData: {
          "/aws/resources": { Value: `[ {"arn": "arn:aws:rds:${region}:${account}:db:orders"} ]`, Type: "String" },
        },
      },
    },
  ],
};

const slug = (title: string) => title.replace(/\W+/g, "-");
const drifted = Object.entries(drifts).map(([title, [property]]) => ({ title, name: slug(title), property }));
const quiet = Object.keys(notDrift).map((title) => ({ title, name: slug(title) }));
const all = drifted.length + quiet.length + 2; // and the stack, and the item that is deleted

/** What the engine says of a property that is also shown under another name. */
const shownAs = (property: string) => (property === "tags" ? ["tags", "tagsAll"] : [property]);

describe("drift of an OpsItem", function () {
  this.timeout("10m");
  let aws: Emulator;
  let ssm: SSM;
  let declared: DeclaredStack;
  const ids: Record<string, string> = {};

  before(async () => {
    aws = await startEmulator();
    const credentials = { accessKeyId: account, secretAccessKey: "any" };
    ssm = new SSM({ endpoint: aws.url, region, credentials });
    declared = await DeclaredStack.init("drift", { aws: { endpoint: aws.url, region, credentials } });
    declared.declare({
      resources: [
        ...drifted.map(({ name }) => ({ name, args: whole })),
        ...Object.entries(notDrift).map(([title, [args]]) => ({ name: slug(title), args })),
        { name: "deleted", args: required },
      ],
    });
    await declared.stack.up();
    await readIds();
    await everythingHappens();
  });
  after(() => aws.close());

  async function readIds() {
    const { resources } = (await declared.stack.export()).deployment;
    for (const { urn, id } of resources) if (id) ids[urn.split("::").at(-1) ?? ""] = id;
  }

  async function happens(name: string, { update, addTags, removeTags }: Doing) {
    const resource = { ResourceType: "OpsItem" as const, ResourceId: ids[name] };
    if (update) await ssm.updateOpsItem({ OpsItemId: ids[name], ...update });
    if (removeTags) await ssm.removeTagsFromResource({ ...resource, TagKeys: removeTags });
    const Tags = Object.entries(addTags ?? {}).map(([Key, Value]) => ({ Key, Value }));
    if (addTags) await ssm.addTagsToResource({ ...resource, Tags });
  }

  async function everythingHappens() {
    for (const [title, [, doing]] of Object.entries(drifts)) await happens(slug(title), doing);
    for (const [title, [, doing]] of Object.entries(notDrift)) await happens(slug(title), doing);
    await ssm.deleteOpsItem({ OpsItemId: ids.deleted });
    aws.requests.clear();
  }

  const live = async (name: string) => {
    const { OpsItem } = await ssm.getOpsItem({ OpsItemId: ids[name] });
    const { TagList = [] } = await ssm.listTagsForResource({ ResourceType: "OpsItem", ResourceId: ids[name] });
    const { OpsItemId, OpsItemArn, CreatedTime, LastModifiedTime, Version, OperationalData = {}, ...rest } = OpsItem!;
    const { "/aws/dedup": _dedup, "pulumi-aws-ops/owner": _owner, ...data } = OperationalData;
    return { ...rest, data, tags: Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value])) };
  };

  /** The steps of a run, by resource; what AWS changes with every edit is left out. */
  function shown(result: EngineEvents, refreshed: boolean) {
    const names = [...drifted, ...quiet].map(({ name }) => name);
    const stepOf = (name: string) => stepsOf(result, name).find((step) => step.refreshed === refreshed);
    return Object.fromEntries(
      [...names, "deleted"].map((name) => {
        const { op, changed = [] } = stepOf(name) ?? {};
        return [name, [op, ...changed.filter((each) => each !== "version" && !each.startsWith("lastModified"))]];
      }),
    );
  }
  const expected = (op: string, gone: string[], still: string) => ({
    ...Object.fromEntries(drifted.map(({ name, property }) => [name, [op, ...shownAs(property)]])),
    ...Object.fromEntries(quiet.map(({ name }) => [name, [still]])),
    deleted: gone,
  });

  it("and its repair are shown by `preview --refresh`, which changes nothing", async () => {
    const state = await declared.stack.export();
    const result = await declared.stack.preview({ flags: ["--refresh"] });
    assert.deepEqual(shown(result, false), expected("update", ["create"], "same"));
    assert.deepEqual(result.summary, { update: drifted.length, create: 1, same: quiet.length + 1 });
    for (const { name, property } of drifted) {
      const found = shown(result, true)[name] ?? [];
      assert.deepEqual(found, ["refresh", ...shownAs(property)], name);
    }
    assert.deepEqual(await declared.stack.export(), state);
    assert.deepEqual(
      aws.requests.filter(({ operation }) => !/^(Get|List)/.test(operation)),
      [],
    );
  });

  describe("when it is refreshed", () => {
    let refreshed: Record<string, unknown>;
    before(async () => {
      const result = await declared.stack.refresh();
      refreshed = shown(result, true);
      assert.deepEqual(result.summary, { update: drifted.length, delete: 1, same: quiet.length + 1 });
    });

    for (const { title, name, property } of drifted) {
      it(`shows as ${property} when ${title}`, () =>
        assert.deepEqual(refreshed[name], ["update", ...shownAs(property)]));
    }
    for (const { title, name } of quiet) {
      it(`is none when ${title}`, () => assert.equal((refreshed[name] as string[])[0], "same"));
    }
    it("shows as a deletion when the item is deleted", () =>
      assert.equal((refreshed.deleted as string[])[0], "delete"));

    it("stays in the state until it is repaired", async () => {
      const { inputs, outputs } = await declared.stack.resource(slug("title changes"));
      assert.equal(inputs.title, "Looked at by night shift");
      assert.equal(outputs.title, "Looked at by night shift");
    });
  });

  describe("when the program runs again", () => {
    let repaired: Record<string, unknown>;
    let concerned: Set<unknown>;
    let untouched: Awaited<ReturnType<typeof live>>;

    before(async () => {
      aws.requests.clear();
      const result = await declared.stack.up();
      repaired = shown(result, false);
      concerned = new Set(aws.requests.map(({ input }) => input.OpsItemId ?? input.ResourceId));
      assert.deepEqual(result.summary, { update: drifted.length, create: 1, same: quiet.length + 1 });
      await readIds();
      const { tags, ...item } = await live(slug("only AWS's own facts change"));
      untouched = { ...item, tags };
    });

    for (const { title, name, property } of drifted) {
      it(`is repaired when ${title}`, async () => {
        assert.deepEqual(repaired[name], ["update", ...shownAs(property)]);
        assert.deepEqual(await live(name), untouched);
      });
    }
    for (const { title, name } of quiet) {
      it(`costs nothing when ${title}`, () => {
        assert.deepEqual(repaired[name], ["same"]);
        assert.ok(!concerned.has(ids[name]));
      });
    }
    it("is repaired by a new item when the item is deleted", async () => {
      assert.deepEqual(repaired.deleted, ["create"]);
      assert.equal((await live("deleted")).Status, "Open");
    });

    it("is over then", async () => {
      assert.deepEqual((await declared.stack.refresh()).summary, { same: all });
      aws.requests.clear();
      assert.deepEqual((await declared.stack.up()).summary, { same: all });
      assert.equal(aws.requests.length, 0);
    });

    it("leaves what others have made of an item that says little", async () => {
      const item = await live(slug("everything that was never declared changes"));
      assert.equal(item.Status, "Resolved");
      assert.equal(item.Priority, 1);
      assert.equal(item.data.theirs?.Value, "x");
      assert.deepEqual(item.tags, { theirs: "x" });
    });
  });

  describe("when the program runs with --refresh", () => {
    it("is found and repaired in one run", async () => {
      await everythingHappens();
      const result = await declared.stack.up({ flags: ["--refresh"] });
      assert.deepEqual(shown(result, false), expected("update", ["create"], "same"));
      await readIds();
      const untouched = await live(slug("only AWS's own facts change"));
      for (const { name } of drifted) assert.deepEqual(await live(name), untouched, name);
      assert.equal((await live("deleted")).Status, "Open");
      await declared.stack.destroy();
      assert.deepEqual((await ssm.describeOpsItems({})).OpsItemSummaries, []);
    });
  });
});
