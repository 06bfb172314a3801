import { AwsError } from "../errors";
import type { Context } from "../operation";
import type { IncidentManagerAccount } from "./account";
import { notFound } from "./errors";

/** The account's data, where it is seen: in the Regions that the replication set has reached. */
export function dataSeen(context: Context): IncidentManagerAccount | undefined {
  const data = context.world.incidentManager(context.place);
  return data.replicationSet?.regions.get(context.place.region)?.status === "ACTIVE" ? data : undefined;
}

/** The account's data for what starts something new, which needs a replication set that is ready. */
export function dataReady(context: Context): IncidentManagerAccount {
  const data = context.world.incidentManager(context.place);
  const { account, replicationSet } = data;
  const { answers } = context.world;
  const { region } = context.place;
  if (!replicationSet?.regions.has(region)) {
    if (answers.withoutReplicationSet === "ResourceNotFoundException") throw notFound("REPLICATION_SET", account);
    throw new AwsError("ValidationException", `Account ${account} has no replication set in Region ${region}.`);
  }
  const { arn, status } = replicationSet;
  if (status !== "ACTIVE") {
    const about = answers.pendingReplicationSet === "ConflictException" && {
      resourceIdentifier: arn,
      resourceType: "REPLICATION_SET",
    };
    throw new AwsError(answers.pendingReplicationSet, `Replication set ${arn} is ${status}, not ACTIVE.`, about || {});
  }
  return data;
}
