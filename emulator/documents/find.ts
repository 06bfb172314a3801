import { AwsError } from "../errors";
import type { Context } from "../operation";
import { invalidDocument, invalidVersion } from "./errors";
import { type DocumentRecord, type DocumentVersionRecord, versionOf } from "./record";

export interface FoundDocument {
  record: DocumentRecord;
  version: DocumentVersionRecord;
}

/**
 * The document under a name or ARN, as reads see it: the caller's, or one of Amazon's. `version` is a number, `$LATEST`
 * or `$DEFAULT`, which is meant when there is none.
 */
export function findDocument(
  nameOrArn: string,
  version: string | undefined,
  context: Context,
): FoundDocument | "noDocument" | "noVersion" {
  const record = recordOf(nameOrArn, context);
  if (!record?.isVisible()) return "noDocument";
  const found = versionOf(record, version);
  return found ? { record, version: found } : "noVersion";
}

/** ARNs of Amazon's documents name no account. Documents of other accounts are not shared, so not found. */
function recordOf(nameOrArn: string, { place, world }: Context): DocumentRecord | undefined {
  const [, region, account, name = ""] = /^arn:[^:]+:ssm:([^:]*):([^:]*):document\/(.+)$/.exec(nameOrArn) ?? [];
  if (region === undefined) return world.amazonDocuments.get(nameOrArn) ?? place.documents.get(nameOrArn);
  if (region !== place.region) return undefined;
  if (account === "") return world.amazonDocuments.get(name);
  return account === place.account ? place.documents.get(name) : undefined;
}

interface Reference {
  DocumentVersion?: string;
  VersionName?: string;
}

/** The document and version that a read means. */
export function documentToRead(reference: Reference & { Name: string }, context: Context): FoundDocument {
  const found = findDocument(reference.Name, undefined, context);
  if (typeof found === "string") throw invalidDocument(reference.Name);
  return { record: found.record, version: namedVersion(found.record, reference) };
}

/** The document that a write means. Amazon's bear none. */
export function documentToWrite(name: string, { place, world }: Context): DocumentRecord {
  if (world.amazonDocuments.has(name)) {
    throw new AwsError(world.answers.changeOfAmazonDocument, `Document ${name} belongs to AWS and can't be changed.`);
  }
  const record = place.documents.get(name);
  if (!record) throw invalidDocument(name);
  return record;
}

/** The version under a number or a name, which must be the same one if there are both; by default the default version. */
export function namedVersion(
  record: DocumentRecord,
  { DocumentVersion, VersionName }: Reference,
): DocumentVersionRecord {
  const byName = record.versions.find(({ versionName }) => versionName === VersionName);
  const version = VersionName === undefined || DocumentVersion ? versionOf(record, DocumentVersion) : byName;
  if (!version || (VersionName !== undefined && version !== byName)) {
    throw invalidVersion(record.name, DocumentVersion ?? VersionName ?? "$DEFAULT");
  }
  return version;
}
