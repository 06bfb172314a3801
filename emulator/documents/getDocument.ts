import type { GetDocumentRequest, GetDocumentResult } from "@aws-sdk/client-ssm";
import type { Operation } from "../operation";
import { reviewStatus } from "./description";
import { validationError } from "./errors";
import { documentToRead } from "./find";
import { convertContent } from "./formats";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetDocument.html */
export const getDocument: Operation<GetDocumentRequest, GetDocumentResult> = (input, context) => {
  const { record, version } = documentToRead(input, context);
  const unnamed = context.world.answers.documentFormat === "JSON" ? "JSON" : version.format;
  const { DocumentFormat = unnamed } = input;
  const Content = convertContent(version.raw, version.format, DocumentFormat);
  if (Content === undefined) throw validationError(`Invalid document format ${DocumentFormat}`);
  return {
    Name: record.name,
    CreatedDate: version.createdAt,
    DisplayName: version.displayName,
    VersionName: version.versionName,
    DocumentVersion: version.number,
    Status: "Active",
    Content,
    DocumentType: record.type,
    DocumentFormat,
    Requires: version.requires,
    ReviewStatus: reviewStatus(record, version),
  };
};
