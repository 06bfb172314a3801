import type { DeleteDocumentRequest, DeleteDocumentResult } from "@aws-sdk/client-ssm";
import type { Operation } from "../operation";
import { invalidOperation } from "./errors";
import { documentToWrite, namedVersion } from "./find";

/**
 * Deletes a version, or the whole document if the call names none.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteDocument.html
 */
export const deleteDocument: Operation<DeleteDocumentRequest, DeleteDocumentResult> = (input, context) => {
  const record = documentToWrite(input.Name, context);
  if (input.DocumentVersion === undefined && input.VersionName === undefined) {
    context.place.documents.delete(record.name);
    return {};
  }
  const version = namedVersion(record, input);
  if (version.number === record.defaultVersion) {
    throw invalidOperation("Default version of the document can't be deleted.");
  }
  record.versions = record.versions.filter((other) => other !== version);
  return {};
};
