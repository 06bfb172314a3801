import { notFound } from "../incidentManager/errors";
import type { Context } from "../operation";
import type { ReplicationSetRecord } from "./record";

/** The account's set, as seen in one of its Regions, whatever their status. */
export function ownSet({ place, world }: Context): ReplicationSetRecord | undefined {
  const { replicationSet } = world.incidentManager(place);
  return replicationSet?.regions.has(place.region) ? replicationSet : undefined;
}

export function setToRead(arn: string, context: Context): ReplicationSetRecord {
  const set = setToWrite(arn, context);
  if (!set.isVisible()) throw notFound("REPLICATION_SET", arn);
  return set;
}

/** The set that a write means, seen by reads or not. */
export function setToWrite(arn: string, context: Context): ReplicationSetRecord {
  const set = ownSet(context);
  if (set?.arn !== arn) throw notFound("REPLICATION_SET", arn);
  return set;
}
