import type { DeleteOpsItemRequest, DeleteOpsItemResponse } from "@aws-sdk/client-ssm";
import type { Operation } from "../operation";
import { invalidParameter } from "./errors";

/**
 * Succeeds for what is gone already, too; refuses OpsItems of other accounts.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteOpsItem.html
 */
export const deleteOpsItem: Operation<DeleteOpsItemRequest, DeleteOpsItemResponse> = ({ OpsItemId }, context) => {
  const { place, world, now } = context;
  const record = place.opsItems.get(OpsItemId);
  if (record) {
    record.deletedAt ??= now;
    // Without a lag it stays gone even when the clock is set back.
    if (world.deleteLagMs === 0) place.opsItems.delete(OpsItemId);
    return {};
  }
  if (world.placesIn(place.region).some(({ opsItems }) => opsItems.has(OpsItemId))) {
    throw invalidParameter("OpsItemId", "OpsItems of other accounts cannot be deleted.");
  }
  if (world.answers.deleteOfUnknown !== "success") {
    throw invalidParameter("OpsItemId", `OpsItem with OpsItemId ${OpsItemId} does not exist.`);
  }
  return {};
};
