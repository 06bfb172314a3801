import { SSM } from "@aws-sdk/client-ssm";
import { SSMIncidentsClient } from "@aws-sdk/client-ssm-incidents";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import type { Handler, Props } from "../../provider/core/handler";
import { SimulatedEngine } from "./simulatedEngine";

/** Clients of an emulator; one for each service, region and key: to make one takes longer than a call. */
export class TestClients {
  private readonly clients = new Map<string, { destroy(): void }>();

  constructor(private readonly endpoint: () => string) {}

  ssm = (accessKeyId: string, region?: string) => this.clientOf(SSM, accessKeyId, region);
  incidents = (accessKeyId: string, region?: string) => this.clientOf(SSMIncidentsClient, accessKeyId, region);

  private clientOf<Client extends { destroy(): void }>(
    service: new (config: object) => Client,
    accessKeyId: string,
    region = "eu-west-1",
  ): Client {
    const key = `${service.name} ${region} ${accessKeyId}`;
    const credentials = { accessKeyId, secretAccessKey: "any" };
    const client = this.clients.get(key) ?? new service({ endpoint: this.endpoint(), region, credentials });
    this.clients.set(key, client);
    return client as Client;
  }

  destroy(): void {
    for (const client of this.clients.values()) client.destroy();
  }
}

let accounts = 100000000000;

/** For the tests of the surrounding `describe` an emulator, and for each of them an account with an empty state. */
export function simulatedFor(handler: Handler, options: EmulatorOptions = {}) {
  let aws: Emulator;
  let engine: SimulatedEngine;
  let account: string;
  const clients = new TestClients(() => aws.url);

  before(async () => {
    aws = await startEmulator(options);
  });
  after(async () => {
    clients.destroy();
    await aws.close();
  });
  beforeEach(() => {
    account = String(++accounts);
    aws.faults.clear();
    aws.requests.clear();
    engine = new SimulatedEngine(handler, aws, account);
  });

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
    ssm: (region?: string, of = account) => clients.ssm(of, region),
    incidents: (region?: string, of = account) => clients.incidents(of, region),
    idOf: (name = "a") => engine.state.get(name)?.id as string,
    outputs: (name = "a") => engine.state.get(name)?.outputs as Props,
    calls: () => aws.requests.map(({ operation }) => operation),
  };
}
