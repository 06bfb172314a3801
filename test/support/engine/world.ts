import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator";
import type { DeclaredResource } from "../../engine/programs/declared/declared";
import { DeclaredStack } from "./declaredStack";
import { someCredentials } from "./environment";
import type { Stack, StackOptions, StateResource } from "./stack";

export const region = "eu-west-1";

/** An emulator, and a stack whose program is data. */
export class World {
  private readonly clients: { destroy(): void }[] = [];

  protected constructor(
    readonly aws: Emulator,
    readonly declared: DeclaredStack,
  ) {}

  protected static async parts(
    name: string,
    options: EmulatorOptions,
    stack: StackOptions,
  ): Promise<[Emulator, DeclaredStack]> {
    const aws = await startEmulator(options);
    const settings = { aws: { endpoint: aws.url, region, credentials: someCredentials }, ...stack };
    try {
      return [aws, await DeclaredStack.init(name, settings)];
    } catch (error) {
      await aws.close(); // or nothing would ever end
      throw error;
    }
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.destroy();
    await this.aws.close();
  }

  get stack(): Stack {
    return this.declared.stack;
  }

  declare(...resources: DeclaredResource[]): void {
    this.declared.declare({ resources });
  }

  /** What a client of one person, or of the team that deploys, is made with. */
  protected configOf(accessKeyId: string, where: string) {
    return { endpoint: this.aws.url, region: where, credentials: { accessKeyId, secretAccessKey: "any" } };
  }

  /** Closes the client in the end. */
  protected closing<Client extends { destroy(): void }>(client: Client): Client {
    this.clients.push(client);
    return client;
  }

  async idOf(name: string): Promise<string> {
    return (await this.stack.resource(name)).id as string;
  }

  /** Our resources in the state. */
  private async inState(): Promise<[name: string, StateResource][]> {
    const { resources = [] } = (await this.stack.export()).deployment;
    const ours = resources.filter(({ type }) => type.includes("dynamic/"));
    return ours.map((resource) => [resource.urn.split("::").at(-1) ?? "", resource]);
  }

  async names(): Promise<string[]> {
    return (await this.inState()).map(([name]) => name);
  }

  /** By name. */
  async resources(): Promise<Record<string, StateResource>> {
    return Object.fromEntries(await this.inState());
  }

  /** By name, too. */
  async ids(): Promise<Record<string, string>> {
    return Object.fromEntries((await this.inState()).map(([name, { id = "" }]) => [name, id]));
  }

  /** Calls that change something, by operation. */
  writes(): string[] {
    const operations = this.aws.requests.map(({ operation }) => operation);
    return operations.filter((name) => !/^(Get|List|Describe)/.test(name));
  }

  /** Resolves when AWS has been asked so often. */
  async asked(operation: string, times: number): Promise<void> {
    while (this.aws.requests.of(operation).length < times) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
