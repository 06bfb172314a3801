// @ts-check
const { rmSync } = require("node:fs");
const { mkdtemp, stat } = require("node:fs/promises");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { ensureEngine } = require("./engine");
const { isAtLeast } = require("./engine/versions");
const { withProgress } = require("./progress");
const { run } = require("./run");

/** @typedef {import("./progress").Log} Log */

/** How a user or a runner stops a command. */
const interrupts = /** @type {const} */ (["SIGINT", "SIGTERM"]);

const root = join(__dirname, "..");
const oldestNode = require("../package.json").engines.node.replace(">=", "");

/** Installs the packages of the lockfile, where they are missing or older than it. @param {Log} [log] */
async function ensurePackages(log = console.error) {
  if (!isAtLeast(process.versions.node, oldestNode)) {
    throw new Error(
      `Node.js ${oldestNode} or newer is needed, this is ${process.versions.node}: see https://nodejs.org`,
    );
  }
  const [wanted, installed] = ["package-lock.json", "node_modules/.package-lock.json"].map((file) => join(root, file));
  if ((await changed(String(installed))) >= (await changed(String(wanted)))) return;
  await withProgress(log, "Installing packages (about 20 seconds)", async () => {
    const { code, stderr } = await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root });
    if (code !== 0) throw new Error(`npm ci failed:\n${stderr.split("\n").slice(0, 15).join("\n")}`);
  });
}

/** @param {string} file */
async function changed(file) {
  const found = await stat(file).catch(() => undefined);
  return found?.mtimeMs ?? 0;
}

/**
 * What every command on the real engine needs: packages, the engine, and this package as it would be published.
 *
 * @param {string} folder where the tarball goes
 * @param {Log} [log]
 */
async function setUp(folder, log = console.error) {
  await ensurePackages(log);
  const { pack } = require("./pack"); // only now are there packages to build with
  const tarball = await withProgress(log, "Building and packing this package", () => pack(folder));
  const engine = await ensureEngine({ log });
  log(`Using Pulumi ${engine.version}: ${engine.pulumi}`);
  return { tarball, engine };
}

/**
 * Runs `work` with a temporary folder, and removes that whatever happens, Ctrl-C included.
 *
 * @template T
 * @param {(folder: string) => Promise<T>} work
 */
async function withTemporaryFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-aws-ops-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  for (const signal of interrupts) {
    process.once(signal, () => {
      console.error("\nInterrupted: cleaning up …");
      process.exit(130); // what others have to clean up, they do at exit as well
    });
  }
  return work(folder);
}

module.exports = { ensurePackages, setUp, withTemporaryFolder, interrupts };
