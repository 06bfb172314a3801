// @ts-check
const { writeFile } = require("node:fs/promises");
const { join } = require("node:path");
const { names } = require("./files");

const forPosix = `#!/bin/sh
# Starts the dynamic provider of the @pulumi/pulumi that the program in this folder uses.
# exec, so that Node itself is the engine's child: signals reach it, and it sees when the engine is gone.
module=$(node -p "require.resolve('@pulumi/pulumi/cmd/dynamic-provider')") || exit 1
exec node "$module" "$@"
`;

const forWindows = `@echo off
rem Starts the dynamic provider of the @pulumi/pulumi that the program in this folder uses.
for /f "delims=" %%i in ('node -p "require.resolve('@pulumi/pulumi/cmd/dynamic-provider')"') do set "module=%%i"
if not defined module exit /b 1
node "%module%" %*
`;

/** Writes the launcher of dynamic providers, which the engine expects beside itself. @param {string} folder */
async function writeLauncher(folder) {
  const text = process.platform === "win32" ? forWindows.replaceAll("\n", "\r\n") : forPosix;
  await writeFile(join(folder, names.launcher), text, { mode: 0o755 });
}

module.exports = { writeLauncher };
