import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { DAY, incidentManager, link, simulated, topic, whole } from "./support";

describe("the IncidentRecord handler", () => {
  const world = simulated();
  const { idOf, outputs, list, calls, writes, up } = world;
  /** The incident as its state begins with. */
  const started = async (more: Props = {}) => {
    await up(more);
    world.aws.requests.clear();
    return idOf();
  };
  const by = () => `arn:aws:iam::${world.account}:user/${world.account}`;

  it("answers everything that AWS tells", async () => {
    const arn = await started();
    assert.match(arn, new RegExp(`^arn:aws:ssm-incidents::${world.account}:incident-record/drill/[0-9a-f-]{36}$`));
    const { creationTime, lastModifiedTime, dedupeString, relatedItemsAll, ...rest } = outputs();
    for (const time of [creationTime, lastModifiedTime]) {
      assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
    assert.match(String(dedupeString), /^[0-9a-f-]{36}$/);
    const [parent, ...others] = await world.itemsOf();
    assert.deepEqual(relatedItemsAll, [parent]);
    assert.deepEqual(others, []);
    const parentOpsItemArn = parent?.identifier?.value?.arn;
    assert.deepEqual(rest, {
      responsePlanArn: world.plan(),
      region: "eu-west-1",
      owner: world.engine.owner("a"),
      account: world.account,
      arn,
      title: "drill",
      impact: 3,
      notificationTargets: [],
      status: "OPEN",
      incidentRecordSource: { source: "aws.ssm-incidents.custom", createdBy: by(), invokedBy: by() },
      automationExecutions: [],
      parentOpsItemArn,
      parentOpsItemId: parentOpsItemArn?.split("/")[1],
      lastModifiedBy: by(),
      consoleUrl: "https://eu-west-1.console.aws.amazon.com/systems-manager/incidents/home?region=eu-west-1",
      __managed: "",
      __provider: "text",
    });
  });

  it("answers what the plan says where the program says nothing, but no tags and items", async () => {
    await started({ responsePlanArn: world.plan("staffed") });
    const { title, impact, summary, chatChannel, notificationTargets, tags, relatedItems } = outputs();
    assert.deepEqual(
      { title, impact, summary, chatChannel, notificationTargets, tags, relatedItems },
      {
        title: "Orders are down",
        impact: 2,
        summary: "The plan's.",
        chatChannel: { chatbotSns: [topic("plan")] },
        notificationTargets: [{ snsTopicArn: topic("plan") }],
        tags: undefined,
        relatedItems: undefined,
      },
    );
    assert.equal(await world.engine.refresh("a"), "same");
  });

  for (const plan of ["drill", "staffed"]) {
    it(`makes an incident of the plan ${plan} all that the program says, and then has nothing to do`, async () => {
      const args = { ...whole, responsePlanArn: world.plan(plan) };
      await started(args);
      const { account, ...inputs } = outputs();
      for (const [name, value] of Object.entries(args)) assert.deepEqual(inputs[name], value, name);
      const record = await world.recordOf();
      for (const name of ["title", "impact", "summary", "chatChannel", "notificationTargets", "status"] as const) {
        assert.deepEqual(record[name], (whole as Props)[name], name);
      }
      assert.equal(record.incidentRecordSource?.source, "drills");
      const items = (await world.itemsOf()).map(({ generatedId, ...item }) => item);
      assert.deepEqual(items.slice(0, 4), whole.relatedItems);
      assert.deepEqual(await world.ownTagsOf(), {
        ...(plan === "staffed" && { from: "plan" }),
        ...(whole.tags as object),
      });
      assert.equal(await up(args), "same");
      assert.equal(await world.engine.refresh("a"), "same");
      assert.equal(await up(args), "same");
      assert.deepEqual(writes(), []);
    });
  }

  it("resolves a new one at once where the program wants it so", async () => {
    await started({ status: "RESOLVED" });
    assert.equal(outputs().status, "RESOLVED");
    assert.match(String(outputs().resolvedTime), /^\d{4}-/);
  });

  describe("where AWS takes long to make the parent OpsItem", () => {
    const slow = simulated({ incidentManager: { ...incidentManager, afterStartSeconds: 30 } });

    it("goes on without it, and shows it by a refresh, as no difference", async () => {
      await slow.up();
      assert.equal(slow.outputs().parentOpsItemId, undefined);
      slow.aws.clock.advance(60_000);
      assert.equal(await slow.engine.refresh("a"), "same");
      assert.match(String(slow.outputs().parentOpsItemId), /^oi-/);
      assert.equal(await slow.up(), "same");
    });
  });

  describe("where AWS takes a moment to make the parent OpsItem", () => {
    const slow = simulated({ incidentManager: { ...incidentManager, afterStartSeconds: 8 } });

    it("waits for it", async () => {
      await slow.up();
      assert.match(String(slow.outputs().parentOpsItemId), /^oi-/);
    });
  });

  describe("starts a new incident, and lets the old one go first,", () => {
    const changed: Record<string, () => unknown> = {
      responsePlanArn: () => world.plan("other"),
      triggerDetails: () => ({ source: "drills", timestamp: "2030-01-01T00:00:00Z" }),
      triggers: () => ["2030-Q2"],
    };
    async function isReplaced(args: Props, replaces: string[]) {
      const old = await started({ ...whole, onDelete: "resolve" });
      const { failures, step, replaces: told } = await world.preview(args);
      assert.deepEqual({ failures, step, told }, { failures: [], step: "replace", told: replaces });
      assert.equal(await up(args), "replace");
      assert.ok(await world.isReleased(old));
      assert.deepEqual(await list(), [
        { arn: old, status: "RESOLVED" },
        { arn: idOf(), status: "OPEN" },
      ]);
      const order = writes();
      assert.ok(order.indexOf("UpdateIncidentRecord") < order.indexOf("StartIncident"), String(order));
    }

    for (const [name, value] of Object.entries(changed)) {
      it(`when ${name} changes`, () => isReplaced({ ...whole, onDelete: "resolve", [name]: value() }, [name]));
    }
    for (const name of ["triggerDetails", "triggers"]) {
      it(`when ${name} is removed`, () => isReplaced({ ...whole, onDelete: "resolve", [name]: undefined }, [name]));
    }
  });

  for (const [what, before, after] of [
    [
      "an instant is spelled in another way",
      { triggerDetails: { source: "drills", timestamp: "2029-12-31T23:59:00Z" } },
      { triggerDetails: { source: "drills", timestamp: "2030-01-01T00:59:00.000+01:00" } },
    ],
    ["the order of items changes", { relatedItems: [link("a"), link("b")] }, { relatedItems: [link("b"), link("a")] }],
    [
      "the order of topics changes",
      {
        chatChannel: { chatbotSns: [topic("a"), topic("b")] },
        notificationTargets: [{ snsTopicArn: topic("a") }, { snsTopicArn: topic("b") }],
      },
      {
        chatChannel: { chatbotSns: [topic("b"), topic("a")] },
        notificationTargets: [{ snsTopicArn: topic("b") }, { snsTopicArn: topic("a") }],
      },
    ],
    ["the order of keys changes", { tags: { a: "1", b: "2" } }, { tags: { b: "2", a: "1" } }],
  ] as [string, Props, Props][]) {
    it(`does nothing when ${what}`, async () => {
      await started(before);
      assert.equal(await up(after), "same");
      await world.engine.refresh("a");
      assert.equal(await up(after), "same");
      assert.deepEqual(writes(), []);
    });
  }

  describe("changes in place, with as little as AWS needs,", () => {
    const full = () => ({ ...whole, responsePlanArn: world.plan("staffed"), status: "OPEN" });
    /** What is sent, and what the incident has then. */
    const changes: [name: string, value: unknown, sent: Props, live?: unknown][] = [
      ["title", "Other", { title: "Other" }],
      ["title", undefined, {}, whole.title],
      ["impact", 1, { impact: 1 }],
      ["impact", undefined, {}, whole.impact],
      ["summary", "Other", { summary: "Other" }],
      ["summary", undefined, { summary: "" }],
      ["chatChannel", { chatbotSns: [topic("x")] }, { chatChannel: { chatbotSns: [topic("x")] } }],
      ["chatChannel", { empty: {} }, { chatChannel: { empty: {} } }, undefined],
      ["chatChannel", undefined, { chatChannel: { empty: {} } }],
      ["notificationTargets", [{ snsTopicArn: topic("x") }], { notificationTargets: [{ snsTopicArn: topic("x") }] }],
      ["notificationTargets", [], { notificationTargets: [] }],
      ["notificationTargets", undefined, { notificationTargets: [] }, []],
      ["status", "RESOLVED", { status: "RESOLVED" }],
      ["status", undefined, {}, "OPEN"],
    ];
    for (const [name, value, sent, ...live] of changes) {
      it(`${name}, which becomes ${JSON.stringify(value) ?? "nothing"}`, async () => {
        const arn = await started(full());
        const args = { ...full(), [name]: value };
        assert.deepEqual((await world.preview(args)).replaces, []);
        assert.equal(await up(args), "update");
        assert.equal(idOf(), arn);
        const [update, ...more] = world.aws.requests.filter(({ operation }) => writes().includes(operation));
        assert.deepEqual(more, []);
        const { clientToken, arn: of, ...told } = update?.input ?? {};
        assert.deepEqual(told, sent);
        const record = (await world.recordOf()) as object as Props;
        assert.deepEqual(record[name], live.length > 0 ? live[0] : value);
        world.aws.requests.clear();
        assert.equal(await up(args), "same");
        assert.equal(await world.engine.refresh("a"), "same");
        assert.equal(await up(args), "same");
        assert.deepEqual(writes(), []);
      });
    }

    it("several properties with one call", async () => {
      await started(full());
      await up({ ...full(), title: "x", summary: "x", impact: 1, status: "RESOLVED" });
      assert.deepEqual(writes(), ["UpdateIncidentRecord"]);
    });

    for (const [what, more] of [
      ["what destroy does", { onDelete: "resolve" }],
      ["whether it puts back what people change", { reconcile: true }],
    ] as const) {
      it(`${what}, which costs no call`, async () => {
        await started(full());
        assert.equal(await up({ ...full(), ...more }), "update");
        assert.deepEqual(calls(), []);
        assert.equal(await up({ ...full(), ...more }), "same");
      });
    }

    it("what is in the program again after it was dropped", async () => {
      await started({ title: "x", summary: "x" });
      await up();
      assert.equal(await up({ title: "x", summary: "x" }), "update");
      assert.equal((await world.recordOf()).summary, "x");
      assert.equal(await world.engine.refresh("a"), "same");
    });
  });

  describe("with tags", () => {
    const many = (count: number, value = "1") =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));
    const defaults = (tags: Record<string, string>) => {
      world.engine.config["aws:defaultTags"] = JSON.stringify({ tags });
    };

    it("gives an incident all of 48", async () => {
      await started({ tags: many(48) });
      assert.deepEqual(await world.ownTagsOf(), many(48));
      assert.deepEqual(outputs().tags, many(48));
      assert.equal(await world.engine.refresh("a"), "same");
    });

    it("changes them in place", async () => {
      const arn = await started({ tags: many(7) });
      assert.equal(await up({ tags: { ...many(6, "2"), more: "1" } }), "update");
      assert.equal(idOf(), arn);
      assert.deepEqual(await world.ownTagsOf(), { ...many(6, "2"), more: "1" });
      assert.equal(await up(), "update");
      assert.deepEqual(await world.ownTagsOf(), {});
      assert.equal(await world.engine.refresh("a"), "same");
    });

    it("sends those that differ, and no others", async () => {
      await started({ tags: { same: "1", other: "1", gone: "1" } });
      await up({ tags: { same: "1", other: "2", more: "1" } });
      assert.deepEqual(writes(), ["UntagResource", "TagResource"]);
      assert.deepEqual(world.aws.requests.of("TagResource")[0]?.input.tags, { other: "2", more: "1" });
    });

    it("merges the stack's into them, of which its own win", async () => {
      defaults({ team: "ops", stage: "dev" });
      await started({ tags: { team: "orders" } });
      assert.deepEqual(await world.ownTagsOf(), { team: "orders", stage: "dev" });
      assert.deepEqual([outputs().tags, outputs().tagsAll], [{ team: "orders" }, { team: "orders", stage: "dev" }]);
      defaults({ cost: "1" });
      assert.equal(await up({ tags: { team: "orders" } }), "update");
      assert.deepEqual(await world.ownTagsOf(), { team: "orders", cost: "1" });
    });

    it("refuses more than 48, the stack's among them", async () => {
      defaults({ stage: "dev" });
      assert.deepEqual((await world.preview({ tags: many(48) })).failures, [
        "tags: with aws:defaultTags, must have at most 48 keys, not 49",
      ]);
    });

    it("leaves alone, and shows nobody, those of the plan and of others", async () => {
      await started({ responsePlanArn: world.plan("staffed"), tags: { team: "orders" } });
      await world.tag({ theirs: "x" });
      assert.equal(await world.engine.refresh("a"), "same");
      assert.deepEqual(outputs().tags, { team: "orders" });
      await up({ responsePlanArn: world.plan("staffed") });
      assert.deepEqual(await world.ownTagsOf(), { from: "plan", theirs: "x" });
    });
  });

  describe("in another region of the replication set", () => {
    it("goes on with the same incident, and calls there", async () => {
      const arn = await started({ title: "x" });
      assert.equal(await up({ title: "x", region: "us-east-1" }), "update");
      assert.equal(idOf(), arn);
      assert.equal(outputs().region, "us-east-1");
      assert.match(String(outputs().consoleUrl), /^https:\/\/us-east-1\./);
      assert.deepEqual(writes(), []);
      world.aws.requests.clear();
      await world.engine.refresh("a");
      await up({ title: "y", region: "us-east-1" });
      await world.engine.destroy("a");
      assert.deepEqual([...new Set(world.aws.requests.map(({ region }) => region))], ["us-east-1"]);
      assert.deepEqual(await list(), [{ arn, status: "RESOLVED" }]);
    });

    it("does so when the stack's region changes", async () => {
      const arn = await started();
      world.engine.config["aws:region"] = "us-east-1";
      assert.equal(await up(), "update");
      assert.deepEqual([idOf(), outputs().region], [arn, "us-east-1"]);
    });

    it("refuses a region that is none of it, and changes nothing", async () => {
      const arn = await started({ title: "x" });
      const before = await world.snapshot(arn);
      for (let times = 0; times < 2; times++) {
        await assert.rejects(up({ title: "y", region: "us-west-2" }), {
          message:
            `region: there is no incident ${arn} in us-west-2: it must be a region of the replication set, and nothing was ` +
            "changed",
        });
        assert.deepEqual([idOf(), outputs().region], [arn, "eu-west-1"]);
      }
      world.aws.requests.clear();
      await up({ title: "x" });
      assert.deepEqual(writes(), []);
      assert.deepEqual(await world.snapshot(arn), before);
    });

    it("is found there when the state has lost it", async () => {
      await started();
      const arn = world.lose();
      await up({ region: "us-east-1" });
      assert.equal(idOf(), arn);
      assert.equal((await list()).length, 1);
    });
  });

  describe("on destroy", () => {
    const outcomes: [status: string, onDelete: string | undefined, left: string, writes: string[]][] = [
      ["OPEN", undefined, "RESOLVED", ["UpdateIncidentRecord", "TagResource"]],
      ["OPEN", "resolve", "RESOLVED", ["UpdateIncidentRecord", "TagResource"]],
      ["OPEN", "delete", "deleted", ["TagResource", "DeleteIncidentRecord"]],
      ["RESOLVED", "resolve", "RESOLVED", ["TagResource"]],
      ["RESOLVED", "delete", "deleted", ["TagResource", "DeleteIncidentRecord"]],
      ["deleted", "resolve", "deleted", ["UpdateIncidentRecord"]],
      ["deleted", "delete", "deleted", ["TagResource"]],
    ];
    for (const [status, onDelete, left, expected] of outcomes) {
      it(`leaves one that is ${status} ${left} with onDelete ${onDelete ?? "not set"}`, async () => {
        const arn = await started({ onDelete });
        if (status === "RESOLVED") await world.change({ status });
        if (status === "deleted") await world.remove();
        world.aws.requests.clear();
        await world.engine.destroy("a");
        assert.equal(world.engine.state.size, 0);
        assert.deepEqual(writes(), expected);
        assert.deepEqual(await list(), left === "deleted" ? [] : [{ arn, status: left }]);
        if (left !== "deleted") assert.ok(await world.isReleased(arn));
      });
    }

    it("leaves the parent OpsItem", async () => {
      await started({ onDelete: "delete" });
      const OpsItemId = String(outputs().parentOpsItemId);
      await world.engine.destroy("a");
      assert.equal((await world.ssm().getOpsItem({ OpsItemId })).OpsItem?.Status, "Open");
    });

    it("takes what the program said last", async () => {
      await started();
      await up({ onDelete: "delete" });
      await world.engine.destroy("a");
      assert.deepEqual(await list(), []);
    });

    it("takes for a replacement what the program says together with the change that replaces", async () => {
      const old = await started();
      await up({ onDelete: "delete", triggers: [1] });
      assert.deepEqual(
        (await list()).map(({ arn }) => arn),
        [idOf()],
      );
      assert.notEqual(idOf(), old);
    });

    it("writes nothing on the timeline of one that its responders have resolved", async () => {
      const arn = await started();
      await world.change({ status: "RESOLVED" });
      const { record, timeline } = await world.snapshot(arn);
      await world.engine.destroy("a");
      const after = await world.snapshot(arn);
      assert.deepEqual([after.record, after.timeline], [record, timeline]);
    });

    it("lets go, and leaves as it is, one that belongs to another resource now", async () => {
      const arn = await started({ onDelete: "delete" });
      await world.untag(Object.keys(await world.tagsOf()));
      await up({ adopt: arn }, "b");
      const before = await world.snapshot(arn);
      world.aws.requests.clear();
      await world.engine.destroy("a");
      assert.match(
        world.warnings().join(),
        /a: warning: incident .* belongs to .*::b now: it was let go and left as it is/,
      );
      assert.deepEqual(writes(), []);
      assert.deepEqual(await world.snapshot(arn), before);
    });

    for (const answer of ["success", "ResourceNotFoundException"] as const) {
      describe(`where AWS answers the deletion of what is not there with ${answer}`, () => {
        const other = simulated({ answers: { deleteOfAbsent: answer } });
        it("takes one that is deleted at the same moment for deleted", async () => {
          await other.up({ onDelete: "delete" });
          const hold = other.aws.faults.hold("DeleteIncidentRecord");
          const arn = other.idOf();
          const destroying = other.engine.destroy("a");
          await hold.reached;
          await other.remove(arn);
          hold.release();
          await destroying;
          assert.equal(other.engine.state.size, 0);
        });
      });
    }
  });

  describe("when its owner is renamed", () => {
    const rename = (more: Props = {}) => {
      world.engine.config["aws-ops:namespace"] = "blue";
      return up(more);
    };

    it("writes the new one on the incident, takes the old one away, and does nothing else", async () => {
      const arn = await started({ tags: { team: "orders" } });
      assert.equal(await rename({ tags: { team: "orders" } }), "update");
      assert.deepEqual(calls(), ["ListTagsForResource", "TagResource", "UntagResource"]);
      assert.equal(idOf(), arn);
      const { team, ...marks } = await world.tagsOf();
      assert.deepEqual(Object.keys(marks), Object.keys(world.marksOf("a", {})));
      assert.match(Object.values(marks).join(), / blue\/urn:pulumi:/);
      assert.equal(outputs().owner, world.engine.owner("a"));
      assert.equal(await up({ tags: { team: "orders" } }), "same");
    });

    it("writes it with the next run where that has failed", async () => {
      await started();
      world.engine.config["aws:maxRetries"] = "0";
      world.aws.faults.error("TagResource", "InternalServerException");
      await assert.rejects(rename(), { message: /^TagResource failed: InternalServer/ });
      assert.equal(await rename(), "update");
      assert.match(Object.values(await world.tagsOf()).join(), / blue\/urn:pulumi:/);
      const arn = world.lose();
      await up();
      assert.equal(idOf(), arn);
    });

    it("keeps what its mark tells, so that it is the same incident when the state has lost it", async () => {
      const arn = await started({ triggers: [1] });
      await rename({ triggers: [1] });
      world.lose();
      await up({ triggers: [1] });
      assert.equal(idOf(), arn);
      world.lose();
      await up({ triggers: [2] });
      assert.notEqual(idOf(), arn);
      assert.equal((await world.recordOf(arn)).status, "RESOLVED");
    });

    it("refuses, also with the next run, to take one back that another resource has adopted", async () => {
      const arn = await started();
      await world.untag(Object.keys(await world.tagsOf()));
      await up({ adopt: arn }, "b");
      const before = await world.snapshot(arn);
      for (let times = 0; times < 2; times++) {
        await assert.rejects(rename(), { message: /belongs to .*::b now, and was not changed/ });
      }
      assert.deepEqual(await world.snapshot(arn), before);
    });
  });

  describe("of an incident whose mark somebody has removed", () => {
    it("shows it in a refresh, and writes it again", async () => {
      await started();
      const before = await world.tagsOf();
      await world.untag(Object.keys(before));
      assert.equal(await world.engine.refresh("a"), "drift");
      assert.equal(await up(), "update");
      assert.deepEqual(Object.keys(await world.tagsOf()), Object.keys(before));
      assert.equal(await world.engine.refresh("a"), "same");
    });

    it("warns where another resource has adopted it", async () => {
      const arn = await started();
      await world.untag(Object.keys(await world.tagsOf()));
      await up({ adopt: arn }, "b");
      assert.equal(await world.engine.refresh("a"), "same");
      assert.match(world.warnings().join(), /belongs to urn:.*::b now: take this resource out of the program/);
    });
  });

  it("lets a long time pass", async () => {
    const arn = await started({ title: "x" });
    world.aws.clock.advance(400 * DAY);
    assert.equal(await world.engine.refresh("a"), "same");
    assert.equal(await up({ title: "y" }), "update");
    assert.equal(idOf(), arn);
  });
});
