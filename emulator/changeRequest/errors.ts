import { AwsError } from "../errors";

export function definitionNotFound(name: string): AwsError {
  return new AwsError("AutomationDefinitionNotFoundException", `Automation definition ${name} does not exist.`);
}

export function definitionVersionNotFound(name: string, version: string): AwsError {
  const message = `Automation definition ${name} has no version ${version}.`;
  return new AwsError("AutomationDefinitionVersionNotFoundException", message);
}

export function definitionNotApproved(message: string): AwsError {
  return new AwsError("AutomationDefinitionNotApprovedException", message);
}

export function invalidParameters(message: string): AwsError {
  return new AwsError("InvalidAutomationExecutionParametersException", message);
}
