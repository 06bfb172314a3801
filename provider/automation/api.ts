import type { AutomationExecution, AutomationExecutionMetadata, OpsItem, OpsItemSummary } from "@aws-sdk/client-ssm";
import { isOutcome, undefinedIfGone } from "../core/awsErrors";
import type { Context, Props } from "../core/handler";
import { SsmTags } from "../core/tags";

/** The calls that concern change requests and their executions in one region. */
export class AutomationApi {
  private readonly ssm;

  constructor(
    context: Pick<Context, "clients">,
    readonly region: string,
  ) {
    this.ssm = context.clients.ssm(region);
  }

  /** The id of the request, which is a new one or, where AWS answers so, that of an equal one; undefined where the token was used. */
  async startUnlessKnown(request: Props): Promise<string | undefined> {
    try {
      return (await this.ssm.call("StartChangeRequestExecution", request as never)).AutomationExecutionId;
    } catch (error) {
      if (isOutcome(error, "exists")) return undefined;
      throw error;
    }
  }

  /** Undefined when AWS does not know it: not yet, or no more. */
  async get(id: string): Promise<AutomationExecution | undefined> {
    const reply = await undefinedIfGone(this.ssm.call("GetAutomationExecution", { AutomationExecutionId: id }));
    return reply?.AutomationExecution;
  }

  withTag(key: string): Promise<AutomationExecutionMetadata[]> {
    return this.executions({ Key: "TagKey", Values: [key] });
  }

  ofOpsItem(opsItemId: string): Promise<AutomationExecutionMetadata[]> {
    return this.executions({ Key: "OpsItemId", Values: [opsItemId] });
  }

  private async executions(filter: { Key: "TagKey" | "OpsItemId"; Values: string[] }) {
    const found: AutomationExecutionMetadata[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.ssm.call("DescribeAutomationExecutions", { Filters: [filter], NextToken });
      // A runbook may have an execution of its own, with what it has from the request.
      const all = page.AutomationExecutionMetadataList ?? [];
      found.push(...all.filter(({ ParentAutomationExecutionId }) => ParentAutomationExecutionId === undefined));
      NextToken = page.NextToken;
    } while (NextToken);
    return found;
  }

  async decide(id: string, decision: "Approve" | "Reject", comment?: string): Promise<void> {
    const Payload = comment === undefined ? undefined : { Comment: [comment] };
    await this.ssm.call("SendAutomationSignal", { AutomationExecutionId: id, SignalType: decision, Payload });
  }

  /** What became of the wish to cancel it. */
  async cancel(id: string): Promise<"cancelled" | "hasEnded" | "gone"> {
    try {
      await this.ssm.call("StopAutomationExecution", { AutomationExecutionId: id, Type: "Cancel" });
      return "cancelled";
    } catch (error) {
      if (isOutcome(error, "gone")) return "gone";
      if (isOutcome(error, "ended")) return "hasEnded";
      throw error;
    }
  }

  /** The OpsItem that represents a request. */
  async opsItem(id: string): Promise<OpsItem | undefined> {
    return (await undefinedIfGone(this.ssm.call("GetOpsItem", { OpsItemId: id })))?.OpsItem;
  }

  /** The same, by the id of the execution. */
  async opsItemOf(executionId: string): Promise<OpsItemSummary | undefined> {
    const filter = { Key: "AutomationId" as const, Operator: "Equal" as const, Values: [executionId] };
    return (await this.ssm.call("DescribeOpsItems", { OpsItemFilters: [filter] })).OpsItemSummaries?.[0];
  }

  tags(id: string): SsmTags {
    return new SsmTags(this.ssm, "Automation", id);
  }
}
