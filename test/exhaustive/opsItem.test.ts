import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { required, simulated, whole } from "../opsItem/support";
import { everyFault, lost, nothing, type Step, upTo } from "../support/everyFault";

const other: Props = {
  ...whole,
  title: "Disk is full",
  operationalData: { disk: { value: "/dev/xvdb", type: "SearchableString" }, more: { value: "x", type: "String" } },
  relatedOpsItems: [],
  status: "Open",
  tags: { team: "billing", more: "x" },
};

type World = ReturnType<typeof simulated>;

let foreign = "";

const steps: Step<World>[] = [
  {
    what: "the create of a minimal item",
    given: nothing,
    ...upTo(required),
    calls: ["DescribeOpsItems", "CreateOpsItem", "GetOpsItem"],
  },
  {
    what: "the create of a whole item",
    given: nothing,
    ...upTo(whole),
    calls: ["DescribeOpsItems", "CreateOpsItem", "UpdateOpsItem", "GetOpsItem"],
  },
  {
    what: "the create of an item whose first try was lost",
    given: lost({ ...whole, operationalData: undefined, tags: { team: "orders" } }),
    ...upTo(other),
    calls: [
      "DescribeOpsItems",
      "GetOpsItem",
      "ListTagsForResource",
      "UpdateOpsItem",
      "AddTagsToResource",
      "GetOpsItem",
    ],
  },
  {
    what: "an update of everything",
    given: ({ engine }) => engine.up("a", whole),
    ...upTo(other),
    calls: ["UpdateOpsItem", "RemoveTagsFromResource", "AddTagsToResource", "GetOpsItem"],
  },
  {
    what: "an update that removes everything",
    given: ({ engine }) => engine.up("a", whole),
    ...upTo(required),
    calls: ["UpdateOpsItem", "RemoveTagsFromResource", "GetOpsItem"],
  },
  {
    what: "an update of the tags alone",
    given: ({ engine }) => engine.up("a", whole),
    ...upTo({ ...whole, tags: { team: "billing", more: "x" } }),
    calls: ["RemoveTagsFromResource", "AddTagsToResource"],
  },
  {
    what: "a replacement",
    given: ({ engine }) => engine.up("a", whole),
    ...upTo({ ...other, source: "billing" }),
    calls: [
      "GetCallerIdentity",
      "GetOpsItem",
      "UpdateOpsItem",
      "DeleteOpsItem",
      "DescribeOpsItems",
      "CreateOpsItem",
      "GetOpsItem",
    ],
  },
  {
    what: "an adoption",
    given: async ({ ssm }) => {
      const Tags = [{ Key: "theirs", Value: "x" }];
      const made = await ssm().createOpsItem({ Title: "x", Description: "x", Source: "orders", Tags });
      foreign = String(made.OpsItemId);
    },
    args: whole,
    take: ({ engine }) => engine.up("a", { ...whole, adopt: foreign }),
    adopts: true,
    calls: [
      "GetOpsItem",
      "GetCallerIdentity",
      "ListTagsForResource",
      "UpdateOpsItem",
      "AddTagsToResource",
      "GetOpsItem",
    ],
  },
  {
    what: "a refresh",
    given: ({ engine }) => engine.up("a", whole),
    args: whole,
    take: ({ engine }) => engine.refresh("a"),
    calls: ["GetOpsItem", "ListTagsForResource"],
  },
  {
    what: "a destroy",
    given: ({ engine }) => engine.up("a", whole),
    args: whole,
    take: ({ engine }) => engine.destroy("a"),
    thens: ["refresh, then up", "destroy, then up"], // a state that still has it needs a refresh
    calls: ["GetCallerIdentity", "GetOpsItem", "UpdateOpsItem", "DeleteOpsItem"],
  },
];

/** What the item should be like, in the words of the program. */
async function assertOneAsDeclared({ engine, items, live, outputs, idOf }: World, args: Props) {
  assert.deepEqual(
    (await items()).map(({ OpsItemId }) => OpsItemId),
    [idOf()],
  );
  for (const [property, value] of Object.entries(args)) assert.deepEqual(outputs()[property], value, property);
  const { Title, Description, Source, Status, Tags, OperationalData = {}, RelatedOpsItems } = await live();
  assert.deepEqual(
    { title: Title, description: Description, source: Source },
    { title: args.title, description: args.description, source: args.source },
  );
  if (args.status) assert.equal(Status, args.status);
  const { theirs: _, ...tags } = Tags;
  assert.deepEqual(tags, args.tags ?? {});
  assert.equal(RelatedOpsItems?.length ?? 0, ((args.relatedOpsItems ?? []) as unknown[]).length);
  const own = Object.entries(OperationalData).filter(([key]) => !/dedup|owner/.test(key));
  assert.deepEqual(
    Object.fromEntries(own.map(([key, { Value, Type }]) => [key, { value: Value, type: Type }])),
    args.operationalData ?? {},
  );
  assert.equal(JSON.parse(OperationalData["pulumi-aws-ops/owner"]?.Value ?? "{}").owner, engine.owner("a"));
}

/** What takes other ways while AWS still shows what was deleted. */
const stepsWithLag: Step<World>[] = [
  {
    what: "a replacement",
    given: ({ engine }) => engine.up("a", required),
    ...upTo({ ...required, source: "billing" }),
    calls: [
      ...["GetCallerIdentity", "GetOpsItem", "UpdateOpsItem", "DeleteOpsItem"],
      "DescribeOpsItems", // it is there, and released
      ...["CreateOpsItem", "GetOpsItem"], // it still has the first token
      ...["CreateOpsItem", "GetOpsItem"],
    ],
  },
  {
    what: "a create right after a destroy",
    given: async ({ engine }) => {
      await engine.up("a", required);
      await engine.destroy("a");
    },
    ...upTo(required),
    calls: ["DescribeOpsItems", "CreateOpsItem", "GetOpsItem", "CreateOpsItem", "GetOpsItem"],
  },
  { ...steps.at(-1)! },
];

function testsOf(all: Step<World>[], deleteLagMs: number) {
  everyFault(simulated({ deleteLagMs }), all, {
    what: "item",
    settle: ({ aws }) => aws.clock.advance(deleteLagMs),
    assertOneAsDeclared,
    assertNone: async ({ items }) => assert.deepEqual(await items(), []),
  });
}

describe("the OpsItem handler, when a call fails", () => testsOf(steps, 0));
describe("the OpsItem handler, when a call fails and what is deleted shows on", () => testsOf(stepsWithLag, 60_000));
