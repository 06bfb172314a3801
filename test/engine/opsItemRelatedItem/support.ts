import { SSM } from "@aws-sdk/client-ssm";
import { SSMIncidents } from "@aws-sdk/client-ssm-incidents";
import { prepared } from "../../emulator/incidents";
import { type StackOptions, someCredentials } from "../../support/engine";
import { region, World } from "../../support/engine/world";
import type { DeclaredResource, Value } from "../programs/declared/declared";

export const runbook = "arn:aws:ssm:eu-west-1::document/AWS-RestartEC2Instance";

export const item = (args: Record<string, Value> = {}): DeclaredResource => ({
  name: "item",
  args: { title: "Disk is filling up", description: "Above 80 %.", source: "orders", ...args },
});

/** An association of `item`, by default with a runbook. */
export const link = (
  name: string,
  args: Record<string, Value> = {},
  more: Partial<DeclaredResource> = {},
): DeclaredResource => ({
  name,
  kind: "OpsItemRelatedItem",
  args: {
    opsItemId: { $output: "item.opsItemId" },
    associationType: "RelatesTo",
    resourceType: "AWS::SSM::Document",
    resourceUri: runbook,
    ...args,
  },
  ...more,
});

/** An emulator, a stack whose program is data, and what somebody else does. */
export class LinkWorld extends World {
  readonly ssm = this.closing(new SSM(this.configOf(someCredentials.accessKeyId, region)));
  private readonly incidents = this.closing(new SSMIncidents(this.configOf(someCredentials.accessKeyId, region)));

  static async open(name: string, config: StackOptions["config"] = {}): Promise<LinkWorld> {
    return new LinkWorld(...(await World.parts(name, { incidentManager: prepared }, { config })));
  }

  /** An incident, and the id of the association with its parent OpsItem. */
  async incident(): Promise<{ arn: string; parent: string; association: string }> {
    const responsePlanArn = "arn:aws:ssm-incidents::123456789012:response-plan/drill";
    const { incidentRecordArn: arn = "" } = await this.incidents.startIncident({ responsePlanArn });
    const Filters = [{ Key: "ResourceUri" as const, Values: [arn], Operator: "Equal" as const }];
    const { Summaries: [{ OpsItemId: parent = "", AssociationId = "" } = {}] = [] } =
      await this.ssm.listOpsItemRelatedItems({ Filters });
    return { arn, parent, association: `${parent}/${AssociationId}` };
  }

  /** Ids of all associations of an OpsItem, by default of `item`. */
  async associations(opsItemId?: string): Promise<string[]> {
    const OpsItemId = opsItemId ?? (await this.idOf("item"));
    const { Summaries = [] } = await this.ssm.listOpsItemRelatedItems({ OpsItemId });
    return Summaries.map(({ AssociationId }) => `${OpsItemId}/${AssociationId}`);
  }

  async remove(id: string): Promise<void> {
    const [OpsItemId, AssociationId] = id.split("/");
    await this.ssm.disassociateOpsItemRelatedItem({ OpsItemId, AssociationId });
  }

  /** Calls about OpsItems and their associations that change something, in their order. */
  override writes(): string[] {
    const operations = this.aws.requests.map(({ operation }) => operation);
    return operations.filter((name) => /^(Create|Delete|Associate|Disassociate)/.test(name));
  }
}
