import type { AutomationExecution } from "@aws-sdk/client-ssm";
import type { AutomationApi } from "../automation/api";
import { isKnown } from "../automation/states";
import { type Context, type Props, Unfinished } from "../core/handler";
import { patiently } from "../core/patiently";
import { addresses } from "./outs";
import { knownTags } from "./sentTags";

/** AWS may show a request late that it has accepted. Such a one must be neither forgotten nor submitted again. */

export const notShownYet = (id: string): Error =>
  new Error(`change request ${id} was submitted, but AWS does not show it yet: run \`pulumi up\` again in a minute`);

/** A request that certainly was there: as its execution or, where that is not shown, as its OpsItem tells it. */
export async function shown(api: AutomationApi, id: string, context: Context): Promise<AutomationExecution> {
  const execution = await patiently(() => api.get(id), context);
  if (execution) return execution;
  const item = await api.opsItemOf(id);
  if (!item) throw notShownYet(id);
  const { Status, OpsItemId, CreatedTime } = item;
  return {
    AutomationExecutionId: id,
    AutomationExecutionStatus: (isKnown(Status)
      ? Status
      : "Pending") as AutomationExecution["AutomationExecutionStatus"],
    OpsItemId,
    ExecutionStartTime: CreatedTime,
  };
}

/** Looks at a request whose id AWS has just told, so that no failure in it can lose the id, nor whose the request is. */
export async function firstLook<T>(id: string, news: Props, { clients }: Context, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    const account = await clients.callerAccount(String(news.region)).catch(() => undefined);
    throw new Unfinished(id, unseen(id, news, account), error);
  }
}

/** What is known of a request that was never seen. */
const unseen = (id: string, news: Props, account: string | undefined): Props => ({
  ...news,
  ...addresses(String(news.region), id, account),
  ...knownTags(news, {}),
  status: "Pending",
});

/** Whether a request of the state was never seen: all that were seen have an OpsItem. */
export const wasNeverSeen = (outputs: Props): boolean => outputs.opsItemId === undefined;
