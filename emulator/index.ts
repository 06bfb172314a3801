import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { ChangeManager } from "./changeRequest/changeManager";
import { type Clock, createClock } from "./clock";
import { FaultRules, type Faults } from "./faults";
import { Front } from "./front";
import { createHttpServer } from "./http";
import type { EmulatorOptions } from "./options";
import { Rates } from "./rates";
import { Requests } from "./requests";
import { World } from "./world";

export type { ChangeManager, RunbookResult, RunbookRun } from "./changeRequest/changeManager";
export type { Clock } from "./clock";
export type { ErrorFaultOptions, FaultOptions, Faults, HideOptions, Hold, HoldOptions } from "./faults";
export type { IncidentManagerOptions, InitialResponsePlan } from "./incidentManager/settings";
export { type Answers, openQuestions } from "./openQuestions";
export type { EmulatorOptions, Quotas } from "./options";
export type { Rate } from "./rates";
export type { Outcome, Requests, SeenRequest } from "./requests";

/** A running emulator of the AWS services that this package uses. */
export interface Emulator {
  /** What to give AWS clients as endpoint, such as `http://127.0.0.1:4600`. */
  readonly url: string;
  readonly port: number;
  /** The time by which objects are made, deletions take effect and rates refill. */
  readonly clock: Clock;
  /** Every request seen. */
  readonly requests: Requests;
  /** Settings of Change Manager, who belongs to which group, and how runbooks go. */
  readonly changeManager: ChangeManager;
  /** What goes wrong. */
  readonly faults: Faults;
  /** Stops at once, whatever is under way. */
  close(): Promise<void>;
}

/**
 * Starts an emulator of AWS on this machine. It keeps its state in memory, by account and region: an access key id of
 * twelve digits is the account, any other one belongs to account 123456789012. Secret keys are not looked at.
 *
 * ```ts
 * const aws = await startEmulator();
 * const ssm = new SSMClient({ endpoint: aws.url, region: "eu-west-1", credentials: { accessKeyId: "111122223333", secretAccessKey: "any" } });
 * aws.faults.loseReply("CreateOpsItem");
 * // …
 * await aws.close();
 * ```
 *
 * Rejects when the port is taken.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = "127.0.0.1", port = 0, now, rates = {} } = options;
  const clock = createClock(now);
  const requests = new Requests();
  const faults = new FaultRules(clock);
  const world = new World(clock, options);
  const front = new Front(world, requests, faults, new Rates(rates, clock));
  const server = createHttpServer((request) => front.take(request));
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    clock,
    requests,
    changeManager: world.changeManager,
    faults,
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      faults.clear();
      await closed;
    },
  };
}
