import assert from "node:assert/strict";
import { join } from "node:path";
import { Stack, stepsOf } from "../../support/engine";
import { DeclaredStack } from "../../support/engine/declaredStack";
import type { DeclaredResource } from "../programs/declared/declared";
import { IncidentWorld, incident } from "./support";

const named = (name: string, more: Partial<DeclaredResource> = {}) => incident({}, { ...more, name });

describe("incidents of other names", function () {
  this.timeout("10m");
  let world: IncidentWorld;
  let first: string;

  before(async () => {
    world = await IncidentWorld.open("incident-names");
    world.declare(named("twin-1"), named("twin-2"));
    await world.stack.up();
    first = await world.idOf("twin-1");
  });
  after(() => world.close());

  const open = async () =>
    (await world.incidents()).flatMap(({ arn, status }) => (status === "OPEN" ? [arn] : [])).sort();
  const ofState = async (stack: Stack) =>
    (await stack.export()).deployment.resources
      .flatMap(({ id, type }) => (type.includes("Incident") ? [id] : []))
      .sort();

  it("are as many as resources, with equal inputs too", async () => {
    assert.equal((await open()).length, 2);
    assert.deepEqual(await ofState(world.stack), await open());
  });

  it("stay the same when a resource is renamed by an alias, and one under the old name is a new one", async () => {
    world.declare(named("renamed", { options: { aliases: [{ name: "twin-1" }] } }), named("twin-2"));
    const renamed = await world.stack.up();
    assert.deepEqual(
      stepsOf(renamed, "renamed").map(({ op, changed }) => [op, changed]),
      [["update", ["owner"]]],
    );
    assert.equal(await world.idOf("renamed"), first);
    const owners = Object.values(await world.tagsOf(first));
    assert.deepEqual(
      owners.map((value) => value.split("::").at(-1)),
      ["renamed"],
    );
    world.declare(named("renamed"), named("twin-1"), named("twin-2"));
    assert.deepEqual((await world.stack.up()).summary, { create: 1, same: 3 });
    assert.equal(await world.idOf("renamed"), first);
    assert.equal((await open()).length, 3);
  });

  it("stay those of a stack that is renamed, and those of a new stack of the old name are others", async () => {
    const ours = await open();
    await world.stack.rename("incident-names-renamed");
    assert.deepEqual((await world.stack.up()).summary, { update: 3, same: 1 });
    const { program, aws } = world.stack;
    const second = await Stack.init(program, { name: "incident-names", aws });
    await second.up();
    assert.equal((await open()).length, 6);
    assert.deepEqual(
      (await ofState(second)).filter((id) => ours.includes(id ?? "")),
      [],
    );
    await second.destroy();
    assert.deepEqual(await open(), ours);
    assert.deepEqual(await ofState(world.stack), ours);
  });

  it("are others in another backend with a stack of the same name, where `aws-ops:namespace` tells them apart", async () => {
    const ours = await open();
    const { project } = world.stack.program;
    const elsewhere = await DeclaredStack.init("incident-names-elsewhere", {
      name: world.stack.name,
      aws: world.stack.aws,
      env: { PULUMI_BACKEND_URL: `file://${join(project.folder, "incident-names-elsewhere")}` },
      config: { "aws-ops:namespace": "elsewhere" },
    });
    elsewhere.declare({ resources: [named("renamed"), named("twin-2")] });
    await elsewhere.stack.up();
    assert.equal((await open()).length, ours.length + 2);
    assert.deepEqual(
      (await ofState(elsewhere.stack)).filter((id) => ours.includes(id ?? "")),
      [],
    );
    await elsewhere.stack.destroy();
    assert.deepEqual(await open(), ours);
  });
});
