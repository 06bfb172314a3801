#!/usr/bin/env node
// @ts-check
const { rmSync } = require("node:fs");
const { mkdir, rename, rm } = require("node:fs/promises");
const { delimiter, dirname } = require("node:path");
const { cacheFolder } = require("./cacheFolder");
const { download } = require("./download");
const { goBuild } = require("./goBuild");
const { withLock } = require("./lock");
const { onPath } = require("./onPath");
const { programsIn, tryOut } = require("./tryOut");
const { engineVersion, oldestEngine } = require("./versions");

/** @typedef {import("../progress").Log} Log */
/** @typedef {{ pulumi: string, binDir: string, version: string, env: { PATH: string } }} Engine */
/** @typedef {{ name: string, make: (folder: string, log: Log) => Promise<void> }} Source fills an empty folder */

/** @type {Source[]} */
const officialSources = [
  { name: "the official download", make: download },
  { name: "a build from the Go modules", make: goBuild },
];

/**
 * Makes a usable Pulumi engine available: the one on PATH, else the one in our cache, else one that is downloaded or
 * built into the cache. Every engine is tried out before it is used. Safe to run several times at once.
 *
 * @param {{ log?: Log, path?: string, cache?: string, sources?: Source[], tryOut?: typeof tryOut }} [options]
 *   all but `log` are for tests
 * @returns {Promise<Engine>} `env` is to be added to the environment of what runs the engine
 */
async function ensureEngine(options = {}) {
  const { log = console.error, path = process.env.PATH ?? "", cache = cacheFolder() } = options;
  const { sources = officialSources, tryOut: check = tryOut } = options;

  const installed = await tryInstalled();
  if (installed) return installed;
  const cached = await tryCached();
  if (cached) return cached;

  await mkdir(dirname(cache), { recursive: true });
  return withLock(`${cache}.lock`, async () => (await tryCached()) ?? (await make()), {
    onWait: () => log("Another process is preparing the Pulumi engine: waiting for it …"),
  });

  async function tryInstalled() {
    try {
      const programs = onPath(path);
      return programs && engine(programs, await check(programs));
    } catch (error) {
      log(`Not using the Pulumi on PATH: ${messageOf(error)}`);
      return undefined;
    }
  }

  async function tryCached() {
    const programs = programsIn(cache);
    return check(programs).then(
      (version) => engine(programs, version),
      () => undefined, // absent or broken: it is made
    );
  }

  async function make() {
    const failures = [];
    for (const { name, make } of sources) {
      const folder = `${cache}.partial-${process.pid}`;
      const tidy = () => rmSync(folder, { recursive: true, force: true });
      process.once("exit", tidy); // on Ctrl-C
      try {
        tidy();
        await mkdir(folder);
        await make(folder, log);
        const version = await check(programsIn(folder));
        await rm(cache, { recursive: true, force: true });
        await rename(folder, cache);
        log(`The Pulumi engine ${version} is ready in ${cache}`);
        return engine(programsIn(cache), version);
      } catch (error) {
        failures.push(`${name}: ${messageOf(error)}`);
        log(`  no engine by ${failures.at(-1)}`);
      } finally {
        process.off("exit", tidy);
        tidy();
      }
    }
    throw new Error(
      [
        "No Pulumi engine could be made available:",
        ...failures.map((failure) => `  - ${failure}`),
        `Install Pulumi ${engineVersion} (at least ${oldestEngine}) from https://www.pulumi.com/docs/install/ so that`,
        "`pulumi version` works in this shell, or install Go from https://go.dev/dl/; then run this again.",
      ].join("\n"),
    );
  }

  /** @param {import("./tryOut").Programs} programs @param {string} version @returns {Engine} */
  function engine({ cli, host, launcher }, version) {
    const folders = new Set([cli, host, launcher].map((program) => dirname(program)));
    return { pulumi: cli, binDir: dirname(cli), version, env: { PATH: [...folders, path].join(delimiter) } };
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

if (require.main === module) {
  ensureEngine().then(
    ({ pulumi }) => console.log(pulumi),
    (error) => {
      console.error(messageOf(error));
      process.exitCode = 1;
    },
  );
}

module.exports = { ensureEngine };
