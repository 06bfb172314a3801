import type { Calendar, CalendarEvent } from "../documents/content";
import { invalidContent } from "../documents/errors";
import type { Answers } from "../openQuestions";
import { type Component, lineOf, parseCalendar } from "./lines";
import { recurrenceOf } from "./recurrence";
import { instantOfTime, timeOf } from "./times";

const types: Record<string, Calendar["defaultState"]> = { DEFAULT_OPEN: "OPEN", DEFAULT_CLOSED: "CLOSED" };

/** Lines that change when an event takes place, in ways that Change Calendar or the emulator does not know. */
const unsupported = ["DURATION", "EXDATE", "EXRULE", "RDATE", "RECURRENCE-ID"];

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Reads an iCalendar text as Change Calendar keeps it.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-change-calendar.html
 */
export function readCalendar(text: string, answers: Answers): { content: Calendar; description?: string } {
  const calendar = parseCalendar(text);
  const type = lineOf(calendar, "X-CALENDAR-TYPE")?.value.trim() ?? "";
  const defaultState = Object.hasOwn(types, type) ? types[type] : undefined;
  if (!defaultState) throw invalidContent(`X-CALENDAR-TYPE must be one of ${Object.keys(types).join(", ")}.`);
  const events = calendar.components.filter(({ name }) => name === "VEVENT");
  const zone = (answers.floatingTimes === "calendarZone" && lineOf(calendar, "X-WR-TIMEZONE")?.value.trim()) || "UTC";
  return {
    content: { kind: "calendar", defaultState, events: events.map((event) => eventOf(event, zone)) },
    description: lineOf(calendar, "X-WR-CALDESC")?.value,
  };
}

function eventOf(component: Component, ownZone: string): CalendarEvent {
  const beyond = component.lines.find(({ name }) => unsupported.includes(name));
  if (beyond) throw invalidContent(`VEVENT: ${beyond.name} is not supported.`);
  const startLine = lineOf(component, "DTSTART");
  if (!startLine) throw invalidContent("VEVENT: DTSTART is required.");
  const startTime = timeOf(startLine, ownZone);
  const start = instantOfTime(startTime);
  const endLine = lineOf(component, "DTEND");
  if (!endLine && !startTime.isDate) throw invalidContent("VEVENT: DTEND is required, except with a date as DTSTART.");
  const endTime = endLine ? timeOf(endLine, ownZone) : { ...startTime, wall: startTime.wall + dayMs };
  const end = instantOfTime(endTime);
  if (end <= start) throw invalidContent("VEVENT: DTEND must be later than DTSTART.");
  const rule = lineOf(component, "RRULE");
  return { start, end, recurrence: rule && recurrenceOf(rule, startTime) };
}
