import { SSM } from "@aws-sdk/client-ssm";
import { SSMIncidentsClient } from "@aws-sdk/client-ssm-incidents";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import type { Handler, Props } from "../../provider/core/handler";
import { SimulatedEngine } from "./simulatedEngine";

let accounts = 100000000000;

/** For the tests of the surrounding `describe` an emulator, and for each of them an account with an empty state. */
export function simulatedFor(handler: Handler, options: EmulatorOptions = {}) {
  let aws: Emulator;
  let engine: SimulatedEngine;
  let account: string;
  const clients = new Map<string, { destroy(): void }>();

  before(async () => {
    aws = await startEmulator(options);
  });
  after(async () => {
    for (const client of clients.values()) client.destroy();
    await aws.close();
  });
  beforeEach(() => {
    account = String(++accounts);
    aws.faults.clear();
    aws.requests.clear();
    engine = new SimulatedEngine(handler, aws, account);
  });

  /** One for each service, region and key: to make one takes longer than a call. */
  const clientOf = <Client extends { destroy(): void }>(
    service: new (config: object) => Client,
    region: string,
    of: string,
  ): Client => {
    const key = `${service.name} ${region} ${of}`;
    const credentials = { accessKeyId: of, secretAccessKey: "any" };
    const client = clients.get(key) ?? new service({ endpoint: aws.url, region, credentials });
    clients.set(key, client);
    return client as Client;
  };

  return {
    get aws() {
      return aws;
    },
    get engine() {
      return engine;
    },
    get account() {
      return account;
    },
    ssm: (region = "eu-west-1", of = account): SSM => clientOf(SSM, region, of),
    incidents: (region = "eu-west-1", of = account): SSMIncidentsClient => clientOf(SSMIncidentsClient, region, of),
    idOf: (name = "a") => engine.state.get(name)?.id as string,
    outputs: (name = "a") => engine.state.get(name)?.outputs as Props,
    calls: () => aws.requests.map(({ operation }) => operation),
  };
}
