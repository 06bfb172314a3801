// @ts-check
const { homedir } = require("node:os");
const { join } = require("node:path");
const { engineVersion } = require("./versions");

/** Where this platform keeps what can be made again: outside the checkout, so that the next clone finds the engine. */
function cacheFolder(env = process.env, platform = process.platform) {
  return join(userCache(env, platform), "pulumi-aws-ops", "engine", `${engineVersion}-${platform}-${process.arch}`);
}

/** @param {NodeJS.ProcessEnv} env @param {string} platform */
function userCache(env, platform) {
  if (env.XDG_CACHE_HOME) return env.XDG_CACHE_HOME;
  if (platform === "darwin") return join(homedir(), "Library", "Caches");
  if (platform === "win32") return env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local");
  return join(homedir(), ".cache");
}

module.exports = { cacheFolder };
