import assert from "node:assert/strict";
import type { StateResource } from "../../support/engine";
import { ChangeWorld, request } from "./support";

/** More than a request takes. */
const tags = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`key-${n}`, `value-${n}`]));

describe("a submission whose later calls fail", function () {
  this.timeout("10m");
  let world: ChangeWorld;
  let round = 0;

  before(async () => {
    world = await ChangeWorld.open("change-partial", {}, { config: { "aws:maxRetries": "0" } });
  });
  after(() => world.close());

  const names = () => [`one-${round}`, `two-${round}`];
  const resources = () => Promise.all(names().map((name) => world.stack.resource(name)));

  /** Two requests more: of one the tags beyond five cannot be added, the other one cannot be read. */
  async function fail(): Promise<StateResource[]> {
    round++;
    const all = Array.from({ length: round }, (_, n) => [`one-${n + 1}`, `two-${n + 1}`]).flat();
    world.declare(...all.map((name) => request({ tags }, { name })));
    const { faults } = world.aws;
    const refused = { status: 500, count: Infinity };
    let readable: unknown;
    faults.error("GetAutomationExecution", "InternalServerError", {
      ...refused,
      where: ({ AutomationExecutionId: id }) => {
        readable ??= id;
        return id !== readable;
      },
    });
    faults.error("AddTagsToResource", "InternalServerError", refused);
    world.aws.requests.clear();
    const { stdout } = await world.stack.up({ fails: true, flags: ["--continue-on-error"] });
    faults.clear();
    assert.match(stdout, /AddTagsToResource failed: InternalServerError.*request id/);
    assert.match(stdout, /GetAutomationExecution failed: InternalServerError.*request id/);
    assert.equal(world.aws.requests.of("StartChangeRequestExecution").length, 2);
    const live = (await world.requests()).filter(({ status }) => status === "PendingApproval");
    const kept = await resources();
    assert.deepEqual(
      kept.map(({ id }) => id).sort(),
      live
        .slice(-2)
        .map(({ id }) => id)
        .sort(),
    );
    for (const { initErrors, outputs } of kept) {
      assert.equal(initErrors?.length, 1);
      assert.equal(Object.keys(outputs.tags as object).length, 4, "as many as were sent, beside the mark");
    }
    return kept;
  }

  async function isComplete(kept: StateResource[]) {
    const now = await resources();
    assert.deepEqual(
      now.map(({ id }) => id),
      kept.map(({ id }) => id),
    );
    for (const { id = "", initErrors, outputs } of now) {
      assert.equal(initErrors, undefined);
      assert.deepEqual(outputs.tags, tags);
      assert.match(String(outputs.opsItemId), /^oi-/);
      assert.equal(outputs.status, "PendingApproval");
      const live = await world.tagsOf(id);
      assert.deepEqual({ ...live, ...tags }, live);
    }
    assert.equal(world.aws.requests.of("StartChangeRequestExecution").length, 2, "none was submitted again");
  }

  it("is completed by the next `up`", async () => {
    const kept = await fail();
    await world.stack.up();
    await isComplete(kept);
  });

  it("is completed by `refresh` and then `up`", async () => {
    const kept = await fail();
    await world.stack.refresh();
    await world.stack.up();
    await isComplete(kept);
  });

  it("is cancelled by `destroy`", async () => {
    const kept = await fail();
    await world.stack.destroy();
    for (const { id = "" } of kept) assert.equal(await world.status(id), "Cancelled");
    assert.equal((await world.stack.export()).deployment.resources, undefined);
  });
});
