import type {
  DescribeAutomationStepExecutionsRequest as Request,
  DescribeAutomationStepExecutionsResult as Response,
} from "@aws-sdk/client-ssm";
import type { Operation } from "../operation";
import { page } from "../paging";
import { invalidToken } from "./errors";
import { stepFilter } from "./filters";
import { automationToRead } from "./record";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeAutomationStepExecutions.html */
export const describeAutomationStepExecutions: Operation<Request, Response> = (input, context) => {
  const { AutomationExecutionId, Filters = [], MaxResults, NextToken, ReverseOrder = false } = input;
  const { steps } = automationToRead(AutomationExecutionId, context);
  const matches = Filters.map(stepFilter);
  const { entries, NextToken: next } = page({
    all: steps.filter((step) => matches.every((match) => match(step))),
    sequence: (step) => steps.indexOf(step),
    order: ReverseOrder ? "descending" : "ascending",
    question: { AutomationExecutionId, Filters, ReverseOrder },
    maxResults: MaxResults,
    nextToken: NextToken,
    invalidToken,
  });
  return { StepExecutions: entries, NextToken: next };
};
