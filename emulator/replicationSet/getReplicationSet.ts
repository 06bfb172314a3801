import type { GetReplicationSetInput, GetReplicationSetOutput } from "@aws-sdk/client-ssm-incidents";
import type { Operation } from "../operation";
import { setToRead } from "./find";

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_GetReplicationSet.html */
export const getReplicationSet: Operation<GetReplicationSetInput, GetReplicationSetOutput> = ({ arn }, context) => {
  const { regions, ...set } = setToRead(arn, context);
  return { replicationSet: { ...set, regionMap: Object.fromEntries(regions) } };
};
