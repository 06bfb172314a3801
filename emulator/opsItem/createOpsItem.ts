import type { CreateOpsItemRequest, CreateOpsItemResponse } from "@aws-sdk/client-ssm";
import type { Operation } from "../operation";
import { addTags } from "../tags/tags";
import type { Place, World } from "../world";
import { addOpsItem } from "./addOpsItem";
import { dedupHash, refuseDuplicate } from "./dedup";
import { invalidParameter, limitExceeded } from "./errors";
import { placeOfAccount } from "./find";
import { withDefaultTypes } from "./operationalData";
import { liveOpsItems } from "./record";
import { checkRules } from "./rules";

const issue = "/aws/issue";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateOpsItem.html */
export const createOpsItem: Operation<CreateOpsItemRequest, CreateOpsItemResponse> = (input, context) => {
  const { AccountId, Tags = [], OpsItemType = issue, OperationalData, ...fields } = input;
  const { place: own, world, now } = context;
  const place = placeOfAccount(AccountId ?? own.account, context);
  if (place !== own && OpsItemType !== issue) {
    throw invalidParameter("OpsItemType", `OpsItems in other accounts must be of type ${issue}.`);
  }
  checkRules(input, context);
  const tags = addTags(new Map(), Tags);
  const dedup = dedupHash(OperationalData, input.Source, world.answers);
  refuseDuplicate(dedup, place, world);
  countAgainstQuotas(place, world, now);

  const item = { ...fields, OpsItemType, OperationalData: OperationalData && withDefaultTypes(OperationalData) };
  const rest = { tags, dedup, isVisible: context.visibility() };
  const { OpsItemId, OpsItemArn } = addOpsItem({ ...item, Status: "Open" }, rest, place, context).item;
  return { OpsItemId, OpsItemArn };
};

function countAgainstQuotas(place: Place, world: World, now: Date): void {
  const { opsItems, opsItemsPerMonth } = world.quotas;
  const month = `${place.account}/${now.toISOString().slice(0, 7)}`;
  const created = world.createdInMonth.get(month) ?? 0;
  if (created >= opsItemsPerMonth) {
    throw limitExceeded(
      "OpsItem",
      opsItemsPerMonth,
      "OpsItemsPerMonth",
      "The account has created too many OpsItems this month.",
    );
  }
  if (place.opsItems.size >= opsItems && liveOpsItems(place, world).length >= opsItems) {
    throw limitExceeded("OpsItem", opsItems, "OpsItemsPerAccount", "The account has too many OpsItems in this Region.");
  }
  world.createdInMonth.set(month, created + 1);
}
