import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { same } from "../../provider/core/properties/same";
import * as runtime from "../../provider/runtime";
import { sentBy } from "./facts";
import { applies, type Given, type Kind, leftBy, type World } from "./kind";
import { kinds } from "./kinds";

const OTHER_ACCOUNT = "999999999999";

describe("the contract", () => {
  it("has a row for each entry that states require", () =>
    assert.deepEqual(Object.keys(kinds).sort(), Object.keys(runtime).sort()));
});

for (const [entry, kind] of Object.entries(kinds)) {
  const { handler, replacing } = kind;
  const table = handler.properties;
  const names = Object.keys(table).filter((name) => !table[name]?.hidden && name !== "adopt");
  const changeable = names.filter((name) => !replacing.includes(name));

  describe(`the contract of ${entry}`, () => {
    const world = kind.simulated();
    let given: Given;
    beforeEach(async () => {
      given = (await kind.given?.(world)) ?? {};
    });

    const minimal = (more: Props = {}): Props => ({ ...kind.inputs.minimal(given), ...more });
    /** The first inputs that have the property. */
    function inputsWith(name: string): Props {
      const all = Object.values(kind.inputs).map((of) => of(given));
      const found = all.find((inputs) => inputs[name] !== undefined);
      assert.ok(found, `no inputs have ${name}: add it to the row`);
      return found;
    }
    const whole = (): Props => Object.values(kind.inputs)[0]!(given);
    function changed(name: string, inputs: Props): Props {
      const value = kind.others(given)[name];
      assert.notEqual(value, undefined, `there is no other value of ${name}: add it to the row`);
      return { ...inputs, [name]: value, ...kind.alongside?.(given)[name] };
    }

    const up = async (inputs: Props) => {
      const step = await world.engine.up("a", inputs);
      world.aws.requests.clear();
      return step;
    };
    const status = () => kind.status(world, world.outputs());
    const message = (text: string) => text.replaceAll(/\bid\b/g, world.idOf());

    /** That the state and AWS have it, that nothing is planned, and that this costs no call. */
    async function assertAsDeclared(program: Props) {
      const { adopt: _, ...inputs } = program; // says how it came about, and is no output
      const names = Object.keys(inputs);
      assert.deepEqual(pick(world.outputs(), names), inputs);
      assert.equal(await world.engine.refresh("a"), "same");
      assert.deepEqual(pick(world.outputs(), names), inputs);
      if (isGettable(kind)) {
        const read = await got(world, kind.reference?.(world.outputs()) ?? `${world.outputs().region}/${world.idOf()}`);
        for (const name of names.filter((each) => !kind.untold.includes(each))) {
          assert.ok(same(table[name]!, read[name], inputs[name]), name);
        }
      }
      world.aws.requests.clear();
      const { failures, step } = await world.engine.preview("a", program);
      assert.deepEqual([failures, step], [[], "same"]);
      assert.equal(await world.engine.up("a", program), "same");
      assert.deepEqual(world.calls(), []);
    }

    describe("gives back, with nothing to do or to call for afterwards,", () => {
      for (const [what, inputs] of Object.entries(kind.inputs)) {
        it(`all inputs: ${what}`, async () => {
          assert.equal(await up(inputs(given)), "create");
          assert.equal(world.outputs().account, world.account);
          await assertAsDeclared(inputs(given));
        });
      }
      for (const name of names.filter((each) => !table[each]?.required)) {
        it(`${name} beside what is required`, async () => {
          const inputs = minimal({ [name]: inputsWith(name)[name] });
          await up(inputs);
          await assertAsDeclared(inputs);
        });
      }
      if (!table.adopt) return;
      it("what it has adopted", async () => {
        await up(whole());
        const id = world.idOf();
        world.engine.state.clear();
        await up({ ...whole(), adopt: id });
        assert.equal(world.idOf(), id);
        await assertAsDeclared({ ...whole(), adopt: id });
        await assertAsDeclared(whole());
      });
    });

    describe("when a property changes", () => {
      for (const name of changeable) {
        it(`updates: ${name}`, async () => {
          const inputs = inputsWith(name);
          await up(inputs);
          const id = world.idOf();
          const news = changed(name, inputs);
          assert.deepEqual(await world.engine.preview("a", news), { failures: [], step: "update", replaces: [] });
          assert.equal(await up(news), "update");
          assert.equal(world.idOf(), id);
          await assertAsDeclared(news);
        });
      }
      for (const name of replacing) {
        it(`replaces: ${name}`, async () => {
          const inputs = inputsWith(name);
          await up(inputs);
          const [id, before] = [world.idOf(), world.outputs()];
          const news = changed(name, inputs);
          const { failures, step, replaces } = await world.engine.preview("a", news);
          const others = Object.keys(kind.alongside?.(given)[name] ?? {}).filter((each) => replacing.includes(each));
          assert.deepEqual([failures, step, replaces?.sort()], [[], "replace", [name, ...others].sort()]);
          assert.equal(await up(news), "replace");
          assert.notEqual(world.idOf(), id);
          assert.equal(await kind.status(world, before), leftBy(kind, inputs));
          await assertAsDeclared(news);
        });
      }
    });

    describe("on destroy", () => {
      const { onDelete } = table;
      const choices = onDelete?.type === "text" ? (onDelete.choices ?? []) : [];
      it("is told what each value of onDelete leaves", () => {
        const told = kind.leaves.flatMap(([{ onDelete }]) => (onDelete === undefined ? [] : [onDelete]));
        assert.deepEqual(told.sort(), [...choices].sort());
      });

      for (const [says, left] of kind.leaves) {
        it(`leaves ${left ?? "nothing"} with ${JSON.stringify(says)}, also when it is repeated`, async () => {
          await up(minimal(says));
          const entry = structuredClone(world.engine.state.get("a")!);
          for (let times = 0; times < 2; times++) {
            world.engine.state.set("a", entry);
            await world.engine.destroy("a");
            assert.equal(await kind.status(world, entry.outputs), left);
          }
        });
      }
    });

    describe("of what is not there", () => {
      const { gone, unknownId } = kind;

      if (applies(unknownId)) {
        it("says so when it is read or adopted", async () => {
          await assert.rejects(got(world, unknownId), {
            message: new RegExp(`^there is no ${handler.kind} ${unknownId}: check the id, its region`),
          });
          await assert.rejects(up(minimal({ adopt: unknownId })), { message: /^adopt: there is no / });
          assert.equal(world.engine.state.size, 0);
        });
      } else {
        it(`is never asked: ${unknownId.because}`, () =>
          assert.deepEqual([isGettable(kind), table.adopt], [false, undefined]));
      }

      const vanish = async (inputs = whole()) => {
        await up(inputs);
        await gone.how(world, world.outputs());
        world.aws.requests.clear();
        world.engine.messages.length = 0;
        return world.idOf();
      };
      const warnings = () => world.engine.messages.flatMap((text) => text.split("warning: ")[1] ?? []);

      it(`${gone.refresh === "gone" ? "shows it in a refresh, and makes it again" : "keeps it, and makes none anew"}`, async () => {
        const id = await vanish();
        const told = gone.warns === undefined ? [] : [message(gone.warns)];
        assert.equal(await world.engine.refresh("a"), gone.refresh);
        assert.deepEqual(warnings(), told);
        assert.equal(await world.engine.up("a", whole()), gone.refresh === "gone" ? "create" : "same");
        assert.equal(world.idOf() === id, gone.refresh === "same");
      });

      for (const [name, outcome] of Object.entries(gone.updates)) {
        it(`${outcome === "update" ? "minds no change" : "refuses a change"} of ${name}`, async () => {
          const id = await vanish();
          const news = changed(name, whole());
          if (outcome === "update") {
            assert.equal(await world.engine.up("a", news), "update");
            assert.equal(await world.engine.up("a", news), "same");
          } else {
            await assert.rejects(world.engine.up("a", news), { message: message(outcome) });
          }
          assert.equal(world.idOf(), id);
        });
      }

      it("minds it not on destroy, also when that is repeated", async () => {
        await vanish();
        const entry = structuredClone(world.engine.state.get("a")!);
        for (let times = 0; times < 2; times++) {
          world.engine.state.set("a", entry);
          await world.engine.destroy("a");
        }
        assert.equal(world.engine.state.size, 0);
      });
    });

    describe("with the credentials of another account", () => {
      const { account } = kind;
      const runs: Record<string, () => Promise<unknown>> = {
        "a refresh": () => world.engine.refresh("a"),
        "a destroy": () => world.engine.destroy("a"),
        ...(kind.isMarked && {
          "a rename": () => {
            world.engine.config["aws-ops:namespace"] = "blue";
            return world.engine.up("a", whole());
          },
        }),
      };
      const [replaces] = replacing;
      const told = changeable.filter((name) => sentBy(kind).includes(name));
      for (const name of [replaces ?? [], told].flat()) {
        runs[`a change of ${name}`] = () => world.engine.up("a", changed(name, whole()));
      }

      for (const [what, run] of Object.entries(runs)) {
        it(`${applies(account) ? "takes nothing for gone and changes nothing" : "asks nothing"} with ${what}`, async () => {
          await up(whole());
          const entry = () => ({ ...world.engine.state.get("a"), initErrors: undefined });
          const before = structuredClone(entry());
          const statusBefore = await status();
          world.aws.requests.clear();
          world.engine.config["aws:accessKey"] = OTHER_ACCOUNT;
          if (!applies(account)) {
            await run();
            assert.deepEqual(world.calls(), [], account.because);
            return;
          }
          await assert.rejects(run(), {
            message:
              `${message(account)} was made with credentials of account ${world.account}, but the present ones belong to ` +
              `account ${OTHER_ACCOUNT}: nothing was changed; set the credentials of the first account and run again`,
          });
          world.engine.config["aws:accessKey"] = world.account;
          delete world.engine.config["aws-ops:namespace"];
          assert.deepEqual(entry(), before);
          assert.equal(await status(), statusBefore);
          await assertAsDeclared(whole());
        });
      }

      if (!applies(account)) return;
      it("takes nothing for gone where it cannot be learnt whose they are", async () => {
        await up(whole());
        world.engine.config["aws:accessKey"] = OTHER_ACCOUNT;
        world.aws.faults.error("GetCallerIdentity", "AccessDenied", { count: Infinity });
        await assert.rejects(world.engine.refresh("a"), {
          message:
            /^GetCallerIdentity failed: AccessDenied.*; without knowing the account nothing is called gone or deleted$/,
        });
        assert.ok(world.engine.state.has("a"));
      });
    });
  });
}

const isGettable = ({ resource }: Kind): boolean => "get" in resource;

/** What is read of an object that is not managed. */
async function got({ engine }: World, reference: string): Promise<Props> {
  const { props = {} } = await engine.process().read(reference, { owner: engine.urn("b"), __provider: "text" });
  return props;
}

const pick = (props: Props, names: string[]): Props => Object.fromEntries(names.map((name) => [name, props[name]]));
