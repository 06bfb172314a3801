import { randomBytes } from "node:crypto";
import type { OpsItem } from "@aws-sdk/client-ssm";
import { partitionOf } from "../callers";
import type { Context } from "../operation";
import type { Place } from "../world";
import { actor } from "./actor";
import type { OpsItemRecord } from "./record";

type Fields = OpsItem & { OpsItemType: string };
type Rest = Pick<OpsItemRecord, "isVisible"> & Partial<Pick<OpsItemRecord, "tags" | "dedup" | "facets">>;

/** Puts a new OpsItem into a place; what the service itself sets is added to its fields. */
export function addOpsItem(fields: Fields, rest: Rest, place: Place, context: Context): OpsItemRecord {
  const { account, region } = place;
  const OpsItemId = newId(place);
  const item = {
    ...fields,
    OpsItemId,
    OpsItemArn: `arn:${partitionOf(region)}:ssm:${region}:${account}:opsitem/${OpsItemId}`,
    Notifications: fields.Notifications ?? [],
    RelatedOpsItems: fields.RelatedOpsItems ?? [],
    Version: "1",
    CreatedBy: actor(context),
    CreatedTime: context.now,
    LastModifiedBy: actor(context),
    LastModifiedTime: context.now,
  };
  const sequence = context.world.nextSequence();
  const record = { tags: new Map(), facets: {}, ...rest, sequence, account, item, relatedItems: new Map() };
  place.opsItems.set(OpsItemId, record);
  return record;
}

function newId(place: Place): string {
  const id = `oi-${randomBytes(6).toString("hex")}`;
  return place.opsItems.has(id) ? newId(place) : id;
}
