import type { IncidentRecord, RelatedItem } from "@aws-sdk/client-ssm-incidents";
import { type Context, keeping, type Made, type Props } from "../core/handler";
import { disowned } from "../core/identity";
import { releasedKey } from "../core/mark";
import { patiently } from "../core/patiently";
import type { IncidentApi } from "./api";
import { outsOf, sharedIn } from "./outs";
import { changesOf, declaredAmong, type Item, parentIn } from "./relatedItems";
import { differing, markOf, updateRequest } from "./requests";

/** An incident that is to become what the program says. */
export interface Begun {
  arn: string;
  record: IncidentRecord;
  tags: Record<string, string>;
  /** What its mark is to tell. */
  mark: { fingerprint: string; token: string };
  /** Started just now, with all that StartIncident takes. */
  isNew: boolean;
}

/** Says whose it is, and sends what it is not yet; then the incident as it is. */
export function finish(api: IncidentApi, begun: Begun, news: Props, account: string, context: Context): Promise<Made> {
  const { arn, record, tags, mark, isNew } = begun;
  const { owner } = context;
  const declared = (news.relatedItems ?? []) as Item[];
  const truth: Props = {
    ...outsOf(api.region, { record, items: [], tags }, news, account),
    owner: disowned(owner, false),
    relatedItems: isNew ? news.relatedItems : undefined,
  };
  return keeping(arn, truth, async () => {
    const { [releasedKey(owner)]: _, ...kept } = tags;
    await api.tags(arn).change(tags, { ...kept, ...markOf(mark, context), ...(news.tagsAll as object) });
    Object.assign(truth, { owner: owner.text, tags: news.tags, tagsAll: news.tagsAll });
    const request = updateRequest(news, toSend(record, truth, news));
    if (!(await api.update(arn, request))) throw wasDeleted(arn);
    for (const name of Object.keys(request)) truth[name] = news[name];
    const { gone, added } = changesOf(
      isNew ? declared : declaredAmong(declared, await api.relatedItems(arn)),
      declared,
    );
    for (const identifier of gone) await api.removeItem(arn, identifier);
    for (const item of added) if (!(await api.addItem(arn, item))) throw wasDeleted(arn);
    const items = await itemsOf(api, arn, isNew, context);
    const now = (await api.get(arn)) ?? record;
    const live = { record: now, items, tags: (news.tagsAll ?? {}) as Record<string, string> };
    return { id: arn, outs: outsOf(api.region, live, news, account), said: sharedIn(news) };
  });
}

/** What has been resolved stays so: that is its responders' to say. */
function toSend({ status }: IncidentRecord, truth: Props, news: Props): Set<string> {
  const wanted: Props = status === "RESOLVED" ? { ...news, status: undefined } : news;
  return new Set([...differing(sharedIn(truth), sharedIn(wanted))].filter((name) => wanted[name] !== undefined));
}

/** Incident Manager adds the parent OpsItem a moment after the start. */
async function itemsOf(api: IncidentApi, arn: string, isNew: boolean, context: Context): Promise<RelatedItem[]> {
  let items: RelatedItem[] = [];
  const look = async () => {
    items = await api.relatedItems(arn);
    return isNew ? parentIn(items) : "";
  };
  await patiently(look, context);
  return items;
}

const wasDeleted = (arn: string) =>
  new Error(`incident ${arn} was deleted while it was begun: it is kept in the state, and nothing more is sent`);
