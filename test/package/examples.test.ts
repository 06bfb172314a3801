import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { userProject } from "../support/engine";

const FOLDER = join(__dirname, "../../examples");

describe("the unit tests of the examples", function () {
  this.timeout("5m");

  const isAlone = (name: string) => name === "withAws"; // see withAws.test.ts
  const hasTests = (name: string) => existsSync(join(FOLDER, name, "test")) && !isAlone(name);
  for (const example of readdirSync(FOLDER).filter(hasTests)) {
    it(`pass in ${example}`, async () => {
      const { folder } = (await userProject()).program(`tested-${example}`, join(FOLDER, example));
      const run = promisify(execFile)("npm", ["test"], { cwd: folder, shell: process.platform === "win32" });
      const { stdout } = await run.catch(({ stdout, stderr }) => assert.fail(stdout + stderr));
      assert.match(stdout, /\d passing/);
    });
  }
});
