import { assertAccount } from "../core/account";
import { isOutcome, isThere } from "../core/awsErrors";
import { type Context, keeping, type Made, type Props } from "../core/handler";
import { type Owner, ownerOf } from "../core/identity";
import { anotherOwner, markKey, readMark, releasedKey } from "../core/mark";
import { patiently } from "../core/patiently";
import type { IncidentApi } from "./api";
import { apiFor } from "./create";
import { finish } from "./finish";
import { mayBeOthers, startedByAnother } from "./merging";
import { carried, notShownYet, outsOf, sharedIn, wasNeverSeen } from "./outs";
import { table } from "./properties";
import { changesOf, type Item } from "./relatedItems";
import { differing, fingerprint, markOf, updateRequest } from "./requests";

/** What the program is compared with: what it has said before or, where it puts back what people do, what is true. */
export const comparedWith = (said: Props, outputs: Props, news: Props): Props =>
  news.reconcile === true
    ? { ...said, ...Object.fromEntries(Object.keys(sharedIn(said)).map((name) => [name, outputs[name]])) }
    : said;

/** Sends what differs and no more; also finishes what a failed `create` has left. */
export async function update(arn: string, olds: Props, outputs: Props, news: Props, context: Context): Promise<Made> {
  const api = apiFor(news, context);
  const from = comparedWith(olds, outputs, news);
  const changed = differing(from, news);
  const truth: Props = { ...carried(outputs, news), owner: outputs.owner, region: outputs.region };
  const said = sharedIn(olds);
  const work = async (): Promise<Made> => {
    if (wasNeverSeen(outputs)) {
      return (await complete(api, arn, news, String(outputs.account), context)) ?? isGone();
    }
    if (changed.has("region") && !(await isThereIn(api, arn, outputs, context))) return isGone();
    truth.region = news.region;
    if (changed.has("owner") && !(await rename(api, arn, olds, news, context))) return isGone();
    truth.owner = news.owner;
    const request = updateRequest(news, changed);
    if (!(await api.update(arn, request))) return isGone();
    for (const name of Object.keys(request)) truth[name] = said[name] = news[name];
    if (changed.has("relatedItems")) {
      const done = (items: Item[]) => {
        truth.relatedItems = said.relatedItems = items;
      };
      if (!(await changeItems(api, arn, from.relatedItems, news.relatedItems, done))) return isGone();
    }
    if (changed.has("tagsAll")) {
      if (!(await isThere(api.tags(arn).change(from.tagsAll, news.tagsAll)))) return isGone();
      for (const object of [truth, said]) Object.assign(object, { tags: news.tags, tagsAll: news.tagsAll });
    }
    if (isLocal(changed)) return { id: arn, outs: truth, said: sharedIn(news) };
    const outs = await outsNow(api, arn, news, truth);
    return outs ? { id: arn, outs, said: sharedIn(news) } : isGone();
  };
  /** An incident that is gone has happened all the same. */
  const isGone = async (): Promise<Made> => {
    await assertAccount(outputs.account, api.region, `incident ${arn}`, context.clients);
    context.warn(`${goneButKept(arn)}, and what has changed in the program was not sent`);
    return { id: arn, outs: { ...carried(outputs, news), ...sharedIn(news) }, said: sharedIn(news) };
  };
  return keeping(arn, truth, work, said);
}

/** Without any change there is something to finish: then AWS is asked. */
const isLocal = (changed: ReadonlySet<string>): boolean =>
  changed.size > 0 && [...changed].every((name) => table[name]?.local && name !== "region" && name !== "tagsAll");

export const goneButKept = (arn: string): string =>
  `AWS does not know incident ${arn} any more: it is kept in the state, no new one is started`;

/** What an earlier run has started and never seen. */
async function complete(
  api: IncidentApi,
  arn: string,
  news: Props,
  account: string,
  context: Context,
): Promise<Made | undefined> {
  const record = await patiently(() => api.get(arn), context);
  if (!record && (await api.takesWrites(arn))) throw notShownYet(arn);
  if (!record) return undefined;
  const tags = (await api.tags(arn).list()) ?? {};
  const another = anotherOwner(tags, context.owner);
  if (another) throw belongsToAnother(arn, another);
  if (readMark(tags, context.owner)?.released || Object.hasOwn(tags, releasedKey(context.owner))) throw wasLetGo(arn);
  const { arn: caller } = await context.clients.caller(api.region);
  if (mayBeOthers(record, tags, caller, context.owner)) throw startedByAnother(arn, record);
  const mark = readMark(tags, context.owner) ?? { fingerprint: fingerprint(news), token: "unknown" };
  return finish(api, { arn, record, tags, mark, isNew: false }, news, account, context);
}

/** AWS has answered a token with an incident that was destroyed, and the call that would have told so has failed. */
const wasLetGo = (arn: string): Error =>
  new Error(
    `incident ${arn} was destroyed before, and is not what the program wants now: destroy it again, or change \`triggers\`, to start a new one`,
  );

const belongsToAnother = (arn: string, another: string): Error =>
  new Error(`incident ${arn} belongs to ${another} now, and was not changed: take this resource out of the program`);

/** Calls in a region that is none of the replication set find nothing, and would take the incident for gone. */
async function isThereIn(api: IncidentApi, arn: string, outputs: Props, context: Context): Promise<boolean> {
  if (await api.get(arn)) return true;
  if (!(await apiFor(outputs, context).get(arn))) return false;
  throw new Error(
    `region: there is no incident ${arn} in ${api.region}: it must be a region of the replication set, and nothing was changed`,
  );
}

/** Under another name it needs another mark; false where AWS does not know it. */
async function rename(api: IncidentApi, arn: string, olds: Props, news: Props, context: Context): Promise<boolean> {
  const { owner } = context;
  const tags = await api.tags(arn).list();
  if (!tags) return false;
  const before = ownerOf(String(olds.owner));
  const another = anotherOwner(tags, before, owner);
  if (another) throw belongsToAnother(arn, another);
  const known = readMark(tags, before) ?? readMark(tags, owner) ?? { fingerprint: fingerprint(news), token: "unknown" };
  const old = before.mark === owner.mark ? [] : marksOf(before);
  const stale = [...old, releasedKey(owner)].filter((key) => key in tags);
  try {
    await api.tags(arn).add(markOf(known, context));
    await api.tags(arn).remove(stale);
  } catch (error) {
    if (!isOutcome(error, "full")) throw error;
    await api.tags(arn).remove(stale); // AWS takes no more tags: one goes, one comes
    await api.tags(arn).add(markOf(known, context));
  }
  return true;
}

const marksOf = (owner: Owner): string[] => [markKey(owner), releasedKey(owner)];

/**
 * One after the other, as AWS takes them; `done` is told what there is after each. False where something is to be added to
 * an incident that is gone.
 */
async function changeItems(
  api: IncidentApi,
  arn: string,
  olds: unknown,
  news: unknown,
  done: (items: Item[]) => void,
): Promise<boolean> {
  let items = (olds ?? []) as Item[];
  const { gone, added } = changesOf(items, (news ?? []) as Item[]);
  for (const identifier of gone) {
    // No such item, or no such incident.
    if (!(await api.removeItem(arn, identifier)) && !(await api.get(arn))) return false;
    items = items.filter((item) => item.identifier !== identifier);
    done(items);
  }
  for (const item of added) {
    if (!(await api.addItem(arn, item))) return false;
    items = [...items, item];
    done(items);
  }
  return true;
}

async function outsNow(api: IncidentApi, arn: string, news: Props, { account }: Props): Promise<Props | undefined> {
  const record = await api.get(arn);
  if (!record) return undefined;
  const [items, tags] = await Promise.all([api.relatedItems(arn), news.tagsAll ? api.tags(arn).list() : {}]);
  return outsOf(api.region, { record, items, tags: tags ?? {} }, news, account);
}
