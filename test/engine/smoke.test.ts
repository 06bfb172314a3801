import assert from "node:assert/strict";
import { Stack, stepsOf, userProject } from "../support/engine";

/** One resource whose provider remembers nothing and does nothing, written as our own resources are. */
const program = `
import * as pulumi from "@pulumi/pulumi";

class Thing extends pulumi.CustomResource {
  constructor(name: string, args: { size: pulumi.Input<string> }) {
    const provider = \`exports.handler = () => require(require.resolve("./provider", { paths: [process.cwd()] }))\`;
    super("pulumi-nodejs:dynamic/smoke:Thing", name, { ...args, __provider: provider });
  }
}

new Thing("thing", { size: new pulumi.Config().get("size") ?? "small" });
`;

const provider = `
exports.create = async (inputs) => {
  if (inputs.size === "endless") await new Promise(() => setInterval(() => {}, 1000));
  return { id: "thing-1", outs: inputs };
};
exports.diff = async (id, olds, news) => ({ changes: olds.size !== news.size, replaces: news.size === "huge" ? ["size"] : [] });
exports.update = async (id, olds, news) => ({ outs: news });
exports.read = async (id, props) => ({ id, props, inputs: props });
exports.delete = async () => console.error("deleted");
`;

describe("the engine harness", function () {
  this.timeout("5m");
  let stack: Stack;

  before(async () => {
    const project = await userProject();
    stack = await Stack.init(project.program("smoke", { "index.ts": program, "provider.js": provider }));
  });

  it("previews without making anything", async () => {
    const result = await stack.preview();
    assert.deepEqual(result.summary, { create: 2 });
    assert.equal((await stack.export()).deployment.resources, undefined);
  });

  it("creates, and then finds nothing to do", async () => {
    const created = await stack.up();
    assert.deepEqual(
      stepsOf(created, "thing").map(({ op, outcome, id }) => [op, outcome, id]),
      [["create", "done", "thing-1"]],
    );
    assert.deepEqual((await stack.up()).summary, { same: 2 });
    assert.equal((await stack.resource("thing")).outputs.size, "small");
  });

  it("names what changed and what replaces", async () => {
    await stack.config.set("size", "large");
    const updated = await stack.up();
    assert.deepEqual(
      stepsOf(updated, "thing").map(({ op, changed }) => [op, changed]),
      [["update", ["size"]]],
    );
    await stack.config.set("size", "huge");
    const replaced = stepsOf(await stack.up(), "thing");
    assert.deepEqual(
      replaced.map(({ op }) => op),
      ["create-replacement", "replace", "delete-replaced"],
    );
    assert.deepEqual(replaced[0]?.replaceReasons, ["size"]);
  });

  it("refreshes and destroys", async () => {
    assert.deepEqual((await stack.refresh()).summary, { same: 2 });
    const destroyed = await stack.destroy();
    assert.deepEqual(destroyed.summary, { delete: 2 });
    assert.equal(destroyed.diagnostics[0]?.message, "deleted");
  });

  it("knows what a killed command leaves behind", async () => {
    await stack.config.set("size", "endless");
    const run = stack.start("up");
    await run.printed(/thing creating/);
    run.killCli();
    const result = await run.result;
    assert.equal(result.code, null);
    assert.equal(stepsOf(result, "thing")[0]?.outcome, "started");
    assert.ok(run.survivors().some(({ command }) => command.includes("dynamic-provider")));
    run.killAll();
    await run.gone();
    assert.match((await stack.up({ fails: true })).stderr, /currently locked/);
    await stack.unlock();
    assert.equal((await stack.export()).deployment.pending_operations?.[0]?.type, "creating");
  });
});
