import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../emulator";
import { type Layout, Stack, someCredentials, userProject } from "../support/engine";

const program = `
import * as ops from "pulumi-aws-ops";
export const id = new ops.OpsItem("item", { title: "Disk is filling up", description: "Above 80 %.", source: "orders" }).id;
`;

describe("a program in another shape than the usual one", function () {
  this.timeout("10m");
  let aws: Emulator;

  before(async () => {
    aws = await startEmulator();
  });
  after(() => aws.close());

  const settings = (name: string) => ({
    name,
    aws: { endpoint: aws.url, region: "eu-west-1", credentials: someCredentials },
  });

  async function livesItsLife(stack: Stack, options: { cwd?: string } = {}) {
    await stack.up(options);
    assert.deepEqual((await stack.refresh(options)).summary, { same: 2 });
    assert.deepEqual((await stack.up(options)).summary, { same: 2 });
    assert.deepEqual((await stack.destroy(options)).summary, { delete: 2 });
  }

  it("is refreshed and destroyed after its source was removed", async () => {
    const project = await userProject();
    const stack = await Stack.init(project.program("removed", { "index.ts": program }), settings("removed"));
    await stack.up();
    stack.program.remove("index.ts");
    assert.deepEqual((await stack.refresh()).summary, { same: 2 });
    assert.deepEqual((await stack.destroy()).summary, { delete: 2 });
  });

  it("works when it is called from a sub folder", async () => {
    const project = await userProject();
    const stack = await Stack.init(project.program("below", { "index.ts": program }), settings("below"));
    mkdirSync(join(stack.program.folder, "deep", "down"), { recursive: true });
    await livesItsLife(stack, { cwd: "deep/down" });
  });

  it("works when Pulumi.yaml names another folder as `main`", async () => {
    const project = await userProject();
    const files = { "Pulumi.yaml": "name: main\nruntime: nodejs\nmain: app/\n", "app/index.ts": program };
    await livesItsLife(await Stack.init(project.program("main", files), settings("main")));
  });

  for (const layout of ["pnpm"] satisfies Layout[]) {
    it(`works under ${layout}'s strict layout`, async () => {
      const project = await userProject(layout);
      await livesItsLife(await Stack.init(project.program("strict", { "index.ts": program }), settings("strict")));
    });
  }
});
