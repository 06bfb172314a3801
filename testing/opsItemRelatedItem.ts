import { opsItemRelatedItem as handler } from "../provider/opsItemRelatedItem/handler";
import { idOf, parseId } from "../provider/opsItemRelatedItem/id";
import type { OpsItemRelatedItem, OpsItemRelatedItemArgs } from "../provider/opsItemRelatedItem/opsItemRelatedItem";
import { uuidOf } from "./ids";
import { deployerOf, type Kind, MADE_AT } from "./kind";

export const opsItemRelatedItem: Kind<OpsItemRelatedItem, OpsItemRelatedItemArgs> = {
  handler,
  newId: (digest, { opsItemId }) => idOf({ OpsItemId: opsItemId, AssociationId: uuidOf(digest) }),
  existing: (id) => ({
    opsItemId: parseId(id).OpsItemId,
    associationType: "RelatesTo",
    resourceType: "AWS::SSM::Document",
    resourceUri: "arn:aws:ssm:us-east-1::document/AWS-HelloWorld",
  }),
  told: (_, { id, region, account }) => ({
    associationId: parseId(id).AssociationId,
    region,
    account,
    createdBy: deployerOf(account),
    createdTime: MADE_AT,
    lastModifiedBy: deployerOf(account),
    lastModifiedTime: MADE_AT,
  }),
};
