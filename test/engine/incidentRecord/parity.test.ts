import assert from "node:assert/strict";
import { linkTo } from "../../emulator/incidents";
import { type Result, stepsOf } from "../../support/engine";
import { added, type Call, isWrite, removed, updated } from "./calls";
import { account, IncidentWorld, incident, planArn, region } from "./support";
import { type Args, byTheBook, everyItem, item, link, topic, trigger, whole } from "./whole";

const elsewhere = "eu-central-1";

const [one, another] = [
  item("ANALYSIS", { url: "https://example.com/1" }),
  item("OTHER", { url: "https://example.com" }),
];
const retitled = { ...link, title: "Read this" };

interface Edit {
  /** What differs from the whole program before; null stands for what it does not say. */
  from?: Args;
  to: Args;
  /** Calls that change something. */
  calls?: Call[];
  /** Why a new incident is started. */
  replaces?: string;
}

/** Edits of one property. */
const inPlace: Record<string, Edit> = {
  "title is changed": { to: { title: "Orders are down" }, calls: updated({ title: "Orders are down" }) },
  "impact is changed": { to: { impact: 1 }, calls: updated({ impact: 1 }) },
  "summary is changed": { to: { summary: "Over." }, calls: updated({ summary: "Over." }) },
  "chatChannel is changed": {
    to: { chatChannel: { chatbotSns: [topic("other")] } },
    calls: updated({ chatChannel: { chatbotSns: [topic("other")] } }),
  },
  "chatChannel is declared empty": {
    to: { chatChannel: { empty: {} } },
    calls: updated({ chatChannel: { empty: {} } }),
  },
  "notificationTargets are changed": {
    to: { notificationTargets: [{ snsTopicArn: topic("told") }] },
    calls: updated({ notificationTargets: [{ snsTopicArn: topic("told") }] }),
  },
  "status is changed": { to: { status: "RESOLVED" }, calls: updated({ status: "RESOLVED" }) },
  "relatedItems get one more": { to: { relatedItems: [one, ...everyItem] }, calls: added(one) },
  "relatedItems lose one": { to: { relatedItems: everyItem.filter((each) => each !== link) }, calls: removed(link) },
  "relatedItems get another title": {
    to: { relatedItems: everyItem.map((each) => (each === link ? retitled : each)) },
    calls: [...removed(link), ...added(retitled)],
  },
  "relatedItems are others": {
    to: { relatedItems: [another, everyItem[0]!, one] },
    calls: [...removed(...everyItem.slice(1)), ...added(another, one)],
  },
  "tags are changed": {
    to: { tags: { team: "billing", more: "new" } },
    calls: [
      ["UntagResource", { tagKeys: ["empty"] }],
      ["TagResource", { tags: { team: "billing", more: "new" } }],
    ],
  },
  "title is removed": { to: { title: null } },
  "impact is removed": { to: { impact: null } },
  "summary is removed": { to: { summary: null }, calls: updated({ summary: "" }) },
  "chatChannel is removed": { to: { chatChannel: null }, calls: updated({ chatChannel: { empty: {} } }) },
  "notificationTargets are removed": {
    to: { notificationTargets: null },
    calls: updated({ notificationTargets: [] }),
  },
  "status is removed": { to: { status: null } },
  "relatedItems are removed": { to: { relatedItems: null }, calls: removed(...everyItem) },
  "tags are removed": { to: { tags: null }, calls: [["UntagResource", { tagKeys: ["empty", "team"] }]] },
  "region is changed": { to: { region: elsewhere } },
  "onDelete is changed": { to: { onDelete: "delete" } },
  "reconcile is switched on": { to: { reconcile: true } },
  "reconcile is switched off": { from: { reconcile: true }, to: { reconcile: null } },
};
const replacing: Record<string, Edit> = {
  "responsePlanArn is changed": { to: { responsePlanArn: planArn("other") }, replaces: "responsePlanArn" },
  "triggerDetails are changed": {
    to: { triggerDetails: { ...trigger, rawData: "{}" } },
    replaces: "triggerDetails",
  },
  "triggerDetails are given": {
    from: { triggerDetails: null },
    to: { triggerDetails: trigger },
    replaces: "triggerDetails",
  },
  "triggers are changed": { to: { triggers: [1, "two", { three: [true, false] }] }, replaces: "triggers" },
  "triggers are removed": { to: { triggers: null }, replaces: "triggers" },
};

/** Edits that mean the same. */
const sameThing: Record<string, Edit> = {
  "lists are put in another order": {
    to: {
      relatedItems: everyItem.toReversed(),
      chatChannel: { chatbotSns: [topic("chat-too"), topic("chat")] },
      notificationTargets: [{ snsTopicArn: topic("told-too") }, { snsTopicArn: topic("told") }],
    },
  },
  "the time of the trigger is spelled differently": {
    to: { triggerDetails: { ...trigger, timestamp: "2026-02-03T09:20:30.5Z" } },
  },
  "the region that it has is written down": { to: { region } },
};

const slug = (title: string) => title.replace(/\W+/g, "-");
const said = (args: Args): Args => Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));

const unedited: Record<string, Args> = {
  whole,
  bare: { responsePlanArn: planArn() },
  "by-the-plan": { responsePlanArn: planArn(byTheBook.name) },
  resolved: { ...whole, title: "resolved", status: "RESOLVED" },
  reconciled: { ...whole, title: "reconciled", reconcile: true },
};

/** One resource for each case, before and after the program is edited. */
const cases: [name: string, before: Args, after: Args][] = [
  ...Object.entries(unedited).map(([name, args]): [string, Args, Args] => [name, args, args]),
  ...Object.entries({ ...replacing, ...inPlace, ...sameThing }).map(([title, { from, to }]): [string, Args, Args] => [
    slug(title),
    said({ ...whole, title: slug(title), ...from }),
    said({ ...whole, title: slug(title), ...from, ...to }),
  ]),
];

/** A start looks at the tags of all open incidents of its account: those that stay where they are have their own. */
const quietAccounts = ["111122223333", "444455556666"];
const staying = Object.keys({ ...inPlace, ...sameThing }).map(slug);
function accountOf(name: string): string {
  const index = staying.indexOf(name);
  return (index < 0 ? undefined : quietAccounts[index % quietAccounts.length]) ?? account;
}

describe("an incident and the program", function () {
  this.timeout("10m");
  let world: IncidentWorld;
  let previewed: Result;
  let changed: Result;
  let started: { arn: string; status: string }[];
  let idsBefore: Record<string, string>;
  let idsAfter: Record<string, string>;
  /** Ids before and after the program was edited. */
  const old = (title: string) => idsBefore[slug(title)] ?? "";
  const now = (title: string) => idsAfter[slug(title)] ?? "";

  const count = cases.length + 1 + quietAccounts.length; // with the stack and its providers
  function declare(which: "before" | "after") {
    const providers = quietAccounts.map((id) => [id, world.providerOf(id)]);
    const resources = cases.map(([name, ...args]) => {
      const [id, { responsePlanArn, ...rest }] = [accountOf(name), args[which === "before" ? 0 : 1]];
      const provider = id === account ? undefined : id;
      return incident({}, { name, provider, args: { ...rest, responsePlanArn: inAccount(responsePlanArn, id) } });
    });
    world.declared.declare({ providers: Object.fromEntries(providers), resources });
  }
  const inAccount = (arn: unknown, id: string) => String(arn).replace(account, id);
  const incidents = async () =>
    (await Promise.all([account, ...quietAccounts].map((id) => world.incidents(world.as(id))))).flat();
  const startOf = (name: string) => {
    const starts = world.aws.requests.of("StartIncident").filter(({ input }) => input.title === name);
    assert.equal(starts.length, 1, name);
    return starts[0]!;
  };
  const shown = (result: Result, name: string) =>
    stepsOf(result, name).flatMap(({ op, changed }) => (op === "same" ? [op] : [op, ...changed]));
  async function hasNothingToDo() {
    world.aws.requests.clear();
    assert.deepEqual((await world.stack.up()).summary, { same: count });
    assert.equal(world.aws.requests.length, 0);
  }

  before(async () => {
    const responsePlans = [{ name: "drill" }, { name: "other" }, byTheBook];
    const incidentManager = { replicationSet: [region, elsewhere], responsePlans };
    world = await IncidentWorld.open("incident-parity", { incidentManager });
    declare("before");
    previewed = await world.stack.preview();
    assert.equal(world.aws.requests.length, 0);
    await world.stack.up();
    [idsBefore, started] = [await world.ids(), await incidents()];
  });
  after(() => world.close());

  it("is previewed as declared, without a call", () => {
    assert.deepEqual(previewed.summary, { create: count });
    const [step] = stepsOf(previewed, "whole");
    const { owner: _owner, __provider, tagsAll, ...inputs } = step?.new?.inputs ?? {};
    assert.deepEqual(inputs, { ...whole, region });
    assert.deepEqual(tagsAll, whole.tags);
  });

  it("is started once, with all that a start takes", () => {
    assert.equal(started.length, cases.length);
    const { clientToken, ...input } = startOf(whole.title).input;
    assert.match(String(clientToken), /^[0-9a-f]{32}$/);
    const { title, impact, triggerDetails, relatedItems } = whole;
    const timestamp = Date.parse(triggerDetails.timestamp) / 1000;
    assert.deepEqual(input, {
      responsePlanArn: planArn(),
      title,
      impact,
      triggerDetails: { ...triggerDetails, timestamp },
      relatedItems,
    });
    const bare = world.aws.requests.of("StartIncident").filter(({ input }) => Object.keys(input).length === 2);
    assert.equal(bare.length, 2, "of a plan and a token alone");
  });

  it("gets the rest in one call right after", async () => {
    const { summary, chatChannel, notificationTargets } = whole;
    const writes = world.writesAbout(old("whole"));
    const tags = await world.tagsOf(old("whole"));
    const mark = Object.keys(tags).find((key) => key.startsWith("pulumi-aws-ops:")) as string;
    assert.deepEqual(writes, [
      ["TagResource", { tags: { [mark]: tags[mark] } }],
      ["TagResource", { tags: whole.tags }],
      ["UpdateIncidentRecord", { summary, chatChannel, notificationTargets }],
    ]);
    assert.match(String(tags[mark]), /urn:pulumi:.*::whole$/);
  });

  it("puts out what AWS knows of it", async () => {
    const { id = "", outputs } = await world.stack.resource("whole");
    for (const [name, value] of Object.entries(whole)) assert.deepEqual(outputs[name], value, name);
    const names = Object.keys(outputs).filter((name) => !(name in whole) && !name.startsWith("__"));
    assert.deepEqual(names.sort(), [
      "account",
      "arn",
      "automationExecutions",
      "consoleUrl",
      "creationTime",
      "dedupeString",
      "incidentRecordSource",
      "lastModifiedBy",
      "lastModifiedTime",
      "owner",
      "parentOpsItemArn",
      "parentOpsItemId",
      "region",
      "relatedItemsAll",
      "tagsAll",
    ]);
    const [record, items] = [await world.record(id), await world.itemsOf(id)];
    assert.equal(outputs.arn, id);
    assert.equal(outputs.account, account);
    assert.equal(outputs.dedupeString, record.dedupeString);
    assert.deepEqual(outputs.incidentRecordSource, record.incidentRecordSource);
    assert.equal(record.incidentRecordSource?.source, trigger.source);
    assert.equal(outputs.creationTime, record.creationTime?.toISOString());
    assert.equal(outputs.lastModifiedTime, record.lastModifiedTime?.toISOString());
    assert.equal(outputs.lastModifiedBy, record.lastModifiedBy);
    assert.deepEqual(outputs.tagsAll, whole.tags);
    assert.deepEqual(outputs.relatedItemsAll, items);
    const parent = items.find(({ identifier }) => identifier?.type === "PARENT")?.identifier?.value?.arn;
    assert.equal(outputs.parentOpsItemArn, parent);
    assert.equal(outputs.parentOpsItemId, parent?.split("/").at(-1));
    assert.equal(
      outputs.consoleUrl,
      `https://${region}.console.aws.amazon.com/systems-manager/incidents/home?region=${region}`,
    );
  });

  it("puts out what the plan has begun it with, where the program says nothing", async () => {
    const { id = "", outputs } = await world.stack.resource("by-the-plan");
    const { title, impact, summary, notificationTargets, dedupeString } = byTheBook.incidentTemplate;
    const { chatChannel } = byTheBook;
    const told = { title, impact, summary, notificationTargets, dedupeString, chatChannel, status: "OPEN" };
    for (const [name, value] of Object.entries(told)) assert.deepEqual(outputs[name], value, name);
    assert.deepEqual(outputs.automationExecutions, (await world.record(id)).automationExecutions);
    assert.equal((outputs.automationExecutions as object[]).length, 1);
    assert.deepEqual([outputs.tags, outputs.tagsAll, outputs.relatedItems], [undefined, undefined, undefined]);
    const marks = Object.keys(await world.tagsOf(id)).filter((key) => key !== "plan");
    assert.equal(marks.length, 1);
  });

  it("is resolved at once where it is declared so", async () => {
    const { id = "", outputs } = await world.stack.resource("resolved");
    const { status, resolvedTime } = await world.record(id);
    assert.equal(status, "RESOLVED");
    assert.deepEqual([outputs.status, outputs.resolvedTime], ["RESOLVED", resolvedTime?.toISOString()]);
  });

  it("costs nothing while the program stays", hasNothingToDo);

  it("shows nothing in a refresh while AWS stays, and has nothing to do after it", async () => {
    assert.deepEqual((await world.stack.refresh()).summary, { same: count });
    await hasNothingToDo();
  });

  describe("when the program is edited", () => {
    const theirs = linkTo("https://example.com/theirs");

    before(async () => {
      for (const arn of Object.values(idsBefore)) {
        const responder = world.responderOf(arn);
        await responder.updateRelatedItems({ incidentRecordArn: arn, relatedItemsUpdate: { itemToAdd: theirs } });
        await responder.tagResource({ resourceArn: arn, tags: { theirs: "x" } });
      }
      world.aws.requests.clear();
      declare("after");
      changed = await world.stack.up();
      idsAfter = await world.ids();
    });

    for (const [title, { to, calls = [] }] of Object.entries(inPlace)) {
      const properties = Object.keys(to).flatMap((name) => (name === "tags" ? ["tags", "tagsAll"] : [name]));
      it(`${calls.length > 0 ? "is changed" : "stays as it is"} in place when ${title}`, () => {
        const name = slug(title);
        assert.deepEqual(shown(changed, name), ["update", ...properties]);
        assert.equal(now(title), old(title));
        assert.deepEqual(world.writesAbout(now(title)), calls);
      });
    }

    it("is asked for once when AWS has something to tell, else not at all", () => {
      const reads = ["GetIncidentRecord", "ListRelatedItems", "ListTagsForResource"];
      const readsAbout = (arn: string) => world.callsAbout(arn).flatMap((call) => (isWrite(call) ? [] : [call[0]]));
      for (const title of Object.keys(inPlace)) {
        const isLocal = /^(onDelete|reconcile) /.test(title);
        const first = title === "region is changed" ? ["GetIncidentRecord"] : []; // is it known there?
        const needed = title === "tags are removed" ? reads.slice(0, 2) : reads;
        assert.deepEqual(readsAbout(now(title)).sort(), isLocal ? [] : [...first, ...needed].sort(), title);
      }
    });

    it("puts out what has become of it", async () => {
      const resources = await world.resources();
      for (const title of Object.keys(inPlace).filter((title) => !title.endsWith("removed"))) {
        const { id = "", outputs } = resources[slug(title)]!;
        const { title: told, impact, summary, chatChannel, notificationTargets, status } = await world.record(id);
        assert.deepEqual(
          [outputs.title, outputs.impact, outputs.summary, outputs.status],
          [told, impact, summary, status],
        );
        assert.deepEqual(outputs.chatChannel, chatChannel ?? { empty: {} }, title);
        assert.deepEqual(outputs.notificationTargets, notificationTargets, title);
        if (/^(onDelete|reconcile) /.test(title)) continue; // nothing was asked
        assert.deepEqual(outputs.relatedItemsAll, await world.itemsOf(id), title);
      }
    });

    it("keeps the items and tags of AWS and of responders", async () => {
      for (const title of Object.keys(inPlace)) {
        const [items, tags] = [await world.itemsOf(now(title)), await world.tagsOf(now(title))];
        assert.equal(items.filter(({ identifier }) => identifier?.type === "PARENT").length, 1, title);
        assert.equal(
          items.filter(({ identifier }) => identifier?.value?.url === theirs.identifier?.value?.url).length,
          1,
          title,
        );
        assert.equal(tags.theirs, "x", title);
      }
    });

    for (const [title, { replaces }] of Object.entries(replacing)) {
      it(`is resolved, and a new one started, when ${title}`, async () => {
        const name = slug(title);
        const steps = stepsOf(changed, name);
        assert.deepEqual(
          steps.map(({ op, outcome }) => [op, outcome]),
          [
            ["delete-replaced", "done"],
            ["replace", "done"],
            ["create-replacement", "done"],
          ],
        );
        assert.deepEqual(steps[2]?.replaceReasons, [replaces]);
        assert.notEqual(now(title), old(title));
        assert.deepEqual(
          [(await world.record(old(title))).status, (await world.record(now(title))).status],
          ["RESOLVED", "OPEN"],
        );
        const resolved = world.aws.requests
          .of("UpdateIncidentRecord")
          .find(({ input }) => input.arn === old(title) && input.status === "RESOLVED");
        assert.ok(world.aws.requests.indexOf(resolved!) < world.aws.requests.indexOf(startOf(name)));
      });
    }

    for (const title of Object.keys(sameThing)) {
      it(`costs nothing when ${title}`, () => {
        assert.deepEqual(shown(changed, slug(title)), ["same"]);
        assert.deepEqual(world.callsAbout(now(title)), []);
      });
    }

    it("is started by nothing else", async () => {
      assert.equal((await incidents()).length, started.length + Object.keys(replacing).length);
    });

    it("has nothing to do afterwards, nor after a refresh", async () => {
      await hasNothingToDo();
      await world.stack.refresh();
      await hasNothingToDo();
    });
  });

  describe("when the stack is destroyed", () => {
    it("is resolved, once, and its record stays; with `delete` it goes", async () => {
      const [deleted, alive] = [now("onDelete is changed"), await incidents()];
      const open = alive.filter(({ status }) => status === "OPEN").map(({ arn }) => arn);
      world.aws.requests.clear();
      await world.stack.destroy();
      assert.equal((await world.stack.export()).deployment.resources, undefined);
      const left = await incidents();
      assert.deepEqual(
        left.map(({ arn }) => arn).sort(),
        alive.flatMap(({ arn }) => (arn === deleted ? [] : [arn])).sort(),
      );
      for (const { arn, status } of left) {
        assert.equal(status, "RESOLVED");
        assert.ok(
          Object.keys(await world.tagsOf(arn)).some((key) => key.endsWith("/released")),
          arn,
        );
      }
      const resolved = world.aws.requests.of("UpdateIncidentRecord").map(({ input }) => input.arn);
      assert.deepEqual(resolved.sort(), open.filter((arn) => arn !== deleted).sort());
      assert.deepEqual(world.writesAbout(deleted).at(-1), ["DeleteIncidentRecord", {}]);
    });
  });
});
