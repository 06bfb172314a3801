import { AwsError } from "../errors";
import type { Context } from "../operation";
import type { IncidentManagerAccount } from "./account";

/** The account's data, where it is seen: in the Regions that the replication set has reached. */
export function dataSeen({ place, world }: Context): IncidentManagerAccount | undefined {
  const data = world.incidentManager(place);
  return data.replicationSet?.regions.get(place.region)?.status === "ACTIVE" ? data : undefined;
}

/** The account's data for what starts something new, which needs a replication set that is ready. */
export function dataReady({ place, world }: Context): IncidentManagerAccount {
  const data = world.incidentManager(place);
  const { account, region } = place;
  const { replicationSet: set } = data;
  const { withoutReplicationSet, pendingReplicationSet } = world.answers;
  const about = { resourceIdentifier: set?.arn ?? account, resourceType: "REPLICATION_SET" };
  if (!set?.regions.has(region)) {
    const message = `Account ${account} has no replication set in Region ${region}.`;
    throw new AwsError(withoutReplicationSet, message, about);
  }
  if (set.status !== "ACTIVE") {
    throw new AwsError(pendingReplicationSet, `Replication set ${set.arn} is ${set.status}, not ACTIVE.`, about);
  }
  return data;
}
