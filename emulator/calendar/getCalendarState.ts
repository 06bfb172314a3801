import type { GetCalendarStateRequest, GetCalendarStateResponse } from "@aws-sdk/client-ssm";
import { validationError } from "../documents/errors";
import type { Operation } from "../operation";
import { calendarState } from "./calendarState";

/** ISO 8601 with a date and, if there is one, a time; without an offset it is one in UTC. */
const form = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCalendarState.html */
export const getCalendarState: Operation<GetCalendarStateRequest, GetCalendarStateResponse> = (input, context) => {
  const { CalendarNames, AtTime = isoText(context.now) } = input;
  if (CalendarNames.length === 0) throw validationError("CalendarNames must name at least one calendar.");
  const { state, nextTransition } = calendarState(CalendarNames, instantIn(AtTime), context);
  return { State: state, AtTime, NextTransitionTime: nextTransition && isoText(nextTransition) };
};

function instantIn(text: string): Date {
  const [, date, time = "00:00", zone = "Z"] = form.exec(text) ?? [];
  const instant = new Date(`${date}T${time}${zone.replace(/^(...)(\d\d)$/, "$1:$2")}`);
  if (Number.isNaN(instant.getTime())) throw validationError(`AtTime '${text}' is not a time in ISO 8601 format.`);
  return instant;
}

function isoText(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}
