import { createHash } from "node:crypto";
import type { DocumentDescription, DocumentIdentifier, DocumentParameter, DocumentStatus } from "@aws-sdk/client-ssm";
import type { ParameterDeclaration } from "./content";
import { type DocumentRecord, type DocumentVersionRecord, latestVersion } from "./record";

/** What lists tell of a document. */
export function identifier(record: DocumentRecord, version: DocumentVersionRecord): DocumentIdentifier {
  return {
    Name: record.name,
    CreatedDate: version.createdAt,
    DisplayName: version.displayName,
    Owner: record.owner,
    VersionName: version.versionName,
    PlatformTypes: platformTypes(record),
    DocumentVersion: version.number,
    DocumentType: record.type,
    SchemaVersion: version.schemaVersion,
    DocumentFormat: version.format,
    TargetType: version.targetType,
    Tags: [...record.tags].map(([Key, Value]) => ({ Key, Value })),
    Requires: version.requires,
    ReviewStatus: reviewStatus(record, version),
    Author: version.author,
  };
}

/** What DescribeDocument tells of a version. */
export function description(
  record: DocumentRecord,
  version: DocumentVersionRecord,
  status: DocumentStatus,
): DocumentDescription {
  const parameters = Object.entries(version.parameters).map(parameter);
  const reviews = version.reviews.map(({ Comment, ...review }) => review);
  return {
    ...identifier(record, version),
    Hash: createHash("sha256").update(version.raw).digest("hex"),
    HashType: "Sha256",
    Status: status,
    Description: version.description,
    Parameters: parameters.length > 0 ? parameters : undefined,
    LatestVersion: latestVersion(record).number,
    DefaultVersion: record.defaultVersion,
    AttachmentsInformation: version.attachments.length > 0 ? version.attachments.map((Name) => ({ Name })) : undefined,
    ReviewInformation: reviews.length > 0 ? reviews : undefined,
    ApprovedVersion: lastUnderReview(record, "APPROVED"),
    PendingReviewVersion: lastUnderReview(record, "PENDING"),
  };
}

/** Only change templates are reviewed. */
export function isReviewed({ type }: DocumentRecord): boolean {
  return type === "Automation.ChangeTemplate";
}

export function reviewStatus(record: DocumentRecord, version: DocumentVersionRecord) {
  return isReviewed(record) ? version.reviewStatus : undefined;
}

export function platformTypes({ type }: DocumentRecord): DocumentDescription["PlatformTypes"] {
  return type.startsWith("Automation") ? ["Windows", "Linux", "MacOS"] : [];
}

function lastUnderReview(record: DocumentRecord, status: "APPROVED" | "PENDING"): string | undefined {
  return record.versions.findLast((version) => reviewStatus(record, version) === status)?.number;
}

function parameter([Name, declared]: [string, ParameterDeclaration]): DocumentParameter {
  const { type, description: text, default: value } = declared;
  return {
    Name,
    // AWS's model lists two types, but answers with whatever the document declares.
    Type: type as DocumentParameter["Type"],
    Description: text,
    DefaultValue: value === undefined || typeof value === "string" ? value : JSON.stringify(value),
  };
}
