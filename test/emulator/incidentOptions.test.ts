import assert from "node:assert/strict";
import { GetResponsePlanCommand, ListReplicationSetsCommand } from "@aws-sdk/client-ssm-incidents";
import { type IncidentManagerOptions, startEmulator } from "../../emulator";
import { owner, recordOf, start } from "./incidents";
import { codeOf, emulated, region } from "./support";

describe("the option incidentManager", () => {
  for (const [what, options, message] of [
    ["an unknown option", { plans: [] }, /^incidentManager: there is no option "plans", only replicationSet, /],
    [
      "no Region",
      { replicationSet: [] },
      /^incidentManager.replicationSet: must be a list of 1 to 3 different Regions/,
    ],
    ["four Regions", { replicationSet: [region, "us-east-1", "us-east-2", "us-west-2"] }, /must be a list of 1 to 3/],
    ["a Region twice", { replicationSet: [region, region] }, /must be a list of 1 to 3 different/],
    ["a Region without Incident Manager", { replicationSet: ["af-south-1"] }, /Regions of us-east-1, /],
    ["a Region that is no list", { replicationSet: region }, /must be a list/],
    [
      "plans without a replication set",
      { responsePlans: [{ name: "drill" }] },
      /^incidentManager.responsePlans: need incidentManager.replicationSet as well$/,
    ],
    [
      "a plan without name",
      { replicationSet: [region], responsePlans: [{}] },
      /^incidentManager.responsePlans: must be/,
    ],
    [
      "two plans of one name",
      { replicationSet: [region], responsePlans: [{ name: "a" }, { name: "a" }] },
      /each with a name of its own/,
    ],
    [
      "a plan that AWS would refuse",
      { replicationSet: [region], responsePlans: [{ name: "a" }, { name: "b", incidentTemplate: { impact: 6 } }] },
      /^incidentManager.responsePlans\[1\]: 1 validation error detected: Value '6' at 'incidentTemplate.impact' /,
    ],
    [
      "a plan of another type",
      { replicationSet: [region], responsePlans: [{ name: "a", tags: [] }] },
      /^incidentManager.responsePlans\[0\]: Expected map or structure or null/,
    ],
    [
      "a plan with a member that AWS lacks",
      { replicationSet: [region], responsePlans: [{ name: "a", title: "A" }] },
      /^incidentManager.responsePlans\[0\]: there is no member "title", only actions, /,
    ],
    [
      "negative times",
      { replicationSetSeconds: -1 },
      /^incidentManager.replicationSetSeconds: must be a number of seconds/,
    ],
    ["times that are texts", { afterStartSeconds: "1" }, /^incidentManager.afterStartSeconds: must be a number/],
  ] as [string, IncidentManagerOptions, RegExp][]) {
    it(`refuses ${what}`, () => assert.rejects(startEmulator({ incidentManager: options }), { message }));
  }

  describe("that is not given", () => {
    const aws = emulated({ incidentManager: { replicationSet: undefined } });

    it("leaves accounts as AWS does, with nothing", async () => {
      const { client, plan } = owner(aws);
      assert.deepEqual((await client.send(new ListReplicationSetsCommand({}))).replicationSetArns, []);
      assert.equal(await codeOf(client.send(new GetResponsePlanCommand({ arn: plan }))), "ResourceNotFoundException");
    });
  });

  describe("with response plans", () => {
    const disk = { name: "disk", incidentTemplate: { summary: "A disk is full." }, tags: { team: "orders" } };
    const aws = emulated({ incidentManager: { replicationSet: [region], responsePlans: [disk] } });

    it("gives them to every account, with title and impact if they have none", async () => {
      for (const us of [owner(aws), owner(aws)]) {
        const plan = us.arnOf("response-plan/disk");
        const { title, impact, summary } = await recordOf(us.client, await start({ ...us, plan }));
        assert.deepEqual([title, impact, summary], ["disk", 3, "A disk is full."]);
      }
    });
  });
});
