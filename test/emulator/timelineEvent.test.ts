import assert from "node:assert/strict";
import {
  DeleteTimelineEventCommand,
  type Filter,
  ListTimelineEventsCommand,
  type ListTimelineEventsInput,
  paginateListTimelineEvents,
  UpdateTimelineEventCommand,
  type UpdateTimelineEventInput,
} from "@aws-sdk/client-ssm-incidents";
import { addNote, eventOf, itemsOf, type Owner, owner, prepared, start, timelineOf } from "./incidents";
import { codeOf, emulated, errorOf } from "./support";

const noon = new Date("2030-01-01T12:00:00Z");
const at = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);

type Reference = { incidentRecordArn: string; eventId: string };

const change = ({ client }: Owner, event: Reference, input: Partial<UpdateTimelineEventInput>) =>
  client.send(new UpdateTimelineEventCommand({ ...event, ...input }));
const remove = ({ client }: Owner, event: Reference) => client.send(new DeleteTimelineEventCommand(event));

describe("timeline events", () => {
  const aws = emulated({ now: noon, incidentManager: prepared, quotas: { timelineEvents: 10 } });

  const noted = async (us: Owner, more = {}): Promise<Reference> => {
    const incidentRecordArn = await start(us);
    return { incidentRecordArn, eventId: await addNote(us.client, incidentRecordArn, more) };
  };
  const read = ({ client }: Owner, { incidentRecordArn, eventId }: Reference) =>
    eventOf(client, incidentRecordArn, eventId);

  it("are created, read, updated and deleted", async () => {
    const us = owner(aws);
    const incidentRecordArn = await start(us);
    const relatedItemId = (await itemsOf(us.client, incidentRecordArn))[0]?.generatedId as string;
    const eventReferences = [{ resource: incidentRecordArn }, { relatedItemId }];
    const fields = { eventType: "Custom Event", eventData: '"restarted"', eventTime: at(-5), eventReferences };
    const event = { incidentRecordArn, eventId: await addNote(us.client, incidentRecordArn, fields) };
    const { eventUpdatedTime, ...created } = await read(us, event);
    assert.deepEqual(created, { ...event, ...fields });
    assert.ok((eventUpdatedTime as Date) >= noon);
    aws.emulator.clock.advance(60_000);
    const changed = { eventType: "Note", eventData: "restarted twice", eventTime: at(-4), eventReferences: [] };
    await change(us, event, changed);
    const { eventUpdatedTime: later, ...updated } = await read(us, event);
    assert.deepEqual(updated, { ...event, ...changed });
    assert.ok((later as Date) > (eventUpdatedTime as Date));
    for (let count = 0; count < 2; count++) assert.equal(await codeOf(remove(us, event)), "success");
    const { name, resourceType } = await errorOf(read(us, event));
    assert.deepEqual([name, resourceType], ["ResourceNotFoundException", "TIMELINE_EVENT"]);
  });

  it("keep what an update does not name, but for the references", async () => {
    const us = owner(aws);
    const event = await noted(us, { eventReferences: [{ resource: "arn:aws:s3:::bucket" }] });
    const { eventUpdatedTime: first, eventReferences, ...before } = await read(us, event);
    await change(us, event, {});
    const { eventUpdatedTime: second, ...after } = await read(us, event);
    assert.deepEqual(after, before);
  });

  it("are created once for a client token", async () => {
    const us = owner(aws);
    const arn = await start(us);
    const input = { clientToken: "t", eventTime: noon };
    assert.equal(await addNote(us.client, arn, input), await addNote(us.client, arn, input));
  });

  it("are the service's own, and can't be changed, unless of the types that people write", async () => {
    const us = owner(aws);
    const incidentRecordArn = await start(us);
    const timeline = await timelineOf(us.client, incidentRecordArn);
    for (const { eventId, eventType } of timeline) {
      const event = { incidentRecordArn, eventId: eventId as string };
      const code = eventType === "Custom Event" ? "success" : "ValidationException";
      assert.equal(await codeOf(change(us, event, { eventData: "other" })), code);
      assert.equal(await codeOf(remove(us, event)), code);
    }
    assert.equal((await timelineOf(us.client, incidentRecordArn)).length, timeline.length - 1);
  });

  it("are as many as the quota says", async () => {
    const us = owner(aws);
    const arn = await start(us);
    const { length } = await timelineOf(us.client, arn);
    for (let count = length; count < 10; count++) await addNote(us.client, arn);
    assert.equal(await codeOf(addNote(us.client, arn)), "ValidationException");
  });

  for (const [what, input, sentence] of [
    ["a type of the service's", { eventType: "SSM Incident Trigger" }, "is not one of Custom Event, Note"],
    ["no data", { eventData: undefined }, "null at 'eventData'"],
    ["data of 12001 characters", { eventData: "x".repeat(12_001) }, "less than or equal to 12000"],
    ["no time", { eventTime: undefined }, "null at 'eventTime'"],
    ["a reference of two kinds", { eventReferences: [{ resource: "arn:aws:s3:::b", relatedItemId: "x" }] }, "exactly"],
    ["a related item's id that is none", { eventReferences: [{ relatedItemId: "x" }] }, "regular expression"],
  ] as const) {
    it(`are refused with ${what}`, async () => {
      const us = owner(aws);
      const error = await errorOf(addNote(us.client, await start(us), input as object));
      assert.equal(error.name, "ValidationException");
      assert.ok(error.message.includes(sentence), error.message);
    });
  }

  it("can't become the service's", async () => {
    const us = owner(aws);
    const call = change(us, await noted(us), { eventType: "SSM Incident Trigger" });
    assert.equal(await codeOf(call), "ValidationException");
  });

  it("are not found for an incident that does not exist", async () => {
    const us = owner(aws);
    const event = { incidentRecordArn: us.arnOf("incident-record/drill/0"), eventId: "0" };
    for (const call of [
      () => addNote(us.client, event.incidentRecordArn),
      () => read(us, event),
      () => change(us, event, {}),
    ]) {
      const { name, resourceType } = await errorOf(call());
      assert.deepEqual([name, resourceType], ["ResourceNotFoundException", "INCIDENT_RECORD"]);
    }
  });
});

describe("ListTimelineEvents", () => {
  const aws = emulated({ now: noon, incidentManager: prepared });
  const resource = "arn:aws:s3:::bucket";
  let us: Owner;
  let incidentRecordArn: string;
  before(async () => {
    us = owner(aws);
    incidentRecordArn = await start(us);
    await addNote(us.client, incidentRecordArn, { eventTime: at(-2), eventData: "b", eventReferences: [{ resource }] });
    await addNote(us.client, incidentRecordArn, { eventTime: at(-3), eventData: "a" });
    await addNote(us.client, incidentRecordArn, { eventTime: at(-2), eventData: "c" });
    await addNote(us.client, incidentRecordArn, { eventTime: new Date("1969-07-20T20:17:40Z"), eventData: "moon" });
  });

  const notes: Filter = { key: "eventType", condition: { equals: { stringValues: ["Note"] } } };
  const listed = async (input: Partial<ListTimelineEventsInput>) => {
    const { eventSummaries = [] } = await us.client.send(
      new ListTimelineEventsCommand({ incidentRecordArn, ...input }),
    );
    const events = eventSummaries.map(({ eventId }) => eventOf(us.client, incidentRecordArn, eventId as string));
    return (await Promise.all(events)).map(({ eventData }) => eventData);
  };

  for (const [what, input, data] of [
    ["latest first", {}, ["c", "b", "a", "moon"]],
    ["oldest first, if asked to", { sortBy: "EVENT_TIME", sortOrder: "ASCENDING" }, ["moon", "a", "b", "c"]],
    ["before a time", { filters: [notes, { key: "eventTime", condition: { before: at(-2) } }] }, ["a", "moon"]],
    ["after a time", { filters: [notes, { key: "eventTime", condition: { after: at(-3) } }] }, ["c", "b"]],
    [
      "by what they refer to",
      { filters: [{ key: "eventReference", condition: { equals: { stringValues: [resource] } } }] },
      ["b"],
    ],
  ] as [string, Partial<ListTimelineEventsInput>, string[]][]) {
    it(`lists events ${what}`, async () => {
      assert.deepEqual(await listed({ filters: [notes], ...input }), data);
    });
  }

  it("tells no data", async () => {
    const { eventSummaries = [] } = await us.client.send(new ListTimelineEventsCommand({ incidentRecordArn }));
    assert.ok(eventSummaries.every((summary) => !("eventData" in summary)));
  });

  it("goes in pages that neither repeat nor skip", async () => {
    const times: (Date | undefined)[] = [];
    const client = us.client;
    for await (const page of paginateListTimelineEvents(
      { client, pageSize: 1 },
      { incidentRecordArn, filters: [notes] },
    )) {
      times.push(...(page.eventSummaries ?? []).map(({ eventTime }) => eventTime));
    }
    assert.deepEqual(times, [at(-2), at(-2), at(-3), new Date("1969-07-20T20:17:40Z")]);
  });

  it("refuses filters it does not know and tokens that are made up", async () => {
    for (const input of [{ filters: [{ ...notes, key: "eventData" }] }, { nextToken: "garbage" }]) {
      const call = us.client.send(new ListTimelineEventsCommand({ incidentRecordArn, ...input }));
      assert.equal(await codeOf(call), "ValidationException");
    }
  });
});
