import { randomUUID } from "node:crypto";
import { visible } from "../faults";
import { newRegion, type ReplicationSetRecord } from "../replicationSet/record";
import { addResponsePlan } from "../responsePlan/record";
import { arnOf, type IncidentManagerAccount } from "./account";
import type { IncidentManagerSettings } from "./settings";

interface Owner {
  partition: string;
  account: string;
}

/** An account's Incident Manager as it is at the start, by the options. */
export function newAccount(
  owner: Owner,
  { replicationSet, responsePlans }: IncidentManagerSettings,
  since: Date,
  nextSequence: () => number,
): IncidentManagerAccount {
  const data = { ...owner, responsePlans: new Map(), incidents: new Map(), clientTokens: new Map() };
  if (replicationSet.length === 0) return data;
  const by = `arn:${owner.partition}:iam::${owner.account}:root`;
  const set: ReplicationSetRecord = {
    arn: arnOf(data, "replication-set", randomUUID()),
    status: "ACTIVE",
    regions: new Map(replicationSet.map((name) => [name, newRegion("ACTIVE", since)])),
    deletionProtected: false,
    createdBy: by,
    createdTime: since,
    lastModifiedBy: by,
    lastModifiedTime: since,
    tags: new Map(),
    isVisible: visible,
  };
  for (const plan of responsePlans) addResponsePlan(data, plan, { sequence: nextSequence(), isVisible: visible });
  return { ...data, replicationSet: set };
}
