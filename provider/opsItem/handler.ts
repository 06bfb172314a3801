import { assertAccount } from "../core/account";
import { checkInputs } from "../core/checkInputs";
import { parseReference } from "../core/common";
import type { Failure, Handler, Props } from "../core/handler";
import { diff } from "../core/properties/diff";
import { isUnknown } from "../core/unknown";
import { OpsItemApi } from "./api";
import { adopt, apiFor, createOnce } from "./create";
import { outsOf, tagOuts } from "./outs";
import { table } from "./properties";
import { hasOwnDedup, ownerData } from "./requests";
import { update } from "./update";

export const opsItem: Handler = {
  kind: "OpsItem",
  properties: table,

  async check(olds, news, context) {
    const { inputs, failures } = await checkInputs(table, olds, news, context);
    return { inputs, failures: context.settings.validation ? [...failures, ...rulesAcross(inputs)] : failures };
  },

  diff: (id, oldInputs, _oldOutputs, news) =>
    diff(table, oldInputs, news).flatMap((change) => {
      if (change.property !== "adopt") return [change];
      // The item stays when the property goes; only naming another item is a change.
      const stays =
        news.adopt === undefined || (!isUnknown(news.adopt) && parseReference(String(news.adopt)).id === id);
      return stays ? [] : [{ ...change, replaces: true }];
    }),

  create: (news, context) => (news.adopt === undefined ? createOnce(news, context) : adopt(news, context)),

  async read(reference, outputs, inputs, context) {
    const { id, region: named } = parseReference(reference);
    const region = outputs?.region ?? named ?? context.settings.region ?? (await context.environmentRegion());
    if (!region) throw new Error(`OpsItem ${id}: no region is known; write it before the id, as in "eu-west-1/${id}"`);
    const api = new OpsItemApi(context, String(region), outputs?.accountId as string | undefined);
    const item = await api.get(id);
    if (!item) {
      await assertAccount(outputs?.account, api.region, `OpsItem ${id}`, context.clients);
      return undefined;
    }
    const wantsTags = inputs === undefined || inputs.tagsAll !== undefined;
    const tags = wantsTags ? tagOuts(await api.tags(id), inputs) : {};
    return { id, outs: { ...outsOf(api, item, inputs, outputs?.account), ...tags } };
  },

  update,

  async delete(id, outputs, context) {
    const api = apiFor(outputs, context);
    await assertAccount(outputs.account, api.region, `OpsItem ${id}`, context.clients);
    const resolves = (outputs.onDelete ?? (api.accountId ? "resolve" : "delete")) === "resolve";
    // AWS frees a dedup string only when the item is resolved, and the program's own one may be wanted again at once.
    const status = resolves || hasOwnDedup(outputs) ? { Status: "Resolved" as const } : {};
    await api.updateIfThere(id, { ...status, OperationalData: ownerData(context.owner, true) });
    if (!resolves) await api.delete(id);
  },
};

/** Rules that concern several properties. */
function* rulesAcross({ accountId, onDelete, opsItemType, notifications, region }: Props): Generator<Failure> {
  const elsewhere = accountId !== undefined && !isUnknown(accountId);
  if (elsewhere && onDelete === "delete") {
    yield { path: "onDelete", reason: 'must be "resolve" with accountId: AWS deletes no item of another account' };
  }
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
