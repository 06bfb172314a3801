import type {
  UpdateTimelineEventInput as Input,
  UpdateTimelineEventOutput as Output,
} from "@aws-sdk/client-ssm-incidents";
import { invalid } from "../incidentManager/errors";
import { oncePerToken } from "../incidentManager/tokens";
import { eventToWrite } from "./find";
import { customTypes } from "./record";

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_UpdateTimelineEvent.html */
export const updateTimelineEvent = oncePerToken<Input, Output>("UpdateTimelineEvent", (input, context) => {
  const record = eventToWrite(input, context);
  const { event } = record;
  const { eventType = event.eventType, eventData = event.eventData, eventTime = event.eventTime } = input;
  if (![event.eventType, eventType].every((type) => customTypes.includes(type))) {
    throw invalid(`Only events of type ${customTypes.join(" and ")} can be updated.`);
  }
  const kept = context.world.answers.omittedEventReferences === "kept" ? event.eventReferences : undefined;
  const eventReferences = input.eventReferences ?? kept;
  record.event = { ...event, eventType, eventData, eventTime, eventReferences, eventUpdatedTime: context.now };
  return {};
});
