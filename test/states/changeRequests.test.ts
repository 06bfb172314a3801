import assert from "node:assert/strict";
import { table as gateTable } from "../../provider/changeGate/properties";
import { table as requestTable } from "../../provider/changeRequest/properties";
import { managedNames } from "../../provider/hosts/dynamic/managed";
import { providerText } from "../../provider/hosts/dynamic/text";
import { cases, comparable, type Fixture, handlers, type Kind, read, Stand, write } from "./changeRequests";
import { releases } from "./states";

const tables = { changeRequest: requestTable, changeGate: gateTable };
const latest = releases.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1) as string;

describe("the states of change requests and gates of this release", () => {
  for (const name of Object.keys(cases)) {
    it(`are as in ${latest}/${name}.json`, async () => {
      assert.deepEqual(comparable(await write(name)), comparable(read(latest, name)));
    });
  }
});

for (const [name, { kind }] of Object.entries(cases)) {
  describe(`the state of ${latest}/${name}.json, whose request AWS has forgotten`, () => {
    let stored: Fixture;
    let stand: Stand;
    beforeEach(async () => {
      stored = read(latest, name);
      stand = await Stand.open(handlers[kind], stored.config);
      stand.restore(stored);
    });
    afterEach(() => stand.close());

    const starts = () => stand.aws.requests.of("StartChangeRequestExecution").length;

    it("has the present text", () => {
      for (const props of [stored.inputs, stored.outputs]) {
        if (props) assert.equal(props.__provider, providerText(kind as Kind));
      }
    });

    it("is kept by a refresh, and nothing is submitted", async () => {
      await stand.refresh();
      assert.equal(stand.entry?.id, stored.id);
      assert.equal(stand.entry?.outputs.status, stored.outputs.status);
      assert.equal(starts(), 0);
    });

    if (cases[name]?.args === undefined) return;

    it("says what the program manages", () => {
      assert.equal(stored.outputs.__managed, managedNames(stored.inputs ?? {}, tables[kind]).join(" "));
    });

    it(`plans ${cases[name]?.fails ? "to finish it" : "nothing, and calls nothing"}`, async () => {
      const { failures, step, replaces } = await stand.preview(stored.args ?? {});
      assert.deepEqual([failures, step, replaces], [[], cases[name]?.fails ? "update" : "same", []]);
      if (!cases[name]?.fails) assert.equal(await stand.up(stored.args ?? {}), "same");
      assert.deepEqual(stand.aws.requests.length, 0);
    });

    it("plans nothing after a refresh either, but for what is missing", async () => {
      await stand.refresh();
      assert.equal((await stand.preview(stored.args ?? {})).step, cases[name]?.fails ? "update" : "same");
      assert.equal(starts(), 0);
    });

    it("is destroyed", async () => {
      await stand.destroy();
      assert.equal(stand.entry, undefined);
    });

    if (kind !== "changeRequest") return;

    it("is replaced by other triggers", async () => {
      const { step, replaces } = await stand.preview({ ...stored.args, triggers: ["other"] });
      assert.deepEqual([step, replaces], ["replace", ["triggers"]]);
    });
  });
}
