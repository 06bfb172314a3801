import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { required, simulated, type World, ways } from "../changeRequest/support";
import { start } from "../emulator/changeRequests";
import { everyFault, lost, nothing, type Step, upTo } from "../support/everyFault";

const tagsOf = (value: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));

const whole: Props = { ...required, changeRequestName: "Resize", changeDetails: "Why.", tags: tagsOf("1", 6) };
const other: Props = { ...whole, changeRequestName: "Resize more", triggers: [2], tags: tagsOf("2", 6) };
const NEW = ["StartChangeRequestExecution", "GetAutomationExecution", "ListTagsForResource"];
/** A resource that has had requests asks which of them were let go. */
const SEARCH = ["DescribeAutomationExecutions", "DescribeAutomationExecutions"];
const MORE_TAGS = ["AddTagsToResource"];

let foreign = "";

const steps: Step<World>[] = [
  {
    what: "the submission of a minimal request",
    given: nothing,
    ...upTo(required),
    calls: ["DescribeAutomationExecutions", ...NEW],
  },
  {
    what: "the submission of a request with more tags than it takes",
    given: nothing,
    ...upTo(whole),
    calls: ["DescribeAutomationExecutions", ...NEW, ...MORE_TAGS],
  },
  {
    what: "the submission of a request whose first try was lost",
    given: lost(whole),
    ...upTo({ ...whole, tags: tagsOf("2", 7) }),
    calls: [...SEARCH, "ListTagsForResource", "AddTagsToResource", "GetAutomationExecution"],
  },
  {
    what: "the submission of a request whose first try was lost, with edited inputs",
    given: lost(whole),
    ...upTo(other),
    calls: [
      ...SEARCH,
      ...["ListTagsForResource", "GetAutomationExecution", "StopAutomationExecution", "AddTagsToResource"],
      ...NEW,
      ...MORE_TAGS,
    ],
  },
  {
    what: "an update of the tags",
    given: ({ engine }) => engine.up("a", whole),
    ...upTo({ ...whole, tags: { more: "x" } }),
    calls: ["RemoveTagsFromResource", "AddTagsToResource"],
  },
  {
    what: "an update that removes the tags",
    given: ({ engine }) => engine.up("a", whole),
    ...upTo({ ...whole, tags: undefined }),
    calls: ["RemoveTagsFromResource"],
  },
  {
    what: "a rename with other tags",
    given: ({ engine }) => engine.up("a", whole),
    args: { ...whole, tags: tagsOf("2", 6) },
    take: ({ engine }) => {
      engine.config["aws-ops:namespace"] = "blue";
      return engine.up("a", { ...whole, tags: tagsOf("2", 6) });
    },
    calls: ["ListTagsForResource", "AddTagsToResource", "AddTagsToResource"],
    // A destroy knows the owner of the state alone, and leaves what carries another one.
    thens: ["up", "refresh, then up"],
  },
  {
    what: "a replacement",
    given: ({ engine }) => engine.up("a", whole),
    ...upTo(other),
    calls: [
      ...["ListTagsForResource", "GetAutomationExecution", "StopAutomationExecution", "AddTagsToResource"],
      ...SEARCH,
      ...NEW,
      ...MORE_TAGS,
    ],
  },
  {
    what: "a replacement of a request that has ended",
    given: async (world) => {
      await world.engine.up("a", whole);
      await ways.Cancelled!(world);
      await world.engine.refresh("a");
    },
    ...upTo(other),
    calls: ["AddTagsToResource", ...SEARCH, ...NEW, ...MORE_TAGS],
  },
  {
    what: "an adoption",
    given: async ({ ssm }) => {
      foreign = await start(ssm(), {
        DocumentName: String(whole.documentName),
        Parameters: whole.parameters as Record<string, string[]>,
        ChangeRequestName: "Resize",
        Tags: [{ Key: "k0", Value: "theirs" }],
      });
    },
    args: whole,
    take: ({ engine }) => engine.up("a", { ...whole, adopt: foreign }),
    adopts: true,
    calls: [
      ...["GetAutomationExecution", "GetCallerIdentity", "ListTagsForResource"],
      ...["AddTagsToResource", "AddTagsToResource"],
    ],
  },
  {
    what: "an adoption of what was let go",
    given: async ({ engine, idOf }) => {
      await engine.up("a", { ...whole, onDelete: "leave" });
      foreign = idOf();
      await engine.destroy("a");
    },
    args: whole,
    take: ({ engine }) => engine.up("a", { ...whole, adopt: foreign }),
    adopts: true,
    calls: [
      ...["GetAutomationExecution", "GetCallerIdentity", "ListTagsForResource"],
      ...["RemoveTagsFromResource", "AddTagsToResource"],
    ],
  },
  {
    what: "a refresh",
    given: ({ engine }) => engine.up("a", whole),
    args: whole,
    take: ({ engine }) => engine.refresh("a"),
    calls: ["GetAutomationExecution", "GetOpsItem", "ListTagsForResource"],
  },
  {
    what: "a destroy",
    given: ({ engine }) => engine.up("a", whole),
    args: whole,
    take: ({ engine }) => engine.destroy("a"),
    calls: ["ListTagsForResource", "GetAutomationExecution", "StopAutomationExecution", "AddTagsToResource"],
    // What was cancelled has ended, and stays in the state until it is destroyed: nothing is submitted anew unasked.
    thens: ["destroy, then up"],
  },
];

/** One request lives, it is in the state and carries what the program says; all others were cancelled and let go. */
async function assertOneAsDeclared(world: World, args: Props) {
  const { engine, requests, tagsOf, ssm, idOf, outputs } = world;
  const id = idOf();
  const all = await requests();
  assert.deepEqual(
    all.filter(({ status }) => status !== "Cancelled"),
    [{ id, status: "PendingApproval" }],
  );
  for (const [property, value] of Object.entries(args)) assert.deepEqual(outputs()[property], value, property);
  const { AutomationExecution } = await ssm().getAutomationExecution({ AutomationExecutionId: id });
  assert.equal(AutomationExecution?.ChangeRequestName, args.changeRequestName);
  const tags = await tagsOf(id);
  const own = Object.entries(tags).filter(([key]) => !key.startsWith("pulumi-aws-ops:"));
  assert.deepEqual(Object.fromEntries(own), args.tags ?? {});
  const marks = Object.entries(tags).filter(
    ([key]) => /^pulumi-aws-ops:[^/]*$/.test(key) && !(`${key}/released` in tags),
  );
  assert.deepEqual(
    marks.map(([, value]) => value.split(" ").at(-1)),
    [engine.owner("a")],
  );
  for (const { id: each } of all.filter((one) => one.id !== id)) {
    assert.ok(
      Object.keys(await tagsOf(each)).some((key) => key.endsWith("/released")),
      each,
    );
  }
}

/** Nothing lives, and all was let go. */
async function assertNone({ requests, tagsOf }: World) {
  for (const { id, status } of await requests()) {
    assert.equal(status, "Cancelled");
    assert.ok(
      Object.keys(await tagsOf(id)).some((key) => key.endsWith("/released")),
      id,
    );
  }
}

for (const reusedClientToken of ["firstExecution", "IdempotentParameterMismatch"] as const) {
  describe(`the ChangeRequest handler, when a call fails, and AWS answers a reused token with ${reusedClientToken}`, () =>
    everyFault(simulated({ answers: { reusedClientToken } }), steps, {
      what: "request",
      settle: () => {},
      assertOneAsDeclared,
      assertNone,
    }));
}
