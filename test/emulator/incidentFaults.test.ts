import assert from "node:assert/strict";
import { DescribeOpsItemsCommand, ListTagsForResourceCommand as ListSsmTagsCommand } from "@aws-sdk/client-ssm";
import {
  GetResponsePlanCommand,
  ListIncidentRecordsCommand,
  ListReplicationSetsCommand,
  ListResponsePlansCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-ssm-incidents";
import {
  addNote,
  createPlan,
  createSet,
  eventOf,
  itemsOf,
  type Owner,
  owner,
  prepared,
  recordOf,
  start,
  timelineOf,
  update,
} from "./incidents";
import { codeOf, emulated, errorOf, region } from "./support";

const count = async ({ client }: Owner) =>
  (await client.send(new ListIncidentRecordsCommand({}))).incidentRecordSummaries?.length;

describe("faults of Incident Manager", () => {
  const aws = emulated({ incidentManager: prepared });

  for (const [what, set, status] of [
    ["throttle", () => aws.emulator.faults.throttle("StartIncident"), 429],
    ["deny", () => aws.emulator.faults.error("StartIncident", "AccessDeniedException"), 403],
    ["fail", () => aws.emulator.faults.error("StartIncident", "InternalServerException"), 500],
    ["conflict", () => aws.emulator.faults.error("StartIncident", "ConflictException"), 409],
  ] as const) {
    it(`${what} with status ${status}, before any work`, async () => {
      const us = owner(aws);
      set();
      const { $metadata } = await errorOf(start(us));
      assert.equal(($metadata as { httpStatusCode: number }).httpStatusCode, status);
      assert.equal(await count(us), 0);
    });
  }

  it("say which service throttles, and by a quota", async () => {
    aws.emulator.faults.throttle("StartIncident");
    const { name, message, serviceCode, quotaCode } = await errorOf(start(owner(aws)));
    assert.deepEqual([name, message], ["ThrottlingException", "Rate exceeded"]);
    assert.deepEqual([serviceCode, quotaCode], ["ssm-incidents", "L-00000000"]);
  });

  it("tell in a conflict when to try again", async () => {
    const retryAfter = new Date("2030-01-01T00:00:00Z");
    aws.emulator.faults.error("StartIncident", "ConflictException", { members: { retryAfter } });
    assert.deepEqual((await errorOf(start(owner(aws)))).retryAfter, retryAfter);
  });

  it("lose the reply after the work, and the SDK's next attempt finds the incident by its token", async () => {
    const us = owner(aws);
    aws.emulator.faults.loseReply("StartIncident");
    await errorOf(start(us));
    assert.equal(await count(us), 1);
    aws.emulator.faults.loseReply("StartIncident");
    const client = aws.incidents(us.account, { maxAttempts: 2 });
    const arn = await start({ ...us, client });
    assert.equal(await count(us), 2);
    assert.equal((await recordOf(us.client, arn)).arn, arn);
  });

  for (const [when, seen] of [
    ["before", 0],
    ["after", 1],
  ] as const) {
    it(`hold a start ${when} its work until it is released`, async () => {
      const us = owner(aws);
      const held = aws.emulator.faults.hold("StartIncident", { when });
      const call = codeOf(start(us));
      await held.reached;
      assert.equal(await count(us), seen);
      held.release();
      assert.equal(await call, "success");
    });
  }

  it("hide a new incident from reads for a time, but not from writes, tokens and deduplication", async () => {
    const us = owner(aws);
    const incidentTemplate = { title: "t", impact: 1, dedupeString: "d" };
    const plan = await createPlan(us.client, "dedupe", { incidentTemplate });
    aws.emulator.faults.hideNew("StartIncident", { ms: 5_000, count: 1 });
    const arn = await start({ ...us, plan }, { clientToken: "t" });
    const tags = () => us.client.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    const opsItems = async () =>
      (await aws.ssm(us.account).send(new DescribeOpsItemsCommand({}))).OpsItemSummaries?.length;
    assert.equal(await codeOf(recordOf(us.client, arn)), "ResourceNotFoundException");
    assert.equal(await codeOf(tags()), "ResourceNotFoundException");
    assert.deepEqual([await count(us), await itemsOf(us.client, arn), await timelineOf(us.client, arn)], [0, [], []]);
    assert.equal(await opsItems(), 0);
    assert.equal(await start({ ...us, plan }, { clientToken: "t" }), arn);
    assert.equal(await start({ ...us, plan }), arn);
    await update(us.client, { arn, impact: 5 });
    aws.emulator.clock.advance(5_000);
    assert.equal((await recordOf(us.client, arn)).impact, 5);
    assert.deepEqual([await codeOf(tags()), await count(us), await opsItems()], ["success", 1, 1]);
  });

  it("hide new response plans and timeline events until they are revealed", async () => {
    const us = owner(aws);
    const hidden = [
      aws.emulator.faults.hideNew("CreateResponsePlan"),
      aws.emulator.faults.hideNew("CreateTimelineEvent"),
    ];
    const arn = await createPlan(us.client, "hidden");
    const plan = () => codeOf(us.client.send(new GetResponsePlanCommand({ arn })));
    const plans = async () =>
      (await us.client.send(new ListResponsePlansCommand({}))).responsePlanSummaries?.map(({ name }) => name);
    assert.deepEqual([await plan(), await plans()], ["ResourceNotFoundException", ["drill"]]);
    const incident = await start({ ...us, plan: arn });
    const note = await addNote(us.client, incident);
    const event = () => codeOf(eventOf(us.client, incident, note));
    const notes = async () => (await timelineOf(us.client, incident)).filter(({ eventType }) => eventType === "Note");
    assert.deepEqual([await event(), await notes()], ["ResourceNotFoundException", []]);
    for (const { reveal } of hidden) reveal();
    assert.deepEqual([await plan(), await plans(), await event()], ["success", ["drill", "hidden"], "success"]);
    assert.equal((await notes()).length, 1);
  });
});

describe("a replication set that is hidden", () => {
  const aws = emulated();

  it("is not listed, but used", async () => {
    const us = owner(aws);
    const hidden = aws.emulator.faults.hideNew("CreateReplicationSet");
    const arn = await createSet(us.client, [region]);
    const arns = async () => (await us.client.send(new ListReplicationSetsCommand({}))).replicationSetArns;
    assert.deepEqual(await arns(), []);
    assert.equal(await codeOf(createPlan(us.client, "drill")), "success");
    hidden.reveal();
    assert.deepEqual(await arns(), [arn]);
  });
});

describe("rates of Incident Manager", () => {
  const rate = { perSecond: 0.001 };
  const rates = { StartIncident: { ...rate, burst: 5 }, ListTagsForResource: rate };
  const aws = emulated({ incidentManager: prepared, rates });

  it("throttle the sixth start at once, and refill by the clock", async () => {
    const us = owner(aws);
    for (let started = 0; started < 5; started++) await start(us);
    const { name, $metadata } = await errorOf(start(us));
    assert.deepEqual([name, ($metadata as { httpStatusCode: number }).httpStatusCode], ["ThrottlingException", 429]);
    aws.emulator.clock.advance(1_000_000);
    assert.equal(await codeOf(start(us)), "success");
  });

  it("count the operations of each service by themselves", async () => {
    const us = owner(aws);
    const ssm = aws.ssm(us.account);
    const tags = () => codeOf(us.client.send(new ListTagsForResourceCommand({ resourceArn: us.plan })));
    const input = { ResourceType: "Document", ResourceId: "AWS-HelloWorld" } as const;
    const documentTags = () => codeOf(ssm.send(new ListSsmTagsCommand(input)));
    assert.deepEqual([await tags(), await tags()], ["success", "ThrottlingException"]);
    assert.deepEqual([await documentTags(), await documentTags()], ["success", "ThrottlingException"]);
  });
});
