import type { Props } from "../../provider/core/handler";
import { fromTagList, toTagList } from "../../provider/core/tags";
import { required, whole } from "../opsItem/support";
import { renamed, type States } from "./fixture";
import { OTHER_ACCOUNT } from "./stand";

interface Had {
  /** The reply of GetOpsItem. */
  item: Props;
  tags: Record<string, string>;
}

export const states: States = {
  name: "disk-filling-up",
  cases: {
    minimal: { what: "an item with what is required", args: required },
    whole: {
      what: "an item with every property of the own account",
      args: { ...whole, region: "eu-west-1", onDelete: "resolve" },
    },
    namespace: { what: "an item of a stack with a namespace", config: { "aws-ops:namespace": "blue" }, args: required },
    defaultTags: {
      what: "an item of a stack with default tags, one of which it overrides",
      config: { "aws:defaultTags": '{"tags":{"team":"ops","stage":"dev"}}' },
      args: { ...required, tags: { team: "orders" } },
    },
    ownDedup: {
      what: "an item with a dedup string of its own",
      args: {
        ...required,
        operationalData: { "/aws/dedup": { value: '{"dedupString":"mine"}', type: "SearchableString" } },
      },
    },
    anotherAccount: { what: "an item of another account", args: { ...required, accountId: OTHER_ACCOUNT } },
    partialFailure: { what: "an item whose create failed after CreateOpsItem", args: whole, fails: "UpdateOpsItem" },
    get: { what: "an item that is only read", args: whole, isRead: true },
  },
  async had(stand, { opsItemId, accountId }) {
    const ssm = stand.ssm("eu-west-1", accountId as string | undefined);
    const id = String(opsItemId);
    const { OpsItem } = await ssm.getOpsItem({ OpsItemId: id });
    const { TagList } = await ssm.listTagsForResource({ ResourceType: "OpsItem", ResourceId: id });
    return { item: OpsItem, tags: fromTagList(TagList) };
  },
  async restore(stand, fixture) {
    const { item, tags } = fixture as object as Had;
    const ssm = stand.ssm("eu-west-1", String(item.OpsItemArn).split(":")[4]);
    const {
      OpsItemId: old,
      OpsItemArn,
      Status,
      Version,
      CreatedBy,
      CreatedTime,
      LastModifiedBy,
      LastModifiedTime,
      ...given
    } = item;
    const times = Object.entries(given).flatMap(([name, value]) =>
      /Time$/.test(name) ? [[name, new Date(String(value))]] : [],
    );
    const request = { ...given, ...Object.fromEntries(times), Tags: toTagList(tags) };
    const { OpsItemId } = await ssm.createOpsItem(request as never);
    if (Status !== "Open") await ssm.updateOpsItem({ OpsItemId, Status: Status as never });
    return renamed(fixture, { [String(old)]: OpsItemId });
  },
  updatedBy: { title: "Changed" },
  replacedBy: { source: "billing" },
};
