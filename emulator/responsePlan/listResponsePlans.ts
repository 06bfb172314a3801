import type { ListResponsePlansInput, ListResponsePlansOutput } from "@aws-sdk/client-ssm-incidents";
import { invalidToken } from "../incidentManager/errors";
import { dataSeen } from "../incidentManager/find";
import type { Operation } from "../operation";
import { page } from "../paging";

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_ListResponsePlans.html */
export const listResponsePlans: Operation<ListResponsePlansInput, ListResponsePlansOutput> = (input, context) => {
  const { entries, NextToken: nextToken } = page({
    all: [...(dataSeen(context)?.responsePlans.values() ?? [])].filter((record) => record.isVisible()),
    sequence: (record) => record.sequence,
    order: "ascending",
    question: "responsePlans",
    maxResults: input.maxResults,
    nextToken: input.nextToken,
    invalidToken,
  });
  const summaries = entries.map(({ plan: { arn, name, displayName } }) => ({ arn, name, displayName }));
  return { responsePlanSummaries: summaries, nextToken };
};
