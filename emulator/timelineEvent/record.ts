import { randomUUID } from "node:crypto";
import type { EventReference, TimelineEvent } from "@aws-sdk/client-ssm-incidents";
import type { Incident } from "../incidentRecord/record";
import type { World } from "../world";

/** A timeline event as the emulator keeps it. */
export interface TimelineEventRecord {
  /** Order of creation, over all accounts. */
  readonly sequence: number;
  /** What GetTimelineEvent answers. */
  event: TimelineEvent & { eventId: string; eventTime: Date; eventType: string };
  /** Whether reads see it yet. */
  readonly isVisible: () => boolean;
}

interface NewEvent {
  type: string;
  /** Text; AWS's own is JSON. */
  data: string;
  /** When it happened. */
  time: Date;
  /** When it was entered, if not then. */
  entered?: Date;
  references?: EventReference[];
  isVisible?: () => boolean;
}

/** Puts an event on the timeline of an incident; answers its id. */
export function addEvent(incident: Incident, event: NewEvent, world: World): string {
  const { type, data, time, entered = time, references, isVisible = incident.isVisible } = event;
  const eventId = randomUUID();
  incident.events.set(eventId, {
    sequence: world.nextSequence(),
    event: {
      incidentRecordArn: incident.record.arn,
      eventId,
      eventTime: time,
      eventUpdatedTime: entered,
      eventType: type,
      eventData: data,
      eventReferences: references,
    },
    isVisible,
  });
  return eventId;
}

/** The types of events that people write; all others are the service's. */
export const customTypes = ["Custom Event", "Note"];
