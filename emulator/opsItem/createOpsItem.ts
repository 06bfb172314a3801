import { randomBytes } from "node:crypto";
import type { CreateOpsItemRequest, CreateOpsItemResponse } from "@aws-sdk/client-ssm";
import { partitionOf } from "../callers";
import type { Operation } from "../operation";
import { addTags } from "../tags/tags";
import type { Place, World } from "../world";
import { actor } from "./actor";
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

  const OpsItemId = newId(place);
  const { account, region } = place;
  const OpsItemArn = `arn:${partitionOf(region)}:ssm:${region}:${account}:opsitem/${OpsItemId}`;
  const item = {
    ...fields,
    OpsItemId,
    OpsItemArn,
    OpsItemType,
    OperationalData: OperationalData && withDefaultTypes(OperationalData),
    Notifications: input.Notifications ?? [],
    RelatedOpsItems: input.RelatedOpsItems ?? [],
    Status: "Open" as const,
    Version: "1",
    CreatedBy: actor(context),
    CreatedTime: now,
    LastModifiedBy: actor(context),
    LastModifiedTime: now,
  };
  place.opsItems.set(OpsItemId, {
    sequence: world.nextSequence(),
    account,
    item,
    tags,
    dedup,
    relatedItems: new Map(),
    facets: {},
    isVisible: context.visibility(),
  });
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

function newId(place: Place): string {
  const id = `oi-${randomBytes(6).toString("hex")}`;
  return place.opsItems.has(id) ? newId(place) : id;
}
