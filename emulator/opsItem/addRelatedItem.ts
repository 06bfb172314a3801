import { randomUUID } from "node:crypto";
import type { Context } from "../operation";
import type { OpsItemRecord } from "./record";

interface Association {
  AssociationType: string;
  ResourceType: string;
  ResourceUri: string;
}

/** Associates an OpsItem with something, on behalf of who has the ARN; answers the association's id. */
export function addRelatedItem(
  record: OpsItemRecord,
  association: Association,
  { arn, isVisible, context }: { arn: string; isVisible: () => boolean; context: Context },
): string {
  const AssociationId = randomUUID();
  const summary = {
    OpsItemId: record.item.OpsItemId,
    AssociationId,
    ...association,
    CreatedBy: { Arn: arn },
    CreatedTime: context.now,
    LastModifiedBy: { Arn: arn },
    LastModifiedTime: context.now,
  };
  record.relatedItems.set(AssociationId, { sequence: context.world.nextSequence(), summary, isVisible });
  return AssociationId;
}
