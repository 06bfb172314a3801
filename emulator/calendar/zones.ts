/**
 * A time of day in no particular zone, as the milliseconds that it would have in UTC: what a wall clock shows, which is
 * what calendars repeat.
 */
export type WallTime = number;

/** The instant at which a wall clock of a time zone shows a time. */
export function instantOf(wall: WallTime, zone: string): Date {
  const guess = wall - offset(wall, zone);
  // Across a change to or from summer time the offset at the first guess may be the wrong one.
  return new Date(wall - offset(guess, zone));
}

export function wallTimeOf(instant: Date, zone: string): WallTime {
  return instant.getTime() + offset(instant.getTime(), zone);
}

export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** How far, in milliseconds, a zone's clocks are ahead of UTC at an instant. */
function offset(instant: number, zone: string): number {
  if (zone === "UTC") return 0;
  const parts = formatOf(zone).formatToParts(instant);
  const [year, month, day, hour, minute, second] = ["year", "month", "day", "hour", "minute", "second"].map((type) =>
    Number(parts.find((part) => part.type === type)?.value),
  ) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const numeric = "numeric";
  const known =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
  formats.set(timeZone, known);
  return known;
}
