import { assertAccount } from "../core/account";
import { isThere } from "../core/awsErrors";
import { type Context, keeping, type Made, type Props } from "../core/handler";
import { anotherOwner, ownerOf } from "../core/identity";
import { patiently } from "../core/patiently";
import { diff } from "../core/properties/diff";
import type { OpsItemApi } from "./api";
import { apiFor } from "./create";
import { outsOf } from "./outs";
import { table } from "./properties";
import { carried, entryOf, ownerData, updateRequest } from "./requests";

/** Sends what differs and no more; a change that concerns only ourselves costs no call. */
export async function update(id: string, olds: Props, outputs: Props, news: Props, context: Context): Promise<Made> {
  const api = apiFor(outputs, context);
  const changed = new Set(diff(table, olds, news).map(({ property }) => property));
  if (changed.has("owner")) await assertNotAnothers(api, id, olds, context);
  const request = updateRequest(olds, news, changed);
  const data = { ...(request.OperationalData as object), ...(changed.has("owner") && ownerData(context.owner)) };
  if (Object.keys(data).length > 0) request.OperationalData = data;

  const sends = Object.keys(request).length > 0;
  if (sends && !(await api.updateIfThere(id, request))) await throwGone(api, id, outputs, context);
  const known = carried(outputs, news);
  const truth: Props = { ...known, tags: outputs.tags, tagsAll: outputs.tagsAll };
  return keeping(id, truth, async () => {
    if (changed.has("tagsAll") && !(await isThere(api.tags(id).change(olds.tagsAll, news.tagsAll)))) {
      await throwGone(api, id, outputs, context);
    }
    Object.assign(truth, { tags: news.tags, tagsAll: news.tagsAll });
    // Without its times the item was never seen whole: an earlier run has failed after making it.
    if (!sends && outputs.createdTime !== undefined) return { id, outs: { ...known } };
    truth.account ??= await context.clients.callerAccount(api.region);
    const item = await patiently(() => api.get(id), context);
    if (!item) throw new Error(`OpsItem ${id} was changed, but AWS does not show it: run \`pulumi up\` again`);
    return { id, outs: outsOf(api, item, news, truth.account) };
  });
}

async function throwGone(api: OpsItemApi, id: string, { account }: Props, { clients }: Context): Promise<never> {
  await assertAccount(account, api.region, `OpsItem ${id}`, clients);
  throw new Error(`OpsItem ${id} is gone: run \`pulumi refresh\`, then \`pulumi up\` to make it again`);
}

/** A new owner is written over the one that the state knows, over none, and over a released one, but over no other. */
async function assertNotAnothers(api: OpsItemApi, id: string, olds: Props, context: Context): Promise<void> {
  const item = await api.get(id);
  const another = item && anotherOwner(entryOf(item), ownerOf(String(olds.owner)), context.owner);
  if (!another) return;
  throw new Error(
    `OpsItem ${id} belongs to ${another} now, and was not changed: take this resource out of the program`,
  );
}
