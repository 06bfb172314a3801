import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { link, planArn, simulated, topic, type World } from "../incidentRecord/support";
import { everyFault, lost, nothing, type Step, upTo } from "../support/everyFault";

/** What the program says; the plan is that of the account of each test. */
const required: Props = { responsePlanArn: "" };
const whole: Props = {
  ...required,
  title: "Drill",
  summary: "A drill.",
  notificationTargets: [{ snsTopicArn: topic("one") }],
  relatedItems: [link("a"), link("b")],
  tags: { team: "orders" },
};
const edited: Props = { ...whole, title: "Other", summary: "Other.", tags: { team: "billing", cost: "1" } };
const again: Props = { ...edited, triggers: [2] };
const deleting: Props = { ...whole, onDelete: "delete" };
const everything = [required, whole, edited, again, deleting];

const SEARCH = ["GetCallerIdentity", "ListIncidentRecords"];
const START = ["StartIncident", "GetIncidentRecord", "ListTagsForResource", "TagResource", "ListTagsForResource"];
const LOOK = ["ListRelatedItems", "GetIncidentRecord"];
const LET_GO = ["ListTagsForResource", "GetIncidentRecord", "UpdateIncidentRecord", "TagResource"];

let foreign = "";

const steps: Step<World>[] = [
  {
    what: "the start of a minimal incident",
    given: nothing,
    ...upTo(required),
    calls: [...SEARCH, ...START, ...LOOK],
  },
  {
    what: "the start of an incident with what StartIncident does not take",
    given: nothing,
    ...upTo(whole),
    calls: [...SEARCH, ...START, "TagResource", "UpdateIncidentRecord", ...LOOK],
  },
  {
    what: "the start of an incident whose first try was lost, with edited inputs",
    given: lost(whole),
    ...upTo(edited),
    calls: [
      ...SEARCH,
      ...["ListTagsForResource", "GetIncidentRecord", "ListTagsForResource"],
      ...["TagResource", "UpdateIncidentRecord", "ListRelatedItems", ...LOOK],
    ],
  },
  {
    what: "the start of an incident whose first try was lost, with other triggers",
    given: lost(whole),
    ...upTo(again),
    calls: [
      ...SEARCH,
      ...["ListTagsForResource", "GetIncidentRecord", "ListTagsForResource"],
      ...["GetIncidentRecord", "UpdateIncidentRecord", "TagResource"],
      ...START,
      ...["TagResource", "UpdateIncidentRecord", ...LOOK],
    ],
  },
  {
    what: "an update of the record and the tags",
    given: ({ engine }) => engine.up("a", whole),
    ...upTo(edited),
    calls: ["UpdateIncidentRecord", "TagResource", "GetIncidentRecord", ["ListRelatedItems", "ListTagsForResource"]],
  },
  {
    what: "an update of the related items",
    given: ({ engine }) => engine.up("a", required),
    ...upTo(whole),
    calls: [
      ...["UpdateIncidentRecord", "UpdateRelatedItems", "UpdateRelatedItems", "TagResource", "GetIncidentRecord"],
      ["ListRelatedItems", "ListTagsForResource"],
    ],
  },
  {
    what: "a rename",
    given: ({ engine }) => engine.up("a", whole),
    args: whole,
    take: ({ engine }) => {
      engine.config["aws-ops:namespace"] = "blue";
      return engine.up("a", whole);
    },
    calls: ["ListTagsForResource", "TagResource", "UntagResource"],
    // A destroy knows the owner of the state alone, and leaves what carries another one.
    thens: ["up", "refresh, then up"],
  },
  {
    what: "a replacement",
    given: ({ engine }) => engine.up("a", whole),
    ...upTo(again),
    calls: [
      ...["GetCallerIdentity", ...LET_GO],
      ...["ListIncidentRecords", ...START, "TagResource", "UpdateIncidentRecord", ...LOOK],
    ],
  },
  {
    what: "an adoption",
    given: async (world) => {
      foreign = await world.foreign({ title: "Theirs", relatedItems: [link("a")] as never });
    },
    args: whole,
    take: ({ engine }) => engine.up("a", { ...whole, adopt: foreign }),
    adopts: true,
    calls: [
      ...["GetIncidentRecord", "GetCallerIdentity", "ListTagsForResource", "TagResource", "UpdateIncidentRecord"],
      ...["ListRelatedItems", "UpdateRelatedItems", ...LOOK],
    ],
  },
  {
    what: "a refresh",
    given: ({ engine }) => engine.up("a", whole),
    args: whole,
    take: ({ engine }) => engine.refresh("a"),
    calls: ["GetIncidentRecord", ["ListRelatedItems", "ListTagsForResource"]],
  },
  {
    what: "a destroy",
    given: ({ engine }) => engine.up("a", whole),
    args: whole,
    take: ({ engine }) => engine.destroy("a"),
    calls: ["GetCallerIdentity", ...LET_GO],
    // What was resolved has happened, and stays in the state until it is destroyed: nothing is started anew unasked.
    thens: ["destroy, then up"],
  },
  {
    what: "a destroy that deletes",
    given: ({ engine }) => engine.up("a", deleting),
    args: deleting,
    take: ({ engine }) => engine.destroy("a"),
    calls: ["GetCallerIdentity", "ListTagsForResource", "TagResource", "DeleteIncidentRecord"],
    thens: ["destroy, then up"],
  },
];

/** One incident is open, it is in the state and has what the program says; all others were resolved and let go. */
async function assertOneAsDeclared(world: World, args: Props) {
  const arn = world.idOf();
  const all = await world.list();
  assert.deepEqual(
    all.filter(({ status }) => status !== "RESOLVED"),
    [{ arn, status: "OPEN" }],
  );
  for (const [property, value] of Object.entries(args)) assert.deepEqual(world.outputs()[property], value, property);
  const { title, summary } = await world.recordOf();
  assert.deepEqual([title, summary], [args.title ?? "drill", args.summary]);
  const urls = (await world.itemsOf()).flatMap(({ identifier }) => identifier?.value?.url ?? []);
  assert.deepEqual(urls.sort(), args.relatedItems ? ["a", "b"] : []);
  assert.match(String(world.outputs().parentOpsItemId), /^oi-/);
  assert.deepEqual(await world.ownTagsOf(), args.tags ?? {});
  const marks = Object.entries(await world.tagsOf()).filter(([key]) => key.startsWith("pulumi-aws-ops:"));
  assert.deepEqual(
    marks.map(([key, value]) => [key.includes("/"), value.split(" ").at(-1)]),
    [[false, world.engine.owner("a")]],
  );
  await assertLetGo(world, arn);
}

/** Nothing is open, and all was let go. */
async function assertNone(world: World) {
  const all = await world.list();
  for (const { arn, status } of all) assert.equal(status, "RESOLVED", arn);
  await assertLetGo(world);
}

/**
 * All but one were let go. Only one that a run has found with other inputs may be without the flag, where the run has died
 * after it had resolved it: the program does not want that any more.
 */
async function assertLetGo({ list, isReleased, fingerprintOf }: World, but?: string) {
  const all = (await list()).map(({ arn }) => arn);
  const wanted = all.length > 0 && (await fingerprintOf(all.at(-1)!));
  for (const arn of all.filter((each) => each !== but)) {
    assert.ok((await isReleased(arn)) || (await fingerprintOf(arn)) !== wanted, arn);
  }
}

describe("the IncidentRecord handler, when a call fails", () => {
  const world = simulated();
  beforeEach(() => {
    for (const args of everything) args.responsePlanArn = planArn("drill", world.account);
  });
  everyFault(world, steps, { what: "incident", settle: () => {}, assertOneAsDeclared, assertNone });
});
