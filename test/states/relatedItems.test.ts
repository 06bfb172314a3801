import assert from "node:assert/strict";
import { managedNames } from "../../provider/hosts/dynamic/managed";
import { providerText } from "../../provider/hosts/dynamic/text";
import { table } from "../../provider/opsItemRelatedItem/properties";
import { comparable, type Fixture, read, type Stand } from "./changeRequests";
import { cases, open, restore, write } from "./relatedItems";
import { releases } from "./states";

const latest = releases.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1) as string;

describe("the states of associations of this release", () => {
  for (const name of Object.keys(cases)) {
    it(`are as in ${latest}/${name}.json`, async () => {
      assert.deepEqual(comparable(await write(name)), comparable(read(latest, name)));
    });
  }
});

for (const [name, { fails }] of Object.entries(cases)) {
  describe(`the state of ${latest}/${name}.json`, () => {
    let fixture: Fixture;
    let stand: Stand;
    beforeEach(async () => {
      stand = await open();
      fixture = await restore(stand, read(latest, name));
    });
    afterEach(() => stand.close());

    const associations = async () => {
      const { Summaries = [] } = await stand.ssm().listOpsItemRelatedItems({});
      return Summaries.map(({ OpsItemId, AssociationId }) => `${OpsItemId}/${AssociationId}`);
    };

    it("has the present text", () => {
      for (const props of [fixture.inputs, fixture.outputs]) {
        if (props) assert.equal(props.__provider, providerText("opsItemRelatedItem"));
      }
    });

    const { args } = read(latest, name);
    if (args === undefined) {
      it("is read again with nothing new, and still not managed", async () => {
        const { id, props, inputs } = await stand.engine.process().read(fixture.id, fixture.outputs);
        assert.equal(id, fixture.id);
        assert.equal(inputs, undefined);
        assert.deepEqual(Object.keys(props ?? {}).sort(), Object.keys(fixture.outputs).sort());
      });
      return;
    }

    it("says what the program manages", () => {
      assert.equal(fixture.outputs.__managed, managedNames(fixture.inputs ?? {}, table).join(" "));
    });

    it(`plans ${fails ? "to finish it" : "nothing, and calls nothing"}`, async () => {
      const declared = fixture.args ?? {};
      assert.equal((await stand.preview(declared)).step, "same");
      assert.equal(await stand.up(declared), fails ? "update" : "same");
      assert.deepEqual(
        stand.aws.requests.map(({ operation }) => operation),
        fails ? ["ListOpsItemRelatedItems"] : [],
      );
      assert.equal(await stand.refresh(), "same");
      assert.equal(await stand.up(declared), "same");
    });

    it("is found again when it is lost", async () => {
      stand.engine.state.clear();
      await stand.up(fixture.args ?? {});
      assert.equal(stand.entry?.id, fixture.id);
    });

    it("is replaced by another document or incident", async () => {
      await stand.up({ ...fixture.args, resourceUri: `${args.resourceUri}2` });
      assert.deepEqual(await associations(), [stand.entry?.id]);
      assert.notEqual(stand.entry?.id, fixture.id);
    });

    it("is destroyed", async () => {
      await stand.destroy();
      assert.deepEqual(await associations(), []);
    });
  });
}
