import { AutomationApi } from "../automation/api";
import { isEnded } from "../automation/states";
import { assertAccount } from "../core/account";
import { withAdoption } from "../core/adoption";
import { checkInputs } from "../core/checkInputs";
import { parseReference } from "../core/common";
import type { Handler, Made, Props } from "../core/handler";
import { diff } from "../core/properties/diff";
import { tagOuts } from "../core/tags";
import { adopt, executionIdOf } from "./adopt";
import { apiFor, createOnce } from "./create";
import { flagReleased, isThere, letGo } from "./letGo";
import { anotherOwner, releasedKey, withoutMarks } from "./mark";
import { outsOf, withSecrets } from "./outs";
import { table } from "./properties";
import { update } from "./update";

export const changeRequest: Handler = {
  kind: "ChangeRequest",
  properties: table,

  check: (olds, news, context) => checkInputs(table, olds, news, context),

  diff: (id, oldInputs, oldOutputs, news) =>
    withAdoption(diff(table, oldInputs, news), news, [id, oldOutputs.opsItemId]),

  create: (news, context) => (news.adopt === undefined ? createOnce(news, context) : adopt(news, context)),

  async read(reference, outputs, inputs, context): Promise<Made | undefined> {
    const { id: named, region: written } = parseReference(reference);
    if (isEnded(outputs?.status)) return { id: reference, outs: withSecrets({ ...outputs }) }; // history: nothing can be new about it
    const region = outputs?.region ?? written ?? context.settings.region ?? (await context.environmentRegion());
    if (!region) {
      throw new Error(
        `change request ${named}: no region is known; write it before the id, as in "eu-west-1/${named}"`,
      );
    }
    const api = new AutomationApi(context, String(region));
    const id = await executionIdOf(api, String(outputs?.automationExecutionId ?? named));
    const execution = id && (await api.get(id));
    if (!execution) {
      await assertAccount(outputs?.account, api.region, `change request ${named}`, context.clients);
      return outputs?.status === undefined ? undefined : forgotten(api, reference, outputs, context);
    }
    const item = execution.OpsItemId === undefined ? undefined : await api.opsItem(execution.OpsItemId);
    const outs = outsOf(api.region, execution, inputs, item);
    const hasTags = inputs ? inputs.tagsAll !== undefined && !isEnded(execution.AutomationExecutionStatus) : true;
    const tags = hasTags ? tagOuts(withoutMarks((await api.tags(id).list()) ?? {}), inputs) : {};
    return { id: inputs ? reference : id, outs: { ...outs, ...tags, account: outs.account ?? outputs?.account } };
  },

  update,

  async delete(id, outputs, context) {
    const api = apiFor(outputs, context);
    const what = `change request ${id}`;
    if (outputs.onDelete === "leave" || isEnded(outputs.status)) {
      const isKnown = await isThere(api.tags(id).add({ [releasedKey(context.owner)]: "true" }));
      return isKnown ? undefined : assertAccount(outputs.account, api.region, what, context.clients);
    }
    const execution = await api.get(id);
    if (!execution) {
      await assertAccount(outputs.account, api.region, what, context.clients);
      // One that AWS has never shown yet takes writes all the same.
      if (outputs.opsItemId === undefined && (await api.cancel(id)) !== "gone")
        await flagReleased(api, id, context.owner);
      return undefined;
    }
    const another = anotherOwner((await api.tags(id).list()) ?? {}, context.owner);
    if (another) {
      context.warn(`${what} belongs to ${another} now: it was let go and left as it is`);
      return undefined;
    }
    await letGo(api, id, outputs.onDelete === "cancelRunning", context, execution);
  },
};

/** AWS knows executions for 30 days, and their OpsItems for years. What happened stays in the state either way. */
async function forgotten(
  api: AutomationApi,
  id: string,
  outputs: Props,
  { warn }: { warn(text: string): void },
): Promise<Made> {
  const item = outputs.opsItemId === undefined ? undefined : await api.opsItem(String(outputs.opsItemId));
  const ended = item && isEnded(item.Status);
  if (!ended) {
    warn(`AWS does not know change request ${id} any more: it is kept in the state, and no new one is submitted`);
  }
  const times = item && { actualStartTime: item.ActualStartTime, actualEndTime: item.ActualEndTime };
  return { id, outs: withSecrets({ ...outputs, ...times, ...(ended && { status: item.Status }) }) };
}
