import { isDeepStrictEqual } from "node:util";
import type { OpsItemStatus, UpdateOpsItemRequest, UpdateOpsItemResponse } from "@aws-sdk/client-ssm";
import type { Checked, Context, Operation } from "../operation";
import { actor } from "./actor";
import { blocksDuplicates, refuseDuplicate } from "./dedup";
import { invalidParameter } from "./errors";
import { opsItemToWrite } from "./find";
import { dedupKey, withDefaultTypes } from "./operationalData";
import type { OpsItemRecord } from "./record";
import { checkRules } from "./rules";

type Update = Checked<UpdateOpsItemRequest>;

/** Statuses of the items that people work on; the others belong to change and access requests. */
const ownStatuses: OpsItemStatus[] = ["Open", "InProgress", "Resolved"];
const driven = ["/aws/changerequest", "/aws/accessrequest"];

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateOpsItem.html */
export const updateOpsItem: Operation<UpdateOpsItemRequest, UpdateOpsItemResponse> = (input, context) => {
  const record = opsItemToWrite(input, context);
  checkRules(input, context);
  checkStatus(input, record);
  checkKeys(input, record, context);
  const { item } = record;
  const changed = merged(input, item, context);
  const place = context.world.place(record.account, context.place.region);
  const { answers } = context.world;
  if (!blocksDuplicates(item.Status, answers) && blocksDuplicates(changed.Status, answers)) {
    if (answers.reopenedDuplicate === "refused") refuseDuplicate(record.dedup, place, context.world, item.OpsItemId);
  }
  if (answers.updateWithoutChange === "sameVersion" && isDeepStrictEqual(changed, item)) return {};
  record.item = {
    ...changed,
    Version: String(Number(item.Version) + 1),
    LastModifiedBy: actor(context),
    LastModifiedTime: context.now,
  };
  return {};
};

/** Absent members stay; operational data is merged by key; lists are replaced whole. */
function merged(update: Update, item: OpsItemRecord["item"], { world }: Context): OpsItemRecord["item"] {
  const { OperationalData: data, OperationalDataToDelete: dropped = [], OpsItemId, OpsItemArn, ...fields } = update;
  const given = Object.entries(fields).filter(([, value]) => {
    const isEmptyList = Array.isArray(value) && value.length === 0;
    return value !== undefined && !(isEmptyList && world.answers.emptyList === "ignored");
  });
  const written = Object.entries({ ...item.OperationalData, ...(data && withDefaultTypes(data)) });
  const kept = written.filter(([key]) => !dropped.includes(key));
  return {
    ...item,
    ...Object.fromEntries(given),
    OperationalData: kept.length > 0 ? Object.fromEntries(kept) : undefined,
  };
}

function checkStatus({ Status }: Update, { item }: OpsItemRecord): void {
  if (Status === undefined || ownStatuses.includes(Status) || driven.includes(item.OpsItemType)) return;
  const allowed = ownStatuses.join(", ");
  throw invalidParameter("Status", `Status '${Status}' is not one of ${allowed}, those of type ${item.OpsItemType}.`);
}

function checkKeys(update: Update, { item }: OpsItemRecord, { world }: Context): void {
  const { OperationalData = {}, OperationalDataToDelete: dropped = [] } = update;
  const twice = dropped.find((key) => Object.hasOwn(OperationalData, key));
  if (twice !== undefined && world.answers.keyWrittenAndDeleted === "refused") {
    throw invalidParameter("OperationalDataToDelete", `Operational data key '${twice}' is both written and deleted.`);
  }
  const dedup = OperationalData[dedupKey];
  const isDropped = dropped.includes(dedupKey);
  const isChanged = isDropped || dedup?.Value !== item.OperationalData?.[dedupKey]?.Value;
  if ((dedup || isDropped) && (isChanged || world.answers.dedupInUpdate === "refused")) {
    throw invalidParameter("OperationalData", `Operational data key '${dedupKey}' cannot be edited.`);
  }
}
