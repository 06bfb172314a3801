import { existsSync, readFileSync } from "node:fs";
import { type AutomationExecutionMetadata, type OpsItemSummary, SSM } from "@aws-sdk/client-ssm";
import { type IncidentRecordSummary, SSMIncidents } from "@aws-sdk/client-ssm-incidents";
import type { Aws } from "../../test/support/engine/environment";
import type { Row } from "./table";

/** What there is, whatever Pulumi believes: asked of AWS through its own clients. */
export class Inventory {
  private readonly ssm: SSM;
  private readonly ssmIncidents: SSMIncidents;

  constructor(
    aws: Aws,
    private readonly databaseFile: string,
  ) {
    this.ssm = new SSM(aws);
    this.ssmIncidents = new SSMIncidents(aws);
  }

  /** By kind, and of a kind oldest first. */
  async rows(): Promise<Row[]> {
    const [requests, items, incidents] = await Promise.all([this.requests(), this.items(), this.incidents()]);
    return [...requests.map(ofRequest), ...this.databases(), ...items, ...incidents.map(ofIncident)];
  }

  /** The id of the change request that waits for approval. */
  async pendingRequest(): Promise<string> {
    const requests = await this.requests();
    const pending = requests.filter(({ AutomationExecutionStatus: status }) => status === "PendingApproval");
    if (pending.length !== 1) throw new Error(`One change request should wait, not ${pending.length}.`);
    return pending[0]?.AutomationExecutionId ?? "";
  }

  private async requests(): Promise<AutomationExecutionMetadata[]> {
    const Filters = [{ Key: "AutomationSubtype" as const, Values: ["ChangeRequest"] }];
    const { AutomationExecutionMetadataList: found = [] } = await this.ssm.describeAutomationExecutions({ Filters });
    return found.reverse();
  }

  /** Those of the program: AWS itself keeps one about each change request and each incident. */
  private async items(): Promise<Row[]> {
    const OpsItemFilters = [{ Key: "Source" as const, Operator: "Equal" as const, Values: ["orders"] }];
    const { OpsItemSummaries: found = [] } = await this.ssm.describeOpsItems({ OpsItemFilters });
    return Promise.all(found.reverse().map((item) => this.ofItem(item)));
  }

  private async ofItem({ OpsItemId: id = "", Title: title = "", Status, Severity }: OpsItemSummary): Promise<Row> {
    const { Summaries = [] } = await this.ssm.listOpsItemRelatedItems({ OpsItemId: id });
    const details = `severity ${Severity}, ${Summaries.length} incident`;
    return { id, kind: "OpsItem", title, status: String(Status), details };
  }

  private async incidents(): Promise<IncidentRecordSummary[]> {
    const { incidentRecordSummaries: found = [] } = await this.ssmIncidents.listIncidentRecords({});
    return found.reverse();
  }

  private databases(): Row[] {
    if (!existsSync(this.databaseFile)) return [];
    const { identifier, instanceClass } = JSON.parse(readFileSync(this.databaseFile, "utf8"));
    return [{ id: identifier, kind: "database", title: identifier, status: "", details: instanceClass }];
  }

  close() {
    this.ssm.destroy();
    this.ssmIncidents.destroy();
  }
}

function ofRequest(request: AutomationExecutionMetadata): Row {
  const {
    AutomationExecutionId: id = "",
    ChangeRequestName: title = "",
    AutomationExecutionStatus,
    ExecutedBy,
  } = request;
  const details = `by ${ExecutedBy?.split("/").at(-1)}`;
  return { id, kind: "change request", title, status: String(AutomationExecutionStatus), details };
}

function ofIncident({ arn: id = "", title = "", status, impact }: IncidentRecordSummary): Row {
  return { id, kind: "incident", title, status: String(status), details: `impact ${impact}` };
}
