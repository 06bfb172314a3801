import { settleStart } from "../incidentRecord/afterStart";
import { settleReplicationSet } from "../replicationSet/life";
import type { IncidentManagerAccount } from "./account";

/** Lets everything happen in an account's Incident Manager that was due by a moment. */
export function passTime(data: IncidentManagerAccount, until: Date): void {
  if (data.replicationSet) settleReplicationSet(data.replicationSet, until);
  for (const incident of data.incidents.values()) settleStart(incident, until);
}
