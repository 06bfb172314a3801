import type { Recurrence } from "../documents/content";
import { invalidContent } from "../documents/errors";
import type { Line } from "./lines";
import { type CalendarTime, instantOfTime, timeOf } from "./times";

const weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const frequencies = ["DAILY", "WEEKLY", "MONTHLY"] as const;
const known = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"];

/** Reads a recurrence rule, such as `FREQ=WEEKLY;BYDAY=SA,SU`, of an event that begins at a time. */
export function recurrenceOf({ value }: Line, start: CalendarTime): Recurrence {
  const parts = new Map(
    value
      .split(";")
      .filter((part) => part.trim() !== "")
      .map((part) => part.trim().toUpperCase().split("=", 2) as [string, string | undefined]),
  );
  const beyond = [...parts.keys()].find((key) => !known.includes(key));
  if (beyond !== undefined) throw unknown(`${beyond}=${parts.get(beyond)}`);
  if (parts.has("COUNT") && parts.has("UNTIL")) throw invalidContent("RRULE: COUNT and UNTIL exclude each other.");
  const frequency = frequencies.find((one) => one === parts.get("FREQ"));
  if (!frequency) throw unknown(`FREQ=${parts.get("FREQ") ?? ""}`);
  const byDay = parts.get("BYDAY");
  if (byDay !== undefined && frequency !== "WEEKLY") throw unknown(`BYDAY with FREQ=${frequency}`);
  return {
    frequency,
    interval: wholeNumber("INTERVAL", parts.get("INTERVAL")) ?? 1,
    count: wholeNumber("COUNT", parts.get("COUNT")),
    until: untilOf(parts.get("UNTIL"), start),
    weekdays: byDay?.split(",").map(weekday),
    weekStart: weekday(parts.get("WKST") ?? "MO"),
    zone: start.zone,
  };
}

function unknown(what: string): Error {
  const rules = "FREQ=DAILY, WEEKLY and MONTHLY with INTERVAL, COUNT or UNTIL, and BYDAY of weekly events";
  return invalidContent(`RRULE: the emulator does not know ${what}, only ${rules}.`);
}

function wholeNumber(key: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(text)) throw invalidContent(`RRULE: ${key} must be a whole number from 1 to 9999.`);
  return Number(text);
}

function weekday(text: string): number {
  const index = weekdays.indexOf(text);
  if (index < 0) throw unknown(`the weekday ${text}`);
  return index;
}

const dayMs = 24 * 60 * 60 * 1000;

/** A date means all of that day, by the event's own clock. */
function untilOf(value: string | undefined, start: CalendarTime): Date | undefined {
  if (value === undefined) return undefined;
  const time = timeOf({ name: "RRULE: UNTIL", parameters: {}, value }, start.zone);
  return instantOfTime(time.isDate ? { ...time, wall: time.wall + dayMs - 1000 } : time);
}
