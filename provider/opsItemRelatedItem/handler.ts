import { assertAccount } from "../core/account";
import { withAdoption } from "../core/adoption";
import { checkInputs } from "../core/checkInputs";
import { parseReference, regionToRead } from "../core/common";
import type { Handler } from "../core/handler";
import { diff } from "../core/properties/diff";
import { AssociationApi } from "./api";
import { adopt, createOnce, shown } from "./create";
import { isAnothers } from "./holders";
import { parseId } from "./id";
import { outsOf } from "./outs";
import { table } from "./properties";

export const opsItemRelatedItem: Handler = {
  kind: "OpsItemRelatedItem",
  properties: table,

  check: (olds, news, context) => checkInputs(table, olds, news, context),

  diff(id, oldInputs, _oldOutputs, news) {
    return withAdoption(diff(table, oldInputs, news), news, [id]);
  },

  create: (news, context) => (news.adopt === undefined ? createOnce(news, context) : adopt(news, context)),

  async read(reference, outputs, inputs, context) {
    const { id } = parseReference(reference);
    const region = await regionToRead("association", reference, outputs, context);
    const found = await new AssociationApi(context, region).get(parseId(id));
    if (!found) {
      await assertAccount(outputs?.account, region, `association ${id}`, context.clients);
      return undefined;
    }
    const account = outputs?.account ?? (await context.clients.callerAccount(region));
    return { id, outs: outsOf(found, inputs, { region, account }) };
  },

  // AWS can change nothing of it. What is left is what the resource is called, and what an earlier run has not seen.
  async update(id, _olds, outputs, news, context) {
    const { region, account, createdTime, adopt: _, ...known } = outputs;
    if (createdTime !== undefined) return { id, outs: { ...known, createdTime, account, ...news } };
    const api = new AssociationApi(context, String(region));
    return { id, outs: outsOf(await shown(api, id, context), news, { region: api.region, account }) };
  },

  async delete(id, outputs, context) {
    const api = new AssociationApi(context, String(outputs.region));
    await assertAccount(outputs.account, api.region, `association ${id}`, context.clients);
    if (isAnothers(id, context)) {
      context.warn(
        `association ${id} belongs to another resource of this program now: it was let go and left as it is`,
      );
      return;
    }
    await api.disassociate(parseId(id));
  },
};
