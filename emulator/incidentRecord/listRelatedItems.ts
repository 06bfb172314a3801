import type { ListRelatedItemsInput, ListRelatedItemsOutput } from "@aws-sdk/client-ssm-incidents";
import { invalidToken } from "../incidentManager/errors";
import type { Operation } from "../operation";
import { page } from "../paging";
import { incidentToList } from "./find";

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_ListRelatedItems.html */
export const listRelatedItems: Operation<ListRelatedItemsInput, ListRelatedItemsOutput> = (input, context) => {
  const { incidentRecordArn, maxResults, nextToken } = input;
  const { entries, NextToken: next } = page({
    all: incidentToList(incidentRecordArn, context)?.relatedItems ?? [],
    sequence: ({ sequence }) => sequence,
    order: "ascending",
    question: { incidentRecordArn },
    maxResults,
    nextToken,
    invalidToken,
  });
  return { relatedItems: entries.map(({ item }) => item), nextToken: next };
};
