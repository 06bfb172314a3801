// @ts-check
const { realpathSync } = require("node:fs");
const { delimiter, dirname } = require("node:path");
const { findIn, names } = require("./files");

/**
 * The engine a user has installed: `pulumi` on PATH, with its companions beside it or on PATH as well.
 *
 * @param {string} [path]
 * @returns {import("./tryOut").Programs | undefined} undefined where there is no `pulumi` at all
 */
function onPath(path = process.env.PATH ?? "") {
  const folders = path.split(delimiter).filter(Boolean);
  const cli = findIn(names.cli, folders);
  if (!cli) return undefined;
  const beside = [dirname(cli), dirname(realpathSync(cli))]; // Homebrew links the CLI alone
  const [host, launcher] = [names.host, names.launcher].map((name) => {
    const found = findIn(name, [...beside, ...folders]);
    if (!found) throw new Error(`${cli} has no ${name} beside it`);
    return found;
  });
  return { cli, host: String(host), launcher: String(launcher) };
}

module.exports = { onPath };
