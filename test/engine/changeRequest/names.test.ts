import assert from "node:assert/strict";
import { join } from "node:path";
import { Stack, stepsOf } from "../../support/engine";
import { DeclaredStack } from "../../support/engine/declaredStack";
import type { DeclaredResource } from "../programs/declared/declared";
import { ChangeWorld, request } from "./support";

const named = (name: string, more: Partial<DeclaredResource> = {}) => request({}, { ...more, name });

describe("change requests of other names", function () {
  this.timeout("10m");
  let world: ChangeWorld;
  let first: string;

  before(async () => {
    world = await ChangeWorld.open("names");
    world.declare(named("twin-1"), named("twin-2"));
    await world.stack.up();
    first = await world.idOf("twin-1");
    world.aws.requests.clear();
  });
  after(() => world.close());

  const live = async () =>
    (await world.requests()).flatMap(({ id, status }) => (status === "PendingApproval" ? [id] : [])).sort();
  const ofState = async (stack: Stack) =>
    (await stack.export()).deployment.resources.flatMap(({ id, type }) => (type.includes("Change") ? [id] : []));

  it("are as many as resources, with equal inputs too", async () => {
    assert.equal((await live()).length, 2);
    assert.deepEqual((await ofState(world.stack)).sort(), await live());
  });

  it("stay the same when a resource is renamed by an alias, and one under the old name is a new one", async () => {
    world.declare(named("renamed", { options: { aliases: [{ name: "twin-1" }] } }), named("twin-2"));
    const renamed = await world.stack.up();
    assert.deepEqual(
      stepsOf(renamed, "renamed").map(({ op, changed }) => [op, changed]),
      [["update", ["owner"]]],
    );
    assert.equal(await world.idOf("renamed"), first);
    assert.ok(Object.values(await world.tagsOf(first)).some((value) => value.endsWith("::renamed")));
    world.declare(named("renamed"), named("twin-1"), named("twin-2"));
    assert.deepEqual((await world.stack.up()).summary, { create: 1, same: 3 });
    assert.equal(await world.idOf("renamed"), first);
    assert.equal(world.aws.requests.of("StartChangeRequestExecution").length, 1);
    assert.equal((await live()).length, 3);
  });

  it("stay those of a stack that is renamed, and those of a new stack of the old name are others", async () => {
    const ours = await live();
    await world.stack.rename("names-renamed");
    assert.deepEqual((await world.stack.up()).summary, { update: 3, same: 1 });
    const { program, aws } = world.stack;
    const second = await Stack.init(program, { name: "names", aws });
    await second.up();
    assert.equal((await live()).length, 6);
    assert.deepEqual(
      (await ofState(second)).filter((id) => ours.includes(id ?? "")),
      [],
    );
    await second.destroy();
    assert.deepEqual(await live(), ours);
    assert.deepEqual((await ofState(world.stack)).sort(), ours);
  });

  it("are others in another backend with a stack of the same name, where `aws-ops:namespace` tells them apart", async () => {
    const ours = await live();
    const { project } = world.stack.program;
    const elsewhere = await DeclaredStack.init("names-elsewhere", {
      name: "names-renamed",
      aws: world.stack.aws,
      env: { PULUMI_BACKEND_URL: `file://${join(project.folder, "names-elsewhere")}` },
      config: { "aws-ops:namespace": "elsewhere" },
    });
    elsewhere.declare({ resources: [named("renamed"), named("twin-2")] });
    await elsewhere.stack.up();
    assert.equal((await live()).length, ours.length + 2);
    assert.deepEqual(
      (await ofState(elsewhere.stack)).filter((id) => ours.includes(id ?? "")),
      [],
    );
    await elsewhere.stack.destroy();
    assert.deepEqual(await live(), ours);
  });
});
