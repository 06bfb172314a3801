import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { required, simulated } from "./support";

describe("an OpsItem and its owner", () => {
  const world = simulated();
  const { idOf, calls } = world;
  const live = async (id = idOf()) => (await world.ssm().getOpsItem({ OpsItemId: id })).OpsItem!;
  const ownerOn = async (id = idOf()) =>
    JSON.parse((await live(id)).OperationalData?.["pulumi-aws-ops/owner"]?.Value ?? "{}");
  const removeOwner = (id: string) =>
    world.ssm().updateOpsItem({ OpsItemId: id, OperationalDataToDelete: ["pulumi-aws-ops/owner"] });

  it("writes the owner again after somebody has removed it", async () => {
    await world.engine.up("a", required);
    await removeOwner(idOf());
    assert.equal(await world.engine.refresh("a"), "drift");
    assert.equal(await world.engine.up("a", required), "update");
    assert.equal((await ownerOn()).owner, world.engine.owner("a"));
    assert.equal(await world.engine.refresh("a"), "same");
  });

  for (const [what, args] of Object.entries<Props>({
    "is deleted": required,
    "has a dedup string of its own": {
      ...required,
      operationalData: { "/aws/dedup": { value: '{"dedupString":"x"}' } },
    },
  })) {
    it(`takes the release back when the deletion of an item fails which ${what}`, async () => {
      await world.engine.up("a", args);
      world.aws.faults.error("DeleteOpsItem", "AccessDeniedException");
      await assert.rejects(world.engine.destroy("a"), { message: /^DeleteOpsItem failed: AccessDeniedException/ });
      assert.equal((await ownerOn()).released, undefined);
      assert.equal((await live()).Status, "Open");
    });
  }

  it("mends an item whose destruction was interrupted after it was resolved", async () => {
    const args = { ...required, onDelete: "resolve", status: "Open" };
    await world.engine.up("a", args);
    const before = { ...world.engine.state.get("a")! };
    await world.engine.destroy("a");
    world.engine.state.set("a", before); // killed before the state was written
    assert.equal(await world.engine.refresh("a"), "drift");
    assert.equal(await world.engine.up("a", args), "update");
    assert.equal((await live()).Status, "Open");
    assert.equal((await ownerOn()).released, undefined);
  });

  it("lets an item go that another resource has adopted meanwhile, and leaves it as it is", async () => {
    await world.engine.up("a", required);
    const id = idOf();
    await removeOwner(id);
    await world.engine.up("b", { ...required, adopt: id });
    const { Version } = await live(id);
    assert.equal(await world.engine.refresh("a"), "same");
    assert.match(world.engine.messages.join(), /a: warning: OpsItem .* belongs to .*::b now/);
    await world.engine.destroy("a");
    assert.equal((await live(id)).Version, Version);
    assert.equal((await ownerOn(id)).owner, world.engine.owner("b"));
  });

  it("does not take an item back by a rename that another resource has adopted meanwhile", async () => {
    await world.engine.up("a", required);
    const id = idOf();
    await removeOwner(id);
    await world.engine.up("b", { ...required, adopt: id });
    world.engine.config["aws-ops:namespace"] = "blue";
    await assert.rejects(world.engine.up("a", required), { message: /belongs to .*::b now, and was not changed/ });
    assert.equal((await ownerOn(id)).owner, world.engine.owner("b").replace("blue/", ""));
  });

  for (const [property, value] of Object.entries({
    source: "billing",
    opsItemType: "/aws/insight",
    region: "us-east-1",
  })) {
    it(`keeps an adopted item when ${property} changes while the program still adopts it`, async () => {
      const { OpsItemId: id } = await world.ssm().createOpsItem({ Title: "a", Description: "b", Source: "orders" });
      await world.engine.up("a", { ...required, adopt: id });
      world.aws.requests.clear();
      const changed = { ...required, adopt: id, [property]: value };
      const refused = {
        message: `adopt: must be dropped before ${property} changes: ${id} is adopted, and would be replaced`,
      };
      await assert.rejects(world.engine.preview("a", changed), refused);
      assert.deepEqual(calls(), []);
      await world.engine.refresh("a");
      await assert.rejects(world.engine.preview("a", changed), refused);
      assert.equal(await world.engine.up("a", { ...changed, adopt: undefined }), "replace");
    });
  }

  it("makes the replacement where the replaced item is, whatever the environment says", async () => {
    const { "aws:region": _, ...config } = world.engine.config;
    world.engine.config = config;
    const { AWS_REGION } = process.env;
    try {
      process.env.AWS_REGION = "eu-west-1";
      await world.engine.up("a", required);
      process.env.AWS_REGION = "us-east-1";
      assert.equal(await world.engine.up("a", { ...required, source: "billing" }), "replace");
      assert.equal(world.engine.state.get("a")?.outputs.region, "eu-west-1");
    } finally {
      if (AWS_REGION === undefined) delete process.env.AWS_REGION;
      else process.env.AWS_REGION = AWS_REGION;
    }
  });

  it("manages an empty list from the moment it is declared", async () => {
    await world.engine.up("a", required);
    const empty = { ...required, notifications: [] };
    assert.equal(await world.engine.up("a", empty), "update");
    const Notifications = [{ Arn: "arn:aws:sns:eu-west-1:111122223333:theirs" }];
    await world.ssm().updateOpsItem({ OpsItemId: idOf(), Notifications });
    assert.equal(await world.engine.refresh("a"), "drift");
    await world.engine.up("a", empty);
    assert.deepEqual((await live()).Notifications, []);
  });

  it("removes what is called like something every object has", async () => {
    const data = { toString: { value: "x" } };
    await world.engine.up("a", { ...required, operationalData: data, tags: { constructor: "x" } });
    await world.engine.up("a", required);
    const { TagList } = await world.ssm().listTagsForResource({ ResourceType: "OpsItem", ResourceId: idOf() });
    assert.deepEqual(TagList, []);
    assert.ok(!Object.hasOwn((await live()).OperationalData ?? {}, "toString"));
    const proto = JSON.parse('{"__proto__": {"value": "x"}}');
    const { failures } = await world.engine.preview("b", { ...required, operationalData: proto, constructor: "x" });
    assert.equal(failures.length, 2);
  });

  it("keeps what a program no longer declares out of the state, for it may have been a secret", async () => {
    const args = { ...required, severity: "hunter2", operationalData: { pw: { value: "hunter2" } } };
    await world.engine.up("a", args);
    const before = world.engine.state.get("a")!;
    await world.engine.up("a", required);
    await world.engine.refresh("a");
    assert.ok(!JSON.stringify(world.engine.state.get("a")).includes("hunter2"));
    await world.engine.up("b", args);
    world.engine.state.delete("b");
    await world.engine.up("b", required); // continues with the item, which has them still
    assert.ok(!JSON.stringify(world.engine.state.get("b")).includes("hunter2"));
    assert.ok(JSON.stringify(before).includes("hunter2"));
  });
});
