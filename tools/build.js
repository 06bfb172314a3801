// @ts-check
const { chmod, rename, rm } = require("node:fs/promises");
const { join } = require("node:path");
const { run } = require("./run");

const root = join(__dirname, "..");

/** Compiles the package into a clean dist/. */
async function build() {
  const made = join(root, `dist.partial-${process.pid}`);
  try {
    const tsc = require.resolve("typescript/bin/tsc");
    const args = [tsc, "-p", "tsconfig.build.json", "--outDir", made];
    const { code, stdout, stderr } = await run(process.execPath, args, { cwd: root });
    if (code !== 0) throw new Error(`The package does not compile:\n${stdout}${stderr}`);
    await chmod(join(made, "cli/index.js"), 0o755);
    await rm(join(root, "dist"), { recursive: true, force: true });
    await rename(made, join(root, "dist"));
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

if (require.main === module) {
  build().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}

module.exports = { build };
