import assert from "node:assert/strict";
import type { Emulator } from "../../emulator";
import type { Props } from "../../provider/core/handler";
import { permissions } from "../../tools/permissions";
import type { simulatedFor } from "../support/simulated";

type World = ReturnType<typeof simulatedFor>;

/** Something that is done, and what was there before. */
export interface Case {
  given?: () => unknown;
  take: () => Promise<unknown>;
}

/** Tests that a part calls what `docs/permissions.md` lists, and nothing else, in all the cases in which its calls differ. */
export function callsWhatIsListed(part: string, aws: () => Emulator, cases: Record<string, Record<string, Case>>) {
  const { phases, actions } = permissions[part]!;
  for (const phase of Object.keys(phases)) {
    const listed = Object.keys(actions).filter((action) => actions[action]?.calledIn?.includes(phase));
    const called = new Set<string>();

    describe(`${part}: ${phase}`, () => {
      for (const [what, { given, take }] of Object.entries(cases[phase] ?? {})) {
        it(`calls nothing that is not listed, ${what}`, async () => {
          await given?.();
          aws().requests.clear();
          await take();
          const now = aws().requests.map(({ service, operation }) => `${service}:${operation}`);
          for (const action of now) called.add(action);
          const others = now.filter((action) => !listed.includes(action));
          assert.deepEqual(others, []);
        });
      }

      it("calls everything that is listed", () => assert.deepEqual([...called].sort(), listed.sort()));
    });
  }
}

/** Inputs that name what there is only once a test has begun are a function. */
type Args = Props | (() => Props);
const known = (args: Args): Props => (typeof args === "function" ? args() : args);

/** What cases are made of. */
export const steps = (world: World) => ({
  up: (args: Args) => () => world.engine.up("a", known(args)),
  refresh: () => world.engine.refresh("a"),
  destroy: () => world.engine.destroy("a"),
  /** Reads what is not managed. */
  get: (id: () => unknown) => () =>
    world.engine.process().read(String(id()), { owner: world.engine.urn("a"), __provider: "text" }),
  /** The resource gets another owner. */
  renamed: (args: Args) => () => {
    world.engine.config["aws-ops:namespace"] = "blue";
    return world.engine.up("a", known(args));
  },
  /** The object exists, and the state has lost it. */
  lost: (args: Args) => async () => {
    await world.engine.up("a", known(args));
    world.engine.state.clear();
  },
  /** One call fails, and is not tried again. */
  failing: (operation: string, step: () => Promise<unknown>) => async () => {
    world.engine.config["aws:maxRetries"] = "0";
    world.aws.faults.error(operation, "InternalServerError");
    await assert.rejects(step());
    world.aws.faults.clear();
  },
  /** With the credentials of another account nothing is found, and nothing called gone. */
  asAnother: (step: () => Promise<unknown>) => async () => {
    world.engine.config["aws:accessKey"] = "999999999999";
    await assert.rejects(step());
  },
});

/** One thing after the other. */
export const inTurn =
  (...all: (() => unknown)[]) =>
  async () => {
    for (const each of all) await each();
  };

export const refused = (step: () => Promise<unknown>) => () => assert.rejects(step());
