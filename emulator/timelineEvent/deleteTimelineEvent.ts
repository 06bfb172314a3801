import type { DeleteTimelineEventInput, DeleteTimelineEventOutput } from "@aws-sdk/client-ssm-incidents";
import { invalid, notFound } from "../incidentManager/errors";
import { dataSeen } from "../incidentManager/find";
import type { Operation } from "../operation";
import { customTypes } from "./record";

/**
 * Succeeds for what is gone already, too.
 * https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_DeleteTimelineEvent.html
 */
export const deleteTimelineEvent: Operation<DeleteTimelineEventInput, DeleteTimelineEventOutput> = (input, context) => {
  const events = dataSeen(context)?.incidents.get(input.incidentRecordArn)?.events;
  const record = events?.get(input.eventId);
  if (!record && context.world.answers.deleteOfAbsent !== "success") throw notFound("TIMELINE_EVENT", input.eventId);
  if (record && !customTypes.includes(record.event.eventType)) {
    throw invalid(`Only events of type ${customTypes.join(" and ")} can be deleted.`);
  }
  events?.delete(input.eventId);
  return {};
};
