import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureEngine, type Source } from "../../tools/engine";
import { names } from "../../tools/engine/files";
import { withLock } from "../../tools/engine/lock";
import type { Programs } from "../../tools/engine/tryOut";

/** An engine here is three files; what the CLI's says is its version, or what is wrong with it. */
async function tryOut({ cli }: Programs) {
  const text = readFileSync(cli, "utf8");
  if (!text.startsWith("v")) throw new Error(text);
  return text;
}

function putEngine(folder: string, text: string) {
  mkdirSync(folder, { recursive: true });
  for (const name of Object.values(names)) writeFileSync(join(folder, name), text);
}

describe("ensureEngine", () => {
  let folder: string;
  let log: string[];
  const cache = () => join(folder, "cache", "engine");
  const bin = () => join(folder, "bin");

  const works = (name: string, version = "v3.246.0"): Source => ({
    name,
    make: async (into) => putEngine(into, version),
  });
  const fails = (name: string, reason: string): Source => ({
    name,
    make: async () => {
      throw new Error(reason);
    },
  });
  const ensure = (...sources: Source[]) =>
    ensureEngine({ log: (line) => log.push(line), path: bin(), cache: cache(), sources, tryOut });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ensure-engine-"));
    log = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("prefers the engine on PATH", async () => {
    putEngine(bin(), "v3.300.0");
    putEngine(cache(), "v3.246.0");
    assert.equal((await ensure()).pulumi, join(bin(), names.cli));
  });

  for (const [what, spoil] of [
    ["does not run", () => putEngine(bin(), "it is for another machine")],
    [
      "has no language host",
      () => {
        putEngine(bin(), "v3.300.0");
        rmSync(join(bin(), names.host));
      },
    ],
  ] as const) {
    it(`takes the cached one, and says so, where the engine on PATH ${what}`, async () => {
      spoil();
      putEngine(cache(), "v3.246.0");
      assert.equal((await ensure()).pulumi, join(cache(), names.cli));
      assert.match(log[0] ?? "", /^Not using the Pulumi on PATH: /);
    });
  }

  it("fills the cache from the first source that works", async () => {
    const engine = await ensure(fails("download", "no route to host"), works("build"), fails("never", "asked"));
    assert.deepEqual([engine.pulumi, engine.version], [join(cache(), names.cli), "v3.246.0"]);
    assert.ok(engine.env.PATH.startsWith(cache()));
    assert.ok(log.includes("  no engine by download: no route to host"));
    await ensure(fails("never", "asked"));
  });

  it("makes a broken cached engine again", async () => {
    putEngine(cache(), "half a file");
    assert.equal((await ensure(works("build"))).version, "v3.246.0");
  });

  it("does not keep an engine that does not run", async () => {
    await assert.rejects(ensure(works("build", "it is for another machine")));
    assert.equal(existsSync(cache()), false);
  });

  it("says what failed and what to install when every source fails", async () => {
    await assert.rejects(
      ensure(fails("download", "no route to host"), fails("build", "Go is not installed")),
      (error) => {
        assert.match(String(error), /download: no route to host\n.*build: Go is not installed\nInstall Pulumi/s);
        return true;
      },
    );
    assert.deepEqual(readdirSync(join(folder, "cache")), [], "nothing is left behind");
  });

  it("makes one engine for two who ask at once", async () => {
    let made = 0;
    const slow: Source = {
      name: "build",
      make: async (into) => {
        made++;
        await new Promise((resolve) => setTimeout(resolve, 50));
        putEngine(into, "v3.246.0");
      },
    };
    const engines = await Promise.all([ensure(slow), ensure(slow)]);
    assert.deepEqual([made, engines[0].pulumi], [1, engines[1].pulumi]);
    assert.equal(log.filter((line) => line.includes("waiting")).length, 1);
  });

  it("takes over from one who was killed", async () => {
    const lock = join(folder, "lock");
    mkdirSync(lock);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    assert.equal(await withLock(lock, async () => "done"), "done");
    assert.equal(existsSync(lock), false);
  });
});
