import assert from "node:assert/strict";
import { required, simulated, whole } from "./support";

const HOUR = 60 * 60 * 1000;

describe("the OpsItem handler, making one item for one resource", () => {
  const world = simulated({ deleteLagMs: 60_000 });
  const { idOf, items, live, ssm, calls } = world;
  const ids = async () => (await items()).map(({ OpsItemId }) => OpsItemId);
  /** The state forgets the item, as when the engine was killed before it wrote. */
  const lose = (name = "a") => {
    const id = idOf(name);
    world.engine.state.delete(name);
    return id;
  };

  it("continues with the item that a lost reply has made, within one run", async () => {
    world.aws.faults.loseReply("CreateOpsItem");
    await world.engine.up("a", whole);
    assert.deepEqual(await ids(), [idOf()]);
    assert.equal((await live()).Status, "InProgress");
  });

  it("continues in the next run, and brings the item in line with a program that was edited since", async () => {
    await world.engine.up("a", whole);
    const id = lose();
    await world.engine.up("a", { ...whole, title: "Edited", priority: 4, status: "Open" });
    assert.equal(idOf(), id);
    const { Title, Priority, Status } = await live();
    assert.deepEqual({ Title, Priority, Status }, { Title: "Edited", Priority: 4, Status: "Open" });
    assert.deepEqual(await ids(), [id]);
  });

  it("says that it continues", async () => {
    await world.engine.up("a", required);
    const id = lose();
    await world.engine.up("a", { ...required, title: "Edited" });
    assert.deepEqual(world.engine.messages, [
      `a: warning: an earlier run has made ${id} for this resource: continuing with it, changing title`,
    ]);
  });

  it("refuses to continue where AWS cannot change what was edited, and touches nothing", async () => {
    await world.engine.up("a", required);
    const id = lose();
    const { Version } = await live(id);
    await assert.rejects(world.engine.up("a", { ...required, source: "billing", opsItemType: "/aws/insight" }), {
      message: `OpsItem ${id} differs from the program in source, opsItemType, which AWS cannot change: make the program agree with it, or resolve it and run \`pulumi up\` again`,
    });
    assert.equal((await live(id)).Version, Version);
    assert.deepEqual(await ids(), [id]);
  });

  it("finds an item that the search does not show yet by its token", async () => {
    const hidden = world.aws.faults.hideNew("CreateOpsItem", { ms: 3_000 });
    await world.engine.up("a", required).catch(() => {});
    if (world.engine.state.has("a")) lose();
    hidden.reveal();
    world.aws.faults.clear();
    await world.engine.up("a", required);
    assert.deepEqual(await ids(), [idOf()]);
  });

  it("waits for an item that AWS does not show yet", async () => {
    world.aws.faults.hideNew("CreateOpsItem", { ms: 5_000 });
    await world.engine.up("a", required);
    assert.ok(calls().filter((operation) => operation === "GetOpsItem").length > 1);
    assert.deepEqual(await ids(), [idOf()]);
  });

  it("keeps the id of an item that AWS does not show at all, and finds it with the next run", async () => {
    const hidden = world.aws.faults.hideNew("CreateOpsItem");
    await assert.rejects(world.engine.up("a", required), {
      message: /was made, but AWS does not show it yet: run `pulumi up` again/,
    });
    const id = idOf();
    assert.ok(id);
    hidden.reveal();
    assert.equal(await world.engine.up("a", required), "update");
    assert.equal(idOf(), id);
    assert.ok(world.engine.state.get("a")?.outputs.createdTime);
  });

  it("starts no second item while AWS shows the first one to nobody", async () => {
    const hidden = world.aws.faults.hideNew("CreateOpsItem");
    await world.engine.up("a", required).catch(() => {});
    const id = lose();
    await assert.rejects(world.engine.up("a", required), {
      message: new RegExp(`OpsItem ${id} was made for this resource, but AWS does not show it yet`),
    });
    hidden.reveal();
    await world.engine.up("a", required);
    assert.deepEqual(await ids(), [id]);
  });

  it("makes a new item right after the old one was destroyed, whose deletion takes a while", async () => {
    await world.engine.up("a", required);
    const id = idOf();
    await world.engine.destroy("a");
    await world.engine.up("a", required);
    assert.notEqual(idOf(), id);
    world.aws.clock.advance(60_000);
    assert.deepEqual(await ids(), [idOf()]);
    // Its first token is free again: a lost item must be found behind it.
    const second = lose();
    await world.engine.up("a", required);
    assert.equal(idOf(), second);
  });

  it("makes a new item beside one that was resolved outside", async () => {
    await world.engine.up("a", required);
    const id = lose();
    await ssm().updateOpsItem({ OpsItemId: id, Status: "Resolved" });
    await world.engine.up("a", required);
    assert.notEqual(idOf(), id);
  });

  it("continues with a resolved item where the program wants it so", async () => {
    const args = { ...required, status: "Resolved" };
    await world.engine.up("a", args);
    const id = lose();
    await world.engine.up("a", args);
    assert.equal(idOf(), id);
    assert.deepEqual(await ids(), [id]);
  });

  it("refuses an item that was made more than a day ago, and takes it with adopt", async () => {
    await world.engine.up("a", required);
    const id = lose();
    world.aws.clock.advance(24 * HOUR + 60_000);
    await assert.rejects(world.engine.up("a", required), {
      message: new RegExp(`OpsItem ${id} carries .* made more than a day ago, .* adopt: "${id}"`),
    });
    assert.deepEqual(await ids(), [id]);
    await world.engine.up("a", { ...required, adopt: id });
    assert.equal(idOf(), id);
    assert.equal(await world.engine.up("a", required), "same");
  });

  it("makes two items for two resources with the same arguments, at once", async () => {
    await Promise.all([world.engine.up("a", whole), world.engine.up("b", whole)]);
    assert.notEqual(idOf("a"), idOf("b"));
    assert.equal((await ids()).length, 2);
  });

  it("makes items of their own for stacks of the same name in two namespaces", async () => {
    await world.engine.up("a", required);
    const id = lose();
    world.engine.config["aws-ops:namespace"] = "blue";
    await world.engine.up("a", required);
    assert.notEqual(idOf(), id);
    assert.match((await live()).OperationalData?.["pulumi-aws-ops/owner"]?.Value ?? "", /"owner":"blue\/urn:pulumi:/);
    const blue = lose();
    await world.engine.up("a", required);
    assert.equal(idOf(), blue);
  });

  it("rewrites the owner when the namespace changes, and nothing else", async () => {
    await world.engine.up("a", whole);
    const id = idOf();
    world.engine.config["aws-ops:namespace"] = "blue";
    world.aws.requests.clear();
    assert.equal(await world.engine.up("a", whole), "update");
    assert.deepEqual(calls(), ["GetOpsItem", "UpdateOpsItem", "GetOpsItem"]);
    assert.deepEqual(Object.keys(world.aws.requests[1]?.input ?? {}), ["OpsItemId", "OperationalData"]);
    assert.equal(idOf(), id);
    lose();
    await world.engine.up("a", whole);
    assert.equal(idOf(), id);
  });

  it("releases what it keeps when it is replaced with retainOnDelete, and makes a new one", async () => {
    await world.engine.up("a", required);
    const old = idOf();
    assert.equal(await world.engine.up("a", { ...required, source: "billing" }, { retainOnDelete: true }), "replace");
    assert.notEqual(idOf(), old);
    assert.deepEqual((await ids()).sort(), [old, idOf()].sort());
    const kept = (await live(old)).OperationalData?.["pulumi-aws-ops/owner"]?.Value;
    assert.equal(JSON.parse(kept ?? "{}").released, true);
    const next = lose();
    await world.engine.up("a", { ...required, source: "billing" });
    assert.equal(idOf(), next);
  });

  it("starts nothing once the engine has gone", async () => {
    world.engine.kill();
    await assert.rejects(world.engine.up("a", required));
    assert.deepEqual(world.aws.requests.of("CreateOpsItem"), []);
    assert.deepEqual(await ids(), []);
  });

  it("starts nothing when the engine goes while it searches", async () => {
    const search = world.aws.faults.hold("DescribeOpsItems");
    const creating = world.engine.up("a", required);
    await search.reached;
    world.engine.kill();
    search.release();
    await assert.rejects(creating);
    assert.deepEqual(world.aws.requests.of("CreateOpsItem"), []);
  });

  describe("with a dedup string of its own", () => {
    const own = (dedupString: string) => ({
      ...required,
      operationalData: { "/aws/dedup": { value: JSON.stringify({ dedupString }) } },
    });

    it("sends it as it is", async () => {
      await world.engine.up("a", own("mine"));
      assert.equal((await live()).OperationalData?.["/aws/dedup"]?.Value, '{"dedupString":"mine"}');
      assert.equal(await world.engine.refresh("a"), "same");
    });

    it("continues with its lost item", async () => {
      await world.engine.up("a", own("mine"));
      const id = lose();
      await world.engine.up("a", own("mine"));
      assert.equal(idOf(), id);
    });

    it("refuses the item of somebody else that has it, and names it", async () => {
      const made = await ssm().createOpsItem({
        ...{ Title: "x", Description: "x", Source: "x" },
        OperationalData: { "/aws/dedup": { Value: '{"dedupString":"mine"}', Type: "SearchableString" } },
      });
      await assert.rejects(world.engine.up("a", own("mine")), {
        message: new RegExp(
          `OpsItem ${made.OpsItemId} has the dedup string of .* not this resource's: .* adopt: "${made.OpsItemId}"`,
        ),
      });
      assert.equal(world.engine.state.size, 0);
    });

    it("does not touch the item of somebody else that has it, even where AWS does not show that one yet", async () => {
      const hidden = world.aws.faults.hideNew("CreateOpsItem");
      const made = await ssm().createOpsItem({
        ...{ Title: "x", Description: "x", Source: "x" },
        OperationalData: { "/aws/dedup": { Value: '{"dedupString":"mine"}', Type: "SearchableString" } },
      });
      await assert.rejects(world.engine.up("a", own("mine")), { message: /has the dedup string/ });
      hidden.reveal();
      const { Version, OperationalData } = await live(made.OpsItemId);
      assert.equal(Version, "1");
      assert.deepEqual(Object.keys(OperationalData ?? {}), ["/aws/dedup"]);
    });

    it("refuses that two resources have it", async () => {
      await world.engine.up("a", own("mine"));
      await assert.rejects(world.engine.up("b", own("mine")), { message: /has the dedup string/ });
    });

    it("replaces the item when it changes, also back again", async () => {
      await world.engine.up("a", own("mine"));
      assert.equal(await world.engine.up("a", own("other")), "replace");
      assert.equal(await world.engine.up("a", own("mine")), "replace");
      assert.equal((await live()).OperationalData?.["/aws/dedup"]?.Value, '{"dedupString":"mine"}');
    });
  });

  it("costs no more after many items were released and kept", async () => {
    const kept = { ...required, onDelete: "resolve" };
    for (let times = 0; times < 3; times++) {
      await world.engine.up("a", kept);
      await world.engine.destroy("a");
    }
    world.aws.requests.clear();
    await world.engine.up("a", kept);
    assert.deepEqual(calls(), ["DescribeOpsItems", "CreateOpsItem", "GetOpsItem"]);
  });
});
