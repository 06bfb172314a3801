import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { Emulator } from "../../emulator";
import type { Props } from "../../provider/core/handler";
import type { SimulatedEngine } from "./simulatedEngine";

/*
 * Every call of every step fails once, in each of three ways, and is not tried again. Whatever the user does then, there
 * is one object in the end, as declared; and after destroy there is none.
 */

const FAULTS = ["error", "reset", "loseReply"] as const;
type Fault = (typeof FAULTS)[number];

const THENS = ["up", "refresh, then up", "destroy, then up"] as const;

interface World {
  engine: SimulatedEngine;
  aws: Emulator;
  calls(): string[];
}

export interface Step<W extends World> {
  what: string;
  /** Brings about what the step starts from. */
  given(world: W): Promise<unknown>;
  /** What the program says when the step is taken. */
  args: Props;
  take(world: W): Promise<unknown>;
  /** The calls of the step when nothing goes wrong; those in a list of their own are made at the same time. */
  calls: (string | string[])[];
  /** What users may do afterwards; anything by default. */
  thens?: readonly (typeof THENS)[number][];
  /** The program goes on saying what it adopts until that has worked, and destroys nothing that is another's. */
  adopts?: boolean;
}

interface Object<W extends World> {
  /** How the object is called in titles. */
  what: string;
  /** Lets everything pass that takes AWS time. */
  settle(world: W): void;
  /** That there is one, in the state, as declared. */
  assertOneAsDeclared(world: W, args: Props): Promise<void>;
  assertNone(world: W): Promise<void>;
}

export const nothing = async () => {};

export const upTo = (args: Props) => ({ args, take: ({ engine }: World) => engine.up("a", args) });

/** The object exists, and the state has lost it. */
export const lost =
  (args: Props) =>
  async ({ engine }: World) => {
    await engine.up("a", args);
    engine.state.clear();
  };

export function everyFault<W extends World>(world: W, steps: Step<W>[], object: Object<W>) {
  beforeEach(() => {
    world.engine.config["aws:maxRetries"] = "0";
  });

  for (const step of steps) {
    const { what, given, args, take, calls, thens = THENS, adopts = false } = step;
    const all = calls.flat();
    it(`takes ${all.length} calls for ${what}`, async () => {
      await given(world);
      world.aws.requests.clear();
      await take(world);
      assertCalls(world.calls(), calls);
    });

    for (const [index, operation] of all.entries()) {
      const before = all.slice(0, index).filter((other) => other === operation).length;
      for (const fault of FAULTS) {
        for (const then of thens) {
          it(`comes to one ${object.what}: ${fault} at call ${index + 1} (${operation}) of ${what}, then ${then}`, async () => {
            const { engine, aws } = world;
            await given(world);
            failAt(aws, operation, before, fault);
            await assert.rejects(take(world), (error: Error & { reasons?: string[] }) => {
              assert.match(error.message, new RegExp(`^${operation} failed: `));
              if ("reasons" in error) assert.deepEqual(error.reasons, [error.message]);
              return true;
            });
            aws.faults.clear();
            if (what === "a destroy") object.settle(world);

            const inState = engine.state.has("a");
            if (then === "refresh, then up" && inState) await engine.refresh("a");
            if (then === "destroy, then up" && inState && !adopts) await engine.destroy("a");
            await (adopts && !inState ? take(world) : engine.up("a", args));
            object.settle(world);
            await object.assertOneAsDeclared(world, args);
            assert.equal(await engine.refresh("a"), "same");
            aws.requests.clear();
            assert.equal(await engine.up("a", args), "same");
            assert.deepEqual(world.calls(), []);

            await engine.destroy("a");
            object.settle(world);
            await object.assertNone(world);
          });
        }
      }
    }
  }
}

/** Whether calls were made in that order, but for those that are made at the same time. */
function assertCalls(made: string[], calls: (string | string[])[]) {
  let rest = made;
  const asListed = calls.map((listed) => {
    if (typeof listed === "string") return rest.shift();
    const together = rest.slice(0, listed.length);
    rest = rest.slice(listed.length);
    return isDeepStrictEqual(together.toSorted(), listed.toSorted()) ? listed : together;
  });
  assert.deepEqual([...asListed, ...rest], calls);
}

/** Lets a call of an operation fail, after so many of the same that do not. */
function failAt(aws: Emulator, operation: string, after: number, fault: Fault) {
  let seen = 0;
  const options = { where: () => seen++ === after };
  if (fault === "error") aws.faults.error(operation, "InternalServerError", options);
  else aws.faults[fault](operation, options);
}
