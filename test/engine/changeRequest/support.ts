import { SSM } from "@aws-sdk/client-ssm";
import type { EmulatorOptions } from "../../../emulator";
import { type StackOptions, someCredentials } from "../../support/engine";
import { region, World } from "../../support/engine/world";
import type { DeclaredResource, Value } from "../programs/declared/declared";

export { region };

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
export class ChangeWorld extends World {
  static async open(name: string, options: EmulatorOptions = {}, stack: StackOptions = {}): Promise<ChangeWorld> {
    return new ChangeWorld(...(await World.parts(name, options, stack)));
  }

  /** A client of one person, or of the team that deploys. */
  as(accessKeyId: string = someCredentials.accessKeyId, where = region): SSM {
    return this.closing(new SSM(this.configOf(accessKeyId, where)));
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

  override idOf(name = "change"): Promise<string> {
    return super.idOf(name);
  }
}
