import { assertAccount } from "../core/account";
import { withAdoption } from "../core/adoption";
import { accountOfArn } from "../core/awsPartition";
import { checkInputs } from "../core/checkInputs";
import { regionToRead } from "../core/common";
import type { Context, Handler, Props } from "../core/handler";
import { anotherOwner, ownerSeen, readMark } from "../core/mark";
import { diff } from "../core/properties/diff";
import { adopt } from "./adopt";
import { IncidentApi } from "./api";
import { apiFor, createOnce } from "./create";
import { letGo } from "./letGo";
import { mayBeOthers, startedByAnother } from "./merging";
import { outsOf, sharedIn, wasNeverSeen, withSecrets } from "./outs";
import { table } from "./properties";
import { incidentArnIn } from "./reference";
import { comparedWith, goneButKept, update } from "./update";

export const incidentRecord: Handler = {
  kind: "IncidentRecord",
  properties: table,

  check: (olds, news, context) => checkInputs(table, olds, news, context),

  diff: (id, oldInputs, oldOutputs, news) =>
    withAdoption(diff(table, comparedWith(oldInputs, oldOutputs, news), news), news, [id], incidentArnIn),

  create: (news, context) => (news.adopt === undefined ? createOnce(news, context) : adopt(news, context)),

  async read(reference, outputs, inputs, context) {
    const arn = incidentArnIn(reference);
    if (!arn) throw new Error(`${reference} is not the ARN of an incident record`);
    const api = new IncidentApi(context, await regionToRead("incident", reference, outputs, context));
    const record = await api.get(arn);
    if (!record) {
      await assertAccount(outputs?.account, api.region, `incident ${arn}`, context.clients);
      if (!outputs || (!inputs && wasNeverSeen(outputs))) return undefined;
      context.warn(wasNeverSeen(outputs) ? `AWS does not show incident ${arn} yet` : goneButKept(arn));
      return { id: reference, outs: withSecrets(outputs), ...(inputs && { said: sharedIn(inputs) }) };
    }
    const [items, tags = {}] = await Promise.all([api.relatedItems(arn), api.tags(arn).list()]);
    if (outputs && inputs && wasNeverSeen(outputs) && readMark(tags, context.owner)?.released !== false) {
      // Whether it is this resource's is for the next update to find out.
      return { id: reference, outs: withSecrets(outputs), said: sharedIn(inputs) };
    }
    const outs = outsOf(api.region, { record, items, tags }, inputs, outputs?.account ?? accountOfArn(arn));
    if (!inputs) return { id: arn, outs };
    const owner = ownerSeen(`incident ${arn}`, tags, context);
    const putsBack = inputs.reconcile === true;
    return { id: reference, outs: { ...outs, owner }, said: sharedIn(inputs), putsBack };
  },

  update,

  async delete(arn, outputs, context) {
    const { clients, owner, warn } = context;
    const api = await apiThatKnows(arn, outputs, context);
    await assertAccount(outputs.account, api.region, `incident ${arn}`, clients);
    const tags = (await api.tags(arn).list()) ?? {};
    const record = wasNeverSeen(outputs) ? await api.get(arn) : undefined;
    if (record && mayBeOthers(record, tags, (await clients.caller(api.region)).arn, owner)) {
      throw startedByAnother(arn, record);
    }
    // An interrupted rename leaves both owners on it.
    const another = readMark(tags, owner)?.released === false ? undefined : anotherOwner(tags, owner);
    if (another) warn(`incident ${arn} belongs to ${another} now: it was let go and left as it is`);
    else await letGo(api, arn, outputs.onDelete, context);
  },
};

/** The region of the state may have left the replication set; the one that is configured by now is asked then. */
async function apiThatKnows(arn: string, outputs: Props, context: Context): Promise<IncidentApi> {
  const api = apiFor(outputs, context);
  const { region } = context.settings;
  if (region === undefined || region === api.region || (await api.get(arn))) return api;
  const other = new IncidentApi(context, region);
  return (await other.get(arn)) ? other : api;
}
