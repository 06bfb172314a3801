import type { OpsItem, OpsItemFilterKey, OpsItemRelatedItemSummary } from "@aws-sdk/client-ssm";
import type { Place, World } from "../world";

/** An OpsItem as the emulator keeps it. */
export interface OpsItemRecord {
  /** Order of creation, over all accounts. */
  readonly sequence: number;
  readonly account: string;
  /** What GetOpsItem answers. */
  item: OpsItem & { OpsItemId: string; OpsItemArn: string; OpsItemType: string };
  tags: Map<string, string>;
  readonly relatedItems: Map<string, RelatedItemRecord>;
  /** Hash of the deduplication string and what goes with it. */
  readonly dedup?: string;
  /** Values under filter keys that tell of things other than the item: its change request, access request, insight. */
  readonly facets: Partial<Record<OpsItemFilterKey, string[]>>;
  /** Whether reads see it yet. */
  readonly isVisible: () => boolean;
  /** When DeleteOpsItem was called; it goes on to be seen for the delete lag. */
  deletedAt?: Date;
}

export interface RelatedItemRecord {
  sequence: number;
  summary: OpsItemRelatedItemSummary & { AssociationId: string };
  /** Whether reads see it yet. */
  isVisible: () => boolean;
}

/** Whether an OpsItem is still there: not deleted, or within the delete lag. */
export function isLive({ deletedAt }: OpsItemRecord, { clock, deleteLagMs }: World): boolean {
  return !deletedAt || clock.now().getTime() < deletedAt.getTime() + deleteLagMs;
}

/** The OpsItems of a place that are still there, those included that reads do not see yet. */
export function liveOpsItems(place: Place, world: World): OpsItemRecord[] {
  return [...place.opsItems.values()].filter((record) => isLive(record, world));
}
