import { calendarState } from "../calendar/calendarState";
import type { ChangeRequestRecord } from "./record";

/**
 * The first moment, from one on and up to another, at which the calendars let the runbook of a request run. Requests of
 * emergency templates pay them no heed. Throws when a calendar is none.
 */
export function opensAt({ template, submission }: ChangeRequestRecord, from: Date, until: Date): Date | undefined {
  const { checkedCalendars } = submission.world.changeManager;
  if (template.emergencyChange || checkedCalendars.length === 0) return from;
  let at: Date | undefined = from;
  while (at && at <= until) {
    const { state, nextTransition } = calendarState(checkedCalendars, at, submission);
    if (state === "OPEN") return at;
    at = nextTransition;
  }
  return undefined;
}
