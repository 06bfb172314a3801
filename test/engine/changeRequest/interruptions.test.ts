import assert from "node:assert/strict";
import type { Run } from "../../support/engine";
import { ChangeWorld, request } from "./support";

const deaths: [death: string, when: "before" | "after", strike: (run: Run) => void][] = [
  ["the CLI alone is killed", "before", (run) => run.killCli()],
  ["the CLI alone is killed", "after", (run) => run.killCli()],
  ["the CLI and all it started are killed", "before", (run) => run.killAll()],
  ["the CLI and all it started are killed", "after", (run) => run.killAll()],
];

/** Both answers that AWS may give to a token that it has had with the same parameters. */
for (const reusedClientToken of ["firstExecution", "IdempotentParameterMismatch"] as const) {
  describe(`a submission that is interrupted, where AWS answers a reused token with ${reusedClientToken}`, function () {
    this.timeout("10m");
    let world: ChangeWorld;
    let count = 0;

    before(async () => {
      world = await ChangeWorld.open(`interrupted-${reusedClientToken}`, { answers: { reusedClientToken } });
    });
    after(() => world.close());
    afterEach(async () => {
      world.aws.faults.clear();
      world.declare();
      await world.stack.up();
      assert.deepEqual(await live(), [], "something was left behind");
    });

    const live = async () => (await world.requests()).filter(({ status }) => status === "PendingApproval");

    /** Every case has a resource of its own, so that none can help another. `edited`: as the program is changed to. */
    const declare = (edited = false) =>
      world.declare(
        request({ changeRequestName: edited ? "edited" : "as first written" }, { name: `change-${count}` }),
      );

    /** What must be true after all of it: one live request, in the state; all others cancelled. */
    async function isWhole({ edited }: { edited: boolean }) {
      const [one, ...more] = await live();
      assert.deepEqual(more, [], "more than one request is live");
      assert.equal(await world.idOf(`change-${count}`), one?.id);
      const { AutomationExecution } = await world.as().getAutomationExecution({ AutomationExecutionId: one?.id });
      assert.equal(AutomationExecution?.ChangeRequestName, edited ? "edited" : "as first written");
      const others = (await world.requests()).filter(({ id }) => id !== one?.id);
      assert.deepEqual([...new Set(others.map(({ status }) => status))].join(), others.length > 0 ? "Cancelled" : "");
      assert.deepEqual((await world.stack.up()).summary, { same: 2 });
    }

    beforeEach(() => {
      count++;
      world.aws.requests.clear();
    });

    it("continues within the same run when the reply is lost", async () => {
      declare();
      world.aws.faults.loseReply("StartChangeRequestExecution");
      await world.stack.up();
      await isWhole({ edited: false });
    });

    it("continues within the same run when the reply is lost, and reads show the request late", async () => {
      declare();
      world.aws.faults.loseReply("StartChangeRequestExecution");
      world.aws.faults.hideNew("StartChangeRequestExecution", { ms: 3_000 });
      await world.stack.up();
      await isWhole({ edited: false });
    });

    for (const edited of [false, true]) {
      const whenEdited = edited ? ", with its inputs edited in between" : "";

      it(`leaves one request when every reply of a run is lost${whenEdited}`, async () => {
        declare();
        world.aws.faults.loseReply("StartChangeRequestExecution", { count: Infinity });
        await world.stack.up({ fails: true, env: { AWS_MAX_ATTEMPTS: "1" } });
        assert.equal((await live()).length, 1);
        world.aws.faults.clear();
        declare(edited);
        await world.stack.up();
        await isWhole({ edited });
      });

      it(`leaves one request when AWS shows it only after the next run${whenEdited}`, async () => {
        declare();
        world.aws.faults.loseReply("StartChangeRequestExecution", { count: Infinity });
        const hidden = world.aws.faults.hideNew("StartChangeRequestExecution");
        await world.stack.up({ fails: true, env: { AWS_MAX_ATTEMPTS: "1" } });
        declare(edited);
        await world.stack.up({ fails: true, env: { AWS_MAX_ATTEMPTS: "1" } });
        world.aws.faults.clear(); // no more lost, and still hidden
        hidden.reveal();
        await world.stack.up();
        await isWhole({ edited });
      });

      for (const [death, when, strike] of deaths) {
        // What AWS answers to a reused token matters only where it has done the work.
        if (when === "before" && (edited || reusedClientToken !== "firstExecution")) continue;
        it(`leaves one request when ${death} ${when} AWS has done the work${whenEdited}`, async () => {
          declare();
          const hold = world.aws.faults.hold("StartChangeRequestExecution", { when });
          const run = world.stack.start("up");
          await hold.reached;
          strike(run);
          await run.result;
          hold.release();
          await world.stack.unlock().catch(() => {}); // killed engines leave their lock
          declare(edited);
          await world.stack.up();
          await isWhole({ edited });
          run.killAll();
        });
      }
    }

    it("is waited for when Ctrl-C is pressed once", async () => {
      declare();
      const hold = world.aws.faults.hold("StartChangeRequestExecution");
      const run = world.stack.start("up");
      await hold.reached;
      run.interrupt();
      await run.printed(/again|cancel/i);
      hold.release();
      await run.result;
      await world.stack.up();
      await isWhole({ edited: false });
    });
  });
}
