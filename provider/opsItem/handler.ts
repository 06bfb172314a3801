import { assertAccount } from "../core/account";
import { withAdoption } from "../core/adoption";
import { accountOfArn } from "../core/awsPartition";
import { checkInputs } from "../core/checkInputs";
import { parseReference, regionToRead } from "../core/common";
import type { Context, Failure, Handler, Props } from "../core/handler";
import { anotherOwner, disowned, readEntry, standing } from "../core/identity";
import { diff } from "../core/properties/diff";
import { isUnknown } from "../core/unknown";
import { type LiveItem, OpsItemApi } from "./api";
import { adopt, apiFor, createOnce } from "./create";
import { declaredTags, outsOf } from "./outs";
import { table } from "./properties";
import { entryOf, hasOwnDedup, ownerData } from "./requests";
import { update } from "./update";

export const opsItem: Handler = {
  kind: "OpsItem",
  properties: table,

  async check(olds, news, context) {
    const { inputs, failures } = await checkInputs(table, olds, news, context);
    const limits = context.settings.validation ? documentedRules(inputs) : [];
    return { inputs, failures: [...failures, ...ownRules(inputs), ...limits] };
  },

  diff(id, oldInputs, _oldOutputs, news) {
    return withAdoption(diff(table, oldInputs, news), news, [id]);
  },

  create: (news, context) => (news.adopt === undefined ? createOnce(news, context) : adopt(news, context)),

  async read(reference, outputs, inputs, context) {
    const { id, account } = parseReference(reference);
    const region = await regionToRead("OpsItem", reference, outputs, context);
    // What is only read may be in another account; its ARN says so, as it was given or as it was read before.
    const home = inputs ? outputs?.accountId : (account ?? accountOfArn(outputs?.opsItemArn as string | undefined));
    const caller = outputs?.account ?? (account && (await context.clients.callerAccount(region)));
    const api = new OpsItemApi(context, region, home === caller ? undefined : (home as string | undefined));
    const item = await api.get(id);
    if (!item) {
      await assertAccount(outputs?.account, api.region, `OpsItem ${id}`, context.clients);
      return undefined;
    }
    const tags = await declaredTags(api, id, inputs);
    const owner = inputs && { owner: ownerSeen(item, id, context) };
    return { id, outs: { ...outsOf(api, item, inputs, caller), ...tags, ...owner } };
  },

  update,

  async delete(id, outputs, context) {
    const api = apiFor(outputs, context);
    await assertAccount(outputs.account, api.region, `OpsItem ${id}`, context.clients);
    const item = await api.get(id);
    const another = item && anotherOwner(entryOf(item), context.owner);
    if (another) {
      context.warn(`OpsItem ${id} belongs to ${another} now: it was let go and left as it is`);
      return;
    }
    const resolves = api.accountId !== undefined || outputs.onDelete === "resolve";
    // AWS frees a dedup string only when the item is resolved, and the program's own one may be wanted again at once.
    const status = resolves || hasOwnDedup(outputs) ? { Status: "Resolved" as const } : {};
    await api.updateIfThere(id, { ...status, OperationalData: ownerData(context.owner, true) });
    if (resolves) return;
    try {
      await api.delete(id);
    } catch (error) {
      // It stays the resource's, so it must say so again.
      const before = { Status: item?.Status, OperationalData: ownerData(context.owner) };
      await api.updateIfThere(id, before).catch(() => {});
      throw error;
    }
  },
};

/**
 * The owner as the item tells it, so that a refresh shows what has happened to it and `update` writes it again: somebody
 * has removed it, or a deletion was begun and not ended. An item of another resource is not taken back.
 */
function ownerSeen(item: LiveItem, id: string, context: Context): string {
  const entry = entryOf(item);
  if (standing(entry, context.owner) === "ours") return context.owner.text;
  const another = anotherOwner(entry, context.owner);
  if (!another) return disowned(context.owner, readEntry(entry) !== undefined);
  context.warn(`OpsItem ${id} belongs to ${another} now: take this resource out of the program`);
  return context.owner.text;
}

/** Rules of our own that concern several properties. */
function* ownRules({ accountId, onDelete }: Props): Generator<Failure> {
  if (accountId !== undefined && !isUnknown(accountId) && onDelete === "delete") {
    yield { path: "onDelete", reason: 'must be "resolve" with accountId: AWS deletes no item of another account' };
  }
}

/** Rules of AWS that concern several properties. */
function* documentedRules({ accountId, opsItemType, notifications, region }: Props): Generator<Failure> {
  const elsewhere = accountId !== undefined && !isUnknown(accountId);
  if (elsewhere && (opsItemType ?? "/aws/issue") !== "/aws/issue" && !isUnknown(opsItemType)) {
    yield { path: "opsItemType", reason: "must be /aws/issue with accountId: AWS makes no other in another account" };
  }
  if (isUnknown(region) || !Array.isArray(notifications)) return;
  for (const [index, topic] of notifications.entries()) {
    const ofTopic = /^arn:[^:]*:sns:([^:]+):/.exec(String((topic as Props | null)?.arn))?.[1];
    if (ofTopic && ofTopic !== region) {
      yield { path: `notifications[${index}].arn`, reason: "must be a topic in the region of the item" };
    }
  }
}
