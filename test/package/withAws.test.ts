import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { packed } from "../support/engine";

const EXAMPLE = join(__dirname, "../../examples/withAws");

/** Alone in a folder of its own, since `@pulumi/aws` is larger than all other packages together. */
describe("the example with resources of @pulumi/aws", function () {
  this.timeout("5m");
  let folder: string;

  const npm = async (...args: string[]) => {
    const run = promisify(execFile)("npm", args, { cwd: folder, shell: process.platform === "win32" });
    return (await run.catch(({ stdout, stderr }) => assert.fail(stdout + stderr))).stdout;
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-aws-ops-"));
    cpSync(EXAMPLE, folder, { recursive: true, filter: (source) => !source.includes("node_modules") });
    await npm("install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", await packed());
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("compiles", () => npm("run", "check"));

  it("passes its unit tests", async () => assert.match(await npm("test"), /\d passing/));
});
