import type { GetIncidentRecordInput, GetIncidentRecordOutput } from "@aws-sdk/client-ssm-incidents";
import { channelAsRead } from "../incidentManager/chatChannel";
import type { Operation } from "../operation";
import { incidentToRead } from "./find";

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_GetIncidentRecord.html */
export const getIncidentRecord: Operation<GetIncidentRecordInput, GetIncidentRecordOutput> = ({ arn }, context) => {
  const { record } = incidentToRead(arn, context);
  return { incidentRecord: { ...record, chatChannel: channelAsRead(record.chatChannel, context.world.answers) } };
};
