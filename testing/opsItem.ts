import { arnOf, consoleUrl } from "../provider/core/awsPartition";
import { opsItem as handler } from "../provider/opsItem/handler";
import type { OpsItem, OpsItemArgs } from "../provider/opsItem/opsItem";
import { opsItemIdOf } from "./ids";
import { deployerOf, type Kind, MADE_AT } from "./kind";

export const opsItem: Kind<OpsItem, OpsItemArgs> = {
  handler,
  newId: opsItemIdOf,
  existing: () => ({
    title: "An OpsItem",
    description: "It was there before.",
    source: "somebody",
    operationalData: {},
    notifications: [],
    relatedOpsItems: [],
    tags: {},
    tagsAll: {},
  }),
  told: (inputs, { id, region, account }) => ({
    opsItemId: id,
    opsItemArn: arnOf("ssm", region, inputs.accountId ?? account, `opsitem/${id}`),
    opsItemType: inputs.opsItemType ?? "/aws/issue",
    status: inputs.status ?? "Open",
    region,
    account,
    createdBy: deployerOf(account),
    createdTime: MADE_AT,
    lastModifiedBy: deployerOf(account),
    lastModifiedTime: MADE_AT,
    version: "1",
    consoleUrl: consoleUrl(region, `systems-manager/opsitems/${id}`),
  }),
};
