import type { OpsItemRelatedItemSummary, OpsItemRelatedItemsFilterKey } from "@aws-sdk/client-ssm";
import { AwsError, isOutcome, isThere } from "../core/awsErrors";
import type { SsmOperations } from "../core/clients";
import type { Context, Props } from "../core/handler";
import type { AssociationId } from "./id";

export type Association = OpsItemRelatedItemSummary & AssociationId;

type Page = Pick<SsmOperations["ListOpsItemRelatedItems"][1], "Summaries" | "NextToken">;

/** The calls that concern associations in one region. */
export class AssociationApi {
  private readonly ssm;

  constructor(
    context: Context,
    readonly region: string,
  ) {
    this.ssm = context.clients.ssm(region);
  }

  /** The new association's id; undefined where the OpsItem has one with that resource already. */
  async associateUnlessThere(request: Props): Promise<string | undefined> {
    try {
      return (await this.ssm.call("AssociateOpsItemRelatedItem", request as never)).AssociationId;
    } catch (error) {
      if (isOutcome(error, "exists")) return undefined;
      throw error;
    }
  }

  /** Undefined when it is gone, alone or with its OpsItem. */
  get({ OpsItemId, AssociationId }: AssociationId): Promise<Association | undefined> {
    return this.find(OpsItemId, "AssociationId", AssociationId);
  }

  /** The association of an OpsItem with a resource. */
  with(OpsItemId: string, ResourceUri: string): Promise<Association | undefined> {
    return this.find(OpsItemId, "ResourceUri", ResourceUri);
  }

  /** Also where the association is gone, or is going with its OpsItem. */
  async disassociate(id: AssociationId): Promise<void> {
    try {
      await this.ssm.call("DisassociateOpsItemRelatedItem", id);
    } catch (error) {
      if (!isOutcome(error, "gone", "deleting")) throw error;
    }
  }

  private async find(OpsItemId: string, Key: OpsItemRelatedItemsFilterKey, value: string) {
    const Filters = [{ Key, Values: [value], Operator: "Equal" as const }];
    let NextToken: string | undefined;
    do {
      const page: Page = await this.list({ OpsItemId, Filters, NextToken });
      const found = page.Summaries?.find((each) => each[Key] === value);
      if (found) return found as Association;
      NextToken = page.NextToken;
    } while (NextToken);
    return undefined;
  }

  private async list(input: SsmOperations["ListOpsItemRelatedItems"][0] & { OpsItemId: string }): Promise<Page> {
    try {
      return await this.ssm.call("ListOpsItemRelatedItems", input);
    } catch (error) {
      if (await this.saysGone(error, input.OpsItemId)) return {};
      throw error;
    }
  }

  /** This operation has no error of its own for an OpsItem that is gone. */
  private async saysGone(error: unknown, OpsItemId: string): Promise<boolean> {
    if (isOutcome(error, "gone")) return true;
    if (!(error instanceof AwsError) || error.awsCode !== "OpsItemInvalidParameterException") return false;
    return !(await isThere(this.ssm.call("GetOpsItem", { OpsItemId })));
  }
}
