import type { AutomationApi } from "../automation/api";
import { isEnded } from "../automation/states";
import { assertAccount } from "../core/account";
import { type Context, keeping, type Made, type Props } from "../core/handler";
import { ownerOf } from "../core/identity";
import { patiently } from "../core/patiently";
import { diff } from "../core/properties/diff";
import { apiFor } from "./create";
import { isThere } from "./letGo";
import { anotherOwner, fingerprintOf, markKey, markValue, readMark, releasedKey } from "./mark";
import { inputsIn, outsOf, withSecrets } from "./outs";
import { table } from "./properties";

/** Tags and owner, of a request that has not ended; also finishes what a failed `create` has left. */
export async function update(id: string, olds: Props, outputs: Props, news: Props, context: Context): Promise<Made> {
  const api = apiFor(outputs, context);
  const changed = new Set(diff(table, olds, news).map(({ property }) => property));
  const { owner, tags, tagsAll } = outputs;
  const truth: Props = { ...carried(outputs, news), owner, tags, tagsAll };
  return keeping(id, truth, async () => {
    if (changed.has("owner")) await rename(api, id, olds, outputs, news, context);
    truth.owner = news.owner;
    if (changed.has("tagsAll") && !isEnded(outputs.status)) {
      const changes = api.tags(id).change(olds.tagsAll, news.tagsAll);
      if (!(await isThere(changes)))
        await assertAccount(outputs.account, api.region, `change request ${id}`, context.clients);
    }
    Object.assign(truth, { tags: news.tags, tagsAll: news.tagsAll });
    // Without its OpsItem it was never seen: an earlier run has failed after submitting it.
    if (outputs.opsItemId !== undefined) return { id, outs: { ...truth } };
    const execution = await patiently(() => api.get(id), context);
    if (!execution) {
      throw new Error(
        `change request ${id} was submitted, but AWS does not show it yet: run \`pulumi up\` again later`,
      );
    }
    const outs = outsOf(api.region, execution, news);
    return { id, outs: { ...outs, account: outs.account ?? (await context.clients.callerAccount(api.region)) } };
  });
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
    readMark(tags, owner) ?? { fingerprint: fingerprintOf(news), token: "unknown" };
  const letGo = before.mark !== owner.mark && markKey(before) in tags ? { [releasedKey(before)]: "true" } : {};
  await api.tags(id).add({ [markKey(owner)]: markValue(known, owner), ...letGo });
}
