import assert from "node:assert/strict";
import { someCredentials } from "../../support/engine";
import type { Value } from "../programs/declared/declared";
import { account, IncidentWorld, incident, region } from "./support";

const other = "222222222222";

describe("incidents, with the credentials of another account", function () {
  this.timeout("10m");
  let world: IncidentWorld;
  let ids: string[];
  let state: unknown;

  const declare = (args: Record<string, Value> = {}) =>
    world.declare(
      incident({ title: "open", tags: { team: "orders" }, ...args }, { name: "open" }),
      incident({ title: "resolved", onDelete: "delete" }, { name: "resolved" }),
    );
  const theirs = () => ({
    endpoint: world.aws.url,
    region,
    credentials: { ...someCredentials, accessKeyId: other },
  });
  const inState = async () =>
    Promise.all(
      ["open", "resolved"].map(async (name) => {
        const { id, inputs, outputs } = await world.stack.resource(name);
        return { id, inputs, outputs };
      }),
    );

  before(async () => {
    world = await IncidentWorld.open("incident-accounts");
    declare();
    await world.stack.up();
    ids = [await world.idOf("open"), await world.idOf("resolved")];
    await world.as().updateIncidentRecord({ arn: ids[1], status: "RESOLVED" });
    await world.stack.refresh();
    state = await inState();
  });
  after(() => world.close());
  beforeEach(() => world.aws.requests.clear());

  async function nothingHappened(stdout: string, ...about: (string | undefined)[]) {
    for (const id of about) {
      assert.match(
        stdout,
        new RegExp(`incident ${id} was made with credentials of account ${account}, but .* account ${other}`),
      );
    }
    const done = world.aws.requests.filter(({ outcome }) => outcome?.status === 200 || outcome?.status === 204);
    assert.deepEqual(
      done.map(({ operation }) => operation).filter((name) => !/^(Get|List)/.test(name)),
      [],
    );
    assert.equal(world.aws.requests.of("StartIncident").length, 0);
    assert.deepEqual(await inState(), state);
    const records = await Promise.all(ids.map((id) => world.record(id)));
    assert.deepEqual(
      records.map(({ title, status }) => [title, status]),
      [
        ["open", "OPEN"],
        ["resolved", "RESOLVED"],
      ],
    );
  }

  it("are not called gone by a refresh", async () => {
    const { stdout } = await world.stack.refresh({ fails: true, aws: theirs() });
    assert.match(stdout, new RegExp(`was made with credentials of account ${account}, but .* account ${other}`));
    await nothingHappened(stdout);
  });
  it("are not taken out of the state by destroy, be they open or resolved", async () => {
    const { stdout } = await world.stack.destroy({ fails: true, aws: theirs(), flags: ["--continue-on-error"] });
    await nothingHappened(stdout, ...ids);
  });
  const changes: Record<string, Record<string, Value>> = {
    edited: { title: "edited" },
    tagged: { tags: { team: "billing" } },
    replaced: { triggers: [2] },
  };
  for (const [change, args] of Object.entries(changes)) {
    it(`are not ${change} by \`up\``, async () => {
      declare(args);
      const { stdout } = await world.stack.up({ fails: true, aws: theirs() });
      await nothingHappened(stdout, ids[0]);
    });
  }
});
