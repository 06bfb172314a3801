// @ts-check
const { existsSync } = require("node:fs");
const { copyFile, mkdir, rm } = require("node:fs/promises");
const { join } = require("node:path");
const { withProgress } = require("../progress");
const { lastLine, run } = require("../run");
const { findIn, names } = require("./files");
const { writeLauncher } = require("./launcher");
const { engineVersion } = require("./versions");

/** The address of the official release for a machine. */
function releaseUrl(platform = process.platform, arch = process.arch) {
  const system = platform === "win32" ? "windows" : platform;
  const type = platform === "win32" ? "zip" : "tar.gz";
  return `https://get.pulumi.com/releases/sdk/pulumi-v${engineVersion}-${system}-${arch}.${type}`;
}

/**
 * Fetches the official release and keeps the three programs we need of it.
 * curl and tar are part of every system that Pulumi supports, and curl knows the user's proxy.
 *
 * @param {string} folder
 * @param {import("../progress").Log} log
 */
async function download(folder, log) {
  const unpacked = `${folder}-download`;
  await mkdir(unpacked, { recursive: true });
  try {
    await withProgress(log, `Downloading Pulumi ${engineVersion} from get.pulumi.com (200 MB)`, async () => {
      const archive = join(unpacked, "release");
      // A closed network may swallow packets: give up on a connection in seconds, on a transfer that stalls in 30.
      const limits = ["--connect-timeout", "5", "--speed-limit", "1000", "--speed-time", "30"];
      await must("curl", ["-fsSL", ...limits, "-o", archive, releaseUrl()]);
      await must("tar", ["-xf", archive, "-C", unpacked]);
    });
    const bin = [join(unpacked, "pulumi"), join(unpacked, "pulumi", "bin")];
    for (const name of Object.values(names)) {
      const found = findIn(name, bin);
      if (found) await copyFile(found, join(folder, name));
    }
    if (!existsSync(join(folder, names.launcher))) await writeLauncher(folder);
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

/** @param {string} command @param {string[]} args */
async function must(command, args) {
  const { code, stderr } = await run(command, args);
  if (code !== 0) throw new Error(lastLine(stderr) || `${command} failed with code ${code}`);
}

module.exports = { download, releaseUrl };
