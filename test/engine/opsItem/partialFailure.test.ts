import assert from "node:assert/strict";
import { SSM } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "../../../emulator";
import { type Stack, someCredentials } from "../../support/engine";
import { DeclaredStack } from "../../support/engine/declaredStack";

const args = { title: "Disk is filling up", description: "Above 80 %.", source: "orders", tags: { team: "orders" } };
const region = "eu-west-1";

/** Of about 20 KB each, the most that AWS takes: an engine that cannot carry them must not lose the item. */
const large = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`log-${n}`, { value: "x".repeat(20_000) }]));

describe("a creation whose later call fails", function () {
  this.timeout("10m");
  let aws: Emulator;
  let ssm: SSM;
  let declared: DeclaredStack;
  let stack: Stack;

  before(async () => {
    aws = await startEmulator();
    ssm = new SSM({ endpoint: aws.url, region, credentials: someCredentials });
    declared = await DeclaredStack.init("partial", {
      aws: { endpoint: aws.url, region, credentials: someCredentials },
      config: { "aws:maxRetries": "0" },
    });
    stack = declared.stack;
  });
  after(() => aws.close());

  const items = async () => (await ssm.describeOpsItems({})).OpsItemSummaries ?? [];

  /** Three items: one whose status cannot be set, and two that cannot be read back, one of them large. */
  async function fail() {
    const changed = { name: "changed", args: { ...args, title: "changed", status: "InProgress" } };
    const read = { name: "read", args: { ...args, title: "read" } };
    const big = { name: "large", args: { ...args, title: "large", operationalData: large } };
    declared.declare({ resources: [changed, read, big] });
    aws.faults.error("UpdateOpsItem", "InternalServerError", { status: 500, count: Infinity });
    aws.faults.error("GetOpsItem", "InternalServerError", { status: 500, count: Infinity });
    const failed = await stack.up({ fails: true, flags: ["--continue-on-error"] });
    aws.faults.clear();
    assert.match(failed.stdout, /UpdateOpsItem failed: InternalServerError.*request id/);
    assert.match(failed.stdout, /GetOpsItem failed: InternalServerError.*request id/);
    assert.equal((await items()).length, 3);
    const made = (await items()).map(({ OpsItemId }) => OpsItemId).sort();
    const kept = (await stack.export()).deployment.resources.filter(({ type }) => type.includes("OpsItem"));
    assert.deepEqual(kept.map(({ id }) => id).sort(), made, "every item is in the state");
    for (const { initErrors, outputs } of kept) {
      assert.equal(initErrors?.length, 1);
      assert.ok(outputs.__provider);
    }
    return made;
  }

  async function isComplete(made: (string | undefined)[]) {
    const { resources } = (await stack.export()).deployment;
    const opsItems = resources.filter(({ type }) => type.includes("OpsItem"));
    assert.deepEqual(opsItems.map(({ id }) => id).sort(), made);
    for (const { initErrors, outputs } of opsItems) {
      assert.equal(initErrors, undefined);
      assert.ok(outputs.createdTime);
    }
    assert.deepEqual((await items()).map(({ Title, Status }) => [Title, Status]).sort(), [
      ["changed", "InProgress"],
      ["large", "Open"],
      ["read", "Open"],
    ]);
    assert.deepEqual((await stack.up()).summary, { same: 4 });
  }

  it("is completed by the next `up`", async () => {
    const made = await fail();
    await stack.up();
    await isComplete(made);
    await stack.destroy();
    assert.deepEqual(await items(), []);
  });

  it("is completed by `refresh` and then `up`", async () => {
    const made = await fail();
    await stack.refresh();
    await stack.up();
    await isComplete(made);
    await stack.destroy();
  });

  it("is removed by `destroy`", async () => {
    await fail();
    await stack.destroy();
    assert.deepEqual(await items(), []);
    assert.equal((await stack.export()).deployment.resources, undefined);
  });
});
