import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { link, simulated, topic, type World } from "./support";

/** What the program says of everything that people may change, and what they make of it. */
const declared: Props = {
  title: "Drill",
  impact: 5,
  summary: "A drill.",
  chatChannel: { chatbotSns: [topic("one")] },
  notificationTargets: [{ snsTopicArn: topic("one") }],
  status: "OPEN",
  relatedItems: [link("a"), link("b")],
  tags: { team: "orders", cost: "1" },
};

interface Edit {
  what: string;
  make(world: World): Promise<unknown>;
  /** What is true then. */
  live: Props;
}

const edits: Record<string, Edit> = {
  title: { what: "another title", make: (world) => world.change({ title: "Theirs" }), live: { title: "Theirs" } },
  impact: { what: "another impact", make: (world) => world.change({ impact: 1 }), live: { impact: 1 } },
  summary: {
    what: "another summary",
    make: (world) => world.change({ summary: "Theirs." }),
    live: { summary: "Theirs." },
  },
  chatChannel: {
    what: "another channel",
    make: (world) => world.change({ chatChannel: { chatbotSns: [topic("theirs")] } }),
    live: { chatChannel: { chatbotSns: [topic("theirs")] } },
  },
  notificationTargets: {
    what: "no targets",
    make: (world) => world.change({ notificationTargets: [] }),
    live: { notificationTargets: [] },
  },
  status: {
    what: "that it is resolved",
    make: (world) => world.change({ status: "RESOLVED" }),
    live: { status: "RESOLVED" },
  },
  relatedItems: {
    what: "an item less, and one more",
    async make(world) {
      await world.changeItems({ itemToRemove: link("a").identifier as never });
      await world.changeItems({ itemToAdd: link("theirs") as never });
    },
    live: { relatedItems: [link("b")] },
  },
  tags: {
    what: "another tag, one less and one more",
    async make(world) {
      await world.tag({ team: "theirs", more: "1" });
      await world.untag(["cost"]);
    },
    live: { tags: { team: "theirs" } },
  },
};

describe("what responders make of an incident", () => {
  const world = simulated();
  const { up, outputs, writes } = world;
  const marksApart = async () => {
    const { record, items, tags } = await world.snapshot(world.idOf());
    return { record, items, tags };
  };
  const edited = async ({ make }: Edit, more: Props = {}) => {
    await up({ ...declared, ...more });
    await make(world);
    world.aws.requests.clear();
  };

  for (const [name, edit] of Object.entries(edits)) {
    describe(`(${edit.what})`, () => {
      it("is shown by a refresh, is no difference, and stays", async () => {
        await edited(edit);
        const before = await marksApart();
        assert.equal(await world.engine.refresh("a"), "same");
        assert.deepEqual(outputs()[name], edit.live[name]);
        assert.equal((await world.preview(declared)).step, "same");
        assert.equal(await up(declared), "same");
        assert.equal(await world.engine.refresh("a"), "same");
        assert.equal(await up(declared), "same");
        assert.deepEqual(writes(), []);
        assert.deepEqual(await marksApart(), before);
      });

      it("stays when the program says something else anew, seen by a refresh or not", async () => {
        const other = name === "title" ? "summary" : "title";
        await edited(edit, { [other]: "Before" });
        for (const value of ["New", "Newer"]) {
          const args = { ...declared, [other]: value };
          assert.equal(await up(args), "update");
          assert.deepEqual(writes(), ["UpdateIncidentRecord"]);
          assert.deepEqual([outputs()[other], outputs()[name]], [value, edit.live[name]]);
          assert.equal(await up(args), "same");
          await world.engine.refresh("a");
          world.aws.requests.clear();
        }
      });

      it("is put back with reconcile, once a refresh has seen it", async () => {
        const args = { ...declared, reconcile: true };
        await edited(edit, { reconcile: true });
        assert.equal(await up(args), "same");
        await world.engine.refresh("a");
        assert.equal((await world.preview(args)).step, "update");
        assert.equal(await up(args), "update");
        assert.deepEqual(outputs()[name], declared[name]);
        assert.equal(await up(args), "same");
        assert.equal(await world.engine.refresh("a"), "same");
        assert.equal(await up(args), "same");
      });

      it("is put back when reconcile is set afterwards", async () => {
        await edited(edit);
        await world.engine.refresh("a");
        await up(declared);
        const args = { ...declared, reconcile: true };
        assert.equal(await up(args), "update");
        assert.deepEqual(outputs()[name], declared[name]);
        assert.equal(await up(args), "same");
      });
    });
  }

  it("is changed where the program says the same property anew", async () => {
    await edited(edits.title!);
    await world.engine.refresh("a");
    assert.equal(await up({ ...declared, title: "Ours" }), "update");
    assert.equal((await world.recordOf()).title, "Ours");
    assert.equal(await world.engine.refresh("a"), "same");
    assert.equal(await up({ ...declared, title: "Ours" }), "same");
  });

  it("is changed where the program says again what it has said before", async () => {
    await edited(edits.title!);
    await world.engine.refresh("a");
    await up({ ...declared, title: "Ours" });
    assert.equal(await up(declared), "update");
    assert.equal((await world.recordOf()).title, "Drill");
  });

  it("is no difference where the program comes to say the same", async () => {
    await edited(edits.title!);
    await world.engine.refresh("a");
    assert.equal(await up({ ...declared, title: "Theirs" }), "update");
    assert.equal(await up({ ...declared, title: "Theirs" }), "same");
    assert.equal(outputs().__said, undefined);
  });

  it("is kept where the program drops what it has said, of properties that AWS cannot clear", async () => {
    await edited(edits.title!);
    await world.engine.refresh("a");
    const { title, ...rest } = declared;
    await up(rest);
    assert.deepEqual(writes(), []);
    assert.equal((await world.recordOf()).title, "Theirs");
    assert.equal(await world.engine.refresh("a"), "same");
    assert.equal(await up(rest), "same");
  });

  it("is cleared where the program drops what it has said, of properties that AWS can clear", async () => {
    await edited(edits.summary!);
    await world.engine.refresh("a");
    const { summary, ...rest } = declared;
    await up(rest);
    assert.equal((await world.recordOf()).summary, undefined);
  });

  it("is left alone with reconcile where the program does not declare it", async () => {
    await up({ reconcile: true, title: "Drill" });
    await world.change({ impact: 1, summary: "Theirs.", status: "RESOLVED" });
    await world.tag({ more: "1" });
    await world.changeItems({ itemToAdd: link("theirs") as never });
    world.aws.requests.clear();
    assert.equal(await world.engine.refresh("a"), "same");
    assert.equal(await up({ reconcile: true, title: "Drill" }), "same");
    assert.deepEqual(writes(), []);
  });

  it("is left from then on when reconcile is unset", async () => {
    await edited(edits.title!, { reconcile: true });
    await world.engine.refresh("a");
    assert.equal(await up(declared), "update");
    assert.equal(await up(declared), "same");
    assert.deepEqual(writes(), []);
    assert.equal((await world.recordOf()).title, "Theirs");
  });

  it("is kept through a rename, a change of the region, and one of onDelete", async () => {
    await edited(edits.title!);
    await world.engine.refresh("a");
    await up({ ...declared, onDelete: "delete" });
    await up({ ...declared, region: "us-east-1" });
    world.engine.config["aws-ops:namespace"] = "blue";
    await up({ ...declared, region: "us-east-1" });
    assert.equal(await up({ ...declared, region: "us-east-1" }), "same");
    assert.equal((await world.recordOf()).title, "Theirs");
    assert.equal(outputs().title, "Theirs");
    assert.ok(!writes().includes("UpdateIncidentRecord"));
  });

  it("is kept when an update fails, and not taken for what the program has said", async () => {
    await edited(edits.title!);
    await world.engine.refresh("a");
    world.engine.config["aws:maxRetries"] = "0";
    for (const operation of ["UpdateIncidentRecord", "UpdateRelatedItems", "TagResource", "GetIncidentRecord"]) {
      const more = { summary: operation, relatedItems: [link(operation)], tags: { team: operation } };
      world.aws.faults.error(operation, "AccessDeniedException");
      await assert.rejects(up({ ...declared, ...more }), { message: new RegExp(`^${operation} failed`) });
      assert.equal(await up({ ...declared, ...more }), "update");
      assert.equal(await up({ ...declared, ...more }), "same");
      const { title, summary } = await world.recordOf();
      assert.deepEqual([title, summary], ["Theirs", operation]);
    }
  });
});

describe("an update of which a call has failed", () => {
  const world = simulated();

  it("is known as far as it went, so that what people make of that stays", async () => {
    await world.up(declared);
    world.engine.config["aws:maxRetries"] = "0";
    world.aws.faults.error("UpdateRelatedItems", "AccessDeniedException");
    const args = { ...declared, title: "Ours", relatedItems: [] };
    await assert.rejects(world.up(args), { message: /^UpdateRelatedItems failed/ });
    assert.equal(world.outputs().title, "Ours");
    await world.change({ title: "Theirs" });
    assert.equal(await world.up(args), "update");
    assert.equal((await world.recordOf()).title, "Theirs");
    assert.deepEqual([world.outputs().title, world.outputs().relatedItems], ["Theirs", []]);
  });
});

describe("what AWS makes of an incident by itself", () => {
  const world = simulated();
  it("is never a difference", async () => {
    await world.up({ ...declared, reconcile: true });
    world.aws.clock.advance(86_400_000);
    await world.foreign();
    assert.equal(await world.engine.refresh("a"), "same");
    assert.equal(await world.up({ ...declared, reconcile: true }), "same");
  });
});

/** All answers to how what is empty is written, and how it reads. */
for (const [emptySummary, noChatChannel] of [
  ["clears", "absent"],
  ["stored", "empty"],
  ["ignored", "absent"],
] as const) {
  describe(`an incident where the summary "" is ${emptySummary}, and no channel reads as ${noChatChannel}`, () => {
    const world = simulated({ answers: { emptySummary, noChatChannel } });
    const { up } = world;

    for (const [what, before, after] of [
      ["nothing is said", {}, {}],
      ["no channel is said", {}, { chatChannel: { empty: {} } }],
      ["an empty summary is said", {}, { summary: "" }],
      ["channel and summary go", { summary: "x", chatChannel: { chatbotSns: [topic("x")] } }, {}],
      [
        "channel and summary are emptied",
        { summary: "x", chatChannel: { chatbotSns: [topic("x")] } },
        { summary: "", chatChannel: { empty: {} } },
      ],
      ["channel and summary come again", { summary: "" }, { summary: "x", chatChannel: { chatbotSns: [topic("x")] } }],
    ] as [string, Props, Props][]) {
      it(`is as declared, and no difference, when ${what}, whatever the plan says`, async () => {
        const responsePlanArn = world.plan("staffed");
        await up({ responsePlanArn, ...before });
        await up({ responsePlanArn, ...after });
        assert.equal(await up({ responsePlanArn, ...after }), "same");
        assert.equal(await world.engine.refresh("a"), "same");
        assert.equal(await up({ responsePlanArn, ...after }), "same");
        const { chatChannel } = await world.recordOf();
        if ("chatChannel" in before || "chatChannel" in after) {
          const { chatbotSns } = (after.chatChannel ?? {}) as Props;
          assert.deepEqual(chatChannel?.chatbotSns, chatbotSns);
          assert.deepEqual(world.outputs().chatChannel, after.chatChannel);
        }
        const isIgnored = emptySummary === "ignored" && !after.summary;
        if (("summary" in before || "summary" in after) && !isIgnored) {
          assert.equal(world.outputs().summary, after.summary);
        }
      });
    }
  });
}

describe("an incident that AWS does not open again", () => {
  const world = simulated({ answers: { reopenedIncident: "ConflictException" } });

  it("is told so where the program wants that, and stays in the state", async () => {
    await world.up({ status: "RESOLVED" });
    await assert.rejects(world.up({ status: "OPEN" }), { message: /^UpdateIncidentRecord failed: ConflictException/ });
    assert.ok(world.idOf());
    assert.equal(await world.up({ status: "RESOLVED" }), "update");
    assert.equal(await world.up({ status: "RESOLVED" }), "same");
    await world.engine.destroy("a");
  });
});

describe("an incident that AWS opens again", () => {
  const world = simulated();

  it("is open where the program wants that", async () => {
    await world.up({ status: "RESOLVED" });
    assert.equal(await world.up({ status: "OPEN" }), "update");
    const { status, resolvedTime } = world.outputs();
    assert.deepEqual([status, resolvedTime], ["OPEN", undefined]);
    assert.equal(await world.engine.refresh("a"), "same");
  });
});
