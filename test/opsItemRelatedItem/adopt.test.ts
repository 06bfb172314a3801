import assert from "node:assert/strict";
import { document, simulated } from "./support";

describe("the OpsItemRelatedItem handler, adopting an association", () => {
  const world = simulated();
  const { idOf, ids, foreign, outputs } = world;

  for (const before of ["", "eu-west-1/"]) {
    it(`takes over the one that is named by ${before}<its id>, and makes nothing`, async () => {
      const id = await foreign();
      assert.equal(await world.engine.up("a", { ...document, adopt: before + id }), "create");
      assert.deepEqual(world.calls(), ["GetCallerIdentity", "ListOpsItemRelatedItems"]);
      assert.deepEqual(world.engine.messages, [`a: adopting ${id}`]);
      assert.equal(idOf(), id);
      assert.equal(outputs().account, world.account);
      for (const args of [{ ...document, adopt: before + id }, document]) {
        assert.equal(await world.engine.up("a", args), "same");
        assert.equal(await world.engine.refresh("a"), "same");
      }
      await world.engine.destroy("a");
      assert.deepEqual(await ids(), []);
    });
  }

  it("is in the region that the reference names", async () => {
    delete world.engine.config["aws:region"];
    const id = await foreign();
    await world.engine.up("a", { ...document, adopt: `eu-west-1/${id}` });
    assert.equal(outputs().region, "eu-west-1");
  });

  it("refuses one that is not as declared, and one that is not there", async () => {
    const id = await foreign({ AssociationType: "IsParentOf", ResourceUri: `${document.resourceUri}2` });
    await assert.rejects(world.engine.up("a", { ...document, adopt: id }), {
      message: `adopt: association ${id} differs from the program in associationType, resourceUri, which AWS cannot change: make the program agree with it`,
    });
    const nowhere = `${document.opsItemId}/00000000-0000-0000-0000-000000000000`;
    await assert.rejects(world.engine.up("a", { ...document, adopt: nowhere }), {
      message: `adopt: there is no association ${nowhere} in eu-west-1 of account ${world.account}: name another one, or drop \`adopt\` to have one made`,
    });
    assert.equal(world.engine.state.size, 0);
    assert.deepEqual(await ids(), [id]);
  });

  it("refuses one that another resource of the program has", async () => {
    await world.engine.up("a", document);
    const id = idOf();
    const process = world.engine.process();
    await world.engine.up("a", document, { process });
    await assert.rejects(world.engine.up("b", { ...document, adopt: id }, { process }), {
      message: new RegExp(`^adopt: another resource has association ${id}: declare it once`),
    });
  });

  it("replaces by adopting another one, and refuses to replace what is adopted", async () => {
    const first = await foreign();
    await world.engine.up("a", { ...document, adopt: first });
    await assert.rejects(world.engine.up("a", { ...document, adopt: first, associationType: "IsParentOf" }), {
      message: `adopt: must be dropped before associationType changes: ${first} is adopted, and would be replaced`,
    });
    const resourceUri = `${document.resourceUri}2`;
    const second = await foreign({ ResourceUri: resourceUri });
    assert.equal(await world.engine.up("a", { ...document, resourceUri, adopt: second }), "replace");
    assert.deepEqual(await ids(), [second]);
  });
});
