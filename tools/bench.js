// @ts-check
const { join } = require("node:path");
const { parseArgs } = require("node:util");
const { setUp, withTemporaryFolder } = require("./setup");

const questions = ["state", "calls", "speed"];

/**
 * `node tools/bench.js [state|calls|speed …] [--items n]`: all set-up, then the table that answers each
 * question, on the standard output.
 *
 * @param {string[]} args
 */
async function main(args) {
  const options = /** @type {const} */ ({ items: { type: "string" } });
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
  const unknown = positionals.find((name) => !questions.includes(name));
  if (unknown) throw new Error(`There is no question "${unknown}", only ${questions.join(", ")}`);
  const items = values.items === undefined ? undefined : Number(values.items);
  if (items !== undefined && !(Number.isInteger(items) && items > 0)) throw new Error("--items must be a whole number");
  const asked = positionals.length > 0 ? positionals : questions;
  await withTemporaryFolder(async (folder) => {
    const { engine, tarball } = await setUp(folder);
    require("ts-node").register({ transpileOnly: true, project: join(__dirname, "../tsconfig.json") });
    const { openBench } = require("../bench/support/bench");
    const bench = await openBench({ engine, tarball, folder, items });
    for (const question of asked) {
      console.log(`\n${await require(`../bench/${question}`)[question](bench)}`);
    }
  });
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  (error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
