import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type Aws, hermetic } from "./environment";
import type { Program } from "./project";
import { type Result, Run } from "./run";

export interface StackOptions {
  name?: string;
  /** Default: no region, no credentials, no endpoint. */
  aws?: Aws;
  /** More environment variables for every command. */
  env?: NodeJS.ProcessEnv;
  /** Plain configuration, full keys: `aws:region`. */
  config?: Record<string, string>;
}

export interface CommandOptions {
  /** More arguments: `["--target", urn]`. */
  flags?: string[];
  /** More environment variables, over those of the stack. */
  env?: NodeJS.ProcessEnv;
  /** Another AWS than the stack's. */
  aws?: Aws;
  /** A folder inside the program's, from which a user calls. */
  cwd?: string;
  /** The command is expected to fail: a success is the error then. */
  fails?: boolean;
  /** For `up`, `refresh` and `destroy`: with the preview that costs each of them seconds. */
  preview?: boolean;
}

export type Command = "up" | "preview" | "refresh" | "destroy";

/** A state, as far as tests look at it. */
export interface Deployment {
  version: number;
  deployment: {
    resources: StateResource[];
    pending_operations?: { type: string; resource: StateResource }[];
    [key: string]: unknown;
  };
}

export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  custom: boolean;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  initErrors?: string[];
  [key: string]: unknown;
}

/**
 * A stack, driven through the `pulumi` command as users do. A command that fails rejects with everything it printed,
 * unless it is expected to fail.
 */
export class Stack {
  private constructor(
    readonly program: Program,
    public name: string,
    public aws: Aws,
    public env: NodeJS.ProcessEnv,
  ) {}

  static async init(program: Program, { name = "dev", aws = {}, env = {}, config = {} }: StackOptions = {}) {
    const stack = new Stack(program, name, aws, env);
    await stack.pulumi(["stack", "init", name]);
    await stack.config.setAll(config);
    return stack;
  }

  up = (options?: CommandOptions) => this.#run("up", options);
  preview = (options?: CommandOptions) => this.#run("preview", options);
  refresh = (options?: CommandOptions) => this.#run("refresh", options);
  destroy = (options?: CommandOptions) => this.#run("destroy", options);

  /** Starts a command without waiting for it, to signal it or to act while it runs. Its result is never an error. */
  start(command: Command, options: CommandOptions = {}): Run {
    const { flags = [], preview = false } = options;
    const looksOnly = command === "preview" || flags.includes("--preview-only");
    const approve = looksOnly ? [] : ["--yes", ...(preview ? [] : ["--skip-preview"])];
    return this.#start([command, ...approve, ...flags], options);
  }

  /** Any other command: `await stack.pulumi(["stack", "output", "--json"])`. */
  async pulumi(args: string[], options: CommandOptions = {}): Promise<Result> {
    return checked(args, await this.#start([...args, ...(options.flags ?? [])], options).result, options.fails);
  }

  readonly config = {
    /** `path` allows keys like `aws:endpoints[0].ssm`. */
    set: (key: string, value: string, { secret = false, path = false } = {}) =>
      this.pulumi([
        "config",
        "set",
        key,
        ...(path ? ["--path"] : []),
        secret ? "--secret" : "--plaintext",
        "--",
        value,
      ]),
    setAll: async (config: Record<string, string>) => {
      const pairs = Object.entries(config).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
      if (pairs.length > 0) await this.pulumi(["config", "set-all", ...pairs]);
    },
    remove: (key: string) => this.pulumi(["config", "rm", key]),
  };

  async outputs(): Promise<Record<string, unknown>> {
    return JSON.parse((await this.pulumi(["stack", "output", "--json", "--show-secrets"])).stdout);
  }

  /** The state; its secrets are encrypted unless asked for. */
  async export({ showSecrets = false } = {}): Promise<Deployment> {
    const { stdout } = await this.pulumi(["stack", "export", ...(showSecrets ? ["--show-secrets"] : [])]);
    return JSON.parse(stdout);
  }

  /** The resource of that name in the state. */
  async resource(name: string): Promise<StateResource> {
    const { resources } = (await this.export()).deployment;
    const found = resources.filter(({ urn }) => urn.endsWith(`::${name}`));
    if (found.length === 1 && found[0]) return found[0];
    throw new Error(
      `the state has ${found.length} resources "${name}":\n${resources.map(({ urn }) => urn).join("\n")}`,
    );
  }

  async import(state: Deployment) {
    this.program.write({ ".import.json": JSON.stringify(state) });
    await this.pulumi(["stack", "import", "--file", join(this.program.folder, ".import.json")]);
    this.program.remove(".import.json");
  }

  async rename(name: string) {
    await this.pulumi(["stack", "rename", name]);
    this.name = name;
  }

  /** Takes away the lock that a killed command has left. */
  async unlock() {
    await this.pulumi(["cancel", "--yes"]);
  }

  async #run(command: Command, options: CommandOptions = {}) {
    return checked([command], await this.start(command, options).result, options.fails);
  }

  #start(args: string[], options: CommandOptions): Run {
    const { folder, project } = this.program;
    const { engine, backend, home, temporary } = project;
    const common = ["--non-interactive", "--color", "never"];
    const stack = args[1] === "init" || args[0] === "cancel" ? [] : ["--stack", this.name];
    const eventLog = join(project.folder, `.events-${randomUUID()}`);
    const events = ["up", "preview", "refresh", "destroy"].includes(args[0] ?? "") ? ["--event-log", eventLog] : [];
    // Options go before what the command takes, which may follow a "--".
    const [name, ...rest] = args;
    const verb = name === "stack" || name === "config" ? [name, rest.shift() ?? ""] : [name ?? ""];
    return new Run(engine.pulumi, [...verb, ...common, ...stack, ...events, ...rest], {
      cwd: join(folder, options.cwd ?? ""),
      env: {
        ...hermetic({ path: engine.env.PATH, backend, home, temporary, aws: options.aws ?? this.aws }),
        ...this.env,
        ...options.env,
      },
      eventLog,
    });
  }
}

function checked(args: string[], result: Result, fails = false) {
  if ((result.code !== 0) === fails) return result;
  const ended = fails ? "succeeded, which was not expected" : `failed with code ${result.code}`;
  throw new Error(`pulumi ${args.join(" ")} ${ended}:\n${result.stdout}${result.stderr}`);
}
