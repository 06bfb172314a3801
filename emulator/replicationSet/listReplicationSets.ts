import type { ListReplicationSetsInput, ListReplicationSetsOutput } from "@aws-sdk/client-ssm-incidents";
import { invalidToken } from "../incidentManager/errors";
import type { Operation } from "../operation";
import { ownSet } from "./find";

/**
 * An account has one set at most, so there is no second page.
 * https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_ListReplicationSets.html
 */
export const listReplicationSets: Operation<ListReplicationSetsInput, ListReplicationSetsOutput> = (input, context) => {
  if (input.nextToken !== undefined) throw invalidToken();
  const set = ownSet(context);
  return { replicationSetArns: set?.isVisible() ? [set.arn] : [] };
};
