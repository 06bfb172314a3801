import { once } from "node:events";
import { parseArgs } from "node:util";
import { startEmulator } from "../../emulator";
import { type Command, parsed, UsageError } from "./command";

export const emulator: Command = {
  usage: "emulator [--port 4600] [--host 127.0.0.1]",
  summary: "Serves AWS's API for OpsItems, change requests and incidents on this machine until it is interrupted.",

  async run(args) {
    const { host, port } = optionsFrom(args);
    const running = await startEmulator({ host, port }).catch((error) => {
      throw new Error(`cannot listen on ${host}:${port}: ${reasons[error.code] ?? error.message}`);
    });
    process.stdout.write(`pulumi-aws-ops emulator: ${running.url}\n`);
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
    await running.close();
  },
};

const reasons: Record<string, string> = {
  EADDRINUSE: "the port is taken; choose another with --port",
  EACCES: "this user may not use the port; choose one above 1023 with --port",
  EADDRNOTAVAIL: "this machine has no such address; choose another with --host",
  ENOTFOUND: "there is no such host; choose another with --host",
};

function optionsFrom(args: string[]): { host: string; port: number } {
  const { port, host } = parse(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port: must be a whole number from 0 (any free one) to 65535, not "${port}"`);
  }
  return { host, port: Number(port) };
}

function parse(args: string[]) {
  const options = {
    port: { type: "string", default: "4600" },
    host: { type: "string", default: "127.0.0.1" },
  } as const;
  return parsed(() => parseArgs({ args, options }).values);
}
