// @ts-check
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { verdict } = require("./counts");
const { interrupts, setUp, withTemporaryFolder } = require("./setup");

const root = join(__dirname, "..");

/** @type {Record<string, string[]>} */
const suites = {
  all: ["test/**/*.test.ts"],
  engine: ["test/engine/**/*.test.ts", "test/package/**/*.test.ts"],
};

/**
 * `node tools/test.js [engine] [-- mocha's arguments]`: all set-up, then the tests. The last line says how many passed
 * and failed.
 *
 * @param {string[]} args
 */
async function main(args) {
  const split = args.indexOf("--");
  const [own, forMocha] = split < 0 ? [args, []] : [args.slice(0, split), args.slice(split + 1)];
  const specs = suites[own[0] ?? "all"];
  if (!specs) throw new Error(`There is no suite "${own[0]}", only ${Object.keys(suites).join(" and ")}`);
  return withTemporaryFolder(async (folder) => {
    const { tarball } = await setUp(folder);
    return runMocha([...forMocha, ...specs], folder, tarball);
  });
}

/** @param {string[]} args @param {string} folder @param {string} tarball */
async function runMocha(args, folder, tarball) {
  const mocha = join(root, "node_modules/mocha/bin/mocha.js");
  const options = ["--reporter", join(__dirname, "mochaReporter.js"), "--timeout", "5000"];
  if (process.env.CI) options.push("--forbid-only");
  const counts = join(folder, "counts.json");
  const child = spawn(process.execPath, [mocha, ...options, ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      PULUMI_AWS_OPS_TARBALL: tarball,
      PULUMI_AWS_OPS_COUNTS: counts,
      ...Object.fromEntries(["TMPDIR", "TEMP", "TMP"].map((name) => [name, folder])), // removed at the end, as a whole
    },
  });
  for (const signal of interrupts) {
    process.removeAllListeners(signal); // from here on Mocha ends first, with all that it started
    process.on(signal, () => child.kill(signal));
  }
  const [code] = await once(child, "close");
  return verdict(read(counts), code);
}

/** @param {string} file */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined; // Mocha did not come as far as a test
  }
}

main(process.argv.slice(2)).then(
  ({ line, code }) => {
    console.log(line);
    process.exitCode = code;
  },
  (error) => {
    console.error(error instanceof Error ? error.message : error);
    console.log(verdict(undefined, 1).line);
    process.exitCode = 1;
  },
);
