import assert from "node:assert/strict";
import { required, simulated } from "./support";

const tagsOf = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));

for (const tagsOnAutomation of ["50", "5"] as const) {
  describe(`a change request where AWS takes ${tagsOnAutomation} tags for an automation`, () => {
    const world = simulated({ answers: { tagsOnAutomation } });
    const full = { ...required, tags: tagsOf(Number(tagsOnAutomation) - 1) };
    const args = tagsOnAutomation === "5" ? full : { ...required, tags: tagsOf(48) };

    it("with as many as fit is let go by a destroy, and a new one follows it", async () => {
      await world.engine.up("a", args);
      const id = world.idOf();
      await world.engine.destroy("a");
      assert.equal(await world.status(id), "Cancelled");
      await world.engine.up("a", args);
      assert.notEqual(world.idOf(), id);
    });

    it("with as many as fit is let go by a destroy after it has ended", async () => {
      await world.engine.up("a", args);
      const id = world.idOf();
      await world.decide("Approve");
      await world.engine.refresh("a");
      await world.engine.destroy("a");
      await world.engine.up("a", args);
      assert.notEqual(world.idOf(), id);
    });

    it("with as many as fit is renamed, and its old name makes a new one", async () => {
      await world.engine.up("a", args);
      const id = world.idOf();
      const { inputs, outputs } = world.engine.state.get("a")!;
      world.engine.state.delete("a");
      world.engine.state.set("b", { id, inputs, outputs });
      assert.equal(await world.engine.up("b", args), "update");
      assert.equal(world.idOf("b"), id);
      await world.engine.up("a", args);
      assert.notEqual(world.idOf("a"), id);
      assert.equal(await world.engine.up("b", args), "same");
    });
  });
}

describe("a change request that AWS has never shown", () => {
  const world = simulated();
  beforeEach(async () => {
    world.aws.faults.hideNew("StartChangeRequestExecution");
    await assert.rejects(world.engine.up("a", required), /does not show it yet/);
  });

  for (const onDelete of ["cancel", "leave"]) {
    for (const refreshed of [false, true]) {
      it(`is not forgotten with the credentials of another account, with onDelete ${onDelete}${refreshed ? ", after a refresh" : ""}`, async () => {
        Object.assign(world.engine.state.get("a")!.outputs, { onDelete });
        if (refreshed) await world.engine.refresh("a");
        world.engine.config["aws:accessKey"] = "999900001111";
        await assert.rejects(world.engine.destroy("a"), /was made with credentials of account/);
        assert.ok(world.idOf());
      });
    }
  }

  it("is not forgotten where not even its account is recorded", async () => {
    delete world.engine.state.get("a")!.outputs.account;
    world.engine.config["aws:accessKey"] = "999900001111";
    await assert.rejects(world.engine.destroy("a"), /not recorded in which account it was submitted/);
  });

  it("is said to be not shown yet by a refresh", async () => {
    await world.engine.refresh("a");
    assert.match(world.engine.messages.at(-1) ?? "", /does not show change request .* yet: it is kept in the state/);
  });

  it("is cancelled by a destroy, and not taken for what is wanted after it", async () => {
    const id = world.idOf();
    await world.engine.destroy("a");
    await assert.rejects(world.engine.up("a", required), /does not show it yet/);
    world.aws.faults.clear();
    await assert.rejects(world.engine.up("a", required), /was destroyed before AWS had shown it.* change `triggers`/);
    await world.engine.up("a", { ...required, triggers: [1] });
    assert.notEqual(world.idOf(), id);
    assert.equal(world.outputs().status, "PendingApproval");
  });
});

describe("a change request whose runbook begins to run just before it would be cancelled", () => {
  const world = simulated();
  const runsMeanwhile = async (operation: string, work: () => Promise<unknown>) => {
    world.aws.changeManager.runbook = () => ({ seconds: 7200 });
    const hold = world.aws.faults.hold(operation, { when: "after" });
    const done = work();
    await hold.reached;
    await world.decide("Approve", (await world.requests())[0]?.id);
    hold.release();
    return done;
  };

  it("is not stopped by a run that finds it with other inputs", async () => {
    await world.engine.up("a", required);
    const id = world.lose();
    await assert.rejects(
      runsMeanwhile("DescribeAutomationExecutions", () =>
        world.engine.up("a", { ...required, changeRequestName: "x" }),
      ),
      /its runbook runs, and was not stopped/,
    );
    assert.equal(await world.status(id), "RunbookInProgress");
  });

  it("is not stopped by a destroy", async () => {
    await world.engine.up("a", required);
    await assert.rejects(
      runsMeanwhile("ListTagsForResource", () => world.engine.destroy("a")),
      /its runbook runs, and was not stopped/,
    );
    assert.equal(await world.status(), "RunbookInProgress");
  });
});

describe("a change request whose mark somebody has removed", () => {
  const world = simulated();
  it("shows it in a refresh, and has it written again", async () => {
    await world.engine.up("a", required);
    const before = await world.tagsOf();
    await world.ssm().removeTagsFromResource({
      ResourceType: "Automation",
      ResourceId: world.idOf(),
      TagKeys: Object.keys(before),
    });
    assert.equal(await world.engine.refresh("a"), "drift");
    assert.equal(await world.engine.up("a", required), "update");
    assert.deepEqual(Object.keys(await world.tagsOf()), Object.keys(before));
    assert.equal(await world.engine.refresh("a"), "same");
  });

  it("warns where another resource has adopted it", async () => {
    await world.engine.up("a", required);
    const [key = ""] = Object.keys(await world.tagsOf());
    await world.ssm().removeTagsFromResource({ ResourceType: "Automation", ResourceId: world.idOf(), TagKeys: [key] });
    await world.engine.up("b", { ...required, adopt: world.idOf() });
    assert.equal(await world.engine.refresh("a"), "same");
    assert.match(world.engine.messages.at(-1) ?? "", /belongs to urn:.*::b now: take this resource out of the program/);
  });
});

describe("what a program says of onDelete together with a change that replaces", () => {
  const world = simulated();
  const replaced = { ...required, changeRequestName: "other" };
  beforeEach(async () => {
    world.aws.changeManager.runbook = () => ({ seconds: 7200 });
    await world.engine.up("a", required);
    await world.decide("Approve");
  });

  for (const [onDelete, becomes] of [
    ["cancelRunning", "Cancelled"],
    ["leave", "RunbookInProgress"],
  ]) {
    it(`counts: ${onDelete} leaves the old request ${becomes}`, async () => {
      const id = world.idOf();
      await assert.rejects(world.engine.up("a", replaced), /its runbook runs, and was not stopped/);
      assert.equal(await world.engine.up("a", { ...replaced, onDelete }), "replace");
      assert.equal(await world.status(id), becomes);
      assert.notEqual(world.idOf(), id);
    });
  }
});

describe("tags of a change request", () => {
  const world = simulated();
  it("whose keys begin like ours are refused", async () => {
    const { failures } = await world.engine.preview("a", { ...required, tags: { "pulumi-aws-ops:x": "y" } });
    assert.deepEqual(failures, [
      'tags["pulumi-aws-ops:x"]: keys that begin with pulumi-aws-ops: are kept by this package',
    ]);
  });
});

describe("ChangeRequest.get of an automation that is no change request", () => {
  const world = simulated();
  it("is refused", async () => {
    await world.engine.up("a", required);
    await world.decide("Approve");
    await world.engine.refresh("a");
    const { automationExecutionId: child } = world.outputs().runbook as { automationExecutionId: string };
    const given = { owner: world.engine.urn("read"), __provider: "text" };
    await assert.rejects(world.engine.process().read(child, given), {
      message: `${child} is an automation, but no change request`,
    });
  });
});
