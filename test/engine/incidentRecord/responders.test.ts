import assert from "node:assert/strict";
import type { RelatedItem, SSMIncidents, UpdateIncidentRecordInput } from "@aws-sdk/client-ssm-incidents";
import { linkTo } from "../../emulator/incidents";
import { type Result, stepsOf } from "../../support/engine";
import { added, type Call, removed, updated } from "./calls";
import { account, IncidentWorld, incident, region } from "./support";
import { type Args, everyItem, item, link, topic, whole } from "./whole";

type Does = (responder: SSMIncidents, arn: string) => Promise<unknown>;

type Property =
  | "title"
  | "impact"
  | "summary"
  | "chatChannel"
  | "notificationTargets"
  | "status"
  | "relatedItems"
  | "tags";

/** What a responder does to an incident: which property shows it, and what puts it back. */
interface Doing {
  property: Property;
  does: Does[];
  putsBack: Call[];
}

const update =
  (input: Partial<UpdateIncidentRecordInput>): Does =>
  (responder, arn) =>
    responder.updateIncidentRecord({ arn, ...input });
const tag =
  (tags: Record<string, string>): Does =>
  (responder, resourceArn) =>
    responder.tagResource({ resourceArn, tags });
const untag =
  (...tagKeys: string[]): Does =>
  (responder, resourceArn) =>
    responder.untagResource({ resourceArn, tagKeys });
const add =
  (itemToAdd: object): Does =>
  (responder, incidentRecordArn) =>
    responder.updateRelatedItems({ incidentRecordArn, relatedItemsUpdate: { itemToAdd: itemToAdd as RelatedItem } });
const remove =
  ({ identifier }: { identifier: object }): Does =>
  (responder, incidentRecordArn) =>
    responder.updateRelatedItems({
      incidentRecordArn,
      relatedItemsUpdate: { itemToRemove: identifier as RelatedItem["identifier"] as never },
    });

/** An edit of one property of the record. */
function edit<Name extends Property & keyof UpdateIncidentRecordInput>(
  property: Name,
  value: UpdateIncidentRecordInput[Name],
): Doing {
  return {
    property,
    does: [update({ [property]: value })],
    putsBack: updated({ [property]: whole[property] }),
  };
}

const another = item("OTHER", { url: "https://example.com" });
const retitled = { ...link, title: "Read this" };

const doings: Record<string, Doing> = {
  "title changes": edit("title", "It is the log rotation"),
  "impact changes": edit("impact", 4),
  "summary changes": edit("summary", "Looked at by the night shift."),
  "summary is cleared": edit("summary", ""),
  "the chat channel changes": edit("chatChannel", { chatbotSns: [topic("war-room")] }),
  "the chat channel goes": edit("chatChannel", { empty: {} }),
  "a notification target comes": edit("notificationTargets", [
    ...whole.notificationTargets,
    { snsTopicArn: topic("management") },
  ]),
  "notification targets go": edit("notificationTargets", []),
  "it is resolved": edit("status", "RESOLVED"),
  "a tag changes": {
    property: "tags",
    does: [tag({ team: "billing" })],
    putsBack: [["TagResource", { tags: { team: "orders" } }]],
  },
  "a tag goes": { property: "tags", does: [untag("empty")], putsBack: [["TagResource", { tags: { empty: "" } }]] },
  "a related item goes": { property: "relatedItems", does: [remove(link)], putsBack: added(link) },
  "a related item gets another title": {
    property: "relatedItems",
    does: [remove(link), add(retitled)],
    putsBack: [...removed(link), ...added(link)],
  },
};

/** What is nobody's business, also where the program puts back what is its own. */
const notDrift: Record<string, Does[]> = {
  "a related item comes": [add(linkTo("https://example.com/theirs"))],
  "a tag comes": [tag({ theirs: "x" })],
  "lists are put in another order": [
    update({
      chatChannel: { chatbotSns: whole.chatChannel.chatbotSns.toReversed() },
      notificationTargets: whole.notificationTargets.toReversed(),
    }),
    remove(link),
    add(link),
  ],
  "AWS's own facts change": [update({ title: whole.title })],
  "AWS tells of a runbook that it has run": [
    add(item("AUTOMATION", { arn: `arn:aws:ssm:${region}:${account}:automation-execution/1` })),
  ],
  "the parent OpsItem goes": [
    async (responder, arn) => {
      const { relatedItems = [] } = await responder.listRelatedItems({ incidentRecordArn: arn });
      const parent = relatedItems.find(({ identifier }) => identifier?.type === "PARENT");
      await remove(parent as { identifier: object })(responder, arn);
    },
  ],
};

/** What the program says anew of a property that responders have changed, and the calls for it. */
const anew: Record<Property, { to: Args; calls: Call[] }> = {
  title: { to: { title: "Closed" }, calls: updated({ title: "Closed" }) },
  impact: { to: { impact: 5 }, calls: updated({ impact: 5 }) },
  summary: { to: { summary: "Closed." }, calls: updated({ summary: "Closed." }) },
  chatChannel: {
    to: { chatChannel: { chatbotSns: [topic("closed")] } },
    calls: updated({ chatChannel: { chatbotSns: [topic("closed")] } }),
  },
  notificationTargets: {
    to: { notificationTargets: [{ snsTopicArn: topic("all") }] },
    calls: updated({ notificationTargets: [{ snsTopicArn: topic("all") }] }),
  },
  status: { to: { status: "RESOLVED" }, calls: updated({ status: "RESOLVED" }) },
  relatedItems: { to: { relatedItems: [...everyItem, another] }, calls: added(another) },
  tags: { to: { tags: { ...whole.tags, team: "ops" } }, calls: [["TagResource", { tags: { team: "ops" } }]] },
};

const slug = (title: string) => title.replace(/\W+/g, "-");
const leftTo = (title: string) => `left-${slug(title)}`;
const putBack = (title: string) => `back-${slug(title)}`;
const titles = Object.keys(doings);
const quiet = Object.keys(notDrift).map(slug);

const sorted = (items: RelatedItem[]) => items.toSorted((one, other) => keyOf(one).localeCompare(keyOf(other)));
const keyOf = ({ identifier }: RelatedItem) => `${identifier?.type} ${identifier?.value?.url}`;

/** Accounts: a start looks at the tags of all incidents that are open in its own. */
const [ofResponders, ofProgram] = ["111122223333", "444455556666"];

/** Another property than the one that responders have changed, and what it is changed to. */
const otherThan = (property: string): Args => (property === "impact" ? { title: "Edited" } : { impact: 5 });

describe("what responders change of an incident", function () {
  this.timeout("10m");
  let world: IncidentWorld;
  let ids: Record<string, string>;
  /** What the program declares, as AWS has it. */
  let untouched: Awaited<ReturnType<typeof live>>;

  const count = 2 * titles.length + quiet.length + 3; // with the stack and its providers
  function declare({
    left = () => ({}),
    back = () => ({ reconcile: true }),
  }: Partial<Record<"left" | "back", (doing: Doing) => Args>> = {}) {
    const one = (name: string, provider: string, args: Args) =>
      incident({}, { name, provider, args: { ...whole, responsePlanArn: planOf(provider), ...args } });
    world.declared.declare({
      providers: Object.fromEntries([ofResponders, ofProgram].map((id) => [id, world.providerOf(id)])),
      resources: [
        ...Object.entries(doings).map(([title, doing]) => one(leftTo(title), ofResponders, left(doing))),
        ...Object.entries(doings).map(([title, doing]) => one(putBack(title), ofProgram, back(doing))),
        ...quiet.map((name) => one(name, ofProgram, { reconcile: true })),
      ],
    });
  }
  const planOf = (account: string) => whole.responsePlanArn.replace(/\d{12}/, account);
  const idOf = (name: string) => ids[name] ?? "";
  async function happens(name: string, does: Does[]) {
    for (const each of does) await each(world.responderOf(idOf(name)), idOf(name));
  }
  async function everythingHappens(nameOf: (title: string) => string) {
    for (const [title, { does }] of Object.entries(doings)) await happens(nameOf(title), does);
  }
  /** What there is to see of an incident, under the names of its properties. */
  async function live(name: string) {
    const [record, items, tags] = await Promise.all([
      world.record(idOf(name)),
      world.itemsOf(idOf(name)),
      world.tagsOf(idOf(name)),
    ]);
    const { title, impact, summary, chatChannel, notificationTargets, status } = record;
    const declared = items.flatMap(({ generatedId: _, ...item }) => (item.identifier?.type === "PARENT" ? [] : [item]));
    return {
      ...{ title, impact, summary, chatChannel, notificationTargets, status },
      relatedItems: sorted(declared),
      tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith("pulumi-aws-ops:"))),
    };
  }
  const lives = async (nameOf: (title: string) => string) =>
    Object.fromEntries(await Promise.all(titles.map(async (title) => [nameOf(title), await live(nameOf(title))])));
  /** The outputs are what AWS has. */
  async function isTold(nameOf: (title: string) => string) {
    const resources = await world.resources();
    for (const name of titles.map(nameOf)) {
      const { outputs = {} } = resources[name] ?? {};
      const expected = await live(name);
      const told = Object.fromEntries(Object.keys(expected).map((property) => [property, outputs[property]]));
      assert.deepEqual({ ...told, relatedItems: sorted(told.relatedItems as RelatedItem[]) }, expected, name);
    }
  }
  /** The step of a run; in a refresh, without what AWS changes with every edit. */
  function shown(result: Result, name: string, refreshed = false) {
    const { op, changed = [] } = stepsOf(result, name).find((step) => step.refreshed === refreshed) ?? {};
    const told = changed.filter(
      (each) => !/^(__|lastModified|parentOpsItem|relatedItemsAll$|resolvedTime$)/.test(each),
    );
    return op === "same" ? [op] : [op, ...told];
  }
  const shownAs = (property: string) => (property === "tags" ? ["tags", "tagsAll"] : [property]);

  before(async () => {
    world = await IncidentWorld.open("responders");
    declare();
    await world.stack.up();
    ids = await world.ids();
    untouched = await live(putBack("title changes"));
    await everythingHappens(leftTo);
    await everythingHappens(putBack);
    for (const [title, does] of Object.entries(notDrift)) await happens(slug(title), does);
    world.aws.requests.clear();
  });
  after(() => world.close());

  it("costs an `up` nothing", async () => {
    assert.deepEqual((await world.stack.up()).summary, { same: count });
    assert.equal(world.aws.requests.length, 0);
  });

  it("is found by `preview --refresh`, which shows as edits only what will be sent, and changes nothing", async () => {
    const state = await world.stack.export();
    const result = await world.stack.preview({ flags: ["--refresh", "--diff"] });
    for (const [title, { property }] of Object.entries(doings)) {
      for (const name of [leftTo(title), putBack(title)]) {
        assert.deepEqual(shown(result, name, true), ["refresh", ...shownAs(property)], name);
      }
      assert.deepEqual(shown(result, leftTo(title)), ["same"], title);
      assert.deepEqual(shown(result, putBack(title)), ["update", ...shownAs(property)], title);
    }
    for (const name of quiet)
      assert.deepEqual([shown(result, name, true), shown(result, name)], [["refresh"], ["same"]]);
    assert.deepEqual(result.summary, { update: titles.length, same: count - titles.length });
    assert.match(result.stdout, /~ title *: "It is the log rotation" => "Orders are slow"/);
    assert.deepEqual(await world.stack.export(), state);
    assert.deepEqual(world.writes(), []);
  });

  it("stays when another property is edited, which alone is shown and sent, before a refresh has seen it", async () => {
    const before = await lives(leftTo);
    declare({ left: ({ property }) => otherThan(property) });
    world.aws.requests.clear();
    const result = await world.stack.up();
    for (const [title, { property }] of Object.entries(doings)) {
      const [name, other] = [leftTo(title), otherThan(property)];
      assert.deepEqual(shown(result, name), ["update", ...Object.keys(other)], title);
      assert.deepEqual(world.writesAbout(idOf(name)), updated(other), title);
      assert.deepEqual(await live(name), { ...before[name], ...other }, title);
    }
    await isTold(leftTo);
  });

  it("is in the outputs after a refresh, and a difference only where it will be put back", async () => {
    const result = await world.stack.refresh();
    assert.deepEqual(result.summary, { update: titles.length, same: count - titles.length });
    for (const [title, { property }] of Object.entries(doings)) {
      assert.deepEqual(shown(result, leftTo(title), true), ["same"], title);
      assert.deepEqual(shown(result, putBack(title), true), ["update", ...shownAs(property)], title);
    }
    for (const name of quiet) assert.deepEqual(shown(result, name, true), ["same"]);
    await isTold(leftTo);
    await isTold(putBack);
  });

  it("is put back by `up` with `reconcile`, and else left as it is", async () => {
    const before = await lives(leftTo);
    world.aws.requests.clear();
    const result = await world.stack.up();
    assert.deepEqual(result.summary, { update: titles.length, same: count - titles.length });
    for (const [title, { property, putsBack }] of Object.entries(doings)) {
      assert.deepEqual(shown(result, putBack(title)), ["update", ...shownAs(property)], title);
      assert.deepEqual(world.writesAbout(idOf(putBack(title))), putsBack, title);
      assert.deepEqual(await live(putBack(title)), untouched, title);
      assert.deepEqual(world.callsAbout(idOf(leftTo(title))), [], title);
    }
    for (const name of quiet) assert.deepEqual(world.callsAbout(idOf(name)), []);
    assert.deepEqual(await lives(leftTo), before);
  });

  it("is over then", async () => {
    assert.deepEqual((await world.stack.refresh()).summary, { same: count });
    world.aws.requests.clear();
    assert.deepEqual((await world.stack.up()).summary, { same: count });
    assert.equal(world.aws.requests.length, 0);
  });

  it("is put back once `reconcile` is switched on, and left as it is once it is switched off", async () => {
    await everythingHappens(putBack);
    await world.stack.refresh();
    const before = await lives(putBack);
    declare({ left: ({ property }) => ({ ...otherThan(property), reconcile: true }), back: () => ({}) });
    world.aws.requests.clear();
    const result = await world.stack.up();
    for (const [title, { property, putsBack }] of Object.entries(doings)) {
      assert.deepEqual(shown(result, leftTo(title)), ["update", "reconcile"], title);
      assert.deepEqual(world.writesAbout(idOf(leftTo(title))), putsBack, title);
      assert.deepEqual(await live(leftTo(title)), { ...untouched, ...otherThan(property) }, title);
      assert.equal(shown(result, putBack(title))[0], "update", title);
      assert.deepEqual(world.callsAbout(idOf(putBack(title))), [], title);
    }
    assert.deepEqual(await lives(putBack), before);
  });

  it("is found and put back in one run with --refresh", async () => {
    const before = await lives(putBack);
    await everythingHappens(leftTo);
    world.aws.requests.clear();
    const result = await world.stack.up({ flags: ["--refresh"] });
    for (const [title, { property, putsBack }] of Object.entries(doings)) {
      assert.deepEqual(shown(result, leftTo(title)), ["update", ...shownAs(property)], title);
      assert.deepEqual(world.writesAbout(idOf(leftTo(title))), putsBack, title);
      assert.deepEqual(shown(result, putBack(title)), ["same"], title);
    }
    assert.deepEqual(await lives(putBack), before);
  });

  it("gives way to what the program says anew of the same property", async () => {
    declare({ back: ({ property }) => anew[property].to });
    const preview = await world.stack.preview();
    world.aws.requests.clear();
    await world.stack.up();
    for (const [title, { property }] of Object.entries(doings)) {
      assert.deepEqual(shown(preview, putBack(title)), ["update", ...shownAs(property)], title);
      assert.deepEqual(world.writesAbout(idOf(putBack(title))), anew[property].calls, title);
    }
    await isTold(putBack);
  });
});
