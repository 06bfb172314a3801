import type { AutomationExecution } from "@aws-sdk/client-ssm";
import { AutomationApi } from "../automation/api";
import { executionIdOf } from "../automation/reference";
import { isChangeRequest, isEnded } from "../automation/states";
import { assertAccount } from "../core/account";
import { withAdoption } from "../core/adoption";
import { checkInputs } from "../core/checkInputs";
import { parseReference, regionToRead } from "../core/common";
import type { Context, Handler, Props } from "../core/handler";
import { anotherOwner, flagReleased, ownerSeen, withoutMarks } from "../core/mark";
import { diff } from "../core/properties/diff";
import { tagOuts } from "../core/tags";
import { adopt } from "./adopt";
import { apiFor, createOnce } from "./create";
import { letGo } from "./letGo";
import { wasNeverSeen } from "./notShown";
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

  async read(reference, outputs, inputs, context) {
    // What has ended is history: nothing can be new about it.
    if (isEnded(outputs?.status)) return { id: reference, outs: withSecrets({ ...outputs }) };
    const { id: named } = parseReference(reference);
    const api = new AutomationApi(context, await regionToRead("change request", reference, outputs, context));
    const id = await executionIdOf(api, String(outputs?.automationExecutionId ?? named));
    const execution = id && (await api.get(id));
    if (!execution) {
      await assertAccount(outputs?.account, api.region, `change request ${named}`, context.clients);
      return outputs?.status === undefined
        ? undefined
        : { id: reference, outs: await remembered(api, outputs, context) };
    }
    if (!isChangeRequest(execution)) throw new Error(`${id} is an automation, but no change request`);
    const item = execution.OpsItemId === undefined ? undefined : await api.opsItem(execution.OpsItemId);
    const outs = outsOf(api.region, execution, inputs, item);
    const account = outs.account ?? outputs?.account;
    return {
      id: inputs ? reference : id,
      outs: { ...outs, account, ...(await told(api, execution, inputs, context)) },
    };
  },

  update,

  async delete(id, outputs, context) {
    const { owner } = context;
    const api = apiFor(outputs, context);
    if (outputs.onDelete === "leave" || isEnded(outputs.status)) {
      if (!(await flagReleased(api.tags(id), owner))) await assertGone(id, outputs, api, context);
      return;
    }
    const another = anotherOwner((await api.tags(id).list()) ?? {}, owner);
    if (another) {
      context.warn(`change request ${id} belongs to ${another} now: it was let go and left as it is`);
      return;
    }
    const execution = await api.get(id);
    if (execution) {
      await letGo(api, execution, outputs.onDelete === "cancelRunning", context);
      return;
    }
    // One that AWS has never shown yet takes writes all the same.
    const isLive = wasNeverSeen(outputs) && (await api.cancel(id)) !== "gone";
    if (isLive) await flagReleased(api.tags(id), owner);
    else await assertGone(id, outputs, api, context);
  },
};

/** With the credentials of another account nothing is found, so without knowing the account nothing is called gone. */
async function assertGone(id: string, { account }: Props, { region }: AutomationApi, { clients }: Context) {
  await assertAccount(account, region, `change request ${id}`, clients);
  if (account) return;
  throw new Error(
    `AWS does not know change request ${id}, and it is not recorded in which account it was submitted: run again with ` +
      "the credentials of that account or, if the request is gone, take it out of the state with `pulumi state delete`",
  );
}

/** What the tags of a live request tell: the declared ones, and whether it still carries its owner. */
async function told(
  api: AutomationApi,
  { AutomationExecutionId: id = "", AutomationExecutionStatus: status }: AutomationExecution,
  inputs: Props | undefined,
  context: Context,
): Promise<Props> {
  if (inputs && isEnded(status)) return {};
  const tags = await api.tags(id).list();
  if (!tags) return {};
  const declared = tagOuts(withoutMarks(tags), inputs);
  return inputs ? { ...declared, owner: ownerSeen(`change request ${id}`, tags, context) } : declared;
}

/** AWS knows executions for 30 days, and their OpsItems for years. What happened stays in the state either way. */
async function remembered(api: AutomationApi, outputs: Props, { warn }: { warn(text: string): void }): Promise<Props> {
  const id = outputs.automationExecutionId;
  const item = outputs.opsItemId === undefined ? undefined : await api.opsItem(String(outputs.opsItemId));
  const ended = item && isEnded(item.Status);
  if (wasNeverSeen(outputs)) warn(`AWS does not show change request ${id} yet: it is kept in the state`);
  else if (!ended) {
    warn(`AWS does not know change request ${id} any more: it is kept in the state, and no new one is submitted`);
  }
  const times = item && { actualStartTime: item.ActualStartTime, actualEndTime: item.ActualEndTime };
  return withSecrets({ ...outputs, ...times, ...(ended && { status: item.Status }) });
}
