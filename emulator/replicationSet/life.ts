import type { IncidentManagerAccount } from "../incidentManager/account";
import type { Context } from "../operation";
import type { ReplicationSetRecord } from "./record";

/** Begins a change of a set, which is done after the time that such changes take. */
export function beginChange(
  set: ReplicationSetRecord,
  status: "CREATING" | "UPDATING" | "DELETING",
  context: Context,
  finish: (at: Date) => void,
): void {
  const { world, now } = context;
  const at = new Date(now.getTime() + world.incidentManagerSettings.replicationSetSeconds * 1000);
  set.status = status;
  set.change = { at, finish: () => finish(at) };
  settleReplicationSet(set, now);
}

/** Ends the change of a set that was due by a moment. */
export function settleReplicationSet(set: ReplicationSetRecord, until: Date): void {
  if (!set.change || set.change.at > until) return;
  const { finish } = set.change;
  set.change = undefined;
  set.status = "ACTIVE";
  finish();
}

/** Everything that Incident Manager keeps goes with the replication set. */
export function erase(data: IncidentManagerAccount): void {
  data.replicationSet = undefined;
  data.responsePlans.clear();
  data.incidents.clear();
  data.clientTokens.clear();
}

/** Makes Regions of a set active. */
export function activate({ regions }: ReplicationSetRecord, names: Iterable<string>, at: Date): void {
  for (const name of names) {
    const region = regions.get(name);
    if (region) Object.assign(region, { status: "ACTIVE", statusUpdateDateTime: at });
  }
}
