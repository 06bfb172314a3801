import type {
  AutomationExecutionMetadata,
  DescribeAutomationExecutionsRequest as Request,
  DescribeAutomationExecutionsResult as Response,
} from "@aws-sdk/client-ssm";
import type { Operation } from "../operation";
import { page } from "../paging";
import { invalidToken } from "./errors";
import { automationFilter, typeOf } from "./filters";
import type { AutomationRecord } from "./record";

/**
 * Newest first.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeAutomationExecutions.html
 */
export const describeAutomationExecutions: Operation<Request, Response> = (input, { place }) => {
  const { Filters = [], MaxResults, NextToken } = input;
  const matches = Filters.map(automationFilter);
  const seen = [...place.automations.values()].filter((record) => record.isVisible());
  const { entries, NextToken: next } = page({
    all: seen.filter((record) => matches.every((match) => match(record))),
    sequence: (record) => record.sequence,
    order: "descending",
    question: Filters,
    maxResults: MaxResults,
    nextToken: NextToken,
    invalidToken,
  });
  return { AutomationExecutionMetadataList: entries.map(metadata), NextToken: next };
};

/** The members that a list does not tell are not in its model, and so left out of the answer. */
function metadata(record: AutomationRecord): AutomationExecutionMetadata {
  return { ...record.execution, AutomationType: typeOf(record) };
}
