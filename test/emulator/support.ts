import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import {
  CreateOpsItemCommand,
  type CreateOpsItemRequest,
  GetOpsItemCommand,
  type OpsItem,
  SSMClient,
  type SSMClientConfig,
} from "@aws-sdk/client-ssm";
import { SSMIncidentsClient, type SSMIncidentsClientConfig } from "@aws-sdk/client-ssm-incidents";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";

export const region = "eu-west-1";

/** A new account id, which serves as access key id as well. */
export function newAccount(): string {
  return `7${String(randomInt(1e11)).padStart(11, "0")}`;
}

/** An emulator for the tests of the surrounding `describe`. */
export function emulated(options?: EmulatorOptions) {
  const clients: { destroy(): void }[] = [];
  let running: Emulator;
  before(async () => {
    running = await startEmulator(options);
  });
  beforeEach(() => running.faults.clear());
  after(async () => {
    for (const client of clients) client.destroy();
    await running.close();
  });
  const config = (account: string) => ({
    region,
    endpoint: running.url,
    maxAttempts: 1,
    credentials: { accessKeyId: account, secretAccessKey: "any" },
  });
  return {
    get emulator() {
      return running;
    },
    /** A client of an account of its own (or the one given) that tries once. */
    ssm(account = newAccount(), more: SSMClientConfig = {}): SSMClient {
      const client = new SSMClient({ ...config(account), ...more });
      clients.push(client);
      return client;
    },
    /** The same of Incident Manager. */
    incidents(account = newAccount(), more: SSMIncidentsClientConfig = {}): SSMIncidentsClient {
      const client = new SSMIncidentsClient({ ...config(account), ...more });
      clients.push(client);
      return client;
    },
  };
}

export const minimal = { Title: "Disk full", Description: "The disk of web-1 is full.", Source: "monitoring" };

/** Creates an OpsItem; what is given replaces the members of a minimal one. */
export async function create(ssm: SSMClient, input: Partial<CreateOpsItemRequest> = {}): Promise<string> {
  const { OpsItemId } = await ssm.send(new CreateOpsItemCommand({ ...minimal, ...input }));
  return OpsItemId as string;
}

export async function get(ssm: SSMClient, OpsItemId: string): Promise<OpsItem> {
  const { OpsItem } = await ssm.send(new GetOpsItemCommand({ OpsItemId }));
  return OpsItem as OpsItem;
}

/** The error that a call ends with, with all its members. */
export async function errorOf(call: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  const outcome = await call.then(
    () => undefined,
    (error) => error,
  );
  assert.ok(outcome, "the call succeeds");
  return outcome;
}

/** The name of the error that a call ends with, or `success`. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "success",
    (error: Error) => error.name,
  );
}

/** The `/aws/dedup` entry for a string. */
export function dedup(dedupString: string) {
  return { "/aws/dedup": { Value: JSON.stringify({ dedupString }), Type: "SearchableString" as const } };
}

/** A request as a client without an SDK sends it. */
export async function post(url: string, target: string, body: string, headers: Record<string, string> = {}) {
  return fetch(url, {
    method: "POST",
    headers: { authorization: signature("ssm"), "x-amz-target": `AmazonSSM.${target}`, ...headers },
    body,
  });
}

export function signature(service: string, accessKeyId = "AKIDEXAMPLE"): string {
  const scope = `${accessKeyId}/20260102/${region}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`;
}
