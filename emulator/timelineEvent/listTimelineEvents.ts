import type { ListTimelineEventsInput, ListTimelineEventsOutput } from "@aws-sdk/client-ssm-incidents";
import { invalidToken } from "../incidentManager/errors";
import { filtersOf, texts, time } from "../incidentManager/filters";
import { incidentToList } from "../incidentRecord/find";
import type { Operation } from "../operation";
import { page } from "../paging";
import type { TimelineEventRecord } from "./record";

const filterRows = {
  eventTime: time(({ event }: TimelineEventRecord) => event.eventTime),
  eventType: texts(({ event }: TimelineEventRecord) => [event.eventType]),
  eventReference: texts(({ event }: TimelineEventRecord) =>
    (event.eventReferences ?? []).map(({ resource, relatedItemId }) => resource ?? relatedItemId),
  ),
};

/**
 * By when they happened, latest first unless asked otherwise. Without the data; the model of the list has none.
 * https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_ListTimelineEvents.html
 */
export const listTimelineEvents: Operation<ListTimelineEventsInput, ListTimelineEventsOutput> = (input, context) => {
  const { incidentRecordArn, filters, sortOrder = "DESCENDING", maxResults, nextToken } = input;
  const matches = filtersOf(filters, filterRows);
  const events = [...(incidentToList(incidentRecordArn, context)?.events.values() ?? [])];
  const { entries, NextToken: next } = page({
    all: events.filter((record) => record.isVisible() && matches(record)),
    sequence: ({ event, sequence }) => BigInt(event.eventTime.getTime()) * 2n ** 53n + BigInt(sequence),
    order: sortOrder === "ASCENDING" ? "ascending" : "descending",
    question: { incidentRecordArn, filters, sortOrder },
    maxResults,
    nextToken,
    invalidToken,
  });
  return { eventSummaries: entries.map(({ event }) => event), nextToken: next };
};
