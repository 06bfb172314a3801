// @ts-check
const { join } = require("node:path");
const { run } = require("./run");
const { ensurePackages, withTemporaryFolder } = require("./setup");

const root = join(__dirname, "..");

/** What a published package may hold. */
const allowed = /^package\/(dist\/.+|LICENSE|NOTICE|README\.md|CHANGELOG\.md|package\.json)$/;
const required = ["LICENSE", "NOTICE", "README.md", "CHANGELOG.md", "package.json", "dist/cli/index.js"];

/** Checks the package as it would be published: its files, its entry points, its types. */
async function main() {
  await ensurePackages();
  const { pack } = require("./pack");
  await withTemporaryFolder(async (folder) => {
    const tarball = await pack(folder);
    await checkFiles(tarball);
    await tool("publint", ["publint", "--strict", tarball]);
    await tool("attw", ["@arethetypeswrong/cli", tarball]);
  });
  console.log("The package is as it should be.");
}

/** @param {string} tarball */
async function checkFiles(tarball) {
  const { code, stdout, stderr } = await run("tar", ["-tzf", tarball]);
  if (code !== 0) throw new Error(`The tarball cannot be read: ${stderr}`);
  const files = stdout.trim().split(/\r?\n/);
  const foreign = files.filter((file) => !allowed.test(file));
  if (foreign.length > 0) throw new Error(`These files do not belong into the package: ${foreign.join(", ")}`);
  const missing = required.filter((file) => !files.includes(`package/${file}`));
  if (missing.length > 0) throw new Error(`These files are missing in the package: ${missing.join(", ")}`);
}

/** @param {string} name @param {[string, ...string[]]} command a package with a command, and its arguments */
async function tool(name, [packageName, ...args]) {
  const { bin } = require(`${join(root, "node_modules", packageName)}/package.json`);
  const script = join(root, "node_modules", packageName, typeof bin === "string" ? bin : bin[name]);
  const { code, stdout, stderr } = await run(process.execPath, [script, ...args], { cwd: root });
  console.log(`${stdout}${stderr}`.trim());
  if (code !== 0) throw new Error(`${name} found problems in the package`);
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
