import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { awsNameOf, type Row } from "../../provider/core/properties/rows";
import { failuresOf, shortened } from "../support/tables";
import { edgesOf, patternsOf } from "./edges";
import { factsOf, memberOf, requestOf, sentBy } from "./facts";
import { applies, type World } from "./kind";
import { kinds } from "./kinds";
import { commonPatterns } from "./kinds/common";

/*
 * Both sides of each limit, at every level, as the property table has it: we judge it in the preview, and the emulator,
 * which knows AWS's model and documents, must judge it in the same way when nothing of ours has looked at it.
 */
for (const [entry, kind] of Object.entries(kinds)) {
  const { handler, askedBesides = {}, awsTakes = {}, rules, model, fitting = (args) => args } = kind;
  const rows: [string, Row][] = Object.entries(handler.properties).filter(([, row]) => !row.hidden);
  const patterns = { ...commonPatterns, ...kind.patterns };
  const sent = sentBy(kind);

  describe(`the limits of ${entry}`, () => {
    const world = kind.simulated();
    let minimal: Props;
    beforeEach(async () => {
      minimal = kind.inputs.minimal((await kind.given?.(world)) ?? {});
      world.engine.config["aws:maxRetries"] = "0";
    });

    async function assertTaken(args: Props, isAsked: boolean) {
      const whole = fitting({ ...minimal, ...args });
      assert.deepEqual(await failuresOf(handler, whole), []);
      if (isAsked) assert.equal(await outcome(world, whole), "taken");
    }

    async function assertRefused(args: Props, failure: string, byAws?: "taken" | "refused") {
      const failures = await failuresOf(handler, args);
      const place = failure.slice(0, failure.indexOf(": ") + 2);
      assert.ok(failures.includes(failure), failures.join("\n"));
      assert.deepEqual(
        failures.filter((each) => !each.startsWith(place)),
        [],
      );
      if (byAws) assert.equal(await outcome(world, args), byAws);
    }

    for (const [name, row] of rows) {
      for (const { path, limit, shown, value, failure } of edgesOf(name, row, { ...kind, patterns })) {
        const title = `${path} ${shortened(shown)}: ${limit}`;
        // Types, and what is required, are always checked.
        const isSent = sent.includes(name) && !["type", "required"].includes(limit);
        if (failure) {
          const why = awsTakes[`${path} ${limit}`];
          const args = (props: Props) => (limit === "type" ? props : fitting(props));
          it(`refuse ${title}${why ? `, though AWS takes it: ${why}` : ""}`, () => {
            const byAws = why ? "taken" : "refused";
            return assertRefused(args({ ...minimal, [name]: value }), failure, isSent ? byAws : undefined);
          });
        } else if (row.type !== "text" || !row.ownRules) {
          it(`take ${title}`, () => assertTaken({ [name]: value }, isSent && !(path in askedBesides)));
        }
      }
    }

    const isSent = (args: Props) => Object.keys(args).every((name) => sent.includes(name));
    for (const args of rules.taken) it(`take ${shortened(args)}`, () => assertTaken(args, isSent(args)));
    for (const [args, failure, why] of rules.refused) {
      it(`refuse ${shortened(args)}${why ? `: ${why}` : ""}`, () =>
        assertRefused({ ...minimal, ...args }, failure, isSent(args) && !why ? "refused" : undefined));
    }

    it("are tried where a rule judges besides, on both sides", () => {
      const ruled = rows.flatMap(([name, row]) => (row.ownRules || row.rules ? [name] : []));
      for (const tried of [rules.taken, rules.refused.map(([args]) => args)]) {
        const names = tried.flatMap((args) => Object.keys(args));
        assert.deepEqual(
          ruled.filter((name) => !names.includes(name)),
          [],
        );
      }
    });
  });

  describe(`the limits of ${entry} in AWS's model`, () => {
    if (!applies(model)) {
      it(`are none: ${model.because}`, () => assert.ok(rows.every(([, row]) => row.local)));
      return;
    }

    const told = rows.filter(([name, row]) => memberOf(model, name, row));
    const awsNames = (some: [string, Row][]) => some.map(([name, row]) => awsNameOf(name, row)).sort();
    const [creates, ...updates] = model.operations.map((operation) => requestOf(model, operation));
    const others = (names: string[] = []) => names.filter((name) => !model.ours.includes(name)).sort();

    it("are about members that are properties, all of them", () => {
      const members = [creates, ...updates].flatMap((request) => Object.keys(request?.members ?? {}));
      assert.deepEqual(awsNames(told), others([...new Set(members)]));
    });

    it("call required what the table does", () => {
      assert.deepEqual(awsNames(told.filter(([, row]) => row.required)), others(creates?.required));
    });

    it("let be changed what the table does", () => {
      const changed = told.filter(
        ([name, row]) =>
          model.changedOtherwise?.includes(name) || updates.some(({ members = {} }) => awsNameOf(name, row) in members),
      );
      assert.deepEqual(awsNames(changed), awsNames(told.filter(([, row]) => !row.createOnly)));
    });

    for (const [point, ours, theirs] of factsOf(kind)) {
      if (!(point in model.differences))
        it(`say of ${point} what the table says`, () => assert.deepEqual(ours, theirs));
    }
    for (const [point, why] of Object.entries(model.differences)) {
      it(`differ from the table in ${point}: ${why}`, () => {
        const [, ours, theirs] = [...factsOf(kind)].find(([each]) => each === point) ?? [];
        assert.notDeepEqual(ours, theirs, "no difference any more: take it off the list");
      });
    }
  });

  describe(`the patterns of ${entry}`, () => {
    const means = rows.flatMap(([name, row]) => patternsOf(name, row));
    for (const each of new Set([...means, ...Object.keys(kind.patterns ?? {})])) {
      it(`are of the table, and are tried on both sides: ${each}`, () => {
        assert.ok(means.includes(each), "no pattern of the table means this");
        const { taken = [], refused = [] } = patterns[each] ?? {};
        assert.ok(taken.length > 0 && refused.length > 0);
      });
    }
  });
}

/** Errors by which AWS refuses a value for what it is. */
const REFUSALS = [
  "ValidationException",
  "OpsItemInvalidParameterException",
  "OpsItemLimitExceededException",
  "TooManyTagsError",
];

/** What AWS says to inputs when nothing of ours looks at them. What it has against them otherwise does not matter here. */
async function outcome(world: World, args: Props): Promise<"taken" | "refused"> {
  world.engine.config["aws-ops:validation"] = "off";
  try {
    await world.engine.up("a", args);
    return "taken";
  } catch (error) {
    const code = /^\w+ failed: (\w+)/.exec((error as Error).message)?.[1];
    if (code === undefined) throw error;
    return REFUSALS.includes(code) ? "refused" : "taken";
  }
}
