import assert from "node:assert/strict";
import type { Run } from "../../support/engine";
import { item, LinkWorld, link, runbook } from "./support";

const ASSOCIATE = "AssociateOpsItemRelatedItem";

describe("an association whose creation is interrupted", function () {
  this.timeout("10m");
  let world: LinkWorld;
  let count = 0;

  before(async () => {
    world = await LinkWorld.open("links-interrupted", { "aws:maxRetries": "1" });
    world.declare(item());
    await world.stack.up();
  });
  after(() => world.close());
  afterEach(async () => {
    world.aws.faults.clear();
    world.declare(item());
    await world.stack.up();
    assert.deepEqual(await world.associations(), [], "something was left behind");
  });

  /** Every case has a resource of its own, with a document of its own, so that none can help another. */
  const declare = () => {
    const name = `link-${++count}`;
    world.declare(item(), link(name, { resourceUri: `${runbook}${count}` }));
    return name;
  };

  /** What must be true after all of it. */
  async function isWhole(name: string) {
    assert.deepEqual(await world.associations(), [await world.idOf(name)]);
    assert.deepEqual((await world.stack.up()).summary, { same: 3 });
  }

  it("continues within the same run when the reply is lost", async () => {
    const name = declare();
    world.aws.faults.loseReply(ASSOCIATE);
    await world.stack.up();
    await isWhole(name);
  });

  it("continues in the next run when every reply is lost, and says so", async () => {
    const name = declare();
    world.aws.faults.loseReply(ASSOCIATE);
    world.aws.faults.reset(ASSOCIATE);
    const failed = await world.stack.up({ fails: true });
    assert.match(failed.stdout, /AssociateOpsItemRelatedItem failed: /);
    assert.equal((await world.associations()).length, 1);
    world.aws.faults.clear();
    const { diagnostics } = await world.stack.up();
    assert.deepEqual(
      diagnostics.flatMap((each) => (each.severity === "warning" ? [each.message] : [])),
      [`an earlier run has made ${await world.idOf(name)} for this resource: continuing with it`],
    );
    await isWhole(name);
  });

  it("is in the state when it could not be read, and is completed by the next run, also after a refresh", async () => {
    for (const refreshes of [false, true]) {
      const name = declare();
      world.aws.faults.error("ListOpsItemRelatedItems", "InternalServerError", { count: 2 });
      await world.stack.up({ fails: true });
      assert.equal((await world.stack.resource(name)).initErrors?.length, 1);
      if (refreshes) await world.stack.refresh();
      await world.stack.up();
      assert.ok((await world.stack.resource(name)).outputs.createdTime);
      await isWhole(name);
    }
  });

  const deaths: Record<string, (run: Run) => unknown> = {
    "the CLI alone is killed": (run) => run.killCli(),
    "the CLI and all it started are killed": (run) => run.killAll(),
  };
  for (const [death, strike] of Object.entries(deaths)) {
    for (const when of ["before", "after"] as const) {
      it(`leaves exactly one when ${death} ${when} AWS has done the work`, async () => {
        const name = declare();
        const hold = world.aws.faults.hold(ASSOCIATE, { when });
        const run = world.stack.start("up");
        await hold.reached;
        await strike(run);
        await run.result;
        hold.release();
        await world.stack.unlock().catch(() => {}); // killed engines leave their lock
        await world.stack.up();
        await isWhole(name);
        run.killAll();
      });
    }
  }
});
