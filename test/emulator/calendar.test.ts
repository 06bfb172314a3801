import assert from "node:assert/strict";
import { GetCalendarStateCommand, type SSMClient, UpdateDocumentCommand } from "@aws-sdk/client-ssm";
import { calendar, createCalendar, createDocument, runbook } from "./documents";
import { codeOf, emulated, errorOf, newAccount, region } from "./support";

type Calendar = [type: "DEFAULT_OPEN" | "DEFAULT_CLOSED", ...events: string[][]];

const event = (start: string, end: string, ...more: string[]) => [`DTSTART${start}`, `DTEND${end}`, ...more];
const february = event(":20260201T000000Z", ":20260202T000000Z");

async function stateOf(ssm: SSMClient, AtTime: string | undefined, ...CalendarNames: string[]) {
  const { State, NextTransitionTime } = await ssm.send(new GetCalendarStateCommand({ CalendarNames, AtTime }));
  return [State, NextTransitionTime];
}

describe("GetCalendarState", () => {
  const aws = emulated({ now: new Date("2026-01-02T03:04:05Z") });

  for (const [what, [type, ...events], ...times] of [
    ["open without events", ["DEFAULT_OPEN"], ["2026-01-01T00:00:00Z", "OPEN", undefined]],
    ["closed without events", ["DEFAULT_CLOSED"], ["2026-01-01T00:00:00Z", "CLOSED", undefined]],
    [
      "closed during its events when it is open by default",
      ["DEFAULT_OPEN", february],
      ["2026-01-01T00:00:00Z", "OPEN", "2026-02-01T00:00:00Z"],
      ["2026-01-31T23:59:59Z", "OPEN", "2026-02-01T00:00:00Z"],
      ["2026-02-01T00:00:00Z", "CLOSED", "2026-02-02T00:00:00Z"],
      ["2026-02-02T00:00:00Z", "OPEN", undefined],
    ],
    [
      "open during its events when it is closed by default",
      ["DEFAULT_CLOSED", february],
      ["2026-01-01T00:00:00Z", "CLOSED", "2026-02-01T00:00:00Z"],
      ["2026-02-01T12:00:00Z", "OPEN", "2026-02-02T00:00:00Z"],
      ["2026-02-02T00:00:00Z", "CLOSED", undefined],
    ],
    [
      "closed until the last of events that touch or overlap has ended",
      [
        "DEFAULT_OPEN",
        february,
        event(":20260202T000000Z", ":20260203T000000Z"),
        event(":20260201T120000Z", ":20260202T060000Z"),
      ],
      ["2026-02-01T00:00:00Z", "CLOSED", "2026-02-03T00:00:00Z"],
    ],
    [
      "told of events that are years away",
      ["DEFAULT_OPEN", event(":20360201T000000Z", ":20360202T000000Z")],
      ["2026-02-01T00:00:00Z", "OPEN", "2036-02-01T00:00:00Z"],
    ],
    [
      "by the clocks of a time zone, in winter and in summer",
      [
        "DEFAULT_OPEN",
        event(";TZID=Europe/Berlin:20260115T090000", ";TZID=Europe/Berlin:20260115T100000"),
        event(';TZID="America/New_York":20260715T090000', ';TZID="America/New_York":20260715T100000'),
      ],
      ["2026-01-01T00:00:00Z", "OPEN", "2026-01-15T08:00:00Z"],
      ["2026-01-15T08:30:00Z", "CLOSED", "2026-01-15T09:00:00Z"],
      ["2026-07-01T00:00:00Z", "OPEN", "2026-07-15T13:00:00Z"],
    ],
    [
      "closed all day on dates, the last one excluded",
      ["DEFAULT_OPEN", event(";VALUE=DATE:20261224", ";VALUE=DATE:20261227")],
      ["2026-12-23T23:59:59Z", "OPEN", "2026-12-24T00:00:00Z"],
      ["2026-12-26T23:59:59Z", "CLOSED", "2026-12-27T00:00:00Z"],
    ],
    [
      "closed for a day on a date without an end",
      ["DEFAULT_OPEN", ["DTSTART;VALUE=DATE:20261224"]],
      ["2026-12-24T00:00:00Z", "CLOSED", "2026-12-25T00:00:00Z"],
    ],
    [
      "closed in each of some days",
      ["DEFAULT_OPEN", event(":20260201T000000Z", ":20260201T010000Z", "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3")],
      ["2026-02-02T00:30:00Z", "OPEN", "2026-02-03T00:00:00Z"],
      ["2026-02-05T00:30:00Z", "CLOSED", "2026-02-05T01:00:00Z"],
      ["2026-02-05T01:00:00Z", "OPEN", undefined],
    ],
    [
      "closed every day until a time, the last one included",
      ["DEFAULT_OPEN", event(":20260201T000000Z", ":20260201T010000Z", "RRULE:FREQ=DAILY;UNTIL=20260203T000000Z")],
      ["2026-02-02T12:00:00Z", "OPEN", "2026-02-03T00:00:00Z"],
      ["2026-02-03T12:00:00Z", "OPEN", undefined],
    ],
    [
      "closed every day until a date, all of it included",
      ["DEFAULT_OPEN", event(":20260201T220000Z", ":20260201T230000Z", "RRULE:FREQ=DAILY;UNTIL=20260203")],
      ["2026-02-03T12:00:00Z", "OPEN", "2026-02-03T22:00:00Z"],
      ["2026-02-03T23:00:00Z", "OPEN", undefined],
    ],
    [
      "closed each week on the first one's weekday",
      ["DEFAULT_OPEN", event(":20260206T180000Z", ":20260206T200000Z", "RRULE:FREQ=WEEKLY;")],
      ["2026-02-07T00:00:00Z", "OPEN", "2026-02-13T18:00:00Z"],
      ["2030-02-08T19:00:00Z", "CLOSED", "2030-02-08T20:00:00Z"],
    ],
    [
      "closed each week on some weekdays",
      ["DEFAULT_OPEN", event(":20260203T000000Z", ":20260203T010000Z", "RRULE:FREQ=WEEKLY;BYDAY=TH,TU,SU;WKST=SU")],
      ["2026-02-03T12:00:00Z", "OPEN", "2026-02-05T00:00:00Z"],
      ["2026-02-05T12:00:00Z", "OPEN", "2026-02-08T00:00:00Z"],
    ],
    [
      "closed in every other week, which begins on Monday",
      [
        "DEFAULT_OPEN",
        event(":20260204T000000Z", ":20260204T010000Z", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,WE;COUNT=3"),
      ],
      ["2026-02-04T12:00:00Z", "OPEN", "2026-02-08T00:00:00Z"],
      ["2026-02-08T12:00:00Z", "OPEN", "2026-02-18T00:00:00Z"],
      ["2026-02-18T12:00:00Z", "OPEN", undefined],
    ],
    [
      "closed in every month that has the day",
      ["DEFAULT_OPEN", event(":20260131T000000Z", ":20260131T010000Z", "RRULE:FREQ=MONTHLY")],
      ["2026-01-31T12:00:00Z", "OPEN", "2026-03-31T00:00:00Z"],
    ],
    [
      "closed at the same time of day in summer, too",
      [
        "DEFAULT_OPEN",
        event(
          ";TZID=Europe/Berlin:20260327T220000",
          ";TZID=Europe/Berlin:20260328T060000",
          "RRULE:FREQ=DAILY;UNTIL=20260330T000000Z",
        ),
      ],
      ["2026-03-27T22:00:00Z", "CLOSED", "2026-03-28T05:00:00Z"],
      ["2026-03-28T22:00:00Z", "CLOSED", "2026-03-29T04:00:00Z"],
      ["2026-03-29T12:00:00Z", "OPEN", "2026-03-29T20:00:00Z"],
    ],
    [
      "never told to change when events leave no gap",
      ["DEFAULT_OPEN", event(";VALUE=DATE:20260201", ";VALUE=DATE:20260202", "RRULE:FREQ=DAILY")],
      ["2026-02-01T00:00:00Z", "CLOSED", undefined],
    ],
    [
      "known from lines that are folded",
      ["DEFAULT_OPEN", ["SUMMARY:Long", " er\r\n\t still", "DTSTART:2026\r\n 0201T000000Z", "DTEND:20260202T000000Z"]],
      ["2026-01-01T00:00:00Z", "OPEN", "2026-02-01T00:00:00Z"],
    ],
    [
      "not concerned by alarms within events",
      ["DEFAULT_OPEN", [...february, "BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT1H", "END:VALARM"]],
      ["2026-02-01T00:00:00Z", "CLOSED", "2026-02-02T00:00:00Z"],
    ],
  ] as [string, Calendar, ...[string, string, string | undefined][]][]) {
    it(`is ${what}`, async () => {
      const ssm = aws.ssm();
      await createCalendar(ssm, "Freeze", calendar(type, events));
      for (const [at, state, next] of times) {
        assert.deepEqual(await stateOf(ssm, at, "Freeze"), [state, next], at);
      }
    });
  }

  it("is open only if all calendars are", async () => {
    const ssm = aws.ssm();
    await createCalendar(ssm, "Freeze", calendar("DEFAULT_OPEN", [february]));
    const window = event(":20260101T000000Z", ":20260201T120000Z");
    await createCalendar(ssm, "Window", calendar("DEFAULT_CLOSED", [window]));
    for (const [at, state, next] of [
      ["2025-12-31T00:00:00Z", "CLOSED", "2026-01-01T00:00:00Z"],
      ["2026-01-01T00:00:00Z", "OPEN", "2026-02-01T00:00:00Z"],
      ["2026-02-01T00:00:00Z", "CLOSED", undefined],
    ]) {
      assert.deepEqual(await stateOf(ssm, at, "Freeze", "Window"), [state, next], at);
    }
  });

  it("goes by the emulator's clock when no time is named", async () => {
    const ssm = aws.ssm();
    await createCalendar(ssm, "Freeze", calendar("DEFAULT_OPEN", [february]));
    aws.emulator.clock.set(new Date("2026-02-01T10:00:00.500Z"));
    const { State, AtTime } = await ssm.send(new GetCalendarStateCommand({ CalendarNames: ["Freeze"] }));
    assert.equal(State, "CLOSED");
    assert.match(AtTime as string, /^2026-02-01T10:00:\d\dZ$/);
  });

  it("answers with the time as it was asked", async () => {
    const ssm = aws.ssm();
    await createCalendar(ssm, "Freeze", calendar("DEFAULT_OPEN", [february]));
    for (const [AtTime, state] of [
      ["2026-02-01", "CLOSED"],
      ["2026-02-01T00:00", "CLOSED"],
      ["2026-02-01T01:30:00+02:00", "OPEN"],
      ["2026-01-31T23:00:00.000-0200", "CLOSED"],
    ] as const) {
      const answer = await ssm.send(new GetCalendarStateCommand({ CalendarNames: ["Freeze"], AtTime }));
      assert.deepEqual([answer.AtTime, answer.State], [AtTime, state]);
    }
  });

  it("follows a calendar that is updated", async () => {
    const ssm = aws.ssm();
    await createCalendar(ssm, "Freeze", calendar("DEFAULT_OPEN"));
    const Content = calendar("DEFAULT_CLOSED");
    await ssm.send(new UpdateDocumentCommand({ Name: "Freeze", Content, DocumentFormat: "TEXT" }));
    assert.deepEqual(await stateOf(ssm, undefined, "Freeze"), ["CLOSED", undefined]);
  });

  it("finds calendars by ARN", async () => {
    const account = newAccount();
    await createCalendar(aws.ssm(account), "Freeze", calendar("DEFAULT_OPEN"));
    const arn = `arn:aws:ssm:${region}:${account}:document/Freeze`;
    assert.deepEqual(await stateOf(aws.ssm(account), undefined, arn), ["OPEN", undefined]);
  });

  for (const [what, names, at, code] of [
    ["a calendar that is not there", ["Freeze", "Absent"], undefined, "InvalidDocument"],
    ["a document that is no calendar", ["Freeze", "Wait"], undefined, "InvalidDocumentType"],
    ["no calendar at all", [], undefined, "ValidationException"],
    ["a time in words", ["Freeze"], "tomorrow", "ValidationException"],
    ["a time that is none", ["Freeze"], "2026-13-01T00:00:00Z", "ValidationException"],
  ] as [string, string[], string | undefined, string][]) {
    it(`refuses ${what} with ${code}`, async () => {
      const ssm = aws.ssm();
      await createCalendar(ssm, "Freeze", calendar("DEFAULT_OPEN"));
      await createDocument(ssm, "Wait", runbook(), { DocumentType: "Automation" });
      assert.equal(await codeOf(stateOf(ssm, at, ...names)), code);
    });
  }
});

describe("a calendar's content", () => {
  const aws = emulated();
  const withEvent = (...lines: string[]) => calendar("DEFAULT_OPEN", [lines]);
  const withRule = (rule: string) => withEvent(...february, `RRULE:${rule}`);

  for (const [what, content, message] of [
    ["no calendar", "hello", /^'hello' is no line of a calendar/],
    ["another component", "BEGIN:VEVENT\r\nEND:VEVENT\r\n", /^A calendar begins with BEGIN:VCALENDAR/],
    ["an end too few", calendar("DEFAULT_OPEN").replace("END:VCALENDAR", ""), /^The calendar ends within VCALENDAR/],
    ["an end too many", `${calendar("DEFAULT_OPEN")}END:VEVENT\r\n`, /^END:VEVENT ends nothing/],
    [
      "no type",
      calendar("DEFAULT_OPEN").replace("DEFAULT_OPEN", "OPEN"),
      /must be one of DEFAULT_OPEN, DEFAULT_CLOSED/,
    ],
    ["an event without a start", withEvent("DTEND:20260201T000000Z"), /^VEVENT: DTSTART is required/],
    ["an event without an end", withEvent("DTSTART:20260201T000000Z"), /^VEVENT: DTEND is required/],
    [
      "an event that ends as it starts",
      withEvent(...event(":20260201T000000Z", ":20260201T000000Z")),
      /^VEVENT: DTEND must be later/,
    ],
    [
      "a day that is none",
      withEvent(...event(":20260230T000000Z", ":20260301T000000Z")),
      /^DTSTART: '20260230T000000Z'/,
    ],
    ["a time that is none", withEvent(...event(":2026-02-01", ":20260301T000000Z")), /^DTSTART: '2026-02-01' is no/],
    [
      "an unknown time zone",
      withEvent(...event(";TZID=Eastern Standard Time:20260201T000000", ":20260301T000000Z")),
      /^DTSTART: the emulator does not know the time zone 'Eastern Standard Time'/,
    ],
    ["an event with exceptions", withEvent(...february, "EXDATE:20260202T000000Z"), /^VEVENT: EXDATE is not supported/],
    ["a yearly event", withRule("FREQ=YEARLY"), /^RRULE: the emulator does not know FREQ=YEARLY, only FREQ=DAILY/],
    ["a rule without a frequency", withRule("COUNT=2"), /^RRULE: the emulator does not know FREQ=/],
    ["a rule by months", withRule("FREQ=DAILY;BYMONTH=2"), /does not know BYMONTH=2/],
    ["weekdays in a month", withRule("FREQ=MONTHLY;BYDAY=1SU"), /does not know BYDAY with FREQ=MONTHLY/],
    ["numbered weekdays", withRule("FREQ=WEEKLY;BYDAY=1SU"), /does not know the weekday 1SU/],
    ["two ends of a rule", withRule("FREQ=DAILY;COUNT=2;UNTIL=20260301"), /COUNT and UNTIL exclude each other/],
    ["no interval", withRule("FREQ=DAILY;INTERVAL=0"), /INTERVAL must be a whole number from 1 to 9999/],
    ["an end that is none", withRule("FREQ=DAILY;UNTIL=soon"), /^RRULE: UNTIL: 'SOON' is no date or time/],
  ] as [string, string, RegExp][]) {
    it(`is refused with ${what}`, async () => {
      const { name, message: found } = await errorOf(createCalendar(aws.ssm(), "Freeze", content));
      assert.equal(name, "InvalidDocumentContent");
      assert.match(found, message);
    });
  }

  it("may have what the console writes into an empty one", async () => {
    const todo = ["BEGIN:VTODO", "DTSTAMP:20200320T004207Z", "SUMMARY:Add events to this calendar.", "END:VTODO"];
    const text = calendar("DEFAULT_OPEN", [], ["X-WR-CALDESC:test", "X-CALENDAR-CMEVENTS:DISABLED", ...todo]);
    assert.equal((await createCalendar(aws.ssm(), "Freeze", text)).Description, "test");
  });
});
