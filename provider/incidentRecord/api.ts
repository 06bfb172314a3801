import type { IncidentRecord, IncidentRecordSummary, RelatedItem } from "@aws-sdk/client-ssm-incidents";
import { isOutcome, isThere, undefinedIfGone } from "../core/awsErrors";
import type { Context, Props } from "../core/handler";
import { declaredAmong, type Item } from "./relatedItems";
import { IncidentTags } from "./tags";

/** The key of a tag that no incident has. */
const NO_TAG = "pulumi-aws-ops:none";

/** The calls that concern incidents, in one region of the replication set. */
export class IncidentApi {
  private readonly incidents;

  constructor(
    context: Pick<Context, "clients">,
    readonly region: string,
  ) {
    this.incidents = context.clients.ssmIncidents(region);
  }

  /** The ARN of the incident, which need not be a new one. */
  async start(request: Props): Promise<string> {
    return (await this.incidents.call("StartIncident", request as never)).incidentRecordArn ?? "";
  }

  /** Undefined when AWS does not know it: not yet, or no more. */
  async get(arn: string): Promise<IncidentRecord | undefined> {
    return (await undefinedIfGone(this.incidents.call("GetIncidentRecord", { arn })))?.incidentRecord;
  }

  open(): Promise<IncidentRecordSummary[]> {
    return this.list({ key: "status", condition: { equals: { stringValues: ["OPEN"] } } });
  }

  startedAfter(after: Date): Promise<IncidentRecordSummary[]> {
    return this.list({ key: "creationTime", condition: { after } });
  }

  private async list(filter: object): Promise<IncidentRecordSummary[]> {
    const found: IncidentRecordSummary[] = [];
    let nextToken: string | undefined;
    do {
      const input = { filters: [filter as never], nextToken };
      const page = await this.incidents.call("ListIncidentRecords", input);
      found.push(...(page.incidentRecordSummaries ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return found;
  }

  /** False when the incident is gone. */
  async update(arn: string, changes: Props): Promise<boolean> {
    if (Object.keys(changes).length === 0) return true;
    return isThere(this.incidents.call("UpdateIncidentRecord", { arn, ...changes }));
  }

  async delete(arn: string): Promise<void> {
    await isThere(this.incidents.call("DeleteIncidentRecord", { arn })); // gone is what is wanted
  }

  async relatedItems(arn: string): Promise<RelatedItem[]> {
    const found: RelatedItem[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.incidents.call("ListRelatedItems", { incidentRecordArn: arn, nextToken });
      found.push(...(page.relatedItems ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return found;
  }

  /** False when the incident is gone. An item that is there already may stay. */
  addItem(incidentRecordArn: string, itemToAdd: Item): Promise<boolean> {
    const change = this.changeItems(incidentRecordArn, { itemToAdd }).catch(async (error) => {
      // AWS answers conflicts for other reasons too.
      if (!isOutcome(error, "exists")) throw error;
      if (declaredAmong([itemToAdd], await this.relatedItems(incidentRecordArn)).length === 0) throw error;
    });
    return isThere(change);
  }

  /** False when there is no such item, or no such incident. */
  removeItem(incidentRecordArn: string, itemToRemove: Item["identifier"]): Promise<boolean> {
    return isThere(this.changeItems(incidentRecordArn, { itemToRemove }));
  }

  private changeItems(incidentRecordArn: string, relatedItemsUpdate: object): Promise<unknown> {
    const input = { incidentRecordArn, relatedItemsUpdate: relatedItemsUpdate as never };
    return this.incidents.call("UpdateRelatedItems", input);
  }

  /** Whether incidents of a plan that are started while one is open become part of that one. */
  async mergesDuplicates(planArn: string): Promise<boolean> {
    const { incidentTemplate } = await this.incidents.call("GetResponsePlan", { arn: planArn });
    return incidentTemplate?.dedupeString !== undefined && incidentTemplate.dedupeString !== "";
  }

  /** Whether there is such an incident, shown or not. Asked by a write that changes nothing: no reader sees it late. */
  takesWrites(arn: string): Promise<boolean> {
    return isThere(this.tags(arn).remove([NO_TAG]));
  }

  tags(arn: string): IncidentTags {
    return new IncidentTags(this.incidents, arn);
  }
}
