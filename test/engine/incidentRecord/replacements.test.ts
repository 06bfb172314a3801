import assert from "node:assert/strict";
import type { Hold } from "../../../emulator";
import { prepared } from "../../emulator/incidents";
import { type Run, stepsOf } from "../../support/engine";
import type { DeclaredResource, Value } from "../programs/declared/declared";
import { IncidentWorld, incident, planArn } from "./support";

const deduped = { name: "deduped", incidentTemplate: { dedupeString: "orders-db" } };

const resources: Record<string, Partial<DeclaredResource>> = {
  resolved: {},
  deleted: { args: { onDelete: "delete" } },
  deduped: { args: { responsePlanArn: planArn("deduped") } },
  retained: { options: { retainOnDelete: true } },
};
const names = Object.keys(resources);

/** What became of an incident: its status, and whether it tells that its resource has let it go. */
const ends: Record<string, string> = {
  resolved: "RESOLVED, let go",
  deleted: "gone",
  deduped: "RESOLVED, let go",
  retained: "OPEN",
};

describe("an incident that makes room for a new one", function () {
  this.timeout("10m");
  let world: IncidentWorld;
  let ids: Record<string, string>;

  const declare = (more: Record<string, Value> = {}) =>
    world.declare(
      ...names.map((name) => {
        const { args = {}, ...options } = resources[name] ?? {};
        return incident({ ...args, ...more }, { name, ...options });
      }),
    );

  before(async () => {
    const incidentManager = { ...prepared, responsePlans: [...prepared.responsePlans, deduped] };
    world = await IncidentWorld.open("incident-replacements", { incidentManager });
    declare();
    await world.stack.up();
    ids = await world.ids();
  });
  after(() => world.close());
  beforeEach(() => world.aws.requests.clear());

  async function endOf(arn: string): Promise<string> {
    const found = (await world.incidents()).find((each) => each.arn === arn);
    if (!found) return "gone";
    const isLetGo = Object.keys(await world.tagsOf(arn)).some((key) => key.endsWith("/released"));
    return `${found.status}${isLetGo ? ", let go" : ""}`;
  }
  const endsOf = async (arns: Record<string, string>) =>
    Object.fromEntries(await Promise.all(Object.entries(arns).map(async ([name, arn]) => [name, await endOf(arn)])));
  /** Those named are others than before, none but those in the state is open, and nothing is left to do. */
  async function areNew(...renewed: string[]) {
    const now = await world.ids();
    const open = (await world.incidents()).filter(({ status }) => status === "OPEN");
    assert.deepEqual(open.map(({ arn }) => arn).sort(), Object.values(now).sort());
    assert.deepEqual(names.filter((name) => now[name] !== ids[name]).sort(), renewed.toSorted());
    for (const arn of Object.values(now)) assert.equal(await endOf(arn), "OPEN");
    ids = now;
    world.aws.requests.clear();
    assert.deepEqual((await world.stack.up()).summary, { same: names.length + 1 });
    assert.deepEqual([...world.aws.requests], []);
  }

  it("is let go by destroy, and another one is started by the next `up`, but for one that was retained", async () => {
    await world.stack.destroy();
    assert.deepEqual(await endsOf(ids), ends);
    const { stdout } = await world.stack.up();
    assert.match(
      stdout,
      new RegExp(`an earlier run has started ${ids.retained} for this resource: continuing with it`),
    );
    await areNew("resolved", "deleted", "deduped");
  });

  it("is let go, and then another one is started, when `triggers` change", async () => {
    const old = ids;
    declare({ triggers: [1] });
    const result = await world.stack.up();
    for (const name of names) {
      assert.deepEqual(stepsOf(result, name).at(-1)?.replaceReasons, ["triggers"]);
    }
    assert.deepEqual(await endsOf(old), { ...ends, retained: "OPEN, let go" });
    await world.as().updateIncidentRecord({ arn: old.retained, status: "RESOLVED" });
    await areNew(...names);
  });

  it("is let go by a replacement as the program says now", async () => {
    const old = ids;
    declare({ triggers: [2], onDelete: "delete" });
    await world.stack.up();
    const gone = Object.fromEntries(names.map((name) => [name, "gone"]));
    assert.deepEqual(await endsOf(old), { ...gone, retained: "OPEN, let go" });
    await world.as().updateIncidentRecord({ arn: old.retained, status: "RESOLVED" });
    await areNew(...names);
    declare({ triggers: [2] });
    await world.stack.up();
  });

  it("is replaced by force, but for one that is retained", async () => {
    const old = ids;
    const urns = await Promise.all(names.map(async (name) => (await world.stack.resource(name)).urn));
    world.aws.requests.clear();
    await world.stack.up({ flags: urns.flatMap((urn) => ["--target-replace", urn]) });
    await areNew("resolved", "deleted", "deduped");
    assert.deepEqual(await endsOf(old), { ...ends, retained: "OPEN" });
  });

  describe("in a run that is killed", () => {
    let old: string;
    let run: Run;

    beforeEach(async () => {
      world.declare(incident({}, { name: "killed" }));
      await world.stack.up();
      old = await world.idOf("killed");
      world.aws.requests.clear();
    });
    afterEach(() => {
      world.aws.faults.clear();
      run.killAll();
    });

    async function kill(command: "up" | "destroy", hold: Hold) {
      run = world.stack.start(command);
      await hold.reached;
      run.killAll();
      await run.result;
      await world.stack.unlock();
    }

    it("is replaced once by the next `up`, where AWS had not answered the new start", async () => {
      world.declare(incident({ triggers: [1] }, { name: "killed" }));
      await kill("up", world.aws.faults.hold("StartIncident", { when: "after" }));
      const all = await world.incidents();
      await world.stack.up();
      assert.equal(await world.idOf("killed"), all.at(-1)?.arn);
      assert.equal(await endOf(old), "RESOLVED, let go");
      assert.deepEqual(await world.incidents(), all);
    });

    it("is let go by the next `destroy`, where it was only resolved", async () => {
      await kill("destroy", world.aws.faults.hold("TagResource"));
      assert.equal(await endOf(old), "RESOLVED");
      await world.stack.destroy();
      assert.equal(await endOf(old), "RESOLVED, let go");
      await world.stack.up();
      assert.notEqual(await world.idOf("killed"), old);
    });
  });
});
