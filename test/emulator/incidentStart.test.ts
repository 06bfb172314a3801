import assert from "node:assert/strict";
import {
  GetAutomationExecutionCommand,
  GetOpsItemCommand,
  ListOpsItemRelatedItemsCommand,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import {
  DeleteIncidentRecordCommand,
  DeleteResponsePlanCommand,
  ListTagsForResourceCommand,
  type StartIncidentInput,
} from "@aws-sdk/client-ssm-incidents";
import { createRunbook } from "./changeRequests";
import { createPlan, dataOf, itemsOf, linkTo, owner, prepared, recordOf, start, timelineOf, update } from "./incidents";
import { codeOf, create, emulated, errorOf, region } from "./support";

const topic = `arn:aws:sns:${region}:111122223333:ops`;
const triggerArn = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:disk";
const timestamp = new Date("2029-12-31T23:59:00Z");
const noon = new Date("2030-01-01T12:00:00Z");

const template = {
  title: "Disk full",
  impact: 2,
  summary: "A disk is full.",
  dedupeString: "disk",
  notificationTargets: [{ snsTopicArn: topic }],
  incidentTags: { team: "orders" },
};

describe("StartIncident", () => {
  const aws = emulated({ now: noon, incidentManager: prepared });

  it("takes from the plan what the call does not say", async () => {
    const us = owner(aws);
    const chatChannel = { chatbotSns: [topic] };
    const plan = await createPlan(us.client, "disk", { incidentTemplate: template, chatChannel });
    const arn = await start({ ...us, plan });
    assert.match(arn, new RegExp(`^arn:aws:ssm-incidents::${us.account}:incident-record/disk/[0-9a-f-]{36}$`));
    const { creationTime, lastModifiedTime, ...record } = await recordOf(us.client, arn);
    const by = `arn:aws:iam::${us.account}:user/${us.account}`;
    assert.deepEqual(record, {
      arn,
      title: "Disk full",
      impact: 2,
      summary: "A disk is full.",
      status: "OPEN",
      dedupeString: "disk",
      incidentRecordSource: { source: "aws.ssm-incidents.custom", createdBy: by, invokedBy: by },
      chatChannel,
      notificationTargets: [{ snsTopicArn: topic }],
      automationExecutions: [],
      lastModifiedBy: by,
    });
    const { tags } = await us.client.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    assert.deepEqual(tags, { team: "orders" });
  });

  it("takes title, impact and trigger from the call, and makes up a deduplication string", async () => {
    const us = owner(aws);
    const triggerDetails = { source: "com.example.monitor", timestamp, triggerArn, rawData: '{"disk":"sda"}' };
    const arn = await start(us, { title: "Drill in May", impact: 5, triggerDetails });
    const { title, impact, dedupeString, incidentRecordSource } = await recordOf(us.client, arn);
    assert.deepEqual([title, impact], ["Drill in May", 5]);
    assert.match(dedupeString ?? "", /^[0-9a-f-]{36}$/);
    const { source, resourceArn } = incidentRecordSource ?? {};
    assert.deepEqual([source, resourceArn], ["com.example.monitor", triggerArn]);
    const [trigger] = await dataOf(us.client, arn, "SSM Incident Trigger");
    const { source: incidentSource, rawData } = triggerDetails;
    assert.deepEqual(trigger, { createdIncident: true, incidentSource, triggerArn, rawData });
  });

  it("is followed at once by a change that the service makes", async () => {
    const us = owner(aws);
    const { creationTime, lastModifiedTime } = await recordOf(us.client, await start(us));
    assert.equal((lastModifiedTime as Date).getTime() - (creationTime as Date).getTime(), 1);
  });

  it("tells the start on the timeline, latest first", async () => {
    const us = owner(aws);
    const arn = await start(us, { triggerDetails: { source: "monitor", timestamp } });
    const timeline = await timelineOf(us.client, arn);
    assert.deepEqual(
      timeline.map(({ eventType }) => eventType),
      ["SSM Incident Record Update", "Custom Event", "SSM Incident Start", "SSM Incident Trigger"],
    );
    assert.deepEqual(timeline.at(-1)?.eventTime, timestamp);
    assert.equal(timeline[1]?.eventData, '"Incident Started"');
    assert.deepEqual(timeline[1]?.eventReferences, [{ resource: arn }]);
  });

  describe("parent", () => {
    const associations = async (ssm: SSMClient, OpsItemId: string | undefined) =>
      (await ssm.send(new ListOpsItemRelatedItemsCommand({ OpsItemId }))).Summaries ?? [];

    it("is a new OpsItem that each names the other with", async () => {
      const us = owner(aws);
      const ssm = aws.ssm(us.account);
      const arn = await start(us);
      const [parent] = await itemsOf(us.client, arn);
      assert.match(parent?.generatedId ?? "", /^related-item\/PARENT\/[0-9A-F]{32}$/);
      assert.equal(parent?.title, "parentItem");
      const opsItemArn = parent?.identifier?.value?.arn;
      assert.ok(opsItemArn?.startsWith(`arn:aws:ssm:${region}:${us.account}:opsitem/oi-`), opsItemArn);
      const OpsItemId = opsItemArn?.split("/")[1];
      const { OpsItem } = await ssm.send(new GetOpsItemCommand({ OpsItemId }));
      assert.deepEqual([OpsItem?.Title, OpsItem?.Status, OpsItem?.OpsItemType], ["drill", "Open", "/aws/issue"]);
      const [{ AssociationType, ResourceType, ResourceUri, CreatedBy } = {}] = await associations(ssm, OpsItemId);
      assert.deepEqual(
        [AssociationType, ResourceType, ResourceUri],
        ["IsParentOf", "AWS::SSMIncidents::IncidentRecord", arn],
      );
      const role = "assumed-role/AWSServiceRoleForIncidentManager/IncidentResponse";
      assert.equal(CreatedBy?.Arn, `arn:aws:sts::${us.account}:${role}`);
      const [told] = (await dataOf(us.client, arn, "SSM Incident Record Update")) as {
        modifiedAttributes: { attributeName: string; newValue: string }[];
      }[];
      const [{ attributeName, newValue } = { attributeName: "", newValue: "" }] = told?.modifiedAttributes ?? [];
      assert.equal(attributeName, "relatedItems");
      assert.deepEqual(JSON.parse(newValue).itemToAdd.identifier, parent?.identifier);
    });

    it("is the OpsItem that the incident is started from, if it is", async () => {
      const us = owner(aws);
      const ssm = aws.ssm(us.account);
      const OpsItemId = await create(ssm);
      // Spelled as some of AWS's samples do.
      const arn = `arn:aws:ssm:${region}:${us.account}:opsItem/${OpsItemId}`;
      const incident = await start(us, { relatedItems: [{ identifier: { type: "PARENT", value: { arn } } }] });
      assert.equal((await itemsOf(us.client, incident)).length, 1);
      assert.deepEqual(
        (await associations(ssm, OpsItemId)).map(({ ResourceUri }) => ResourceUri),
        [incident],
      );
    });

    it("stays when the incident is deleted, and goes on to name it", async () => {
      const us = owner(aws);
      const ssm = aws.ssm(us.account);
      const arn = await start(us);
      await us.client.send(new DeleteIncidentRecordCommand({ arn }));
      assert.deepEqual(
        (await associations(ssm, undefined)).map(({ ResourceUri }) => ResourceUri),
        [arn],
      );
    });
  });

  describe("with a deduplication string", () => {
    const deduplicating = async (client = owner(aws)) => {
      const plan = await createPlan(client.client, "disk", { incidentTemplate: template });
      return { ...client, plan };
    };

    it("is merged into the open incident, on whose timeline it shows", async () => {
      const us = await deduplicating();
      const arn = await start(us);
      assert.equal(await start(us, { title: "Disk full again" }), arn);
      const [trigger] = await dataOf(us.client, arn, "SSM Incident Trigger");
      assert.deepEqual(trigger, { createdIncident: false, incidentSource: "aws.ssm-incidents.custom" });
      assert.equal((await recordOf(us.client, arn)).title, "Disk full");
    });

    it("is merged across plans that have the same string", async () => {
      const us = await deduplicating();
      const plan = await createPlan(us.client, "other", { incidentTemplate: template });
      assert.equal(await start(us), await start({ ...us, plan }));
    });

    it("starts anew once the incident is resolved", async () => {
      const us = await deduplicating();
      const arn = await start(us);
      await update(us.client, { arn, status: "RESOLVED" });
      assert.notEqual(await start(us), arn);
    });
  });

  describe("with a client token", () => {
    it("starts one incident, also when that one is resolved or its plan is gone", async () => {
      const us = owner(aws);
      const arn = await start(us, { clientToken: "t" });
      await update(us.client, { arn, status: "RESOLVED" });
      await us.client.send(new DeleteResponsePlanCommand({ arn: us.plan }));
      assert.equal(await start(us, { clientToken: "t" }), arn);
      assert.equal(await codeOf(start(us, { clientToken: "u" })), "ResourceNotFoundException");
    });

    it("starts another one for another account, and with an empty token", async () => {
      const [us, others] = [owner(aws), owner(aws)];
      assert.notEqual(await start(us, { clientToken: "t" }), await start(others, { clientToken: "t" }));
      assert.notEqual(await start(us, { clientToken: "" }), await start(us, { clientToken: "" }));
    });
  });

  describe("with a runbook", () => {
    const roleArn = "arn:aws:iam::111122223333:role/incidents";
    const started = async (document: object, automation: object = {}) => {
      const us = owner(aws);
      const documentName = await createRunbook(aws.ssm(us.account), document);
      const actions = [{ ssmAutomation: { documentName, roleArn, ...automation } }];
      const plan = await createPlan(us.client, "runs", { actions });
      const involved = { type: "INVOLVED_RESOURCE" as const, value: { arn: triggerArn } };
      return { us, arn: await start({ ...us, plan }, { relatedItems: [{ identifier: involved }] }) };
    };

    it("runs it with the incident's values, and names the execution", async () => {
      const parameters = { Incident: { type: "String" }, Resources: { type: "StringList" }, Level: { type: "String" } };
      const { us, arn } = await started(
        { parameters },
        {
          parameters: { Level: ["high"] },
          dynamicParameters: {
            Incident: { variable: "INCIDENT_RECORD_ARN" },
            Resources: { variable: "INVOLVED_RESOURCES" },
          },
        },
      );
      const { automationExecutions = [] } = await recordOf(us.client, arn);
      const executionArn = automationExecutions[0]?.ssmExecutionArn;
      const AutomationExecutionId = executionArn?.split("/")[1];
      const answer = await aws.ssm(us.account).send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
      const { Parameters, AutomationExecutionStatus } = answer.AutomationExecution ?? {};
      assert.deepEqual(Parameters, { Level: ["high"], Incident: [arn], Resources: [triggerArn] });
      assert.equal(AutomationExecutionStatus, "Success");
      const items = await itemsOf(us.client, arn);
      assert.ok(items.some(({ identifier }) => identifier?.value?.arn === executionArn));
    });

    for (const [what, automation, reason] of [
      ["that does not take its parameters", { parameters: { Foo: ["x"] } }, /Undefined execution inputs: \[Foo\]/],
      ["that does not exist", { documentName: "Nothing" }, /Automation definition Nothing does not exist/],
      ["in a version that does not exist", { documentVersion: "9" }, / does not exist\.$/],
    ] as const) {
      it(`starts all the same with one ${what}`, async () => {
        const { us, arn } = await started({}, automation);
        const type = "SSM Automation Execution Start Failure for Incident";
        const [failure] = (await dataOf(us.client, arn, type)) as { failureMessage: string }[];
        assert.match(failure?.failureMessage ?? "", reason);
        assert.deepEqual((await recordOf(us.client, arn)).automationExecutions, []);
      });
    }
  });

  const times = (length: number) => "x".repeat(length);
  const trigger = (more: object) => ({ triggerDetails: { source: "monitor", timestamp, ...more } });
  const item = (more: object) => ({ relatedItems: [{ ...linkTo("https://example.com"), ...more }] });
  for (const [what, input, sentence] of [
    ["a plan's ARN that is none", { responsePlanArn: "foo" }, "'foo' at 'responsePlanArn'"],
    ["impact 0", { impact: 0 }, "'0' at 'impact'"],
    ["impact 6", { impact: 6 }, "'6' at 'impact'"],
    ["a title of 201 characters", { title: times(201) }, "at 'title'"],
    ["raw data of 10001 characters", trigger({ rawData: times(10_001) }), "at 'triggerDetails.rawData'"],
    ["a trigger without source", trigger({ source: undefined }), "null at 'triggerDetails.source'"],
    ["a trigger without time", trigger({ timestamp: undefined }), "null at 'triggerDetails.timestamp'"],
    ["a trigger that is AWS's", trigger({ source: "aws.mine" }), "can't begin with aws."],
    ["a token of 129 characters", { clientToken: times(129) }, "at 'clientToken'"],
    ["101 related items", { relatedItems: Array(101).fill(linkTo("x")) }, "at 'relatedItems'"],
    ["51 related items", { relatedItems: Array(51).fill(linkTo("x")) }, "at most 50 related items"],
    ["a related item without identifier", item({ identifier: undefined }), "'relatedItems.1.member.identifier'"],
    [
      "a related item with two values",
      item({ identifier: { type: "OTHER", value: { url: "x", metricDefinition: "{}" } } }),
      "exactly one of: [arn, metricDefinition, pagerDutyIncidentDetail, url]",
    ],
    ["a related item of unknown type", item({ identifier: { type: "URL", value: { url: "x" } } }), "enum value set"],
  ] as [string, Partial<StartIncidentInput>, string][]) {
    it(`refuses ${what} with ValidationException`, async () => {
      const error = await errorOf(start(owner(aws), input));
      assert.equal(error.name, "ValidationException");
      assert.ok(error.message.includes(sentence), error.message);
      assert.equal((error.$metadata as { httpStatusCode: number }).httpStatusCode, 400);
    });
  }

  it("refuses a plan that does not exist, or is another account's", async () => {
    const us = owner(aws);
    for (const plan of [us.arnOf("response-plan/other"), owner(aws).plan]) {
      const { name, resourceType, resourceIdentifier, $metadata } = await errorOf(start({ ...us, plan }));
      assert.deepEqual([name, resourceType, resourceIdentifier], ["ResourceNotFoundException", "RESPONSE_PLAN", plan]);
      assert.equal(($metadata as { httpStatusCode: number }).httpStatusCode, 404);
    }
  });
});

describe("StartIncident with afterStartSeconds", () => {
  const aws = emulated({ incidentManager: { ...prepared, afterStartSeconds: 2 } });

  it("answers before the incident has a parent, which changes the record", async () => {
    const us = owner(aws);
    const arn = await start(us);
    const first = await recordOf(us.client, arn);
    assert.deepEqual(first.lastModifiedTime, first.creationTime);
    assert.deepEqual(await itemsOf(us.client, arn), []);
    aws.emulator.clock.advance(2000);
    const second = await recordOf(us.client, arn);
    assert.equal((second.lastModifiedTime as Date).getTime() - (first.creationTime as Date).getTime(), 2001);
    assert.equal((await itemsOf(us.client, arn)).length, 1);
  });
});

describe("StartIncident and quotas", () => {
  const aws = emulated({
    now: new Date("2030-01-31T12:00:00Z"),
    incidentManager: prepared,
    quotas: { opsItems: 0, opsItemsPerMonth: 0, incidentsPerPlanPerMonth: 1 },
  });

  it("counts incidents by plan and month, and no parent OpsItems", async () => {
    const us = owner(aws);
    await start(us);
    const { name, serviceCode } = await errorOf(start(us));
    assert.deepEqual([name, serviceCode], ["ThrottlingException", "ssm-incidents"]);
    assert.equal(await codeOf(start({ ...us, plan: await createPlan(us.client, "other") })), "success");
    aws.emulator.clock.advance(24 * 3_600_000);
    assert.equal(await codeOf(start(us)), "success");
  });
});
