import { settle } from "../changeRequest/life";
import { isChangeRequest } from "../changeRequest/record";
import type { Place } from "../world";
import type { AutomationRecord } from "./record";

/** How long AWS remembers an execution that has ended. */
const historyMs = 30 * 24 * 60 * 60 * 1000;

/** Lets everything happen in a place that was due by a moment, which includes that old executions are forgotten. */
export function passTime({ automations }: Place, until: Date): void {
  for (const record of automations.values()) if (isChangeRequest(record)) settle(record, until);
  for (const [id, record] of automations) if (isForgotten(record, until)) automations.delete(id);
}

function isForgotten({ execution: { ExecutionEndTime: end } }: AutomationRecord, now: Date): boolean {
  return end !== undefined && now.getTime() >= end.getTime() + historyMs;
}
