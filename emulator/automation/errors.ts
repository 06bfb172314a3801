import { AwsError } from "../errors";

export function automationNotFound(id: string): AwsError {
  return new AwsError("AutomationExecutionNotFoundException", `Automation execution ${id} does not exist.`);
}

export function stepNotFound(step: string): AwsError {
  return new AwsError("AutomationStepNotFoundException", `The execution has no step ${step}.`);
}

export function invalidSignal(message: string): AwsError {
  return new AwsError("InvalidAutomationSignalException", message);
}

export function invalidStatusUpdate(message: string): AwsError {
  return new AwsError("InvalidAutomationStatusUpdateException", message);
}

export function invalidFilterValue(message: string): AwsError {
  return new AwsError("InvalidFilterValue", message);
}

export function invalidToken(): AwsError {
  return new AwsError("InvalidNextToken", "The specified token is not valid.");
}
