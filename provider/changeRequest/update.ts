import type { AutomationApi } from "../automation/api";
import { isEnded } from "../automation/states";
import { assertAccount } from "../core/account";
import { isOutcome, isThere } from "../core/awsErrors";
import { fingerprintOf } from "../core/fingerprint";
import { type Context, keeping, type Made, type Props } from "../core/handler";
import { ownerOf } from "../core/identity";
import { anotherOwner, markKey, markValue, readMark, releasedKey } from "../core/mark";
import { patiently } from "../core/patiently";
import { diff } from "../core/properties/diff";
import { apiFor } from "./create";
import { notShownYet, wasNeverSeen } from "./notShown";
import { inputsIn, outsOf, withSecrets } from "./outs";
import { table } from "./properties";

/** Tags, of a request that has not ended, and owner; also finishes what a failed `create` has left. */
export async function update(id: string, olds: Props, outputs: Props, news: Props, context: Context): Promise<Made> {
  const api = apiFor(outputs, context);
  const changed = new Set(diff(table, olds, news).map(({ property }) => property));
  const { owner, tags, tagsAll } = outputs;
  const truth: Props = { ...carried(outputs, news), owner, tags, tagsAll };
  return keeping(id, truth, async () => {
    if (changed.has("owner")) await rename(api, id, olds, outputs, news, context);
    truth.owner = news.owner;
    if (changed.has("tagsAll") && !isEnded(outputs.status)) await changeTags(api, id, olds, outputs, news, context);
    Object.assign(truth, { tags: news.tags, tagsAll: news.tagsAll });
    if (!wasNeverSeen(outputs)) return { id, outs: { ...truth } };
    // An earlier run has failed after submitting it.
    const execution = await patiently(() => api.get(id), context);
    if (!execution) throw notShownYet(id);
    await assertNotReleased(api, id, context);
    const outs = outsOf(api.region, execution, news);
    return { id, outs: { ...outs, account: outs.account ?? (await context.clients.callerAccount(api.region)) } };
  });
}

async function changeTags(
  api: AutomationApi,
  id: string,
  olds: Props,
  outputs: Props,
  news: Props,
  context: Context,
): Promise<void> {
  const change = api.tags(id).change(olds.tagsAll, news.tagsAll);
  if (await isThere(change)) return;
  await assertAccount(outputs.account, api.region, `change request ${id}`, context.clients);
}

/** AWS may have answered a token with a request that was destroyed before it was ever shown. */
async function assertNotReleased(api: AutomationApi, id: string, { owner }: Context): Promise<void> {
  if (!readMark((await api.tags(id).list()) ?? {}, owner)?.released) return;
  throw new Error(
    `change request ${id} was destroyed before AWS had shown it, and is not what the program wants now: change ` +
      "`triggers` to submit a new one",
  );
}

/** Outputs with the inputs as the program has them now. */
function carried(outputs: Props, news: Props): Props {
  const reported = Object.fromEntries(Object.entries(outputs).filter(([name]) => !Object.hasOwn(table, name)));
  return withSecrets({ ...reported, ...inputsIn(news) });
}

/**
 * Under another name it needs another mark, or the next request of the old name would be taken for it. The old mark stays,
 * as one that was let go: its token is used up, which that next request must see.
 */
async function rename(api: AutomationApi, id: string, olds: Props, outputs: Props, news: Props, context: Context) {
  const { owner } = context;
  const tags = await api.tags(id).list();
  if (!tags) return assertAccount(outputs.account, api.region, `change request ${id}`, context.clients);
  const before = ownerOf(String(olds.owner));
  const another = anotherOwner(tags, before, owner);
  if (another) {
    throw new Error(
      `change request ${id} belongs to ${another} now, and was not changed: take this resource out of the program`,
    );
  }
  if (releasedKey(owner) in tags) await api.tags(id).remove([releasedKey(owner)]); // it has had this name before
  const known = readMark(tags, before) ??
    readMark(tags, owner) ?? { fingerprint: fingerprintOf(table, news), token: "unknown" };
  const mark = { [markKey(owner)]: markValue(known, owner) };
  const letGo = before.mark !== owner.mark && markKey(before) in tags ? { [releasedKey(before)]: "true" } : {};
  try {
    await api.tags(id).add({ ...mark, ...letGo });
  } catch (error) {
    if (!isOutcome(error, "full")) throw error;
    await api.tags(id).remove([markKey(before)]); // AWS takes no more tags: one goes, one comes
    await api.tags(id).add(mark);
  }
}
