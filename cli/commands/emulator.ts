import { once } from "node:events";
import { parseArgs } from "node:util";
import { startEmulator } from "../../emulator";
import { type Command, parsed, UsageError } from "./command";

export const emulator: Command = {
  usage: "emulator [--port 4600] [--host 127.0.0.1] [--replication-set <region>]… [--response-plan <name>]…",
  summary: `Serves AWS's API for OpsItems, change requests and incidents on this machine until it is interrupted.
Incidents need a replication set and a response plan: what is named here is there from the start.`,

  async run(args) {
    const options = optionsFrom(args);
    const { host, port } = options;
    const running = await startEmulator(options).catch((error) => {
      if (error.code === undefined) throw new UsageError(inOptions(error.message));
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

/** The emulator complains of its options by their names there. */
function inOptions(complaint: string): string {
  return complaint
    .replaceAll("incidentManager.replicationSet", "--replication-set")
    .replaceAll(/incidentManager\.responsePlans(\[\d+\])?/g, "--response-plan");
}

function optionsFrom(args: string[]) {
  const { port, host, "replication-set": regions, "response-plan": plans } = parse(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port: must be a whole number from 0 (any free one) to 65535, not "${port}"`);
  }
  const replicationSet = regions && [...new Set(regions)];
  const responsePlans = [...new Set(plans)].map((name) => ({ name }));
  return { host, port: Number(port), incidentManager: { replicationSet, responsePlans } };
}

function parse(args: string[]) {
  const options = {
    port: { type: "string", default: "4600" },
    host: { type: "string", default: "127.0.0.1" },
    "replication-set": { type: "string", multiple: true },
    "response-plan": { type: "string", multiple: true },
  } as const;
  return parsed(() => parseArgs({ args, options }).values);
}
