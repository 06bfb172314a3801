import assert from "node:assert/strict";
import type { CreateOpsItemRequest } from "@aws-sdk/client-ssm";
import { required, simulated, whole } from "./support";

describe("the OpsItem handler, adopting an item", () => {
  const world = simulated();
  const { idOf, live, outputs, ssm, calls, items } = world;

  /** An item of somebody else. */
  const foreign = async (more: Partial<CreateOpsItemRequest> = {}, region?: string) => {
    const request = { Title: "Theirs", Description: "Theirs", Source: "orders", Priority: 3, Category: "Cost" };
    const made = await ssm(region).createOpsItem({
      ...request,
      Tags: [{ Key: "theirs", Value: "x" }],
      OperationalData: { theirs: { Value: "x", Type: "String" } },
      ...more,
    });
    world.aws.requests.clear();
    return { id: String(made.OpsItemId), arn: String(made.OpsItemArn) };
  };

  it("brings it in line, leaves to others what is theirs, and makes nothing", async () => {
    const { id } = await foreign();
    assert.equal(await world.engine.up("a", { ...whole, adopt: id }), "create");
    assert.equal(idOf(), id);
    assert.deepEqual(world.aws.requests.of("CreateOpsItem"), []);
    const { Title, Priority, Status, Tags, OperationalData } = await live();
    assert.deepEqual({ Title, Priority, Status }, { Title: whole.title, Priority: 2, Status: "InProgress" });
    assert.deepEqual(Tags, { theirs: "x", team: "orders", cost: "ops" });
    assert.equal(OperationalData?.theirs?.Value, "x");
    for (const [property, value] of Object.entries(whole)) assert.deepEqual(outputs()[property], value, property);
    assert.equal(await world.engine.refresh("a"), "same");
    assert.equal(await world.engine.up("a", { ...whole, adopt: id }), "same");
  });

  it("leaves alone what the program does not declare", async () => {
    const { id } = await foreign();
    await world.engine.up("a", { ...required, adopt: id });
    const { Priority, Category, Tags } = await live();
    assert.deepEqual({ Priority, Category, Tags }, { Priority: 3, Category: "Cost", Tags: { theirs: "x" } });
    assert.equal(await world.engine.refresh("a"), "same");
  });

  it("changes nothing when adopt is dropped later, and destroys it like its own", async () => {
    const { id } = await foreign();
    await world.engine.up("a", { ...required, adopt: id });
    world.aws.requests.clear();
    assert.equal(await world.engine.up("a", required), "same");
    assert.deepEqual(calls(), []);
    await world.engine.destroy("a");
    assert.deepEqual(await items(), []);
  });

  it("takes an ARN, or either with its region", async () => {
    for (const reference of [(id: string) => id, (_: string, arn: string) => arn, (id: string) => `eu-west-1/${id}`]) {
      const { id, arn } = await foreign();
      await world.engine.up("a", { ...required, adopt: reference(id, arn) });
      assert.equal(idOf(), id);
      assert.equal(await world.engine.up("a", required), "same");
      world.engine.state.clear();
      await ssm().deleteOpsItem({ OpsItemId: id });
    }
  });

  it("takes one in another region, which stays its region", async () => {
    const { arn, id } = await foreign({}, "eu-central-1");
    delete world.engine.config["aws:region"];
    await world.engine.up("a", { ...required, adopt: arn });
    assert.equal(outputs().region, "eu-central-1");
    assert.equal(await world.engine.up("a", required), "same");
    await world.engine.destroy("a");
    await assert.rejects(ssm("eu-central-1").getOpsItem({ OpsItemId: id }), { message: /does not exist/ });
  });

  it("replaces when another item is named", async () => {
    const [one, two] = [await foreign(), await foreign()];
    await world.engine.up("a", { ...required, adopt: one.id });
    assert.equal(await world.engine.up("a", { ...required, adopt: two.id }), "replace");
    assert.equal(idOf(), two.id);
  });

  it("changes nothing when the item that it has is named later", async () => {
    await world.engine.up("a", required);
    const id = idOf();
    assert.equal(await world.engine.up("a", { ...required, adopt: id }), "same");
    assert.equal(idOf(), id);
  });

  for (const [what, args, said] of [
    ["another source", { source: "billing" }, /differs from the program in source, which AWS cannot change/],
    ["another type", { opsItemType: "/aws/insight" }, /differs from the program in opsItemType, which/],
    [
      "a dedup string",
      { operationalData: { "/aws/dedup": { value: '{"dedupString":"x"}' } } },
      /differs from the program in operationalData\["\/aws\/dedup"\], which/,
    ],
  ] as const) {
    it(`refuses ${what} before it writes anything`, async () => {
      const { id } = await foreign();
      await assert.rejects(world.engine.up("a", { ...required, ...args, adopt: id }), { message: said });
      assert.deepEqual(
        calls().filter(
          (operation) => /Update|Tags|Create|Delete/.test(operation) && operation !== "ListTagsForResource",
        ),
        [],
      );
      assert.equal(world.engine.state.size, 0);
    });
  }

  it("refuses one that belongs to another resource, and names it", async () => {
    await world.engine.up("b", required);
    world.aws.requests.clear();
    await assert.rejects(world.engine.up("a", { ...required, adopt: idOf("b") }), {
      message: new RegExp(`adopt: OpsItem ${idOf("b")} belongs to urn:pulumi:.*::b\\. Nothing was changed\\.`),
    });
    assert.deepEqual(world.aws.requests.of("UpdateOpsItem"), []);
  });

  it("takes one that another resource has let go, or whose owner was removed or spoiled by hand", async () => {
    for (const [OperationalData, OperationalDataToDelete] of [
      [undefined, ["pulumi-aws-ops/owner"]],
      [{ "pulumi-aws-ops/owner": { Value: "spoiled", Type: "String" as const } }, undefined],
    ] as const) {
      await world.engine.up("b", required);
      const id = idOf("b");
      await ssm().updateOpsItem({
        OpsItemId: id,
        OperationalData,
        OperationalDataToDelete: OperationalDataToDelete?.slice(),
      });
      await world.engine.up("a", { ...required, adopt: id });
      assert.equal(idOf("a"), id);
      world.engine.state.clear();
    }
    await world.engine.up("c", { ...required, onDelete: "resolve" });
    const id = idOf("c");
    await world.engine.destroy("c");
    await world.engine.up("a", { ...required, adopt: id });
    assert.equal(idOf("a"), id);
  });

  it("refuses one that is not there", async () => {
    await assert.rejects(world.engine.up("a", { ...required, adopt: "oi-000000000000" }), {
      message:
        `adopt: there is no OpsItem oi-000000000000 in eu-west-1 of account ${world.account}: ` +
        "name another one, or drop `adopt` to have one made",
    });
  });

  it("refuses an ARN of another account", async () => {
    const { id } = await foreign();
    const adopt = `arn:aws:ssm:eu-west-1:999999999999:opsitem/${id}`;
    await assert.rejects(world.engine.up("a", { ...required, adopt }), { message: /adopt: there is no OpsItem/ });
    assert.equal((await live(id)).Title, "Theirs");
  });

  it("refuses in check an item in another region", async () => {
    const { failures } = await world.engine.preview("a", { ...required, adopt: "eu-central-1/oi-0123456789ab" });
    assert.deepEqual(failures, [
      'adopt: names an object in eu-central-1, but the resource is in another region: set its region to "eu-central-1"',
    ]);
  });
});
