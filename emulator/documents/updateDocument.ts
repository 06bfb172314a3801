import type { UpdateDocumentRequest, UpdateDocumentResult } from "@aws-sdk/client-ssm";
import { AwsError } from "../errors";
import type { Checked, Context, Operation } from "../operation";
import { description } from "./description";
import { documentToWrite } from "./find";
import { newVersion } from "./newVersion";
import { type DocumentRecord, latestVersion, versionOf } from "./record";

/**
 * Adds a version; which one is the default does not change.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateDocument.html
 */
export const updateDocument: Operation<UpdateDocumentRequest, UpdateDocumentResult> = (input, context) => {
  const record = documentToWrite(input.Name, context);
  checkLatest(input, record, context);
  checkNew(input, record, context);
  const { displayName, targetType, requires: Requires } = latestVersion(record);
  const { DisplayName = displayName, TargetType = targetType } = input;
  const given = { ...input, DisplayName, TargetType, Requires };
  const version = newVersion(given, record.type, String(record.lastNumber + 1), context);
  record.versions.push(version);
  record.lastNumber += 1;
  return { DocumentDescription: description(record, version, "Updating") };
};

function checkLatest(input: Checked<UpdateDocumentRequest>, record: DocumentRecord, { world }: Context): void {
  const unnamed = world.answers.updateWithoutVersion === "latest" ? "$LATEST" : "$DEFAULT";
  const latest = latestVersion(record);
  if (versionOf(record, input.DocumentVersion ?? unnamed) !== latest) {
    const message = `Version provided for document ${record.name} is not latest. Please provide the latest version to update document ${record.name}`;
    throw new AwsError("InvalidDocumentVersion", message);
  }
  // The first schema had no versions.
  if (latest.schemaVersion === "1.2") {
    throw new AwsError("InvalidDocumentSchemaVersion", "Documents with schema version 1.2 can't be updated.");
  }
}

function checkNew(input: Checked<UpdateDocumentRequest>, record: DocumentRecord, { world }: Context): void {
  const { versions } = record;
  const compared = world.answers.duplicateContent === "anyVersion" ? versions : versions.slice(-1);
  if (compared.some(({ raw }) => raw === input.Content)) {
    const message = "The content of the document matches another version. Change the content and try again.";
    throw new AwsError("DuplicateDocumentContent", message);
  }
  if (input.VersionName !== undefined && versions.some(({ versionName }) => versionName === input.VersionName)) {
    const message = `Document ${record.name} has a version named ${input.VersionName} already.`;
    throw new AwsError("DuplicateDocumentVersionName", message);
  }
  const limit = world.quotas.documentVersions;
  if (versions.length >= limit) {
    throw new AwsError("DocumentVersionLimitExceeded", `A document can have at most ${limit} versions.`);
  }
}
