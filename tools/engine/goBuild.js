// @ts-check
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { withProgress } = require("../progress");
const { lastLine, run } = require("../run");
const { names } = require("./files");
const { writeLauncher } = require("./launcher");
const { engineVersion, hostVersion, isAtLeast } = require("./versions");

/**
 * The CLI and the language host need different versions of Pulumi's Go SDK, so each has a module of its own here,
 * with go.mod and go.sum; `go install package@version` refuses both because of the replaced module of the CLI.
 */
const parts = [
  {
    module: join(__dirname, "cli"),
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    output: names.cli,
    version: engineVersion,
    what: "Building Pulumi's CLI from its Go modules (about 6 minutes on 2 cores, 4 GB of Go's own caches)",
  },
  {
    module: join(__dirname, "host"),
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    output: names.host,
    version: hostVersion,
    what: "Building Pulumi's Node.js language host (about 1 minute)",
  },
];

/**
 * Builds the engine with Go, for machines that reach a Go module proxy but not Pulumi's download site.
 *
 * @param {string} folder
 * @param {import("../progress").Log} log
 */
async function goBuild(folder, log) {
  for (const part of parts) {
    await checkGo(part.module);
    await withProgress(log, part.what, (note) => build(part, folder, note));
  }
  await writeLauncher(folder);
}

/** `go version` inside a module also fetches the Go it asks for, where that is allowed. @param {string} module */
async function checkGo(module) {
  const wanted = /^go (.+)$/m.exec(readFileSync(join(module, "go.mod"), "utf8"))?.[1] ?? "";
  const { code, stdout, stderr } = await run("go", ["version"], { cwd: module, env: goEnv() });
  if (code === -1) throw new Error(`Go is not installed (${wanted} or newer is needed)`);
  if (code !== 0) throw new Error(`Go ${wanted} or newer is needed: ${lastLine(stderr)}`);
  const found = /go(\d[\d.]*)/.exec(stdout)?.[1] ?? "unknown";
  if (!isAtLeast(found, wanted)) throw new Error(`Go ${wanted} or newer is needed, this is Go ${found}`);
}

/** @param {typeof parts[number]} part @param {string} folder @param {(text: string) => void} note */
async function build(part, folder, note) {
  const counts = { modules: 0, packages: 0 };
  const version = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${part.version}`;
  const args = ["build", "-v", "-mod=readonly", "-buildvcs=false", "-ldflags", `-s -w -X ${version}`];
  const { code, stderr } = await run("go", [...args, "-o", join(folder, part.output), part.package], {
    cwd: part.module,
    env: goEnv(),
    onLine(line) {
      counts[line.startsWith("go: downloading") ? "modules" : "packages"]++;
      note(`${counts.modules} modules fetched, ${counts.packages} packages compiled`);
    },
  });
  if (code !== 0) throw new Error(lastLine(stderr) || `go build failed with code ${code}`);
}

/** A workspace file of the user's, somewhere above, is none of our business. */
function goEnv() {
  return { ...process.env, GOWORK: "off" };
}

module.exports = { goBuild };
