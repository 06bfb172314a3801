import type { CalendarEvent, Recurrence } from "../documents/content";
import { instantOf, type WallTime, wallTimeOf } from "./zones";

/** A stretch of time: from `start` on, until before `end`; milliseconds. */
export interface Span {
  start: number;
  end: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/** When an event takes place, as far as that touches the time from `from` until `to`. */
export function* occurrences({ start, end, recurrence }: CalendarEvent, from: number, to: number): Generator<Span> {
  if (!recurrence) {
    yield { start: start.getTime(), end: end.getTime() };
    return;
  }
  const { zone, count = Infinity, until } = recurrence;
  const first = wallTimeOf(start, zone);
  // Each occurrence lasts as long by the clock on the wall, whether or not summer time begins during it.
  const length = wallTimeOf(end, zone) - first;
  let seen = 0;
  for (const wall of wallTimes(first, recurrence)) {
    seen += 1;
    // Wall clocks differ from UTC by less than a day, which spares looking up the zone of far occurrences.
    if (seen > count || wall - dayMs > to) return;
    if (wall + length + dayMs < from) continue;
    const begins = instantOf(wall, zone);
    if (until && begins > until) return;
    yield { start: begins.getTime(), end: instantOf(wall + length, zone).getTime() };
  }
}

/** The beginnings of all occurrences, without an end. */
function* wallTimes(first: WallTime, recurrence: Recurrence): Generator<WallTime> {
  for (let step = 0; ; step += recurrence.interval) yield* steps[recurrence.frequency](first, step, recurrence);
}

/** The beginnings in the n-th day, week or month after the first. */
const steps: Record<Recurrence["frequency"], (first: WallTime, n: number, rule: Recurrence) => WallTime[]> = {
  DAILY: (first, n) => [first + n * dayMs],

  WEEKLY: (first, n, { weekdays, weekStart }) => {
    const own = new Date(first).getUTCDay();
    const inWeek = (weekday: number) => (weekday - weekStart + 7) % 7;
    const weekBegins = first + (n * 7 - inWeek(own)) * dayMs;
    const days = (weekdays ?? [own]).map(inWeek).sort();
    return days.map((day) => weekBegins + day * dayMs).filter((wall) => wall >= first);
  },

  // Months that lack the day are passed over.
  MONTHLY: (first, n) => {
    const date = new Date(first);
    const day = date.getUTCDate();
    date.setUTCMonth(date.getUTCMonth() + n);
    return date.getUTCDate() === day ? [date.getTime()] : [];
  },
};
