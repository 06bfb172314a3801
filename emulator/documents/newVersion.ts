import type { CreateDocumentRequest, DocumentType } from "@aws-sdk/client-ssm";
import { AwsError } from "../errors";
import type { Context } from "../operation";
import { readContent } from "./readContent";
import type { DocumentVersionRecord } from "./record";
import { userName } from "./userName";

const maxBytes = 64 * 1024;

interface Given
  extends Pick<
    CreateDocumentRequest,
    "DocumentFormat" | "VersionName" | "DisplayName" | "TargetType" | "Requires" | "Attachments"
  > {
  Content: string;
}

/** A version of a document made of what a call gives; throws when its content breaks a rule. */
export function newVersion(given: Given, type: DocumentType, number: string, context: Context): DocumentVersionRecord {
  const { Content: raw, DocumentFormat: format = "JSON", Attachments = [] } = given;
  if (Buffer.byteLength(raw) > maxBytes) {
    throw new AwsError("MaxDocumentSizeExceeded", `The size limit of a document is ${maxBytes / 1024} KB.`);
  }
  return {
    ...readContent(raw, format, type, context.world.answers),
    number,
    raw,
    format,
    createdAt: context.now,
    author: userName(context),
    versionName: given.VersionName,
    displayName: given.DisplayName,
    targetType: given.TargetType,
    requires: given.Requires,
    attachments: Attachments.flatMap(({ Name }) => Name ?? []),
    reviewStatus: "NOT_REVIEWED",
    reviews: [],
  };
}
