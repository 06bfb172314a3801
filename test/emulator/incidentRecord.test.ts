import assert from "node:assert/strict";
import {
  DeleteIncidentRecordCommand,
  type Filter,
  ListIncidentRecordsCommand,
  ListRelatedItemsCommand,
  ListTimelineEventsCommand,
  paginateListIncidentRecords,
  type UpdateIncidentRecordInput,
} from "@aws-sdk/client-ssm-incidents";
import { dataOf, type Owner, owner, prepared, recordOf, start, update } from "./incidents";
import { codeOf, emulated, errorOf, region } from "./support";

const topic = (name: string) => `arn:aws:sns:${region}:111122223333:${name}`;
const noon = new Date("2030-01-01T12:00:00Z");

const listed = async ({ client }: Owner, ...filters: Filter[]) => {
  const { incidentRecordSummaries = [] } = await client.send(new ListIncidentRecordsCommand({ filters }));
  return incidentRecordSummaries.map(({ title }) => title);
};

describe("UpdateIncidentRecord", () => {
  const aws = emulated({ now: noon, incidentManager: prepared });

  const changed = async (us: Owner, input: Omit<UpdateIncidentRecordInput, "arn">, arn?: string) => {
    const incident = arn ?? (await start(us));
    await update(us.client, { arn: incident, ...input });
    return recordOf(us.client, incident);
  };

  for (const [what, input, read] of [
    ["title", { title: "Other" }, { title: "Other" }],
    ["title, also with an empty one", { title: "" }, { title: "" }],
    ["impact", { impact: 1 }, { impact: 1 }],
    ["summary", { summary: "Disk full" }, { summary: "Disk full" }],
    [
      "chat channel",
      { chatChannel: { chatbotSns: [topic("chat")] } },
      { chatChannel: { chatbotSns: [topic("chat")] } },
    ],
    [
      "notification targets",
      { notificationTargets: [{ snsTopicArn: topic("ops") }] },
      { notificationTargets: [{ snsTopicArn: topic("ops") }] },
    ],
  ] as [string, Omit<UpdateIncidentRecordInput, "arn">, object][]) {
    it(`changes the ${what}, and nothing else`, async () => {
      const us = owner(aws);
      const arn = await start(us);
      const { lastModifiedTime: first, ...before } = await recordOf(us.client, arn);
      aws.emulator.clock.advance(1000);
      const { lastModifiedTime: second, ...after } = await changed(us, input, arn);
      assert.deepEqual(after, { ...before, ...read });
      assert.ok((second as Date) > (first as Date));
    });
  }

  it("clears the summary with an empty text, the chat channel with an empty one, targets with an empty list", async () => {
    const us = owner(aws);
    const full = {
      summary: "Disk full",
      chatChannel: { chatbotSns: [topic("chat")] },
      notificationTargets: [{ snsTopicArn: topic("ops") }],
    };
    const { arn } = await changed(us, full);
    const empty = { summary: "", chatChannel: { empty: {} }, notificationTargets: [] };
    const { summary, chatChannel, notificationTargets } = await changed(us, empty, arn);
    assert.deepEqual([summary, chatChannel, notificationTargets], [undefined, undefined, []]);
  });

  it("resolves, keeps the time of that, and opens again", async () => {
    const us = owner(aws);
    const { arn, resolvedTime } = await changed(us, { status: "RESOLVED" });
    assert.ok((resolvedTime as Date) >= noon);
    aws.emulator.clock.advance(1000);
    assert.deepEqual((await changed(us, { status: "RESOLVED" }, arn)).resolvedTime, resolvedTime);
    const { status, resolvedTime: cleared } = await changed(us, { status: "OPEN" }, arn);
    assert.deepEqual([status, cleared], ["OPEN", undefined]);
  });

  it("tells on the timeline who changed what", async () => {
    const us = owner(aws);
    const colleague = aws.incidents("alice");
    const { arn, lastModifiedBy } = await changed(us, { status: "RESOLVED", impact: 4 });
    const [event] = await dataOf(us.client, arn as string, "SSM Incident Record Update");
    assert.deepEqual(event, {
      modifiedBy: lastModifiedBy,
      modifiedAttributes: [
        { attributeName: "impact", newValue: "4" },
        { attributeName: "status", newValue: "RESOLVED" },
      ],
      incidentTitle: "drill",
    });
    assert.equal(await codeOf(recordOf(colleague, arn as string)), "ResourceNotFoundException");
  });

  it("is done once for a client token", async () => {
    const us = owner(aws);
    const { arn } = await changed(us, { impact: 1, clientToken: "t" });
    await changed(us, { impact: 2 }, arn);
    assert.equal((await changed(us, { impact: 1, clientToken: "t" }, arn)).impact, 2);
  });

  const topics = (count: number) => Array.from({ length: count }, (_, index) => topic(`${index}`));
  for (const [what, input, sentence] of [
    ["an unknown status", { status: "CLOSED" }, "enum value set: [OPEN, RESOLVED]"],
    ["impact 6", { impact: 6 }, "less than or equal to 5"],
    ["a title of 201 characters", { title: "x".repeat(201) }, "less than or equal to 200"],
    ["a summary of 8001 characters", { summary: "x".repeat(8001) }, "less than or equal to 8000"],
    ["a chat channel of no topics", { chatChannel: { chatbotSns: [] } }, "greater than or equal to 1"],
    ["a chat channel of six topics", { chatChannel: { chatbotSns: topics(6) } }, "less than or equal to 5"],
    [
      "a chat channel that is both empty and not",
      { chatChannel: { chatbotSns: topics(1), empty: {} } },
      "at 'chatChannel' failed to satisfy constraint: Member must have exactly one of: [chatbotSns, empty]",
    ],
    [
      "eleven notification targets",
      { notificationTargets: topics(11).map((snsTopicArn) => ({ snsTopicArn })) },
      "less than or equal to 10",
    ],
  ] as [string, object, string][]) {
    it(`refuses ${what} with ValidationException`, async () => {
      const us = owner(aws);
      const error = await errorOf(update(us.client, { arn: await start(us), ...input }));
      assert.equal(error.name, "ValidationException");
      assert.ok(error.message.includes(sentence), error.message);
    });
  }
});

describe("an incident that does not exist", () => {
  const aws = emulated({ incidentManager: prepared });

  for (const [what, call] of [
    ["read", (us: Owner, arn: string) => recordOf(us.client, arn)],
    ["updated", (us: Owner, arn: string) => update(us.client, { arn, impact: 1 })],
  ] as const) {
    it(`is not ${what}`, async () => {
      const us = owner(aws);
      const arn = us.arnOf("incident-record/drill/0");
      const { name, resourceType, resourceIdentifier, $metadata } = await errorOf(call(us, arn));
      assert.deepEqual([name, resourceType, resourceIdentifier], ["ResourceNotFoundException", "INCIDENT_RECORD", arn]);
      assert.equal(($metadata as { httpStatusCode: number }).httpStatusCode, 404);
    });
  }

  it("has no related items and no events", async () => {
    const us = owner(aws);
    const incidentRecordArn = us.arnOf("incident-record/drill/0");
    const { relatedItems } = await us.client.send(new ListRelatedItemsCommand({ incidentRecordArn }));
    const { eventSummaries } = await us.client.send(new ListTimelineEventsCommand({ incidentRecordArn }));
    assert.deepEqual([relatedItems, eventSummaries], [[], []]);
  });
});

describe("DeleteIncidentRecord", () => {
  const aws = emulated({ incidentManager: prepared });

  it("removes the incident, and succeeds again", async () => {
    const us = owner(aws);
    const arn = await start(us);
    for (let count = 0; count < 2; count++) {
      const { $metadata } = await us.client.send(new DeleteIncidentRecordCommand({ arn }));
      assert.equal($metadata.httpStatusCode, 204);
    }
    assert.equal(await codeOf(recordOf(us.client, arn)), "ResourceNotFoundException");
    assert.deepEqual(await listed(us), []);
  });
});

describe("ListIncidentRecords", () => {
  const aws = emulated({ now: noon, incidentManager: prepared });
  let us: Owner;
  let second: string;
  let later: Date;
  before(async () => {
    us = owner(aws);
    await start(us, { title: "first", impact: 1 });
    second = await start(us, { title: "second", impact: 2 });
    await update(us.client, { arn: second, status: "RESOLVED" });
    aws.emulator.clock.advance(60_000);
    later = aws.emulator.clock.now();
    aws.emulator.clock.advance(60_000);
    await start(us, { title: "third", impact: 3 });
  });

  it("tells what a summary has, newest first", async () => {
    assert.deepEqual(await listed(us), ["third", "second", "first"]);
    const { incidentRecordSummaries = [] } = await us.client.send(new ListIncidentRecordsCommand({}));
    const { creationTime, incidentRecordSource, resolvedTime, ...summary } = incidentRecordSummaries[1] ?? {};
    assert.deepEqual(summary, { arn: second, title: "second", status: "RESOLVED", impact: 2 });
    assert.equal(incidentRecordSource?.source, "aws.ssm-incidents.custom");
    assert.ok(creationTime && resolvedTime);
  });

  const texts = (key: string, ...stringValues: string[]) => ({ key, condition: { equals: { stringValues } } });
  for (const [what, filters, titles] of [
    ["status", () => [texts("status", "OPEN")], ["third", "first"]],
    ["any of several statuses", () => [texts("status", "OPEN", "RESOLVED")], ["third", "second", "first"]],
    ["impact", () => [{ key: "impact", condition: { equals: { integerValues: [1, 2] } } }], ["second", "first"]],
    ["who created it", () => [texts("createdBy", `arn:aws:iam::${us.account}:user/${us.account}`)], 3],
    ["who did not", () => [texts("createdBy", "arn:aws:iam::111122223333:user/x")], []],
    ["creation before a time", () => [{ key: "creationTime", condition: { before: later } }], ["second", "first"]],
    ["creation after a time", () => [{ key: "creationTime", condition: { after: later } }], ["third"]],
    [
      "all of several filters",
      () => [texts("status", "OPEN"), { key: "creationTime", condition: { before: later } }],
      ["first"],
    ],
  ] as [string, () => Filter[], string[] | number][]) {
    it(`finds by ${what}`, async () => {
      const found = await listed(us, ...filters());
      assert.deepEqual(typeof titles === "number" ? found.length : found, titles);
    });
  }

  for (const [what, filter] of [
    ["an unknown key", texts("title", "first")],
    ["a condition of another kind", texts("creationTime", "now")],
    ["texts for numbers", texts("impact", "1")],
    ["two conditions", { key: "creationTime", condition: { before: noon, after: noon } }],
    ["no condition", { key: "creationTime", condition: {} }],
  ] as [string, Filter][]) {
    it(`refuses a filter with ${what}`, async () => {
      assert.equal(await codeOf(listed(us, filter)), "ValidationException");
    });
  }

  it("goes in pages, and refuses a token that is made up", async () => {
    const titles: (string | undefined)[] = [];
    for await (const page of paginateListIncidentRecords({ client: us.client, pageSize: 2 }, {})) {
      titles.push(...(page.incidentRecordSummaries ?? []).map(({ title }) => title));
    }
    assert.deepEqual(titles, ["third", "second", "first"]);
    const call = us.client.send(new ListIncidentRecordsCommand({ nextToken: "garbage" }));
    assert.equal(await codeOf(call), "ValidationException");
  });
});
