import assert from "node:assert/strict";
import { type Claimable, type ClaimContext, claim } from "../../provider/core/claim";

const HOUR = 60 * 60 * 1000;
const NOW = Date.parse("2026-01-31T12:00:00Z");

/** An object at a service that knows tokens. */
interface Thing {
  id: string;
  /** Undefined: none of ours. */
  owner?: string;
  released?: boolean;
  /** Takes no write any more. */
  deleting?: boolean;
  /** Known to the token alone. */
  gone?: boolean;
  /** Found by the search. */
  listed?: boolean;
  token?: number;
  ageMs?: number;
  holder?: "thisResource" | "anotherResource";
}

const OURS = { owner: "us", listed: true };

/** Claims at a service with these things, and tells what was done, in its order. */
async function claimed(things: Thing[], context: Partial<ClaimContext> = {}) {
  const log: string[] = [];
  const byId = (id: string) => things.find((thing) => thing.id === id) as Thing;
  const object: Claimable<Thing, string> = {
    async search() {
      log.push("search");
      return things.filter(({ listed }) => listed).map(({ id }) => id);
    },
    async start(count) {
      log.push(`start ${count}`);
      const known = things.find(({ token }) => token === count);
      return known ? { made: false, id: known.id } : { made: true, result: `new under ${count}` };
    },
    async look(id, underToken) {
      log.push(`look at ${id}${underToken ? " under its token" : ""}`);
      const thing = byId(id);
      return thing.gone ? undefined : thing;
    },
    isOurs: ({ owner, released }) => owner === "us" && !released,
    madeAt: ({ ageMs }) => (ageMs === undefined ? undefined : new Date(NOW - ageMs)),
    async continueWith({ id, deleting }) {
      log.push(`continue with ${id}`);
      return deleting ? undefined : id;
    },
    async release(thing) {
      log.push(`release ${thing.id}`);
      thing.released = true;
    },
    tooOld: (id) => new Error(`${id} is too old`),
  };
  const result = await claim(object, {
    clock: { now: () => NOW },
    signal: new AbortController().signal,
    holderInState: (id) => byId(id).holder,
    ...context,
  }).catch((error: Error) => `error: ${error.message}`);
  return { result, log };
}

const cases: [what: string, things: Thing[], result: string, log: string[]][] = [
  ["makes a new one where there is nothing", [], "new under 0", ["search", "start 0"]],
  [
    "continues with ours that the search finds, and starts nothing",
    [{ id: "a", ...OURS, ageMs: HOUR }],
    "a",
    ["search", "look at a", "continue with a"],
  ],
  [
    "continues with ours of an age that nobody tells",
    [{ id: "a", ...OURS }],
    "a",
    ["search", "look at a", "continue with a"],
  ],
  [
    "takes the first of those that the search finds which is ours",
    [
      { id: "a", owner: "them", listed: true },
      { id: "b", ...OURS, gone: true },
      { id: "c", ...OURS },
      { id: "d", ...OURS },
    ],
    "c",
    ["search", "look at a", "look at b", "look at c", "continue with c"],
  ],
  [
    "passes over what the search finds and is released",
    [{ id: "a", ...OURS, released: true }],
    "new under 0",
    ["search", "look at a", "start 0"],
  ],
  [
    "passes over what the search finds and is being deleted",
    [{ id: "a", ...OURS, deleting: true }],
    "new under 0",
    ["search", "look at a", "continue with a", "start 0"],
  ],
  [
    "continues with ours that the token finds",
    [{ id: "a", owner: "us", token: 0 }],
    "a",
    ["search", "start 0", "look at a under its token", "continue with a"],
  ],
  [
    "counts on where the token is another's",
    [{ id: "a", owner: "them", token: 0 }],
    "new under 1",
    ["search", "start 0", "look at a under its token", "start 1"],
  ],
  [
    "counts on where the token is nobody's",
    [{ id: "a", token: 0 }],
    "new under 1",
    ["search", "start 0", "look at a under its token", "start 1"],
  ],
  [
    "counts on where the token's object is released",
    [{ id: "a", owner: "us", released: true, token: 0 }],
    "new under 1",
    ["search", "start 0", "look at a under its token", "start 1"],
  ],
  [
    "counts on where the token's object is gone",
    [{ id: "a", owner: "us", gone: true, token: 0 }],
    "new under 1",
    ["search", "start 0", "look at a under its token", "start 1"],
  ],
  [
    "counts on where the token's object is being deleted",
    [{ id: "a", owner: "us", deleting: true, token: 0 }],
    "new under 1",
    ["search", "start 0", "look at a under its token", "continue with a", "start 1"],
  ],
  [
    "counts on as far as it has to",
    [
      { id: "a", token: 0 },
      { id: "b", owner: "them", token: 1 },
      { id: "c", owner: "us", token: 2 },
    ],
    "c",
    [
      "search",
      "start 0",
      "look at a under its token",
      "start 1",
      "look at b under its token",
      "start 2",
      "look at c under its token",
      "continue with c",
    ],
  ],
  [
    "finds its own behind a token that has become free",
    [{ id: "b", ...OURS, token: 1 }],
    "b",
    ["search", "look at b", "continue with b"],
  ],
  [
    "continues with one of exactly a day",
    [{ id: "a", ...OURS, ageMs: 24 * HOUR }],
    "a",
    ["search", "look at a", "continue with a"],
  ],
  [
    "refuses one that is older, found by the search",
    [{ id: "a", ...OURS, ageMs: 24 * HOUR + 1 }],
    "error: a is too old",
    ["search", "look at a"],
  ],
  [
    "refuses one that is older, found by the token",
    [{ id: "a", owner: "us", token: 0, ageMs: 48 * HOUR }],
    "error: a is too old",
    ["search", "start 0", "look at a under its token"],
  ],
  [
    "minds no age of what is not its own",
    [{ id: "a", owner: "them", token: 0, ageMs: 48 * HOUR }],
    "new under 1",
    ["search", "start 0", "look at a under its token", "start 1"],
  ],
  [
    "releases what this resource holds in the state, and counts on",
    [{ id: "a", ...OURS, token: 0, holder: "thisResource", ageMs: 48 * HOUR }],
    "new under 1",
    ["search", "look at a", "release a", "start 0", "look at a under its token", "start 1"],
  ],
  [
    "leaves alone what another resource holds in the state, and counts on",
    [{ id: "a", ...OURS, token: 0, holder: "anotherResource", ageMs: 48 * HOUR }],
    "new under 1",
    ["search", "look at a", "start 0", "look at a under its token", "start 1"],
  ],
];

describe("claim", () => {
  for (const [what, things, result, log] of cases) {
    it(what, async () => assert.deepEqual(await claimed(things), { result, log }));
  }

  it("starts nothing once the signal is aborted", async () => {
    const signal = AbortSignal.abort(new Error("the engine has gone"));
    assert.deepEqual(await claimed([], { signal }), { result: "error: the engine has gone", log: ["search"] });
  });

  it("starts nothing further when the signal is aborted in between", async () => {
    const engine = new AbortController();
    const things: Thing[] = [{ id: "a", owner: "them", token: 0 }];
    const holderInState = () => engine.abort(new Error("the engine has gone")) as undefined;
    const { result, log } = await claimed([{ id: "b", ...OURS, deleting: true }, ...things], {
      signal: engine.signal,
      holderInState,
    });
    assert.equal(result, "error: the engine has gone");
    assert.deepEqual(log, ["search", "look at b", "continue with b"]);
  });

  it("gives up after a hundred tokens, and says what to do", async () => {
    const things = Array.from({ length: 100 }, (_, token) => ({ id: `t${token}`, owner: "them", token }));
    const { result, log } = await claimed(things);
    assert.equal(result, "error: AWS knows all of the first 100 tokens of this resource: set aws-ops:namespace");
    assert.equal(log.at(-2), "start 99");
  });

  for (const step of ["search", "start", "look", "continueWith"] as const) {
    it(`gives on the error of ${step}`, async () => {
      const object: Claimable<string, string> = {
        search: async () => (step === "start" ? [] : ["a"]),
        start: async () => ({ made: true, result: "new" }),
        look: async (id) => id,
        isOurs: () => true,
        madeAt: () => undefined,
        continueWith: async (id) => id,
        release: async () => {},
        tooOld: () => new Error("too old"),
      };
      Object.assign(object, { [step]: () => Promise.reject(new Error(`${step} fails`)) });
      const context = {
        clock: { now: () => NOW },
        signal: new AbortController().signal,
        holderInState: () => undefined,
      };
      await assert.rejects(claim(object, context), new Error(`${step} fails`));
    });
  }
});
