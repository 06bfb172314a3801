import type {
  AddRegionAction,
  UpdateReplicationSetInput as Input,
  UpdateReplicationSetOutput as Output,
} from "@aws-sdk/client-ssm-incidents";
import { AwsError } from "../errors";
import { conflict, invalid } from "../incidentManager/errors";
import { oncePerToken } from "../incidentManager/tokens";
import type { Checked, Context } from "../operation";
import { beginDeletion } from "./deleteReplicationSet";
import { setToWrite } from "./find";
import { activate, beginChange } from "./life";
import { newRegion, type ReplicationSetRecord } from "./record";
import { maxRegions, supportedRegions } from "./regions";

/** How old a Region of a set must be before it may go. */
const minAgeMs = 24 * 60 * 60 * 1000;

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_UpdateReplicationSet.html */
export const updateReplicationSet = oncePerToken<Input, Output>("UpdateReplicationSet", (input, context) => {
  const set = setToWrite(input.arn, context);
  if (set.status !== "ACTIVE") {
    throw conflict("REPLICATION_SET", set.arn, `Replication set ${set.arn} is ${set.status}, not ACTIVE.`);
  }
  for (const { addRegionAction, deleteRegionAction } of input.actions) {
    if (addRegionAction) addRegion(set, addRegionAction, context);
    if (deleteRegionAction) deleteRegion(set, deleteRegionAction.regionName, context);
  }
  set.lastModifiedBy = context.caller.arn;
  set.lastModifiedTime = context.now;
  return {};
});

function addRegion(
  set: ReplicationSetRecord,
  { regionName: name, sseKmsKeyId }: Checked<AddRegionAction>,
  context: Context,
): void {
  if (!supportedRegions.includes(name)) throw invalid(`Region '${name}' is not one of ${supportedRegions.join(", ")}.`);
  if (set.regions.has(name)) throw invalid(`Region ${name} is in the replication set already.`);
  if (set.regions.size >= maxRegions) throw invalid(`A replication set can have at most ${maxRegions} Regions.`);
  set.regions.set(name, newRegion("CREATING", context.now, sseKmsKeyId));
  beginChange(set, "UPDATING", context, (at) => activate(set, [name], at));
}

function deleteRegion(set: ReplicationSetRecord, name: string, context: Context): void {
  const { now, world } = context;
  const region = set.regions.get(name);
  if (!region) throw invalid(`Region ${name} is not in the replication set.`);
  if (now.getTime() < region.since.getTime() + minAgeMs) {
    throw new AwsError(world.answers.youngRegion, `Region ${name} was added less than 24 hours ago.`);
  }
  if (set.regions.size === 1) {
    beginDeletion(set, context);
    return;
  }
  Object.assign(region, { status: "DELETING", statusUpdateDateTime: now });
  beginChange(set, "UPDATING", context, () => set.regions.delete(name));
}
