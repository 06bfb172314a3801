import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const root = join(__dirname, "..", "..");
const loader = ["-r", "ts-node/register/transpile-only"];

/** What the machine that runs the tests says of AWS is not for them. */
const ownEnvironment = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
const env = {
  ...Object.fromEntries(ownEnvironment),
  AWS_CONFIG_FILE: join(__dirname, "none"),
  AWS_SHARED_CREDENTIALS_FILE: join(__dirname, "none"),
  AWS_EC2_METADATA_DISABLED: "true",
};

/** Starts the command line in a process of its own. */
export function start(args: string[], more: Record<string, string> = {}) {
  const child = spawn(process.execPath, [...loader, join("cli", "index.ts"), ...args], {
    cwd: root,
    env: { ...env, ...more },
  });
  const ended = Promise.all([once(child, "exit"), text(child.stderr)]).then(([[code], stderr]) => ({ code, stderr }));
  return { child, ended };
}
