import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { devDependencies } from "../../../package.json";
import { type Engine, ensureEngine } from "../../../tools/engine";
import { pack } from "../../../tools/pack";

/** What a user's package.json holds besides our package. */
const dependencies = Object.fromEntries(
  (["@pulumi/pulumi", "@types/node", "mocha", "ts-node", "typescript"] as const).map((name) => [
    name,
    devDependencies[name],
  ]),
);

/** How the packages lie in node_modules: flat, or strict, where only direct dependencies can be found by name. */
export type Layout = "npm" | "pnpm";

/**
 * A folder as a user of the published package has it: our tarball and Pulumi installed, one sub folder for each
 * program. Its stacks share a state backend.
 */
export class UserProject {
  readonly backend: string;
  readonly home: string;
  readonly temporary: string;

  constructor(
    readonly folder: string,
    readonly engine: Engine,
    readonly layout: Layout,
  ) {
    this.backend = join(folder, ".state");
    this.home = join(folder, ".pulumi");
    this.temporary = join(folder, ".tmp");
    for (const made of [this.backend, this.temporary]) mkdirSync(made, { recursive: true });
  }

  /** Installs a package of ours, as a user who starts with it, or who changes to another release. */
  async install(tarball: string) {
    const manifest = {
      name: "user-project",
      private: true,
      dependencies: { ...dependencies, "pulumi-aws-ops": `file:${tarball}` },
    };
    writeFileSync(join(this.folder, "package.json"), JSON.stringify(manifest));
    const [command, ...args] = installers[this.layout];
    await promisify(execFile)(command, args, { cwd: this.folder, shell: process.platform === "win32" });
  }

  /**
   * Adds a program: its files by name, or a folder whose files are copied. Pulumi.yaml is made where there is none.
   */
  program(name: string, files: Record<string, string> | string): Program {
    const program = new Program(this, name);
    if (typeof files === "string") cpSync(files, program.folder, { recursive: true });
    else program.write(files);
    if (!program.has("Pulumi.yaml")) program.write({ "Pulumi.yaml": `name: ${name}\nruntime: nodejs\n` });
    return program;
  }
}

const installers: Record<Layout, [string, ...string[]]> = {
  npm: ["npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"],
  pnpm: ["npx", "--yes", "pnpm@10", "install", "--prefer-offline", "--no-frozen-lockfile", "--reporter=silent"],
};

/** A Pulumi program in a folder of its own. */
export class Program {
  readonly folder: string;

  constructor(
    readonly project: UserProject,
    readonly name: string,
  ) {
    this.folder = join(project.folder, name);
    if (existsSync(this.folder)) throw new Error(`there is a program "${name}" already`);
    mkdirSync(this.folder);
  }

  has(file: string) {
    return existsSync(join(this.folder, file));
  }

  /** Adds files or replaces them. */
  write(files: Record<string, string>) {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      writeFileSync(join(this.folder, file), text);
    }
  }

  remove(file: string) {
    rmSync(join(this.folder, file), { recursive: true });
  }
}

const projects = new Map<Layout, Promise<UserProject>>();

/** The project that all tests of a run share: one installation for each layout, made when first asked for. */
export function userProject(layout: Layout = "npm"): Promise<UserProject> {
  const project = projects.get(layout) ?? newProject(layout);
  projects.set(layout, project);
  return project;
}

async function newProject(layout: Layout) {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-aws-ops-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const [engine, tarball] = [await ensureEngine(), await packed()];
  const project = new UserProject(folder, engine, layout);
  await project.install(tarball);
  return project;
}

let tarballOfThisRun: Promise<string> | undefined;

/** Our package as it would be published; `npm test` has packed it already. */
export function packed(): Promise<string> {
  tarballOfThisRun ??= Promise.resolve(process.env.PULUMI_AWS_OPS_TARBALL ?? packHere());
  return tarballOfThisRun;
}

async function packHere() {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-aws-ops-packed-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return pack(folder);
}
