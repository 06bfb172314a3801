import assert from "node:assert/strict";
import fc from "fast-check";
import { waitUntil } from "../../provider/core/waitUntil";
import { VirtualClock } from "../support/virtualClock";

const HOUR = 60 * 60 * 1000;

interface Case {
  /** The look, counted from 1, that sees the end. */
  overAt?: number;
  timeoutMs?: number;
  /** How long each look takes. */
  lookMs?: number;
  /** In the middle: no jitter. */
  random?: () => number;
  signal?: AbortSignal;
  onLook?: (count: number) => void;
}

/** Waits, and tells how it ended and what was done meanwhile. */
async function waited(given: Case) {
  const { overAt = Infinity, timeoutMs = HOUR, lookMs = 0, random = () => 0.5, onLook } = given;
  const clock = new VirtualClock();
  const looks: number[] = [];
  const said: string[] = [];
  const wait = {
    look: async () => {
      looks.push(clock.now());
      clock.pass(lookMs);
      onLook?.(looks.length);
      return looks.length;
    },
    isOver: (seen: number) => seen >= overAt,
    told: (seen: number) => `seen ${seen}`,
    timeoutMs,
    tooLong: (seen: number) => new Error(`too long, seen ${seen}`),
  };
  const signal = given.signal ?? new AbortController().signal;
  const ended = await clock
    .during(waitUntil(wait, { clock, signal, progress: (text) => said.push(text) }, random))
    .catch((error: Error) => error.message);
  return { ended, looks, said, slept: clock.slept };
}

describe("waitUntil", () => {
  it("answers what it has seen, at once and without a word where that is the end", async () =>
    assert.deepEqual(await waited({ overAt: 1 }), { ended: 1, looks: [0], said: [], slept: [] }));

  it("looks again after two seconds, then after half as long again each time, up to twenty seconds", async () => {
    const { slept, ended } = await waited({ overAt: 10 });
    assert.deepEqual(slept, [2_000, 3_000, 4_500, 6_750, 10_125, 15_187.5, 20_000, 20_000, 20_000]);
    assert.equal(ended, 10);
  });

  it("says before each pause how things stand", async () =>
    assert.deepEqual((await waited({ overAt: 4 })).said, ["seen 1", "seen 2", "seen 3"]));

  for (const [random, part] of [
    [0, 0.75],
    [0.5, 1],
    [1, 1.25],
  ] as const) {
    it(`pauses ${part} times as long where chance says ${random}`, async () => {
      const { slept } = await waited({ overAt: 9, random: () => random });
      const plain = [2_000, 3_000, 4_500, 6_750, 10_125, 15_187.5, 20_000, 20_000];
      assert.deepEqual(
        slept,
        plain.map((ms) => ms * part),
      );
    });
  }

  it("stays within a quarter of each delay, whatever chance says", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 20 }), async (chances) => {
        let next = 0;
        const { slept } = await waited({ overAt: 15, random: () => chances[next++ % chances.length]! });
        for (const [index, ms] of slept.entries()) {
          const plain = Math.min(2_000 * 1.5 ** index, 20_000);
          assert.ok(ms >= plain * 0.75 && ms <= plain * 1.25, `${ms} after ${index} delays`);
        }
      }),
      { numRuns: 50 },
    ));

  describe("when the time is up", () => {
    it("looks once where there is none", async () =>
      assert.deepEqual(await waited({ timeoutMs: 0 }), {
        ended: "too long, seen 1",
        looks: [0],
        said: [],
        slept: [],
      }));

    it("takes an end that is there already, also where there is none", async () =>
      assert.equal((await waited({ timeoutMs: 0, overAt: 1 })).ended, 1));

    it("looks once more at the very end, and throws what it is told with what it saw last", async () =>
      assert.deepEqual(await waited({ timeoutMs: 6_000 }), {
        ended: "too long, seen 4",
        looks: [0, 2_000, 5_000, 6_000],
        said: ["seen 1", "seen 2", "seen 3"],
        slept: [2_000, 3_000, 1_000],
      }));

    it("takes an end that the last look sees", async () =>
      assert.equal((await waited({ timeoutMs: 6_000, overAt: 4 })).ended, 4));

    it("counts how long the looks themselves take", async () =>
      assert.deepEqual((await waited({ timeoutMs: 6_000, lookMs: 3_000 })).looks, [0, 5_000]));

    it("never pauses beyond it, whatever chance says", async () => {
      const { slept } = await waited({ timeoutMs: 2_000, random: () => 1 });
      assert.deepEqual(slept, [2_000]);
    });
  });

  describe("when the signal is aborted", () => {
    it("does not look at all where that was before", async () => {
      const signal = AbortSignal.abort(new Error("the engine has gone"));
      assert.deepEqual(await waited({ signal }), { ended: "the engine has gone", looks: [], said: [], slept: [] });
    });

    for (const [when, abort] of [
      ["while it looks", (engine: AbortController) => engine.abort(new Error("the engine has gone"))],
      [
        "while it pauses",
        (engine: AbortController) => process.nextTick(() => engine.abort(new Error("the engine has gone"))),
      ],
    ] as const) {
      it(`ends ${when}`, async () => {
        const engine = new AbortController();
        const onLook = (count: number) => {
          if (count === 2) abort(engine);
        };
        const { ended, looks } = await waited({ signal: engine.signal, onLook });
        assert.equal(ended, "the engine has gone");
        assert.deepEqual(looks, [0, 2_000]);
      });
    }
  });

  it("gives on the error of a look", async () => {
    const { ended, looks } = await waited({ onLook: () => assert.fail("the call fails") });
    assert.equal(ended, "the call fails");
    assert.deepEqual(looks, [0]);
  });

  it("ends where it is told that there is nothing to wait for any more", async () => {
    const clock = new VirtualClock();
    const wait = {
      look: async () => "Rejected",
      isOver: () => assert.fail("it was rejected"),
      told: String,
      timeoutMs: HOUR,
      tooLong: () => new Error("too long"),
    };
    const context = { clock, signal: new AbortController().signal, progress: assert.fail };
    await assert.rejects(waitUntil(wait, context), { message: "it was rejected" });
    assert.deepEqual(clock.slept, []);
  });
});
