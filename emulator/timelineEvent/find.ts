import { notFound } from "../incidentManager/errors";
import { incidentToRead, incidentToWrite } from "../incidentRecord/find";
import type { Context } from "../operation";
import type { TimelineEventRecord } from "./record";

interface Reference {
  incidentRecordArn: string;
  eventId: string;
}

export function eventToRead({ incidentRecordArn, eventId }: Reference, context: Context): TimelineEventRecord {
  const record = incidentToRead(incidentRecordArn, context).events.get(eventId);
  if (!record?.isVisible()) throw notFound("TIMELINE_EVENT", eventId);
  return record;
}

/** The event that a write means, seen by reads or not. */
export function eventToWrite({ incidentRecordArn, eventId }: Reference, context: Context): TimelineEventRecord {
  const record = incidentToWrite(incidentRecordArn, context).events.get(eventId);
  if (!record) throw notFound("TIMELINE_EVENT", eventId);
  return record;
}
