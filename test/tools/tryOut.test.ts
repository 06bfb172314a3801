import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { names } from "../../tools/engine/files";
import { writeLauncher } from "../../tools/engine/launcher";
import { programsIn, tryOut } from "../../tools/engine/tryOut";

describe("tryOut", function () {
  this.timeout("20s");
  let folder: string;

  const script = (name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };

  beforeEach(async function () {
    if (process.platform === "win32") this.skip();
    folder = mkdtempSync(join(tmpdir(), "try-out-"));
    script(names.cli, "echo v3.216.0");
    script(names.host, "echo 1234; exec sleep 60");
    await writeLauncher(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("runs the three programs and answers the version", async () => {
    assert.equal(await tryOut(programsIn(folder)), "v3.216.0");
  });

  for (const [what, name, text, reason] of [
    ["an engine that is too old", names.cli, "echo v3.215.1", /is v3\.215\.1, older than v3\.216\.0/],
    ["a CLI that does not run", names.cli, "echo wrong machine >&2; exit 1", /does not run: wrong machine/],
    ["a language host that ends", names.host, "exit 3", /does not answer \(exit code 3\)/],
    ["a launcher that finds no module", names.launcher, "exit 1", /does not start dynamic providers: exit code 1/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      script(name, text);
      await assert.rejects(tryOut(programsIn(folder)), reason);
    });
  }

  it("refuses what is not there, without waiting", async () => {
    rmSync(join(folder, names.host));
    await assert.rejects(tryOut(programsIn(folder)), /does not run: .*ENOENT/);
  });
});
