import type { AutomationExecution } from "@aws-sdk/client-ssm";
import type { AutomationApi } from "../automation/api";
import { isEnded, type Phase, phaseOf } from "../automation/states";
import { isOutcome } from "../core/awsErrors";
import type { Context } from "../core/handler";
import type { Owner } from "../core/identity";
import { releasedKey } from "./mark";

/** Says on a request that its resource has let it go. One that is gone needs no saying. */
export async function flagReleased(api: AutomationApi, id: string, owner: Owner): Promise<void> {
  await isThere(api.tags(id).add({ [releasedKey(owner)]: "true" }));
}

/** The same, telling whether AWS knows the request. */
export async function isThere(call: Promise<void>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (isOutcome(error, "gone")) return false;
    throw error;
  }
}

/**
 * Cancels a request whose runbook has not begun (or, if that is wished, runs), and lets it go. Answers the phase in
 * which it was.
 */
export async function letGo(
  api: AutomationApi,
  id: string,
  alsoRunning: boolean,
  { owner }: Pick<Context, "owner">,
  execution: AutomationExecution,
): Promise<Phase> {
  let phase = phaseOf(execution);
  if (phase === "running" && !alsoRunning) {
    throw new Error(
      `change request ${id} is ${execution.AutomationExecutionStatus}: its runbook runs, and was not stopped. Wait for ` +
        'its end, or set onDelete to "cancelRunning" (stops it) or "leave" (lets it run), and run again',
    );
  }
  if (phase === "waiting" || phase === "running") {
    if ((await api.cancel(id)) === "hasEnded") {
      phase = "ended";
      await assertEnded(api, id);
    }
  }
  await flagReleased(api, id, owner);
  return phase;
}

/** AWS refuses to stop what has ended; were there another reason, the request would live on unseen. */
async function assertEnded(api: AutomationApi, id: string): Promise<void> {
  const status = (await api.get(id))?.AutomationExecutionStatus;
  if (status === undefined || isEnded(status) || status === "Cancelling") return;
  throw new Error(`change request ${id} is ${status}, and AWS refuses to cancel it: reject or stop it, and run again`);
}
