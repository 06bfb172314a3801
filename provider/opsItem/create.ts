import { claim, type Started } from "../core/claim";
import { parseReference } from "../core/common";
import { type Context, keeping, type Made, type Props } from "../core/handler";
import { anotherOwner, type Owner, standing } from "../core/identity";
import { patiently } from "../core/patiently";
import { diff } from "../core/properties/diff";
import { type LiveItem, OpsItemApi } from "./api";
import { addresses, declaredTags, outsOf } from "./outs";
import { DEDUP, table } from "./properties";
import { createRequest, entryOf, hasOwnDedup, ownerData, unchangeable, updateRequest } from "./requests";

/** Makes the item, or continues with the one that an earlier try has made. */
export function createOnce(news: Props, context: Context): Promise<Made> {
  const { owner } = context;
  const api = apiFor(news, context);
  return claim<LiveItem, Made>(
    {
      search: () => search(api, owner),
      start: (count) => start(api, news, count, context),
      look: (id, underToken) => look(api, id, underToken && !hasOwnDedup(news), context),
      isOurs: (item) =>
        standing(entryOf(item), owner) === "ours" && (item.Status !== "Resolved" || news.status === "Resolved"),
      madeAt: (item) => item.CreatedTime,
      continueWith: (item) => bringInLine(api, item, news, context),
      release: async (item) => {
        await api.updateIfThere(item.OpsItemId!, { OperationalData: ownerData(owner, true) });
      },
      tooOld: (id) =>
        new Error(
          `OpsItem ${id} carries the owner of this resource and was made more than a day ago, so it is not what an ` +
            `interrupted run has left: take it over with adopt: "${id}", or resolve it, and run \`pulumi up\` again`,
        ),
    },
    context,
  );
}

/** Released ones, of which a resource may have many with `onDelete: "resolve"`, are known by the summary already. */
async function search(api: OpsItemApi, owner: Owner): Promise<string[]> {
  const items = await api.withDataContaining(owner.mark);
  return items.flatMap((item) => (standing(entryOf(item), owner) === "released" ? [] : (item.OpsItemId ?? [])));
}

export const apiFor = (props: Props, context: Context): OpsItemApi =>
  new OpsItemApi(context, String(props.region), props.accountId as string | undefined);

async function start(api: OpsItemApi, news: Props, count: number, context: Context): Promise<Started<Made>> {
  const made = await api.createUnlessThere(createRequest(news, context.owner, count));
  if (made.id !== undefined) return { made: true, result: await finish(api, made.id, made.arn, news, context) };
  if (count > 0 && hasOwnDedup(news)) {
    throw new Error(
      `OpsItem ${made.existing} has the dedup string of operationalData["${DEDUP}"] and is not this resource's: ` +
        `choose another string, resolve that item, or take it over with adopt: "${made.existing}"`,
    );
  }
  return { made: false, id: made.existing };
}

/** What CreateOpsItem does not take; then the item as it is. */
function finish(api: OpsItemApi, id: string, arn: string | undefined, news: Props, context: Context): Promise<Made> {
  const truth: Props = { ...news, ...addresses(api, id, arn, api.callerAccountIn(arn)), status: "Open" };
  return keeping(id, truth, async () => {
    truth.account ??= await context.clients.callerAccount(api.region);
    if (news.status !== undefined && news.status !== "Open") {
      await api.update(id, { Status: news.status as never });
      truth.status = news.status;
    }
    const item = await patiently(() => api.get(id), context);
    if (!item) throw new Error(`OpsItem ${id} was made, but AWS does not show it yet: run \`pulumi up\` again`);
    return { id, outs: outsOf(api, item, news, truth.account) };
  });
}

/** `ours`: no other resource can have made an item under that token. */
async function look(api: OpsItemApi, id: string, ours: boolean, context: Context): Promise<LiveItem | undefined> {
  const item = ours ? await patiently(() => api.get(id), context) : await api.get(id);
  if (item || !ours) return item;
  // Deleted, with its dedup string not yet free; or just made, and not yet shown. Only the first takes no write.
  if (!(await api.updateIfThere(id, { OperationalData: ownerData(context.owner) }))) return undefined;
  throw new Error(
    `OpsItem ${id} was made for this resource, but AWS does not show it yet: run \`pulumi up\` again later`,
  );
}

/** Undefined when the item takes no write any more, since it is being deleted. */
async function bringInLine(api: OpsItemApi, item: LiveItem, news: Props, context: Context): Promise<Made | undefined> {
  const id = item.OpsItemId!;
  const fixed = unchangeable(item, news);
  if (fixed.length > 0) {
    const where = news.adopt === undefined ? "" : "adopt: ";
    throw new Error(
      `${where}OpsItem ${id} differs from the program in ${fixed.join(", ")}, which AWS cannot change: ` +
        "make the program agree with it, or resolve it and run `pulumi up` again",
    );
  }
  const truth = { ...outsOf(api, item, news), ...(await declaredTags(api, id, news)) };
  const changed = new Set(
    diff(table, truth, news)
      .map(({ property }) => property)
      .filter((name) => name in news),
  );
  const request = updateRequest(truth, news, changed);
  const shown = [...changed].filter((name) => !table[name]?.hidden);
  const changing = shown.length > 0 ? `, changing ${shown.join(", ")}` : "";
  if (news.adopt !== undefined) context.progress(`adopting ${id}${changing}`);
  else context.warn(`an earlier run has made ${id} for this resource: continuing with it${changing}`);
  const data = { ...(request.OperationalData as object), ...ownerData(context.owner) };
  if (!(await api.updateIfThere(id, { ...request, OperationalData: data }))) return undefined;
  return keeping(id, truth, async () => {
    truth.account ??= await context.clients.callerAccount(api.region);
    await api.tags(id).change((truth as Props).tagsAll, news.tagsAll);
    return { id, outs: outsOf(api, (await api.get(id)) ?? item, news, truth.account) };
  });
}

/** Takes over an existing item, unless it is another resource's. */
export async function adopt(news: Props, context: Context): Promise<Made> {
  const { id, account } = parseReference(String(news.adopt));
  const api = apiFor(news, context);
  const item = await api.get(id);
  const caller = await context.clients.callerAccount(api.region);
  if (!item || (account && account !== (api.accountId ?? caller))) {
    const where = `${api.region} of account ${api.accountId ?? caller}`;
    throw new Error(
      `adopt: there is no OpsItem ${id} in ${where}: name another one, or drop \`adopt\` to have one made`,
    );
  }
  const another = anotherOwner(entryOf(item), context.owner);
  if (another) {
    throw new Error(
      `adopt: OpsItem ${id} belongs to ${another}. Nothing was changed. If that resource is no more, ` +
        "remove the entry pulumi-aws-ops/owner from the item's operational data and run `pulumi up` again",
    );
  }
  const made = await bringInLine(api, item, news, context);
  if (!made) throw new Error(`adopt: OpsItem ${id} is being deleted`);
  return made;
}
