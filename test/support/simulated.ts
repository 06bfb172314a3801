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
  const clients: { destroy(): void }[] = [];

  before(async () => {
    aws = await startEmulator(options);
  });
  after(async () => {
    for (const client of clients) client.destroy();
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
    ssm(region = "eu-west-1", of = account): SSM {
      const credentials = { accessKeyId: of, secretAccessKey: "any" };
      const client = new SSM({ endpoint: aws.url, region, credentials });
      clients.push(client);
      return client;
    },
    incidents(region = "eu-west-1", of = account): SSMIncidentsClient {
      const credentials = { accessKeyId: of, secretAccessKey: "any" };
      const client = new SSMIncidentsClient({ endpoint: aws.url, region, credentials });
      clients.push(client);
      return client;
    },
    idOf: (name = "a") => engine.state.get(name)?.id as string,
    outputs: (name = "a") => engine.state.get(name)?.outputs as Props,
    calls: () => aws.requests.map(({ operation }) => operation),
  };
}
