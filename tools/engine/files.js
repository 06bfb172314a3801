// @ts-check
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const windows = process.platform === "win32";

/** The three programs that make an engine, as this platform names them. */
const names = {
  cli: windows ? "pulumi.exe" : "pulumi",
  host: windows ? "pulumi-language-nodejs.exe" : "pulumi-language-nodejs",
  launcher: windows ? "pulumi-resource-pulumi-nodejs.cmd" : "pulumi-resource-pulumi-nodejs",
};

/** The first of the folders that holds `name`, as the path of that file. @param {string} name @param {string[]} folders */
function findIn(name, folders) {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

module.exports = { names, findIn };
