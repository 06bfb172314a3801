import type { AutomationExecution } from "@aws-sdk/client-ssm";
import type { AutomationApi } from "../automation/api";
import { isEnded, type Phase, phaseOf } from "../automation/states";
import type { Context } from "../core/handler";
import { flagReleased } from "../core/mark";

/**
 * Cancels a request whose runbook has not begun (or, if that is wished, runs), and lets it go. `execution`: as it is now.
 * Answers the phase in which it was.
 */
export async function letGo(
  api: AutomationApi,
  execution: AutomationExecution,
  alsoRunning: boolean,
  { owner }: Pick<Context, "owner">,
): Promise<Phase> {
  const { AutomationExecutionId: id = "", AutomationExecutionStatus: status } = execution;
  let phase = phaseOf(execution);
  if (phase === "running" && !alsoRunning) {
    throw new Error(
      `change request ${id} is ${status}: its runbook runs, and was not stopped. Wait for its end, or set onDelete to ` +
        '"cancelRunning" (stops it) or "leave" (lets it run) and run `pulumi up`, before a destroy too',
    );
  }
  if ((phase === "waiting" || phase === "running") && (await api.cancel(id)) === "hasEnded") {
    phase = "ended";
    await assertEnded(api, id);
  }
  await flagReleased(api.tags(id), owner);
  return phase;
}

/** AWS refuses to stop what has ended; were there another reason, the request would live on unseen. */
async function assertEnded(api: AutomationApi, id: string): Promise<void> {
  const status = (await api.get(id))?.AutomationExecutionStatus;
  if (status === undefined || isEnded(status) || status === "Cancelling") return;
  throw new Error(`change request ${id} is ${status}, and AWS refuses to cancel it: reject or stop it, and run again`);
}
