import assert from "node:assert/strict";
import type { Result } from "../../support/engine";
import type { Value } from "../programs/declared/declared";
import { IncidentWorld, incident, planArn, region } from "./support";

type ByPlan<T> = Record<string, T>;

/** The incidents of a run, each of a plan of its own, and how each is edited before the next run. */
const edits: ByPlan<Record<string, Value>> = {
  plain: {},
  deduped: {},
  title: { title: "edited" },
  triggers: { triggers: ["edited"] },
};
const plans = Object.keys(edits);
const responsePlans = plans.map((name) => ({
  name,
  incidentTemplate: { dedupeString: name === "deduped" ? "orders-db" : undefined },
}));

interface Interruption {
  how: string;
  /** Whether AWS has tagged the incidents by then with whose they are. */
  isTagged: boolean;
  /** Brings the stack up, up to that point; answers what has to be cleared away in the end. */
  up(world: IncidentWorld): Promise<() => void>;
}

const allReplies: Interruption = {
  how: "all replies of a run are lost",
  isTagged: false,
  async up({ aws, stack }) {
    aws.faults.loseReply("StartIncident", { count: Infinity });
    await stack.up({ fails: true, flags: ["--continue-on-error"], env: { AWS_MAX_ATTEMPTS: "1" } });
    aws.faults.clear();
    return () => {};
  },
};

type Call = [operation: string, when: "before" | "after"];

const killed = (who: "the CLI alone" | "all", point: string, call: Call, isTagged: boolean): Interruption => ({
  how: `${who === "all" ? "the CLI and all that it started are" : `${who} is`} killed ${point}`,
  isTagged,
  async up(world) {
    const [operation, when] = call;
    const hold = world.aws.faults.hold(operation, { when, count: plans.length });
    const run = world.stack.start("up");
    await world.asked(operation, plans.length);
    if (who === "all") run.killAll();
    else run.killCli();
    await run.result;
    if (operation === "StartIncident" && when === "before") hold.release(); // what was sent is done all the same
    await world.stack.unlock().catch(() => {}); // killed engines leave their lock
    return () => run.killAll();
  },
});

const interruptions = [
  allReplies,
  killed("all", "before AWS has started any", ["StartIncident", "before"], false),
  killed("all", "before AWS has answered", ["StartIncident", "after"], false),
  killed("the CLI alone", "before AWS has answered", ["StartIncident", "after"], false),
  killed("the CLI alone", "before AWS has tagged any", ["TagResource", "before"], false),
  killed("all", "once AWS has tagged them", ["UpdateIncidentRecord", "before"], true),
];

/** Both answers that AWS may give to a token that it has had with other input; they matter where it has put no tag. */
for (const [clientTokenOfOtherInput, cases] of [
  ["ConflictException", interruptions],
  ["firstAnswer", [allReplies]],
] as const) {
  describe(`starts that are interrupted, where AWS answers a token of other input with ${clientTokenOfOtherInput}`, function () {
    this.timeout("10m");
    let world: IncidentWorld;
    let round = 0;

    before(async () => {
      const incidentManager = { replicationSet: [region], responsePlans };
      const answers = { clientTokenOfOtherInput };
      world = await IncidentWorld.open(`interrupted-${clientTokenOfOtherInput}`, { incidentManager, answers });
    });
    after(() => world.close());
    beforeEach(() => {
      round++;
      world.aws.requests.clear();
    });
    afterEach(async () => {
      world.aws.faults.clear();
      world.declare();
      await world.stack.up();
      assert.deepEqual(await open(), [], "something was left behind");
    });

    /** Every round has resources of its own, so that none can help another. */
    const nameOf = (plan: string) => `${plan}-${round}`;
    const declare = (more: ByPlan<Record<string, Value>> = {}) =>
      world.declare(
        ...plans.map((plan) =>
          incident({ responsePlanArn: planArn(plan), summary: "Restore it.", ...more[plan] }, { name: nameOf(plan) }),
        ),
      );
    const open = async () => (await world.incidents()).flatMap(({ arn, status }) => (status === "OPEN" ? [arn] : []));
    const byPlan = (arns: string[]): ByPlan<string> =>
      Object.fromEntries(arns.map((arn) => [arn.split("/").at(-2), arn]));
    const inState = async () => byPlan(Object.values(await world.ids()));
    const saidOf = ({ diagnostics }: Result, plan: string) =>
      diagnostics.flatMap(({ name, message }) => (name === nameOf(plan) ? [message] : [])).join();

    /** Once each: open, and in the state. */
    async function areWhole() {
      assert.deepEqual((await world.stack.up()).summary, { same: plans.length + 1 });
      assert.deepEqual((await open()).sort(), Object.values(await inState()).sort());
      assert.equal((await open()).length, plans.length);
    }

    if (clientTokenOfOtherInput === "ConflictException") {
      it("continue within the same run when replies are lost", async () => {
        declare();
        world.aws.faults.loseReply("StartIncident", { count: plans.length });
        const { diagnostics } = await world.stack.up();
        assert.deepEqual(diagnostics, []);
        await areWhole();
      });

      it("continue within the same run when replies are lost, and reads show the incidents late", async () => {
        declare();
        world.aws.faults.loseReply("StartIncident", { count: plans.length });
        world.aws.faults.hideNew("StartIncident", { ms: 3_000 });
        await world.stack.up();
        await areWhole();
      });

      it("are waited for when Ctrl-C is pressed once", async () => {
        declare();
        const hold = world.aws.faults.hold("StartIncident");
        const run = world.stack.start("up");
        await hold.reached;
        run.interrupt();
        await run.printed(/again|cancel/i);
        hold.release();
        await run.result;
        await world.stack.up();
        await areWhole();
      });

      it("are not started again where they were resolved meanwhile", async () => {
        declare();
        await allReplies.up(world);
        const first = byPlan(await open());
        for (const arn of Object.values(first))
          await world.as("alice").updateIncidentRecord({ arn, status: "RESOLVED" });
        const result = await world.stack.up({ fails: true, flags: ["--continue-on-error"] });
        const { deduped, ...others } = first;
        for (const [plan, arn] of Object.entries(others)) {
          assert.match(
            saidOf(result, plan),
            new RegExp(`${arn} .*: continuing with it, which is resolved: change .triggers.`),
          );
        }
        assert.match(
          saidOf(result, "deduped"),
          new RegExp(`${deduped}, which is resolved: .* adopt: "${deduped}", or change`),
        );
        assert.deepEqual(await inState(), others);
        assert.deepEqual(await open(), []);
      });
    }

    for (const { how, isTagged, up } of cases) {
      it(`leave one incident each when ${how}, and inputs are edited then`, async () => {
        declare();
        const clearAway = await up(world);
        await goOn(isTagged);
        clearAway();
      });
    }

    /** The next runs, with edited inputs. */
    async function goOn(isTagged: boolean) {
      const first = byPlan(await open());
      const { length: soMany } = await world.incidents();
      assert.deepEqual(Object.keys(first).sort(), plans.toSorted());
      assert.deepEqual(await inState(), {});
      const isUnclear = (plan: string) =>
        !isTagged && (plan === "deduped" || (plan === "title" && clientTokenOfOtherInput === "ConflictException"));
      const unclear = plans.filter(isUnclear);

      declare(edits);
      const result = await world.stack.up({ fails: unclear.length > 0, flags: ["--continue-on-error"] });
      const { triggers: old = "", ...others } = first;
      for (const [plan, arn] of Object.entries(others)) {
        const says = isUnclear(plan)
          ? `othing .* take it over with adopt: "${arn}"`
          : `an earlier run has started ${arn} for this resource: continuing with it`;
        assert.match(saidOf(result, plan), new RegExp(says));
      }
      assert.deepEqual(Object.keys(await inState()).sort(), plans.filter((plan) => !isUnclear(plan)).sort());

      const adopted = unclear.map((plan) => [plan, { ...edits[plan], adopt: first[plan] }]);
      declare({ ...edits, ...Object.fromEntries(adopted) });
      await world.stack.up();
      const { triggers: another, ...kept } = await inState();
      assert.deepEqual(kept, others);
      assert.equal((await world.record(others.title as string)).title, "edited");

      // With other fixed inputs it is another incident. Whose the old one is nobody can tell where AWS has no tag of it.
      assert.notEqual(another, old);
      assert.equal((await world.record(old)).status, isTagged ? "RESOLVED" : "OPEN");
      const letGo = new RegExp(
        `${old} for this resource, with .* edited since: it was resolved, and a new one is started`,
      );
      if (isTagged) assert.match(saidOf(result, "triggers"), letGo);
      else await world.as().updateIncidentRecord({ arn: old, status: "RESOLVED" });
      assert.equal((await world.incidents()).length, soMany + 1);
      declare(edits);
      await areWhole();
    }
  });
}
