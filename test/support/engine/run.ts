import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type EngineEvents, readEvents, type Step } from "./events";

/** How a `pulumi` command ended, and what the engine did. */
export interface Result extends EngineEvents {
  /** null where a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
  seconds: number;
}

/** A `pulumi` command under way, in a process group of its own as a shell would start it. */
export class Run {
  readonly result: Promise<Result>;
  #child: ChildProcess;
  #stdout = "";
  #stderr = "";
  #known = new Set<number>();

  constructor(pulumi: string, args: string[], options: { cwd: string; env: NodeJS.ProcessEnv; eventLog: string }) {
    const { cwd, env, eventLog } = options;
    const started = Date.now();
    this.#child = spawn(pulumi, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    this.#child.stdout?.on("data", (data) => {
      this.#stdout += data;
    });
    this.#child.stderr?.on("data", (data) => {
      this.#stderr += data;
    });
    running.add(this);
    this.result = new Promise((resolve, reject) => {
      this.#child.on("error", reject);
      this.#child.on("close", (code) => {
        if (this.survivors().length === 0) running.delete(this);
        const seconds = (Date.now() - started) / 1000;
        resolve({ code, stdout: this.#stdout, stderr: this.#stderr, seconds, ...readEvents(eventLog) });
        rmSync(eventLog, { force: true });
      });
    });
  }

  get pid() {
    return this.#child.pid as number;
  }

  /** What was printed so far. */
  get stdout() {
    return this.#stdout;
  }
  get stderr() {
    return this.#stderr;
  }

  /** Ctrl-C in a terminal. Pulumi's plugins are in groups of their own, so it reaches the CLI alone. */
  interrupt() {
    this.#remember();
    process.kill(-this.pid, "SIGINT");
  }

  /** SIGKILL to the CLI alone, as the kernel does when memory is short: the provider lives on. */
  killCli() {
    this.#remember();
    process.kill(this.pid, "SIGKILL");
  }

  /** SIGKILL to the CLI and all it started, as when a runner or a container goes away. */
  killAll() {
    this.#remember();
    for (const pid of [this.pid, ...this.#known]) kill(pid);
  }

  /**
   * Processes that the command started and that still run (language host, program, providers), with their command
   * lines; known after `interrupt`, `killCli` and `killAll`.
   */
  survivors() {
    return processes().filter(({ pid }) => this.#known.has(pid));
  }

  /** Resolves when none is left whose command line matches. */
  async gone(command = /./) {
    while (this.survivors().some((process) => command.test(process.command))) await sleep(50);
  }

  /** Resolves when a line that matches was printed; rejects when the command ends before. */
  async printed(pattern: RegExp) {
    let ended = false;
    void this.result.finally(() => {
      ended = true;
    });
    while (!pattern.test(this.#stdout + this.#stderr)) {
      if (ended) throw new Error(`pulumi ended without printing ${pattern}:\n${this.#stdout}${this.#stderr}`);
      await sleep(20);
    }
  }

  /** Children must be known before their parent is killed: afterwards they are nobody's. */
  #remember() {
    for (const pid of descendants(this.pid)) this.#known.add(pid);
  }
}

const running = new Set<Run>();

// A test that fails or is interrupted must not leave engines and providers behind. First of what happens at exit,
// since a living engine would write into folders that are being removed.
process.prependListener("exit", () => {
  for (const run of running) run.killAll();
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

function descendants(root: number) {
  const all = processes();
  const found = [root];
  for (const parent of found) found.push(...all.filter(({ ppid }) => ppid === parent).map(({ pid }) => pid));
  return found.slice(1);
}

/** Zombies are left out: they only wait for somebody to note their end. */
function processes() {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8" });
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , stat]) => !stat?.startsWith("Z"))
    .map(([pid, ppid, , ...command]) => ({ pid: Number(pid), ppid: Number(ppid), command: command.join(" ") }));
}

function kill(pid: number) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/** The steps of the resource with this name, in order. */
export function stepsOf(result: EngineEvents, name: string): Step[] {
  return result.steps.filter((step) => step.name === name);
}
