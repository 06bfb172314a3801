import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { link, planArn, simulated, topic, whole } from "./support";

describe("the IncidentRecord handler, adopting", () => {
  const world = simulated();
  const { idOf, outputs, up, writes } = world;
  /** An incident that somebody else has started. */
  async function foreign(more: Props = {}) {
    const arn = await world.foreign({ title: "Theirs", ...more }, await world.role());
    await world.tag({ theirs: "x" }, arn);
    world.aws.requests.clear();
    return arn;
  }

  for (const [what, reference] of [
    ["its ARN", (arn) => arn],
    ["its ARN with the region", (arn) => `eu-west-1/${arn}`],
  ] as [string, (arn: string) => string][]) {
    it(`takes an incident over by ${what}, changes nothing unasked, and keeps it when adopt is dropped`, async () => {
      const arn = await foreign();
      const { record, items, timeline } = await world.snapshot(arn);
      const adopt = reference(arn);
      world.aws.requests.clear();
      await up({ adopt });
      assert.equal(idOf(), arn);
      assert.equal(outputs().title, "Theirs");
      assert.equal(outputs().account, world.account);
      assert.match(String(outputs().parentOpsItemId), /^oi-/);
      assert.deepEqual(writes(), ["TagResource"]);
      const after = await world.snapshot(arn);
      assert.deepEqual([after.record, after.items, after.timeline], [record, items, timeline]);
      world.aws.requests.clear();
      assert.equal(await up({ adopt }), "same");
      assert.equal(await up(), "same");
      assert.equal(await world.engine.refresh("a"), "same");
      assert.deepEqual(writes(), []);
    });
  }

  it("says so", async () => {
    const arn = await foreign();
    await up({ adopt: arn });
    assert.deepEqual(world.engine.messages, [`a: adopting ${arn}`]);
  });

  it("brings it in line with the program, and leaves alone what is others'", async () => {
    const arn = await foreign({ relatedItems: [link("theirs"), link("both", "Theirs")] });
    const { responsePlanArn, triggerDetails, ...rest } = whole;
    const args = {
      ...rest,
      relatedItems: [link("ours"), link("both", "Theirs")],
      tags: { team: "orders", theirs: "y" },
    };
    await up({ ...args, adopt: arn });
    for (const [name, value] of Object.entries(args)) assert.deepEqual(outputs()[name], value, name);
    const urls = (await world.itemsOf()).flatMap(({ identifier }) => identifier?.value?.url ?? []);
    assert.deepEqual(urls, ["theirs", "both", "ours"]);
    assert.deepEqual(await world.ownTagsOf(), { team: "orders", theirs: "y" });
    assert.equal((await world.recordOf()).summary, whole.summary);
    assert.equal(await up(args), "same");
    assert.equal(await world.engine.refresh("a"), "same");
  });

  it("brings it in line with the next run where that has failed", async () => {
    world.engine.config["aws:maxRetries"] = "0";
    for (const operation of ["TagResource", "UpdateIncidentRecord", "UpdateRelatedItems", "ListRelatedItems"]) {
      const arn = await foreign();
      const args = { title: "Ours", relatedItems: [link("ours")], tags: { team: "orders" }, adopt: arn };
      world.aws.faults.error(operation, "AccessDeniedException");
      await assert.rejects(up(args), { message: new RegExp(`^${operation} failed`) });
      assert.equal(idOf(), arn);
      assert.equal(await up(args), "update");
      assert.equal(await up(args), "same");
      assert.equal((await world.recordOf()).title, "Ours");
      assert.equal((await world.ownTagsOf()).team, "orders");
      await world.engine.destroy("a");
    }
  });

  it("does not open again what is resolved, and takes it as history", async () => {
    const arn = await foreign();
    await world.change({ status: "RESOLVED" }, arn);
    await up({ adopt: arn, status: "OPEN" });
    assert.equal(outputs().status, "RESOLVED");
    assert.equal(await up({ adopt: arn, status: "OPEN" }), "same");
  });

  it("resolves it when it is destroyed, like its own", async () => {
    const arn = await foreign();
    await up({ adopt: arn });
    await world.engine.destroy("a");
    assert.deepEqual(await world.list(), [{ arn, status: "RESOLVED" }]);
    assert.ok(await world.isReleased(arn));
  });

  it("finds it by its mark when the state has lost it", async () => {
    const arn = await foreign();
    await up({ adopt: arn });
    world.lose();
    await up();
    assert.equal(idOf(), arn);
    assert.equal((await world.list()).length, 1);
  });

  it("lets the one go that it has, and takes another, when another is named", async () => {
    const [one, two] = [await foreign(), await foreign()];
    await up({ adopt: one });
    assert.equal(await up({ adopt: two }), "replace");
    assert.equal(idOf(), two);
    assert.deepEqual(await world.list(), [
      { arn: one, status: "RESOLVED" },
      { arn: two, status: "OPEN" },
    ]);
  });

  it("refuses to replace what the program still adopts", async () => {
    const arn = await foreign();
    await up({ adopt: arn });
    await assert.rejects(world.preview({ adopt: arn, triggers: [2] }), {
      message: /^adopt: must be dropped before triggers changes: .* is adopted, and would be replaced$/,
    });
    assert.equal(await up({ triggers: [2] }), "replace");
  });

  for (const [what, given, more, differing] of [
    ["another plan", {}, () => ({ responsePlanArn: world.plan("other") }), "responsePlanArn"],
    [
      "another trigger",
      { triggerDetails: { source: "theirs", timestamp: new Date(0) } },
      () => ({ triggerDetails: { source: "ours", timestamp: "1970-01-01T00:00:00Z" } }),
      "triggerDetails",
    ],
    [
      "a trigger where there was none, and another plan",
      {},
      () => ({ ...({ triggerDetails: whole.triggerDetails } as Props), responsePlanArn: world.plan("other") }),
      "responsePlanArn, triggerDetails",
    ],
  ] as [string, Props, () => Props, string][]) {
    it(`refuses it where the program says ${what}, before it writes anything`, async () => {
      const arn = await foreign(given);
      await assert.rejects(up({ ...more(), adopt: arn }), {
        message:
          `adopt: incident ${arn} differs from the program in ${differing}, which AWS cannot change: make the program ` +
          "agree with it, or drop `adopt` to have a new one started",
      });
      assert.deepEqual(writes(), []);
      assert.equal(world.engine.state.size, 0);
    });
  }

  it("takes it where the program says its trigger, of which AWS does not tell all", async () => {
    const triggerDetails = whole.triggerDetails as Props;
    const arn = await foreign({ triggerDetails: { ...triggerDetails, timestamp: new Date(0), rawData: "{}" } });
    await up({ triggerDetails, adopt: arn });
    assert.equal(await up({ triggerDetails }), "same");
    assert.equal(await world.engine.refresh("a"), "same");
    assert.equal(await up({ triggerDetails }), "same");
  });

  it("takes it where the program names the plan, which another account shares, as that has it", async () => {
    const arn = await foreign();
    const responsePlanArn = planArn("drill", "444455556666");
    await up({ responsePlanArn, adopt: arn });
    assert.equal(await up({ responsePlanArn }), "same");
    assert.equal(await world.engine.refresh("a"), "same");
    assert.equal(await up({ responsePlanArn }), "same");
    assert.equal(idOf(), arn);
  });

  it("refuses one that belongs to another resource, and names it", async () => {
    await up({}, "b");
    const before = await world.snapshot(idOf("b"));
    world.aws.requests.clear();
    await assert.rejects(up({ adopt: idOf("b") }), {
      message: new RegExp(`^adopt: incident ${idOf("b")} belongs to urn:pulumi:.*::b\\. Nothing was changed\\.`),
    });
    assert.deepEqual(writes(), []);
    assert.deepEqual(await world.snapshot(idOf("b")), before);
  });

  it("takes one that another resource has let go, and that it has let go itself", async () => {
    await up({}, "b");
    const arn = idOf("b");
    await world.engine.destroy("b");
    for (const name of ["a", "b"]) {
      await up({ adopt: arn }, name);
      assert.equal(idOf(name), arn);
      assert.equal(await up({}, name), "same");
      assert.equal(await world.engine.refresh(name), "same");
      await world.engine.destroy(name);
    }
  });

  it("refuses what is not there, and starts nothing", async () => {
    const arn = await foreign();
    await world.remove(arn);
    world.aws.requests.clear();
    await assert.rejects(up({ adopt: arn }), {
      message:
        `adopt: there is no incident ${arn} in eu-west-1 for account ${world.account}: name another one, or drop \`adopt\` ` +
        "to have one started",
    });
    assert.deepEqual(writes(), []);
  });

  it("takes one by a region of the replication set, which stays its region", async () => {
    const arn = await foreign();
    delete world.engine.config["aws:region"];
    await up({ adopt: `us-east-1/${arn}` });
    assert.equal(outputs().region, "us-east-1");
    assert.equal(await up(), "same");
    await world.engine.destroy("a");
    assert.equal((await world.recordOf(arn)).status, "RESOLVED");
  });

  it("refuses in check one in another region than the resource's", async () => {
    const { failures } = await world.preview({
      adopt: "us-east-1/arn:aws:ssm-incidents::111122223333:incident-record/drill/a6be9281-6d5f-4c8a-8a3c-2b1f5d0f7a11",
    });
    assert.deepEqual(failures, [
      'adopt: names an object in us-east-1, but the resource is in another region: set its region to "us-east-1"',
    ]);
  });
});

describe("the IncidentRecord handler, reading without managing", () => {
  const world = simulated();
  const get = (reference: string) =>
    world.engine.process().read(reference, { owner: world.engine.urn("b"), __provider: "text" });

  it("answers all of the incident, by any of its names, and the same at a refresh", async () => {
    await world.up({ ...whole, responsePlanArn: world.plan("staffed") });
    await world.tag({ more: "x" });
    const id = world.idOf();
    for (const reference of [id, `eu-west-1/${id}`]) {
      const read = await get(reference);
      assert.equal(read.id, id);
      assert.equal("inputs" in read, false);
      const props: Props = read.props ?? {};
      for (const name of ["title", "impact", "summary", "chatChannel", "notificationTargets", "status"]) {
        assert.deepEqual(props[name], whole[name], name);
      }
      assert.equal(props.responsePlanArn, world.plan("staffed"));
      assert.deepEqual(props.tags, { from: "plan", team: "orders", cost: "ops", more: "x" });
      assert.equal((props.relatedItemsAll as unknown[]).length, 5);
      assert.deepEqual([props.region, props.account, props.arn], ["eu-west-1", world.account, id]);
      assert.deepEqual([props.__managed, props.__said, props.__dropped], [undefined, undefined, undefined]);
      assert.deepEqual(await world.engine.process().read(id, props), read);
    }
    assert.deepEqual(
      world.writes().filter((operation) => operation === "StartIncident"),
      ["StartIncident"],
    );
  });

  it("shows what has changed, and keeps with a warning what was deleted", async () => {
    const arn = await world.foreign({ title: "Theirs" });
    const { props = {} } = await get(arn);
    await world.change({ title: "Other", chatChannel: { chatbotSns: [topic("x")] } }, arn);
    const next = await world.engine.process().read(arn, props);
    assert.equal(next.props?.title, "Other");
    await world.remove(arn);
    const kept = await world.engine.process().read(arn, next.props ?? {});
    assert.deepEqual(kept, next);
    assert.match(world.warnings().join(), /AWS does not know incident .* any more/);
  });

  it("says that there is none where there is none", async () => {
    const arn = "arn:aws:ssm-incidents::111122223333:incident-record/drill/a6be9281-6d5f-4c8a-8a3c-2b1f5d0f7a11";
    await assert.rejects(get(arn), { message: /^there is no IncidentRecord arn:.*: check the id, its region/ });
  });

  it("says what it wants where something else is named", async () => {
    for (const reference of ["drill", world.plan(), "eu-west-1/drill"]) {
      await assert.rejects(get(reference), { message: `${reference} is not the ARN of an incident record` });
    }
  });
});
