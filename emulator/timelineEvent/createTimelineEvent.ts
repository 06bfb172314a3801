import type {
  CreateTimelineEventInput as Input,
  CreateTimelineEventOutput as Output,
} from "@aws-sdk/client-ssm-incidents";
import { invalid } from "../incidentManager/errors";
import { oncePerToken } from "../incidentManager/tokens";
import { incidentToWrite } from "../incidentRecord/find";
import { addEvent, customTypes } from "./record";

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_CreateTimelineEvent.html */
export const createTimelineEvent = oncePerToken<Input, Output>("CreateTimelineEvent", (input, context) => {
  const { incidentRecordArn, eventType, eventData, eventTime, eventReferences } = input;
  const incident = incidentToWrite(incidentRecordArn, context);
  const { world, now } = context;
  if (!customTypes.includes(eventType))
    throw invalid(`Event type '${eventType}' is not one of ${customTypes.join(", ")}.`);
  if (incident.events.size >= world.quotas.timelineEvents) {
    throw invalid(`An incident can have at most ${world.quotas.timelineEvents} timeline events.`);
  }
  const event = { type: eventType, data: eventData, time: eventTime, entered: now, references: eventReferences };
  const eventId = addEvent(incident, { ...event, isVisible: context.visibility() }, world);
  return { eventId, incidentRecordArn };
});
