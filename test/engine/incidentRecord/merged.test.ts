import assert from "node:assert/strict";
import { type Result, someCredentials } from "../../support/engine";
import type { Value } from "../programs/declared/declared";
import { IncidentWorld, incident, planArn, region } from "./support";

const deployer = someCredentials.accessKeyId;

/** Incidents that are open before ours are started, each of a plan of its own: whose they are, and how they end. */
const theirs: Record<string, { by: string; end: "adopted" | "resolved" | "deleted" }> = {
  "of-somebody-adopted": { by: "alice", end: "adopted" },
  "of-somebody-resolved": { by: "alice", end: "resolved" },
  "of-somebody-deleted": { by: "alice", end: "deleted" },
  "of-the-deployer-adopted": { by: deployer, end: "adopted" },
  "of-the-deployer-resolved": { by: deployer, end: "resolved" },
};
const names = Object.keys(theirs);
const responsePlans = [...names, "shared", "at-once"].map((name) => ({
  name,
  incidentTemplate: { dedupeString: `because of ${name}` },
}));

for (const duplicateIncident of ["openIncident", "ConflictException"] as const) {
  describe(`an incident of others with the plan's deduplication string, of which AWS tells by ${duplicateIncident}`, function () {
    this.timeout("10m");
    let world: IncidentWorld;
    let arns: Record<string, string>;
    let asTheyWere: unknown[];
    let result: Result;

    const sayOf = (name: string) =>
      result.diagnostics.flatMap((each) => (each.name === name ? [each.message] : [])).join();
    const lookAt = (arn: string) => Promise.all([world.record(arn), world.tagsOf(arn), world.itemsOf(arn)]);
    const declare = (more: Record<string, Record<string, Value>> = {}) =>
      world.declare(
        ...names.map((name) =>
          incident(
            {
              responsePlanArn: planArn(name),
              title: "Ours",
              summary: "Ours.",
              tags: { team: "orders" },
              ...more[name],
            },
            { name },
          ),
        ),
      );

    before(async () => {
      const incidentManager = { replicationSet: [region], responsePlans };
      world = await IncidentWorld.open(`merged-${duplicateIncident}`, {
        incidentManager,
        answers: { duplicateIncident },
      });
      const started = names.map(async (name) => {
        const client = world.as(theirs[name]?.by);
        return [name, (await client.startIncident({ responsePlanArn: planArn(name) })).incidentRecordArn];
      });
      arns = Object.fromEntries(await Promise.all(started));
      asTheyWere = await Promise.all(Object.values(arns).map(lookAt));
      declare();
      world.aws.requests.clear();
      result = await world.stack.up({ fails: true, flags: ["--continue-on-error"] });
    });
    after(() => world.close());

    it("is an error that names it", () => {
      for (const [name, arn] of Object.entries(arns)) {
        assert.match(sayOf(name), new RegExp(`incident ${arn} is open and .*, or take it over with adopt: "${arn}"`));
      }
    });
    it("is not touched, and not in the state", async () => {
      assert.deepEqual([...new Set(world.writes())], ["StartIncident"]);
      assert.deepEqual(await Promise.all(Object.values(arns).map(lookAt)), asTheyWere);
      assert.deepEqual(await world.ids(), {});
    });

    describe("that is taken over by `adopt`, resolved or deleted meanwhile", () => {
      const of = (end: string) => names.filter((name) => theirs[name]?.end === end);
      /** AWS goes on to answer the token of our start with it, and nobody can tell which of the two has started it. */
      const isUnclear = (name: string) => name === "of-the-deployer-resolved" && duplicateIncident === "openIncident";

      before(async () => {
        for (const name of of("resolved"))
          await world.as().updateIncidentRecord({ arn: arns[name], status: "RESOLVED" });
        for (const name of of("deleted")) await world.as().deleteIncidentRecord({ arn: arns[name] });
        const adopted = of("adopted").map((name) => [name, { adopt: arns[name] as string }]);
        declare(Object.fromEntries(adopted));
        const fails = names.some(isUnclear);
        result = await world.stack.up({ fails, flags: ["--continue-on-error"] });
      });

      it("is the resource's, as the program says, where it is adopted", async () => {
        const ids = await world.ids();
        for (const name of of("adopted")) {
          assert.equal(ids[name], arns[name]);
          const { title, summary } = await world.record(arns[name] as string);
          assert.deepEqual([title, summary], ["Ours", "Ours."]);
          const { team, ...marks } = await world.tagsOf(arns[name] as string);
          assert.equal(team, "orders");
          assert.match(Object.values(marks).join(), new RegExp(`::${name}$`));
        }
      });
      it("is followed by a new one where it is resolved or deleted", async () => {
        const ids = await world.ids();
        for (const name of [...of("resolved"), ...of("deleted")].filter((name) => !isUnclear(name))) {
          assert.ok(ids[name]);
          assert.notEqual(ids[name], arns[name]);
          assert.equal((await world.record(ids[name])).status, "OPEN");
        }
      });
      if (duplicateIncident === "openIncident") {
        it("is an error where it is resolved and may be ours, until `triggers` change", async () => {
          const name = "of-the-deployer-resolved";
          assert.match(sayOf(name), new RegExp(`incident ${arns[name]}, which is resolved: .* change .triggers. to`));
          assert.equal((await world.ids())[name], undefined);
          declare({ [name]: { triggers: [2] } });
          await world.stack.up();
          assert.notEqual((await world.ids())[name], arns[name]);
        });
      }
      it("is let go with the others, where it is adopted", async () => {
        const ids = await world.ids();
        assert.deepEqual(Object.keys(ids).sort(), names.toSorted());
        await world.stack.destroy();
        for (const arn of Object.values(ids)) assert.equal((await world.record(arn)).status, "RESOLVED");
      });
    });

    describe("that is another resource's", () => {
      const named = (name: string, args: Record<string, Value> = {}, dependsOn: string[] = []) =>
        incident({ responsePlanArn: planArn("shared"), ...args }, { name, dependsOn });

      it("is an error, and cannot be adopted either", async () => {
        world.declare(named("first"), named("second", {}, ["first"]));
        result = await world.stack.up({ fails: true });
        const { first = "", ...more } = await world.ids();
        assert.deepEqual(more, {});
        assert.match(sayOf("second"), new RegExp(`incident ${first} is open`));
        world.declare(named("first"), named("second", { adopt: first }));
        world.aws.requests.clear();
        result = await world.stack.up({ fails: true });
        assert.match(sayOf("second"), new RegExp(`adopt: incident ${first} belongs to urn:pulumi:.*::first`));
        assert.deepEqual(world.writes(), []);
        await world.stack.destroy();
      });
      it("is never both's, where both are started at the same time", async () => {
        const both = ["one", "other"].map((name) => named(name, { responsePlanArn: planArn("at-once") }));
        world.declare(...both);
        const hold = world.aws.faults.hold("StartIncident", { count: 2 });
        const run = world.stack.start("up", { flags: ["--continue-on-error"] });
        await world.asked("StartIncident", 2);
        hold.release();
        const { code, stdout } = await run.result;
        assert.notEqual(code, 0);
        const open = (await world.incidents()).filter(({ status }) => status === "OPEN");
        assert.equal(open.length, 1);
        const [arn = ""] = open.map(({ arn }) => arn);
        assert.match(stdout, new RegExp(`incident ${arn} is open`));
        const inState = Object.entries(await world.ids());
        const owners = Object.values(await world.tagsOf(arn)).map((value) => value.split("::").at(-1));
        assert.deepEqual(
          inState,
          owners.map((name) => [name, arn]),
        );
        assert.ok(owners.length <= 1);
      });
    });
  });
}
