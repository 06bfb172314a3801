import type { Context } from "../operation";
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
