import assert from "node:assert/strict";
import type { StateResource } from "../../support/engine";
import type { Value } from "../programs/declared/declared";
import { IncidentWorld, incident, planArn, region } from "./support";

/** Which calls about an incident fail once it was started, by the name of its plan: the first, or all from the second on. */
const failures: Record<string, { operation: string; from?: number }> = {
  look: { operation: "GetIncidentRecord" },
  tag: { operation: "TagResource" },
  "tag-again": { operation: "TagResource", from: 2 },
  update: { operation: "UpdateIncidentRecord" },
  items: { operation: "ListRelatedItems" },
  "look-again": { operation: "GetIncidentRecord", from: 2 },
};
const plans = Object.keys(failures);
const responsePlans = plans.map((name) => ({ name, incidentTemplate: { incidentTags: { plan: name } } }));

const link = (url: string) => ({ identifier: { type: "OTHER", value: { url } }, title: "Dashboard" });
const args = {
  title: "Restore orders-db",
  summary: "Restore the last snapshot.",
  relatedItems: [link("https://example.com/1")],
  tags: { team: "orders" },
};

describe("an incident of which calls fail after its start", function () {
  this.timeout("10m");
  let world: IncidentWorld;
  let round = 0;

  before(async () => {
    const options = { incidentManager: { replicationSet: [region], responsePlans } };
    world = await IncidentWorld.open("incident-partial", options, { config: { "aws:maxRetries": "0" } });
  });
  after(() => world.close());

  const nameOf = (plan: string) => `${plan}-${round}`;
  const declare = (more: Record<string, Value> = {}) =>
    world.declare(
      ...plans.map((plan) => incident({ responsePlanArn: planArn(plan), ...args, ...more }, { name: nameOf(plan) })),
    );
  const resources = () => Promise.all(plans.map((plan) => world.stack.resource(nameOf(plan))));
  const open = async () => (await world.incidents()).flatMap(({ arn, status }) => (status === "OPEN" ? [arn] : []));

  async function fail(): Promise<StateResource[]> {
    round++;
    declare();
    for (const [plan, { operation, from = 1 }] of Object.entries(failures)) {
      let calls = 0;
      const where = (input: object) => JSON.stringify(input).includes(`incident-record/${plan}/`) && ++calls >= from;
      world.aws.faults.error(operation, "InternalServerException", { count: Infinity, where });
    }
    world.aws.requests.clear();
    const { diagnostics } = await world.stack.up({ fails: true, flags: ["--continue-on-error"] });
    world.aws.faults.clear();
    const kept = await resources();
    assert.deepEqual(kept.map(({ id }) => id).sort(), (await open()).sort(), "all are in the state");
    for (const [index, plan] of plans.entries()) {
      const said = diagnostics.flatMap(({ name, message }) => (name === nameOf(plan) ? [message] : [])).join();
      assert.match(said, new RegExp(`${failures[plan]?.operation} failed: InternalServerException.*request id`));
      assert.equal(kept[index]?.initErrors?.length, 1);
    }
    return kept;
  }

  async function areComplete(kept: StateResource[]) {
    const now = await resources();
    assert.deepEqual(
      now.map(({ id }) => id),
      kept.map(({ id }) => id),
    );
    for (const [index, plan] of plans.entries()) {
      const { id = "", initErrors, outputs } = now[index] as StateResource;
      assert.equal(initErrors, undefined);
      const { title, summary, relatedItems, tags, status, parentOpsItemId } = outputs;
      assert.deepEqual({ title, summary, relatedItems, tags }, args);
      assert.equal(status, "OPEN");
      assert.match(String(parentOpsItemId), /^oi-/);
      const { plan: planTag, team, ...marks } = await world.tagsOf(id);
      assert.deepEqual([planTag, team, Object.keys(marks).length], [plan, "orders", 1]);
      assert.equal((await world.record(id)).summary, args.summary);
      assert.equal((await world.itemsOf(id)).length, 2);
    }
    assert.equal(world.aws.requests.of("StartIncident").length, plans.length, "none was started again");
    assert.deepEqual((await world.stack.up()).summary, { same: plans.length + 1 });
  }

  it("is completed by the next `up`", async () => {
    const kept = await fail();
    await world.stack.up();
    await areComplete(kept);
  });

  it("is completed by `refresh` and then `up`", async () => {
    world.declare();
    await world.stack.up();
    const kept = await fail();
    await world.stack.refresh();
    await world.stack.up();
    await areComplete(kept);
  });

  for (const isRefreshed of [false, true]) {
    it(`is updated by the next \`up\` only with what is left of an update that failed${isRefreshed ? ", also after a refresh" : ""}`, async () => {
      const news = {
        title: `Edited ${isRefreshed}`,
        relatedItems: [link(`https://example.com/${isRefreshed}`)],
        tags: { team: `${isRefreshed}` },
      };
      declare(news);
      const where = ({ relatedItemsUpdate }: Record<string, unknown>) => "itemToAdd" in (relatedItemsUpdate as object);
      world.aws.faults.error("UpdateRelatedItems", "InternalServerException", { count: Infinity, where });
      await world.stack.up({ fails: true, flags: ["--continue-on-error"] });
      world.aws.faults.clear();
      if (isRefreshed) await world.stack.refresh();
      world.aws.requests.clear();
      await world.stack.up();
      assert.deepEqual([...new Set(world.writes())].sort(), ["TagResource", "UpdateRelatedItems"]);
      for (const { id = "", outputs } of await resources()) {
        const { title, relatedItems, tags } = outputs;
        assert.deepEqual({ title, relatedItems, tags }, news);
        const items = (await world.itemsOf(id)).filter(({ identifier }) => identifier?.type === "OTHER");
        assert.deepEqual(
          items.map(({ identifier }) => identifier),
          news.relatedItems.map(({ identifier }) => identifier),
        );
        assert.equal((await world.tagsOf(id)).team, news.tags.team);
      }
      assert.deepEqual((await world.stack.up()).summary, { same: plans.length + 1 });
    });
  }

  it("is resolved by `destroy`", async () => {
    world.declare();
    await world.stack.up();
    const kept = await fail();
    await world.stack.destroy();
    for (const { id = "" } of kept) assert.equal((await world.record(id)).status, "RESOLVED");
    assert.equal((await world.stack.export()).deployment.resources, undefined);
  });
});
