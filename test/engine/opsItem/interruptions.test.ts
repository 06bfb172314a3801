import assert from "node:assert/strict";
import { SSM } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "../../../emulator";
import { type Run, someCredentials } from "../../support/engine";
import { DeclaredStack } from "../../support/engine/declaredStack";

const args = { title: "Disk is filling up", description: "Above 80 %.", source: "orders" };
const region = "eu-west-1";

describe("a creation that is interrupted", function () {
  this.timeout("10m");
  let aws: Emulator;
  let ssm: SSM;
  let declared: DeclaredStack;
  let count = 0;

  before(async () => {
    aws = await startEmulator();
    ssm = new SSM({ endpoint: aws.url, region, credentials: someCredentials });
    declared = await DeclaredStack.init("interrupted", {
      aws: { endpoint: aws.url, region, credentials: someCredentials },
      config: { "aws:maxRetries": "1" },
    });
  });
  after(() => aws.close());
  afterEach(async () => {
    aws.faults.clear();
    declared.declare({ resources: [] });
    await declared.stack.up();
    assert.deepEqual(await items(), [], "something was left behind");
  });

  const items = async () => (await ssm.describeOpsItems({})).OpsItemSummaries?.map(({ OpsItemId }) => OpsItemId) ?? [];

  /** Every case has a resource of its own, so that none can help another. */
  const declare = () => {
    const name = `item-${++count}`;
    declared.declare({ resources: [{ name, args }] });
    return name;
  };

  /** What must be true after all of it. */
  async function isWhole(name: string) {
    const [id, ...more] = await items();
    assert.deepEqual(more, [], "the item was made more than once");
    assert.equal((await declared.stack.resource(name)).id, id);
    const again = await declared.stack.up();
    assert.deepEqual(again.summary, { same: 2 });
  }

  it("continues within the same run when the reply is lost", async () => {
    const name = declare();
    aws.faults.loseReply("CreateOpsItem");
    await declared.stack.up();
    await isWhole(name);
  });

  it("continues in the next run when every reply is lost", async () => {
    const name = declare();
    aws.faults.loseReply("CreateOpsItem", { count: Infinity });
    aws.faults.reset("GetOpsItem", { count: Infinity });
    const failed = await declared.stack.up({ fails: true });
    assert.match(failed.stdout + failed.stderr, /CreateOpsItem|GetOpsItem/);
    assert.equal((await items()).length, 1);
    aws.faults.clear();
    await declared.stack.up();
    await isWhole(name);
  });

  const deaths: Record<string, (run: Run) => Promise<unknown> | unknown> = {
    "the CLI alone is killed": (run) => run.killCli(),
    "the CLI and all it started are killed": (run) => run.killAll(),
    "Ctrl-C is pressed twice": async (run) => {
      run.interrupt();
      await run.printed(/again|cancel/i);
      run.interrupt();
    },
  };
  for (const [death, strike] of Object.entries(deaths)) {
    for (const when of ["before", "after"] as const) {
      it(`leaves exactly one item when ${death} ${when} AWS has done the work`, async () => {
        const name = declare();
        const hold = aws.faults.hold("CreateOpsItem", { when });
        const run = declared.stack.start("up");
        await hold.reached;
        await strike(run);
        await run.result;
        hold.release();
        await declared.stack.unlock().catch(() => {}); // killed engines leave their lock
        await declared.stack.up();
        await isWhole(name);
        run.killAll();
      });
    }
  }

  it("is waited for when Ctrl-C is pressed once", async () => {
    const name = declare();
    const hold = aws.faults.hold("CreateOpsItem");
    const run = declared.stack.start("up");
    await hold.reached;
    run.interrupt();
    await run.printed(/again|cancel/i);
    hold.release();
    await run.result;
    assert.equal((await declared.stack.resource(name)).id, (await items())[0]);
    await declared.stack.up();
    await isWhole(name);
  });
});
