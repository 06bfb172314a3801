import { SSM } from "@aws-sdk/client-ssm";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator";
import { type Stack, type StackOptions, someCredentials } from "../../support/engine";
import { DeclaredStack } from "../../support/engine/declaredStack";
import type { DeclaredResource, Value } from "../programs/declared/declared";

export const region = "eu-west-1";

/** The smallest request. */
export const required: Record<string, Value> = {
  documentName: "AWS-HelloWorldChangeTemplate",
  runbooks: [{ documentName: "AWS-HelloWorld" }],
  parameters: { Approver: ["alice"] },
};

export const request = (args: Record<string, Value> = {}, more: Partial<DeclaredResource> = {}): DeclaredResource => ({
  name: "change",
  kind: "ChangeRequest",
  args: { ...required, ...args },
  ...more,
});

/** A gate for `change`. */
export const gate = (args: Record<string, Value> = {}, more: Partial<DeclaredResource> = {}): DeclaredResource => ({
  name: "gate",
  kind: "ChangeGate",
  args: { changeRequest: { $output: "change" }, ...args },
  ...more,
});

/** An ordinary resource, by default behind `gate`. */
export const behind = (title = "Behind the gate", more: Partial<DeclaredResource> = {}): DeclaredResource => ({
  name: "behind",
  args: { title, description: "Waits.", source: "orders" },
  dependsOn: ["gate"],
  ...more,
});

/** An emulator, a stack whose program is data, and people. */
export class ChangeWorld {
  private readonly clients: SSM[] = [];

  private constructor(
    readonly aws: Emulator,
    readonly declared: DeclaredStack,
  ) {}

  static async open(name: string, options: EmulatorOptions = {}, stack: StackOptions = {}): Promise<ChangeWorld> {
    const aws = await startEmulator(options);
    const settings = { aws: { endpoint: aws.url, region, credentials: someCredentials }, ...stack };
    try {
      return new ChangeWorld(aws, await DeclaredStack.init(name, settings));
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

  /** A client of one person, or of the team that deploys. */
  as(accessKeyId: string = someCredentials.accessKeyId, where = region): SSM {
    const credentials = { accessKeyId, secretAccessKey: "any" };
    const client = new SSM({ endpoint: this.aws.url, region: where, credentials });
    this.clients.push(client);
    return client;
  }

  async decide(
    decision: "Approve" | "Reject",
    id: string,
    { by = "alice", comment }: { by?: string; comment?: string } = {},
  ) {
    const Payload = comment === undefined ? undefined : { Comment: [comment] };
    await this.as(by).sendAutomationSignal({ AutomationExecutionId: id, SignalType: decision, Payload });
  }

  /** All requests, oldest first. */
  async requests(): Promise<{ id: string; status: string }[]> {
    const Filters = [{ Key: "AutomationSubtype" as const, Values: ["ChangeRequest"] }];
    const { AutomationExecutionMetadataList: found = [] } = await this.as().describeAutomationExecutions({ Filters });
    return found
      .toReversed()
      .map(({ AutomationExecutionId: id = "", AutomationExecutionStatus: status = "" }) => ({ id, status }));
  }

  async status(id: string): Promise<string> {
    const { AutomationExecution } = await this.as().getAutomationExecution({ AutomationExecutionId: id });
    return AutomationExecution?.AutomationExecutionStatus ?? "";
  }

  async tagsOf(id: string): Promise<Record<string, string>> {
    const { TagList = [] } = await this.as().listTagsForResource({ ResourceType: "Automation", ResourceId: id });
    return Object.fromEntries(TagList.map(({ Key = "", Value = "" }) => [Key, Value]));
  }

  async idOf(name = "change"): Promise<string> {
    return (await this.stack.resource(name)).id as string;
  }

  /** Names of the resources in the state. */
  async names(): Promise<string[]> {
    const { resources } = (await this.stack.export()).deployment;
    return resources.filter(({ type }) => type.includes("dynamic/")).map(({ urn }) => urn.split("::").at(-1) ?? "");
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
