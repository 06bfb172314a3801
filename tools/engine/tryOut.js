// @ts-check
const { spawn } = require("node:child_process");
const { mkdir, mkdtemp, rm, writeFile } = require("node:fs/promises");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { lastLine, run } = require("../run");
const { names } = require("./files");
const { isAtLeast, oldestEngine } = require("./versions");

/** @typedef {{ cli: string, host: string, launcher: string }} Programs */

/** The programs of an engine whose parts lie in one folder. @param {string} folder @returns {Programs} */
function programsIn(folder) {
  return { cli: join(folder, names.cli), host: join(folder, names.host), launcher: join(folder, names.launcher) };
}

/**
 * Runs each part of an engine once, since a file that exists may be half a download or for another machine.
 * Throws what is wrong in one line.
 *
 * @param {Programs} programs
 * @returns {Promise<string>} the engine's version
 */
async function tryOut({ cli, host, launcher }) {
  const home = await mkdtemp(join(tmpdir(), "pulumi-aws-ops-try-"));
  try {
    const version = await askVersion(cli, home);
    await askHost(host);
    await askLauncher(launcher, home);
    return version;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** @param {string} cli @param {string} home */
async function askVersion(cli, home) {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_HOME: join(home, "home") };
  const { code, stdout, stderr } = await run(cli, ["version"], { env, timeoutMs: 60_000 });
  if (code !== 0) throw new Error(`${cli} does not run: ${lastLine(stderr) || `exit code ${code}`}`);
  const version = stdout.trim();
  if (!isAtLeast(version, oldestEngine)) throw new Error(`${cli} is ${version}, older than v${oldestEngine}`);
  return version;
}

/** A language host prints the port it listens on; nobody listens at the engine's address that it is given. @param {string} host */
function askHost(host) {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(60_000);
    const child = spawn(host, ["127.0.0.1:1"], { stdio: ["ignore", "pipe", "ignore"], signal });
    child.on("error", (error) => reject(new Error(`${host} does not run: ${error.message}`)));
    child.on("close", (code) => reject(new Error(`${host} does not answer (exit code ${code})`)));
    child.stdout.on("data", (data) => {
      if (!/^\d+/.test(String(data))) return;
      resolve(undefined);
      child.kill();
    });
  });
}

/** The launcher must find the module from the program's folder, so it gets one to find. @param {string} launcher @param {string} home */
async function askLauncher(launcher, home) {
  const cwd = join(home, "program");
  const module = join(cwd, "node_modules/@pulumi/pulumi/cmd/dynamic-provider");
  await mkdir(module, { recursive: true });
  await writeFile(join(module, "index.js"), 'console.log("found by", process.argv[2]);');
  const { code, stdout, stderr } = await run(launcher, ["engine"], { cwd, timeoutMs: 60_000 });
  if (stdout.trim() === "found by engine") return;
  throw new Error(`${launcher} does not start dynamic providers: ${lastLine(stderr) || `exit code ${code}`}`);
}

module.exports = { tryOut, programsIn };
