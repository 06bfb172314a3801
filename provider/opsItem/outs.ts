import { arnOf, consoleUrl } from "../core/awsPartition";
import type { Props } from "../core/handler";
import { tagOuts } from "../core/tags";
import type { LiveItem, OpsItemApi } from "./api";
import { propertiesOf } from "./requests";

/** All outputs of an item: its properties, and what only AWS knows. */
export function outsOf(api: OpsItemApi, item: LiveItem, declared: Props | undefined, account?: unknown): Props {
  const { OpsItemId: id = "", OpsItemArn: arn } = item;
  const caller = account ?? api.callerAccountIn(arn);
  return {
    ...propertiesOf(item, declared),
    ...addresses(api, id, arn, caller),
    createdBy: item.CreatedBy,
    createdTime: item.CreatedTime,
    lastModifiedBy: item.LastModifiedBy,
    lastModifiedTime: item.LastModifiedTime,
    version: item.Version,
  };
}

/** What follows from the id alone. */
export function addresses(api: OpsItemApi, id: string, arn: string | undefined, account: unknown): Props {
  const home = api.accountId ?? account;
  return {
    opsItemId: id,
    opsItemArn: arn ?? (home ? arnOf("ssm", api.region, String(home), `opsitem/${id}`) : undefined),
    region: api.region,
    account,
    consoleUrl: consoleUrl(api.region, `systems-manager/opsitems/${id}`),
  };
}

/** Tags as AWS has them. Those of another account's items cannot be read: they are taken to be as declared. */
export async function declaredTags(api: OpsItemApi, id: string, declared: Props | undefined): Promise<Props> {
  if (api.accountId || (declared && declared.tagsAll === undefined)) return {};
  return tagOuts((await api.tags(id).list()) ?? {}, declared);
}
