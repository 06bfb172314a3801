import assert from "node:assert/strict";
import type { Emulator } from "../../emulator";
import type { Props } from "../../provider/core/handler";
import { required, simulated, whole } from "../opsItem/support";

/*
 * Every call of every step fails once, in each of three ways, and is not tried again. Whatever the user does then, there
 * is one item in the end, as declared; and after destroy there is none.
 */

const other: Props = {
  ...whole,
  title: "Disk is full",
  operationalData: { disk: { value: "/dev/xvdb", type: "SearchableString" }, more: { value: "x", type: "String" } },
  relatedOpsItems: [],
  status: "Open",
  tags: { team: "billing", more: "x" },
};

const FAULTS = ["error", "reset", "loseReply"] as const;
type Fault = (typeof FAULTS)[number];

const THEN = ["up", "refresh, then up", "destroy, then up"] as const;

type World = ReturnType<typeof simulated>;

interface Step {
  what: string;
  /** Brings about what the step starts from. */
  given(world: World): Promise<unknown>;
  /** What the program says when the step is taken. */
  args: Props;
  take(world: World): Promise<unknown>;
  /** The calls of the step when nothing goes wrong. */
  calls: string[];
}

const nothing = async () => {};
const upTo = (args: Props) => ({
  args,
  take: ({ engine }: World) => engine.up("a", args),
});
let foreign = "";
/** The item exists, and the state has lost it. */
const lost =
  (args: Props) =>
  async ({ engine }: World) => {
    await engine.up("a", args);
    engine.state.clear();
  };

const steps: Step[] = [
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
    calls: ["GetCallerIdentity", "GetOpsItem", "UpdateOpsItem", "DeleteOpsItem"],
  },
];

/** Lets the call of that number fail; the first is 0. */
function failAt(aws: Emulator, index: number, fault: Fault) {
  let seen = 0;
  const options = { where: () => seen++ === index };
  if (fault === "error") aws.faults.error("*", "InternalServerError", options);
  else aws.faults[fault]("*", options);
}

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
const stepsWithLag: Step[] = [
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

function testsOf(all: Step[], deleteLagMs: number) {
  const world = simulated({ deleteLagMs });
  const settle = () => world.aws.clock.advance(deleteLagMs);
  beforeEach(() => {
    world.engine.config["aws:maxRetries"] = "0";
  });

  for (const step of all) {
    const { what, given, args, take, calls } = step;
    it(`takes ${calls.length} calls for ${what}`, async () => {
      await given(world);
      world.aws.requests.clear();
      await take(world);
      assert.deepEqual(world.calls(), calls);
    });

    const thens = what === "a destroy" ? THEN.slice(1) : THEN; // a state that still has it needs a refresh
    for (const [index, operation] of calls.entries()) {
      for (const fault of FAULTS) {
        for (const then of thens) {
          it(`comes to one item: ${fault} at call ${index + 1} (${operation}) of ${what}, then ${then}`, async () => {
            const { engine, aws, items } = world;
            await given(world);
            failAt(aws, index, fault);
            await assert.rejects(take(world), (error: Error & { reasons?: string[] }) => {
              assert.match(error.message, new RegExp(`^${operation} failed: `));
              if ("reasons" in error) assert.deepEqual(error.reasons, [error.message]);
              return true;
            });
            aws.faults.clear();
            if (what === "a destroy") settle();

            const inState = engine.state.has("a");
            if (then === "refresh, then up" && inState) await engine.refresh("a");
            if (then === "destroy, then up" && inState && what !== "an adoption") await engine.destroy("a");
            // Until it has worked, the program goes on saying what it adopts.
            await (what === "an adoption" && !inState ? take(world) : engine.up("a", args));
            settle();
            await assertOneAsDeclared(world, args);
            assert.equal(await engine.refresh("a"), "same");
            aws.requests.clear();
            assert.equal(await engine.up("a", args), "same");
            assert.deepEqual(world.calls(), []);

            await engine.destroy("a");
            settle();
            assert.deepEqual(await items(), []);
          });
        }
      }
    }
  }
}

describe("the OpsItem handler, when a call fails", () => testsOf(steps, 0));
describe("the OpsItem handler, when a call fails and what is deleted shows on", () => testsOf(stepsWithLag, 60_000));
