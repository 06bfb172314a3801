import type { ResourceType } from "@aws-sdk/client-ssm-incidents";
import { AwsError } from "../errors";

const names: Record<ResourceType, string> = {
  INCIDENT_RECORD: "Incident record",
  REPLICATION_SET: "Replication set",
  RESOURCE_POLICY: "Resource policy",
  RESPONSE_PLAN: "Response plan",
  TIMELINE_EVENT: "Timeline event",
};

export function notFound(resourceType: ResourceType, resourceIdentifier: string): AwsError {
  const message = `${names[resourceType]} ${resourceIdentifier} does not exist.`;
  return new AwsError("ResourceNotFoundException", message, { resourceIdentifier, resourceType });
}

export function conflict(resourceType: ResourceType, resourceIdentifier: string, message: string): AwsError {
  return new AwsError("ConflictException", message, { resourceIdentifier, resourceType });
}

export function quotaExceeded(
  message: string,
  about: { resourceIdentifier?: string; resourceType?: ResourceType } = {},
) {
  return new AwsError("ServiceQuotaExceededException", message, about);
}

export function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

export function invalidToken(): AwsError {
  return invalid("The specified nextToken is not valid.");
}
