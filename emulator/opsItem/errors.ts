import { AwsError } from "../errors";

export function opsItemNotFound(opsItemId: string): AwsError {
  return new AwsError("OpsItemNotFoundException", `OpsItem with OpsItemId ${opsItemId} does not exist.`);
}

export function opsItemConflict(opsItemId: string): AwsError {
  return new AwsError("OpsItemConflictException", `OpsItem with OpsItemId ${opsItemId} is being deleted.`);
}

export function opsItemAccessDenied(account: string): AwsError {
  const who = "Only the management account or a delegated administrator";
  return new AwsError("OpsItemAccessDeniedException", `${who} may work with OpsItems of account ${account}.`);
}

export function invalidParameter(parameter: string, message: string): AwsError {
  return new AwsError("OpsItemInvalidParameterException", message, { ParameterNames: [parameter] });
}

export function limitExceeded(resourceType: string, limit: number, limitType: string, message: string): AwsError {
  const members = { ResourceTypes: [resourceType], Limit: limit, LimitType: limitType };
  return new AwsError("OpsItemLimitExceededException", message, members);
}
