import type { Calendar } from "../documents/content";
import { invalidDocument } from "../documents/errors";
import { findDocument } from "../documents/find";
import { AwsError } from "../errors";
import type { Context } from "../operation";
import { occurrences, type Span } from "./occurrences";

export interface CalendarState {
  state: "OPEN" | "CLOSED";
  /** When the state changes next; absent when it never does. */
  nextTransition?: Date;
}

const dayMs = 24 * 60 * 60 * 1000;

/** How far to look for the next change: first near, since most come soon, and at last so far that none will come. */
const horizonsDays = [40, 400, 8000];

/** Whether all calendars (names or ARNs) are open at a time, and when that changes. */
export function calendarState(names: string[], at: Date, context: Context): CalendarState {
  const calendars = names.map((name) => calendarNamed(name, context));
  const from = at.getTime();
  let state: CalendarState["state"] = "OPEN";
  for (const days of horizonsDays) {
    const to = from + days * dayMs;
    const closed = joined(calendars.flatMap((calendar) => closedSpans(calendar, from, to)));
    const current = closed.find(({ start, end }) => start <= from && from < end);
    state = current ? "CLOSED" : "OPEN";
    const next = current ? current.end : closed.find(({ start }) => start > from)?.start;
    if (next !== undefined && next < to) return { state, nextTransition: new Date(next) };
  }
  return { state };
}

function calendarNamed(name: string, context: Context): Calendar {
  const version = context.world.answers.calendarVersion === "latest" ? "$LATEST" : "$DEFAULT";
  const found = findDocument(name, version, context);
  if (typeof found === "string") throw invalidDocument(name);
  const { content } = found.version;
  if (content.kind === "calendar") return content;
  throw new AwsError("InvalidDocumentType", `Document ${name} is not of type ChangeCalendar.`);
}

function closedSpans({ defaultState, events }: Calendar, from: number, to: number): Span[] {
  const spans = joined(events.flatMap((event) => [...occurrences(event, from, to)]));
  return defaultState === "OPEN" ? spans : between(spans);
}

/** The same time in as few spans as possible, in order. */
function joined(spans: Span[]): Span[] {
  const result: Span[] = [];
  for (const { start, end } of spans.sort((one, other) => one.start - other.start)) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** The time outside of joined spans. */
function between(spans: Span[]): Span[] {
  const starts = [-Infinity, ...spans.map(({ end }) => end)];
  const ends = [...spans.map(({ start }) => start), Infinity];
  return starts.map((start, index) => ({ start, end: ends[index] as number }));
}
