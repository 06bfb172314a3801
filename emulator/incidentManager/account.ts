import type { Incident } from "../incidentRecord/record";
import type { ReplicationSetRecord } from "../replicationSet/record";
import type { ResponsePlanRecord } from "../responsePlan/record";
import type { UsedToken } from "./tokens";

/** What Incident Manager keeps of an account. It is the same in all Regions of the account's replication set. */
export interface IncidentManagerAccount {
  readonly account: string;
  readonly partition: string;
  replicationSet?: ReplicationSetRecord;
  /** By ARN. */
  readonly responsePlans: Map<string, ResponsePlanRecord>;
  /** By ARN. */
  readonly incidents: Map<string, Incident>;
  /** By operation and client token. */
  readonly clientTokens: Map<string, UsedToken>;
}

export type Resource = "incident-record" | "replication-set" | "response-plan";

/** ARNs of Incident Manager name no Region. */
export function arnOf({ partition, account }: IncidentManagerAccount, resource: Resource, name: string): string {
  return `arn:${partition}:ssm-incidents::${account}:${resource}/${name}`;
}
