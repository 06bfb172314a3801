import assert from "node:assert/strict";
import { required, simulated, whole } from "./support";

describe("the OpsItem handler", () => {
  const world = simulated();
  const { idOf, outputs, live, items, calls, ssm } = world;

  it("makes an item with every property, and then has nothing to do", async () => {
    assert.equal(await world.engine.up("a", whole), "create");
    const item = await live();
    assert.equal(item.Status, "InProgress");
    assert.equal(item.PlannedStartTime?.toISOString(), "2026-12-01T09:00:00.000Z");
    for (const [name, value] of Object.entries(whole)) {
      assert.deepEqual(outputs()[name], value, name);
    }
    world.aws.requests.clear();
    assert.equal(await world.engine.up("a", whole), "same");
    assert.deepEqual(calls(), []);
  });

  it("says the type of operational data that the program leaves out", async () => {
    await world.engine.up("a", { ...required, operationalData: { disk: { value: "x" } } });
    assert.deepEqual(outputs().operationalData, { disk: { value: "x", type: "String" } });
    assert.deepEqual((await live()).OperationalData?.disk, { Value: "x", Type: "String" });
    assert.equal(await world.engine.up("a", { ...required, operationalData: { disk: { value: "x" } } }), "same");
    assert.equal(await world.engine.refresh("a"), "same");
  });

  it("costs three calls to create, one to read, two to change and four to delete", async () => {
    await world.engine.up("a", required);
    assert.deepEqual(calls(), ["DescribeOpsItems", "CreateOpsItem", "GetOpsItem"]);
    world.aws.requests.clear();
    assert.equal(await world.engine.refresh("a"), "same");
    assert.deepEqual(calls(), ["GetOpsItem"]);
    world.aws.requests.clear();
    await world.engine.up("a", { ...required, title: "Disk is full" });
    assert.deepEqual(calls(), ["UpdateOpsItem", "GetOpsItem"]);
    world.aws.requests.clear();
    await world.engine.destroy("a");
    assert.deepEqual(calls(), ["GetCallerIdentity", "GetOpsItem", "UpdateOpsItem", "DeleteOpsItem"]);
    assert.deepEqual(await items(), []);
  });

  it("makes the new item of a replacement once the old one is gone", async () => {
    await world.engine.up("a", required);
    world.aws.requests.clear();
    await world.engine.up("a", { ...required, source: "billing" });
    const order = calls().filter((operation) => /Delete|Create/.test(operation));
    assert.deepEqual(order, ["DeleteOpsItem", "CreateOpsItem"]);
  });

  for (const property of [
    "opsItemType",
    "operationalData",
    "notifications",
    "priority",
    "relatedOpsItems",
    "category",
    "severity",
    "plannedStartTime",
    "status",
    "tags",
  ]) {
    it(`leaves an item alone that never had ${property} declared, and forgets it when it is removed`, async () => {
      await world.engine.up("a", whole);
      const { [property]: _, ...rest } = whole;
      const before = await live();
      assert.equal(await world.engine.up("a", rest), property === "opsItemType" ? "same" : "update");
      assert.equal(await world.engine.refresh("a"), "same");
      assert.equal(await world.engine.up("a", rest), "same");
      const item = await live();
      if (property === "notifications") assert.deepEqual(item.Notifications, []);
      if (property === "relatedOpsItems") assert.deepEqual(item.RelatedOpsItems, []);
      if (property === "operationalData") assert.equal(item.OperationalData?.disk, undefined);
      const kept = `${property.charAt(0).toUpperCase()}${property.slice(1)}` as keyof typeof item;
      const clears = ["operationalData", "notifications", "relatedOpsItems", "tags"].includes(property);
      if (!clears) assert.deepEqual(item[kept], before[kept]);
      // The value may have been a secret: what AWS still has of it stays out of the state.
      if (!["opsItemType", "status"].includes(property)) assert.equal(outputs()[property], undefined);
    });
  }

  it("keeps entries and tags of others", async () => {
    await world.engine.up("a", whole);
    await ssm().updateOpsItem({ OpsItemId: idOf(), OperationalData: { theirs: { Value: "x", Type: "String" } } });
    await ssm().addTagsToResource({
      ResourceType: "OpsItem",
      ResourceId: idOf(),
      Tags: [{ Key: "theirs", Value: "x" }],
    });
    assert.equal(await world.engine.refresh("a"), "same");
    await world.engine.up("a", { ...required, source: "orders" });
    assert.equal((await live()).OperationalData?.theirs?.Value, "x");
    const { TagList } = await ssm().listTagsForResource({ ResourceType: "OpsItem", ResourceId: idOf() });
    assert.deepEqual(TagList, [{ Key: "theirs", Value: "x" }]);
  });
});
