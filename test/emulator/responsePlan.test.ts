import assert from "node:assert/strict";
import {
  type CreateResponsePlanInput,
  DeleteResponsePlanCommand,
  GetResponsePlanCommand,
  paginateListResponsePlans,
  UpdateResponsePlanCommand,
  type UpdateResponsePlanInput,
} from "@aws-sdk/client-ssm-incidents";
import { createPlan, type Owner, owner, prepared, recordOf, start } from "./incidents";
import { codeOf, emulated, errorOf, region } from "./support";

const topic = (name: string) => `arn:aws:sns:${region}:111122223333:${name}`;
const roleArn = "arn:aws:iam::111122223333:role/incidents";

const full = {
  displayName: "Disk is full",
  incidentTemplate: {
    title: "Disk full",
    impact: 2,
    summary: "A disk is full.",
    dedupeString: "disk",
    notificationTargets: [{ snsTopicArn: topic("ops") }],
    incidentTags: { team: "orders" },
  },
  chatChannel: { chatbotSns: [topic("chat")] },
  engagements: [`arn:aws:ssm-contacts:${region}:111122223333:contact/alice`],
  actions: [
    {
      ssmAutomation: {
        documentName: "AWS-HelloWorld",
        documentVersion: "1",
        roleArn,
        targetAccount: "RESPONSE_PLAN_OWNER_ACCOUNT" as const,
        parameters: { Level: ["high"] },
        dynamicParameters: { Incident: { variable: "INCIDENT_RECORD_ARN" as const } },
      },
    },
  ],
  integrations: [
    {
      pagerDutyConfiguration: {
        name: "pager",
        secretId: "secret",
        pagerDutyIncidentConfiguration: { serviceId: "P1" },
      },
    },
  ],
};

const planOf = async ({ client }: Owner, arn: string) => {
  const { $metadata, ...plan } = await client.send(new GetResponsePlanCommand({ arn }));
  return plan;
};

describe("response plans", () => {
  const aws = emulated({ incidentManager: prepared });

  it("read as they were created", async () => {
    const us = owner(aws);
    const arn = await createPlan(us.client, "disk", full);
    assert.equal(arn, us.arnOf("response-plan/disk"));
    assert.deepEqual(await planOf(us, arn), { arn, name: "disk", ...full });
  });

  it("are refused under a name that is taken", async () => {
    const us = owner(aws);
    const { name, resourceType, resourceIdentifier, $metadata } = await errorOf(createPlan(us.client, "drill"));
    assert.deepEqual([name, resourceType, resourceIdentifier], ["ConflictException", "RESPONSE_PLAN", us.plan]);
    assert.equal(($metadata as { httpStatusCode: number }).httpStatusCode, 409);
  });

  it("are created once for a client token", async () => {
    const us = owner(aws);
    const clientToken = "t";
    assert.equal(
      await createPlan(us.client, "disk", { clientToken }),
      await createPlan(us.client, "disk", { clientToken }),
    );
  });

  const automation = (more: object) => ({
    actions: [{ ssmAutomation: { documentName: "AWS-HelloWorld", roleArn, ...more } }],
  });
  for (const [what, input, sentence] of [
    ["a name with spaces", { name: "a drill" }, "at 'name'"],
    ["no name", { name: "" }, "at 'name'"],
    ["impact 6", { incidentTemplate: { title: "t", impact: 6 } }, "at 'incidentTemplate.impact'"],
    ["no title", { incidentTemplate: { impact: 1 } }, "null at 'incidentTemplate.title'"],
    [
      "empty parameters",
      automation({ parameters: {} }),
      "Value '{}' at 'actions.1.member.ssmAutomation.parameters' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    ["empty dynamic parameters", automation({ dynamicParameters: {} }), "ssmAutomation.dynamicParameters'"],
    ["a role that is none", automation({ roleArn: "arn:aws:iam::111122223333:user/x" }), "ssmAutomation.roleArn'"],
    ["two actions", { actions: [automation({}).actions[0], automation({}).actions[0]] }, "at 'actions'"],
    ["an action of no kind", { actions: [{}] }, "exactly one of: [ssmAutomation]"],
    ["empty tags", { tags: {} }, "at 'tags'"],
    ["a contact that is none", { engagements: ["alice"] }, "at 'engagements'"],
  ] as [string, Partial<CreateResponsePlanInput>, string][]) {
    it(`are refused with ${what}`, async () => {
      const error = await errorOf(createPlan(owner(aws).client, "disk", input));
      assert.equal(error.name, "ValidationException");
      assert.ok(error.message.includes(sentence), error.message);
    });
  }

  const updated = async (us: Owner, input: Omit<UpdateResponsePlanInput, "arn">) => {
    const arn = us.arnOf("response-plan/disk");
    await us.client.send(new UpdateResponsePlanCommand({ arn, ...input }));
    return planOf(us, arn);
  };

  it("keep what an update does not name", async () => {
    const us = owner(aws);
    await createPlan(us.client, "disk", full);
    const { arn, incidentTemplate, ...rest } = await updated(us, {
      incidentTemplateTitle: "Disk",
      displayName: "Disk",
    });
    assert.deepEqual(incidentTemplate, { ...full.incidentTemplate, title: "Disk" });
    const { incidentTemplate: _, ...fields } = full;
    assert.deepEqual(rest, { ...fields, name: "disk", displayName: "Disk" });
  });

  it("are cleared by what is empty", async () => {
    const us = owner(aws);
    await createPlan(us.client, "disk", full);
    const plan = await updated(us, {
      displayName: "",
      incidentTemplateSummary: "",
      incidentTemplateDedupeString: "",
      incidentTemplateNotificationTargets: [],
      incidentTemplateTags: {},
      chatChannel: { empty: {} },
      engagements: [],
      actions: [],
      integrations: [],
    });
    assert.deepEqual(plan, {
      arn: us.arnOf("response-plan/disk"),
      name: "disk",
      incidentTemplate: { title: "Disk full", impact: 2, notificationTargets: [] },
      engagements: [],
      actions: [],
      integrations: [],
    });
  });

  it("leave the incidents that they have started as they are", async () => {
    const us = owner(aws);
    const arn = await start(us);
    await us.client.send(new UpdateResponsePlanCommand({ arn: us.plan, incidentTemplateTitle: "Other" }));
    await us.client.send(new DeleteResponsePlanCommand({ arn: us.plan }));
    assert.equal((await recordOf(us.client, arn)).title, "drill");
  });

  it("are gone when deleted, and may be deleted again and made anew", async () => {
    const us = owner(aws);
    for (let count = 0; count < 2; count++) {
      const { $metadata } = await us.client.send(new DeleteResponsePlanCommand({ arn: us.plan }));
      assert.equal($metadata.httpStatusCode, 204);
    }
    for (const call of [
      () => planOf(us, us.plan),
      () => us.client.send(new UpdateResponsePlanCommand({ arn: us.plan })),
      () => start(us),
    ]) {
      const { name, resourceType } = await errorOf(call());
      assert.deepEqual([name, resourceType], ["ResourceNotFoundException", "RESPONSE_PLAN"]);
    }
    assert.equal(await codeOf(createPlan(us.client, "drill")), "success");
  });

  it("are listed in pages, oldest first", async () => {
    const us = owner(aws);
    for (const name of ["b", "a"]) await createPlan(us.client, name, { displayName: `Plan ${name}` });
    const found: unknown[] = [];
    for await (const page of paginateListResponsePlans({ client: us.client, pageSize: 2 }, {})) {
      found.push(...(page.responsePlanSummaries ?? []));
    }
    assert.deepEqual(found, [
      { arn: us.plan, name: "drill" },
      { arn: us.arnOf("response-plan/b"), name: "b", displayName: "Plan b" },
      { arn: us.arnOf("response-plan/a"), name: "a", displayName: "Plan a" },
    ]);
  });
});
