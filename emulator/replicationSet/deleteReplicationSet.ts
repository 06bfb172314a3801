import type { DeleteReplicationSetInput, DeleteReplicationSetOutput } from "@aws-sdk/client-ssm-incidents";
import { invalid } from "../incidentManager/errors";
import type { Context, Operation } from "../operation";
import { setToWrite } from "./find";
import { beginChange, erase } from "./life";
import type { ReplicationSetRecord } from "./record";

/**
 * Deletes all data of Incident Manager with the set.
 * https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_DeleteReplicationSet.html
 */
export const deleteReplicationSet: Operation<DeleteReplicationSetInput, DeleteReplicationSetOutput> = (
  { arn },
  context,
) => {
  const set = setToWrite(arn, context);
  if (set.status === "DELETING") return {};
  // The operation declares no conflict.
  if (set.status !== "ACTIVE") throw invalid(`Replication set ${arn} is ${set.status}, not ACTIVE.`);
  beginDeletion(set, context);
  return {};
};

export function beginDeletion(set: ReplicationSetRecord, context: Context): void {
  if (set.deletionProtected) throw invalid(`Replication set ${set.arn} is protected from deletion.`);
  for (const region of set.regions.values()) {
    Object.assign(region, { status: "DELETING", statusUpdateDateTime: context.now });
  }
  const data = context.world.incidentManager(context.place);
  beginChange(set, "DELETING", context, () => erase(data));
}
