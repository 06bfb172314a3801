import type { RegionInfo, ReplicationSetStatus } from "@aws-sdk/client-ssm-incidents";

/** A replication set as the emulator keeps it. */
export interface ReplicationSetRecord {
  readonly arn: string;
  status: ReplicationSetStatus;
  /** By name. */
  readonly regions: Map<string, RegionRecord>;
  deletionProtected: boolean;
  readonly createdBy: string;
  readonly createdTime: Date;
  lastModifiedBy: string;
  lastModifiedTime: Date;
  tags: Map<string, string>;
  /** Whether reads see it yet. */
  readonly isVisible: () => boolean;
  /** The change under way, and when it is done. */
  change?: { at: Date; finish(): void };
}

/** A Region of a set, in the words of GetReplicationSet. */
export type RegionRecord = RegionInfo & { readonly since: Date };

/** What AWS calls its own key. */
const amazonsKey = "DefaultKey";

export function newRegion(status: "ACTIVE" | "CREATING", since: Date, sseKmsKeyId = amazonsKey): RegionRecord {
  return { status, sseKmsKeyId, statusUpdateDateTime: since, since };
}
