import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { link, simulated } from "./support";

const declared: Props = {
  title: "Drill",
  summary: "A drill.",
  relatedItems: [link("a")],
  tags: { team: "orders" },
  triggers: [1],
};

describe("an incident that was started, after which a call fails,", () => {
  const world = simulated();
  const { idOf, list, outputs, up } = world;
  beforeEach(() => {
    world.engine.config["aws:maxRetries"] = "0";
  });

  async function isWhole() {
    assert.deepEqual(await list(), [{ arn: idOf(), status: "OPEN" }]);
    for (const [name, value] of Object.entries(declared)) assert.deepEqual(outputs()[name], value, name);
    const { summary } = await world.recordOf();
    assert.equal(summary, "A drill.");
    assert.deepEqual(await world.ownTagsOf(), declared.tags);
    assert.equal((await world.itemsOf()).length, 2);
    assert.match(String(outputs().parentOpsItemId), /^oi-/);
    assert.equal(outputs().account, world.account);
    assert.equal(await up(declared), "same");
    assert.equal(await world.engine.refresh("a"), "same");
    assert.equal(await up(declared), "same");
  }

  for (const operation of [
    "GetIncidentRecord",
    "ListTagsForResource",
    "TagResource",
    "UpdateIncidentRecord",
    "ListRelatedItems",
  ]) {
    const failing = async () => {
      world.aws.faults.error(operation, "AccessDeniedException", { count: Infinity });
      await assert.rejects(up(declared), { message: new RegExp(`^${operation} failed: AccessDenied`) });
      world.aws.faults.clear();
      assert.deepEqual(await list(), [{ arn: idOf(), status: "OPEN" }]);
      return idOf();
    };

    it(`is in the state, and completed by the next run: ${operation}`, async () => {
      const arn = await failing();
      assert.equal(await up(declared), "update");
      assert.equal(idOf(), arn);
      await isWhole();
    });

    it(`is completed also after a refresh: ${operation}`, async () => {
      const arn = await failing();
      await world.engine.refresh("a");
      await up(declared);
      assert.equal(idOf(), arn);
      await isWhole();
    });

    it(`is resolved by a destroy, and not taken for a new one after that: ${operation}`, async () => {
      const arn = await failing();
      await world.engine.destroy("a");
      assert.deepEqual(await list(), [{ arn, status: "RESOLVED" }]);
      await up(declared);
      assert.notEqual(idOf(), arn);
      assert.equal((await list()).length, 2);
    });

    it(`is replaced by other triggers: ${operation}`, async () => {
      const arn = await failing();
      assert.equal(await up({ ...declared, triggers: [2] }), "replace");
      assert.deepEqual(await list(), [
        { arn, status: "RESOLVED" },
        { arn: idOf(), status: "OPEN" },
      ]);
    });
  }

  it("is completed once, not twice, where its second call fails in each run", async () => {
    for (let times = 0; times < 3; times++) {
      world.aws.faults.error("UpdateIncidentRecord", "AccessDeniedException");
      await assert.rejects(up(declared), { message: /^UpdateIncidentRecord failed/ });
    }
    await up(declared);
    await isWhole();
  });
});

describe("an incident that AWS does not show", () => {
  const world = simulated();
  const { idOf, list, up } = world;

  it("is waited for", async () => {
    world.aws.faults.hideNew("StartIncident", { ms: 5_000 });
    await up(declared);
    assert.ok(world.aws.requests.of("GetIncidentRecord").length > 2);
    assert.equal(world.outputs().title, "Drill");
    assert.equal((await list()).length, 1);
  });

  const hidden = async () => {
    const found = world.aws.faults.hideNew("StartIncident");
    await assert.rejects(up(declared), {
      message: /^incident .* was started, but AWS does not show it yet: run `pulumi up` again in a minute$/,
    });
    return found;
  };

  it("is in the state with what is known, and completed by the next run that sees it", async () => {
    const fault = await hidden();
    const arn = idOf();
    const { region, account, creationTime } = world.outputs();
    assert.deepEqual([region, account, creationTime], ["eu-west-1", world.account, undefined]);
    await assert.rejects(up(declared), { message: /does not show it yet/ });
    assert.equal(idOf(), arn);
    fault.reveal();
    assert.equal(await up(declared), "update");
    assert.equal(idOf(), arn);
    assert.deepEqual(await list(), [{ arn, status: "OPEN" }]);
    assert.equal((await world.recordOf()).summary, "A drill.");
    assert.equal(await up(declared), "same");
    assert.equal(await world.engine.refresh("a"), "same");
  });

  it("stays in the state through a refresh, with a warning", async () => {
    const fault = await hidden();
    const arn = idOf();
    assert.notEqual(await world.engine.refresh("a"), "gone");
    assert.match(world.warnings().join(), new RegExp(`AWS does not show incident ${arn} yet`));
    fault.reveal();
    await world.engine.refresh("a");
    await up(declared);
    assert.equal(idOf(), arn);
    assert.equal((await list()).length, 1);
    assert.equal(await up(declared), "same");
  });

  for (const onDelete of ["resolve", "delete"]) {
    it(`is let go by a destroy with onDelete ${onDelete}, and not taken for a new one after that`, async () => {
      const fault = await hidden();
      const arn = idOf();
      Object.assign(world.engine.state.get("a")!.outputs, { onDelete });
      await world.engine.destroy("a");
      fault.reveal();
      assert.deepEqual(await list(), onDelete === "delete" ? [] : [{ arn, status: "RESOLVED" }]);
      await up(declared);
      assert.notEqual(idOf(), arn);
    });
  }

  it("is not forgotten with the credentials of another account", async () => {
    await hidden();
    world.engine.config["aws:accessKey"] = "999900001111";
    for (const run of [() => world.engine.refresh("a"), () => world.engine.destroy("a")]) {
      await assert.rejects(run(), /was made with credentials of account/);
    }
    assert.ok(idOf());
  });

  it("is found by its token when the state was lost as well", async () => {
    const fault = await hidden();
    const arn = world.lose();
    await assert.rejects(up(declared), { message: /does not show it yet/ });
    world.lose();
    fault.reveal();
    world.aws.faults.clear();
    await up(declared);
    assert.equal(idOf(), arn);
    assert.equal((await list()).length, 1);
  });
});

describe("an incident that was never seen", () => {
  const world = simulated();
  const { idOf, up } = world;
  /** What AWS answers is somebody else's, not listed yet, and the first look at it fails. */
  const merged = async () => {
    world.aws.faults.hideNew("StartIncident", { ms: 5_000 });
    const arn = await world.foreign({ responsePlanArn: world.plan("merging"), title: "Theirs" }, await world.role());
    world.engine.config["aws:maxRetries"] = "0";
    world.aws.faults.error("GetIncidentRecord", "AccessDeniedException");
    await assert.rejects(up({ ...declared, responsePlanArn: world.plan("merging") }), {
      message: /^GetIncidentRecord/,
    });
    world.aws.faults.clear();
    assert.equal(idOf(), arn);
    return arn;
  };

  for (const isRefreshed of [false, true]) {
    const after = isRefreshed ? ", after a refresh" : "";

    it(`is not changed, by no run, where somebody else has started it${after}`, async () => {
      const arn = await merged();
      const before = await world.snapshot(arn);
      if (isRefreshed) await world.engine.refresh("a");
      const told = new RegExp(
        `^incident ${arn} was started by arn:.*:assumed-role/responder/anybody, and was never seen to`,
      );
      const args = { ...declared, responsePlanArn: world.plan("merging") };
      for (const run of [() => up(args), () => up(args), () => world.engine.destroy("a")]) {
        await assert.rejects(run(), { message: told });
      }
      assert.deepEqual(await world.snapshot(arn), before);
    });

    it(`is not taken for a new one where this resource has let it go before${after}`, async () => {
      await up(declared);
      await world.engine.destroy("a");
      world.engine.config["aws:maxRetries"] = "0";
      world.aws.faults.error("GetIncidentRecord", "AccessDeniedException");
      await assert.rejects(up(declared), { message: /^GetIncidentRecord/ });
      const before = await world.snapshot(idOf());
      if (isRefreshed) await world.engine.refresh("a");
      await assert.rejects(up(declared), { message: /was destroyed before, and is not what the program wants now/ });
      assert.deepEqual(await world.snapshot(idOf()), before);
      await world.engine.destroy("a");
      await up(declared);
      assert.equal(world.outputs().status, "OPEN");
      assert.equal((await world.list()).length, 2);
    });
  }

  it("has happened all the same where somebody has deleted it since", async () => {
    world.engine.config["aws:maxRetries"] = "0";
    world.aws.faults.error("GetIncidentRecord", "AccessDeniedException");
    await assert.rejects(up(declared));
    const arn = idOf();
    await world.remove();
    assert.equal(await up(declared), "update");
    assert.match(world.warnings().join(), /AWS does not know incident .* any more: it is kept in the state/);
    assert.deepEqual([idOf(), world.starts()], [arn, 1]);
  });
});

describe("an incident whose plan has so many tags that there is room for", () => {
  const plan = (count: number) => ({
    name: `tags${count}`,
    incidentTemplate: { incidentTags: Object.fromEntries(Array.from({ length: count }, (_, key) => [`k${key}`, "v"])) },
  });
  const world = simulated({
    incidentManager: { replicationSet: ["eu-west-1"], responsePlans: [plan(50), plan(49)] },
  });
  const { idOf, list, starts } = world;
  const up = (count: number, more: Props = {}, name = "a") =>
    world.up({ responsePlanArn: world.plan(`tags${count}`), ...more }, name);

  it("none is in the state, told of, and not started again", async () => {
    for (let times = 0; times < 3; times++) {
      await assert.rejects(up(50), {
        message: /^TagResource failed: ServiceQuotaExceeded.*an incident takes 50 tags, those of its response plan and/,
      });
    }
    assert.equal(starts(), 1);
    assert.deepEqual(await list(), [{ arn: idOf(), status: "OPEN" }]);
    const arn = idOf();
    await world.engine.destroy("a");
    assert.deepEqual(await list(), [{ arn, status: "RESOLVED" }]);
  });

  it("none is completed once a tag has gone", async () => {
    await assert.rejects(up(50));
    const arn = idOf();
    await world.untag(["k0"]);
    assert.equal(await up(50), "update");
    assert.equal(idOf(), arn);
    assert.equal(await up(50), "same");
    assert.equal(await world.engine.refresh("a"), "same");
  });

  it("the mark alone is let go by a destroy, and a new one follows it", async () => {
    await up(49);
    const arn = idOf();
    await world.engine.destroy("a");
    assert.equal((await world.recordOf(arn)).status, "RESOLVED");
    assert.match(Object.values(await world.tagsOf(arn)).join(), /released /);
    await up(49);
    assert.notEqual(idOf(), arn);
  });

  it("the mark alone is renamed, and its old name starts another", async () => {
    await up(49);
    const arn = idOf();
    world.rename("a", "b");
    assert.equal(await up(49, {}, "b"), "update");
    assert.equal(idOf("b"), arn);
    await up(49);
    assert.notEqual(idOf("a"), arn);
    assert.equal(await up(49, {}, "b"), "same");
  });

  it("the mark alone tells of each tag that the program wants besides, and stays in the state", async () => {
    await assert.rejects(up(49, { tags: { more: "1" } }), { message: /^TagResource failed: ServiceQuotaExceeded/ });
    const arn = idOf();
    assert.equal(await up(49, { tags: { k0: "ours" } }), "update");
    assert.equal(idOf(), arn);
    assert.equal((await world.tagsOf()).k0, "ours");
    assert.equal(starts(), 1);
  });
});

describe("an incident beside many open ones of others", () => {
  const world = simulated();

  it("is started and found again over several pages of them, and none of them is touched", async () => {
    const others: string[] = [];
    for (let count = 0; count < 110; count++) others.push(await world.foreign({ title: `Theirs ${count}` }));
    for (const arn of [others[0]!, others[60]!]) await world.tag(world.marksOf("b", {}), arn);
    await world.up(declared);
    const arn = world.lose();
    world.aws.requests.clear();
    await world.up(declared);
    assert.equal(world.idOf(), arn);
    assert.equal(world.starts(), 0);
    assert.equal(world.aws.requests.of("ListIncidentRecords").length, 3);
    const touched = world.aws.requests.filter(({ operation }) => world.writes().includes(operation));
    assert.deepEqual(
      touched.filter(({ input }) => !JSON.stringify(input).includes(arn)),
      [],
    );
  });
});
