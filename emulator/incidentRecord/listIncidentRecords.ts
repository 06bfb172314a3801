import type { ListIncidentRecordsInput, ListIncidentRecordsOutput } from "@aws-sdk/client-ssm-incidents";
import { invalidToken } from "../incidentManager/errors";
import { filtersOf, texts, time, whole } from "../incidentManager/filters";
import { dataSeen } from "../incidentManager/find";
import type { Operation } from "../operation";
import { page } from "../paging";
import type { Incident } from "./record";

const filterRows = {
  creationTime: time(({ record }: Incident) => record.creationTime),
  impact: whole(({ record }: Incident) => record.impact),
  status: texts(({ record }: Incident) => [record.status]),
  createdBy: texts(({ record }: Incident) => [record.incidentRecordSource.createdBy]),
};

/**
 * Newest first. The members that a summary lacks are not in its model, and so left out of the answer.
 * https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_ListIncidentRecords.html
 */
export const listIncidentRecords: Operation<ListIncidentRecordsInput, ListIncidentRecordsOutput> = (input, context) => {
  const { filters, maxResults, nextToken } = input;
  const matches = filtersOf(filters, filterRows);
  const incidents = [...(dataSeen(context)?.incidents.values() ?? [])];
  const { entries, NextToken: next } = page({
    all: incidents.filter((incident) => incident.isVisible() && matches(incident)),
    sequence: (incident) => incident.sequence,
    order: "descending",
    question: { filters },
    maxResults,
    nextToken,
    invalidToken,
  });
  return { incidentRecordSummaries: entries.map(({ record }) => record), nextToken: next };
};
