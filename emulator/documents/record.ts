import type {
  DocumentDescription,
  DocumentFormat,
  DocumentRequires,
  DocumentReviewCommentSource,
  DocumentType,
  ReviewStatus,
} from "@aws-sdk/client-ssm";
import type { ReadContent } from "./content";

/** A document as the emulator keeps it. */
export interface DocumentRecord {
  /** Order of creation, over all accounts. */
  readonly sequence: number;
  readonly name: string;
  readonly type: DocumentType;
  /** The account, or `Amazon`. */
  readonly owner: string;
  /** Oldest first, never empty. */
  versions: DocumentVersionRecord[];
  /** Number of the version that is meant when none is named. */
  defaultVersion: string;
  /** Number of the version created last; numbers of deleted versions do not come again. */
  lastNumber: number;
  tags: Map<string, string>;
  /** Whether reads see it yet. */
  readonly isVisible: () => boolean;
}

export interface DocumentVersionRecord extends ReadContent {
  /** `"1"`, `"2"`, … */
  readonly number: string;
  /** The content as it was sent. */
  readonly raw: string;
  readonly format: DocumentFormat;
  readonly createdAt: Date;
  readonly author: string;
  readonly versionName?: string;
  readonly displayName?: string;
  readonly targetType?: string;
  readonly requires?: DocumentRequires[];
  /** Names of the files that came with it. */
  readonly attachments: string[];
  reviewStatus: ReviewStatus;
  reviews: Review[];
}

/** What a reviewer did, in the words of DescribeDocument. */
export type Review = NonNullable<DocumentDescription["ReviewInformation"]>[number] & {
  Comment?: DocumentReviewCommentSource[];
};

export const amazon = "Amazon";

export function latestVersion({ versions }: DocumentRecord): DocumentVersionRecord {
  return versions.at(-1) as DocumentVersionRecord;
}

/** The version under a number, `$LATEST` or `$DEFAULT`; without any, the default one. */
export function versionOf(record: DocumentRecord, wanted = "$DEFAULT"): DocumentVersionRecord | undefined {
  if (wanted === "$LATEST") return latestVersion(record);
  const number = wanted === "$DEFAULT" ? record.defaultVersion : wanted;
  return record.versions.find((version) => version.number === number);
}
