import assert from "node:assert/strict";
import { document, incident, simulated } from "../opsItemRelatedItem/support";
import { everyFault, lost, nothing, type Step, upTo } from "../support/everyFault";

type World = ReturnType<typeof simulated>;

/** What the program says when it adopts. */
const adopting = { ...document };

const steps: Step<World>[] = [
  {
    what: "a create",
    given: nothing,
    ...upTo(document),
    calls: ["GetCallerIdentity", "AssociateOpsItemRelatedItem", "ListOpsItemRelatedItems"],
  },
  {
    what: "a create whose first try was lost",
    given: lost(document),
    ...upTo(document),
    calls: ["GetCallerIdentity", "AssociateOpsItemRelatedItem", "ListOpsItemRelatedItems"],
  },
  {
    what: "a replacement",
    given: ({ engine }) => engine.up("a", document),
    ...upTo(incident),
    calls: [
      "GetCallerIdentity",
      "DisassociateOpsItemRelatedItem",
      "AssociateOpsItemRelatedItem",
      "ListOpsItemRelatedItems",
    ],
  },
  {
    what: "an adoption",
    given: async ({ foreign }) => {
      Object.assign(adopting, document, { adopt: await foreign() });
    },
    args: document,
    take: ({ engine }) => engine.up("a", adopting),
    adopts: true,
    calls: ["GetCallerIdentity", "ListOpsItemRelatedItems"],
  },
  {
    what: "a refresh",
    given: ({ engine }) => engine.up("a", document),
    args: document,
    take: ({ engine }) => engine.refresh("a"),
    calls: ["ListOpsItemRelatedItems"],
  },
  {
    what: "a destroy",
    given: ({ engine }) => engine.up("a", document),
    args: document,
    take: ({ engine }) => engine.destroy("a"),
    thens: ["refresh, then up", "destroy, then up"], // a state that still has it needs a refresh
    calls: ["GetCallerIdentity", "DisassociateOpsItemRelatedItem"],
  },
];

describe("the OpsItemRelatedItem handler, when a call fails", () =>
  everyFault(simulated(), steps, {
    what: "association",
    settle: nothing,
    async assertOneAsDeclared({ ids, idOf, outputs, associations }, args) {
      assert.deepEqual(await ids(), [idOf()]);
      for (const [property, value] of Object.entries(args)) assert.equal(outputs()[property], value, property);
      const [{ AssociationType, ResourceType, ResourceUri } = {}] = await associations();
      assert.deepEqual([AssociationType, ResourceType, ResourceUri], Object.values(args).slice(1));
    },
    assertNone: async ({ associations }) => assert.deepEqual(await associations(), []),
  }));
