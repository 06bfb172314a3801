import type { GetAutomationExecutionRequest, GetAutomationExecutionResult } from "@aws-sdk/client-ssm";
import type { Operation } from "../operation";
import { automationToRead } from "./record";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetAutomationExecution.html */
export const getAutomationExecution: Operation<GetAutomationExecutionRequest, GetAutomationExecutionResult> = (
  input,
  context,
) => {
  const { execution, steps } = automationToRead(input.AutomationExecutionId, context);
  return { AutomationExecution: { ...execution, StepExecutions: steps, StepExecutionsTruncated: false } };
};
