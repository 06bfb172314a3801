import { invalidContent } from "../documents/errors";
import type { Line } from "./lines";
import { instantOf, isZone, type WallTime } from "./zones";

/** A date or time as a calendar writes it. */
export interface CalendarTime {
  wall: WallTime;
  zone: string;
  /** A whole day, not a time of one. */
  isDate: boolean;
}

const form = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/;

/** The time of a line; one that names no zone lies in `ownZone`. */
export function timeOf({ name, parameters, value }: Line, ownZone: string): CalendarTime {
  const [, year, month, day, hour, minute = "00", second = "00", utc] = form.exec(value.trim()) ?? [];
  const text = `${year}-${month}-${day}T${hour ?? "00"}:${minute}:${second}.000Z`;
  const wall = Date.parse(text);
  // Date.parse takes 30 February for 2 March.
  if (Number.isNaN(wall) || new Date(wall).toISOString() !== text) {
    throw invalidContent(`${name}: '${value}' is no date or time.`);
  }
  const zone = utc ? "UTC" : (parameters.TZID ?? ownZone);
  if (!isZone(zone)) throw invalidContent(`${name}: the emulator does not know the time zone '${zone}'.`);
  return { wall, zone, isDate: hour === undefined };
}

export function instantOfTime({ wall, zone }: CalendarTime): Date {
  return instantOf(wall, zone);
}
