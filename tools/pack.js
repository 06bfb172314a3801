// @ts-check
const { join } = require("node:path");
const { build } = require("./build");
const { run } = require("./run");

const root = join(__dirname, "..");

/**
 * Builds the package and packs it as `npm publish` would.
 *
 * @param {string} folder where the tarball goes
 * @returns {Promise<string>} its path
 */
async function pack(folder) {
  await build();
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const { code, stdout, stderr } = await run("npm", args, { cwd: root });
  if (code !== 0) throw new Error(`npm pack failed:\n${stderr}`);
  const [{ filename }] = JSON.parse(stdout);
  return join(folder, filename);
}

module.exports = { pack };
