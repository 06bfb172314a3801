import type { OpsItem as LiveItem, OpsItemSummary } from "@aws-sdk/client-ssm";
import { isOutcome, undefinedIfGone } from "../core/awsErrors";
import { accountOfArn, arnOf } from "../core/awsPartition";
import type { SsmOperations } from "../core/clients";
import type { Context, Props } from "../core/handler";
import { SsmTags } from "../core/tags";

export type { LiveItem };

type Update = Omit<SsmOperations["UpdateOpsItem"][0], "OpsItemId" | "OpsItemArn">;

/** The calls that concern OpsItems in one region. Items of another account are addressed by their ARN as well. */
export class OpsItemApi {
  private readonly ssm;

  constructor(
    context: Context,
    readonly region: string,
    readonly accountId?: string,
  ) {
    this.ssm = context.clients.ssm(region);
  }

  private address(id: string) {
    return {
      OpsItemId: id,
      ...(this.accountId && { OpsItemArn: arnOf("ssm", this.region, this.accountId, `opsitem/${id}`) }),
    };
  }

  /** The new item's id, or that of the open item which has the same dedup string. */
  async createUnlessThere(
    request: Props,
  ): Promise<{ id: string; arn?: string } | { id?: undefined; existing: string }> {
    try {
      const { OpsItemId, OpsItemArn } = await this.ssm.call("CreateOpsItem", request as never);
      return { id: OpsItemId!, arn: OpsItemArn };
    } catch (error) {
      const existing = isOutcome(error, "exists") ? error.members.OpsItemId : undefined;
      if (typeof existing === "string") return { existing };
      throw error;
    }
  }

  /** The caller's account as the ARN of his item tells it; an item of another account does not. */
  callerAccountIn(arn: string | undefined): string | undefined {
    return this.accountId ? undefined : accountOfArn(arn);
  }

  /** Undefined when it is gone. */
  async get(id: string): Promise<LiveItem | undefined> {
    return (await undefinedIfGone(this.ssm.call("GetOpsItem", this.address(id))))?.OpsItem;
  }

  update(id: string, request: Update) {
    return this.ssm.call("UpdateOpsItem", { ...this.address(id), ...request });
  }

  /** False when AWS takes no write for it any more: it is gone, or on its way. */
  async updateIfThere(id: string, request: Update): Promise<boolean> {
    try {
      await this.update(id, request);
      return true;
    } catch (error) {
      if (isOutcome(error, "gone", "deleting")) return false;
      throw error;
    }
  }

  delete(id: string) {
    return this.ssm.call("DeleteOpsItem", { OpsItemId: id });
  }

  /** The items whose searchable data contain the text. */
  async withDataContaining(text: string): Promise<OpsItemSummary[]> {
    const filters = [{ Key: "OperationalDataValue" as const, Operator: "Contains" as const, Values: [text] }];
    const ofAccount = this.accountId
      ? [{ Key: "AccountId" as const, Operator: "Equal" as const, Values: [this.accountId] }]
      : [];
    const items: OpsItemSummary[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.ssm.call("DescribeOpsItems", { OpsItemFilters: [...filters, ...ofAccount], NextToken });
      items.push(...(page.OpsItemSummaries ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    return items;
  }

  /** The tags of an item; one that is being deleted has none any more. */
  tags(id: string): SsmTags {
    return new SsmTags(this.ssm, "OpsItem", id);
  }
}
