import assert from "node:assert/strict";
import type { Value } from "../programs/declared/declared";
import { ChangeWorld, region, request } from "./support";

const account = "123456789012";
const other = "222222222222";

describe("change requests, with the credentials of another account", function () {
  this.timeout("10m");
  let world: ChangeWorld;
  let ids: string[];
  let state: unknown;

  const declare = (args: Record<string, Value> = {}) =>
    world.declare(request({ tags: { team: "orders" }, ...args }, { name: "pending" }), request({}, { name: "ended" }));
  const theirs = () => ({
    endpoint: world.aws.url,
    region,
    credentials: { accessKeyId: other, secretAccessKey: "not-shown" },
  });
  const inState = async () =>
    Promise.all(
      ["pending", "ended"].map(async (name) => {
        const { id, inputs, outputs } = await world.stack.resource(name);
        return { id, inputs, outputs };
      }),
    );

  before(async () => {
    world = await ChangeWorld.open("change-accounts");
    declare();
    await world.stack.up();
    ids = [await world.idOf("pending"), await world.idOf("ended")];
    await world.decide("Approve", ids[1] ?? "");
    await world.stack.refresh();
    state = await inState();
  });
  after(() => world.close());
  beforeEach(() => world.aws.requests.clear());

  async function nothingHappened(stdout: string, ...about: (string | undefined)[]) {
    for (const id of about) {
      assert.match(
        stdout,
        new RegExp(`change request ${id} was made with credentials of account ${account}, but .* account ${other}`),
      );
    }
    assert.deepEqual(
      world.aws.requests.filter(
        ({ operation, outcome }) => outcome?.status === 200 && !/^(Get|List|Describe)/.test(operation),
      ),
      [],
    );
    assert.equal(world.aws.requests.of("StartChangeRequestExecution").length, 0);
    assert.deepEqual(await inState(), state);
    assert.deepEqual(await Promise.all(ids.map((id) => world.status(id))), ["PendingApproval", "CompletedWithSuccess"]);
  }

  it("are not called gone by a refresh", async () => {
    const { stdout } = await world.stack.refresh({ fails: true, aws: theirs() });
    await nothingHappened(stdout, ids[0]);
  });
  it("are not taken out of the state by destroy, be they live or history", async () => {
    const { stdout } = await world.stack.destroy({ fails: true, aws: theirs(), flags: ["--continue-on-error"] });
    await nothingHappened(stdout, ...ids);
  });
  it("are neither changed nor replaced by `up`", async () => {
    declare({ tags: { team: "billing" } });
    const changed = await world.stack.up({ fails: true, aws: theirs() });
    await nothingHappened(changed.stdout, ids[0]);
    declare({ triggers: [2] });
    const replaced = await world.stack.up({ fails: true, aws: theirs() });
    await nothingHappened(replaced.stdout, ids[0]);
  });
});
