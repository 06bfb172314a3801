import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { SSM } from "@aws-sdk/client-ssm";
import { SSMIncidents } from "@aws-sdk/client-ssm-incidents";
import { type Emulator, startEmulator } from "../../emulator";
import { Stack, someCredentials, userProject } from "../support/engine";

const FOLDER = join(__dirname, "../../examples");
const region = "eu-west-1";
const responsePlan = "arn:aws:ssm-incidents::123456789012:response-plan/drill";

/** What each example leaves at AWS once it is destroyed. */
const left: Record<string, string[]> = {
  opsItem: ["Review the growth of orders-db: Resolved"],
  changeRequest: ["Resize the orders database: CompletedWithSuccess"],
  incidentRecord: ["Drill: restore the orders database: Open", "Drill: restore the orders database: RESOLVED"],
  maintenance: [
    "Drill: restore the orders database: Open", // the OpsItem that Incident Manager keeps about it
    "Resize the orders database: CompletedWithSuccess",
    "Drill: restore the orders database: RESOLVED",
  ],
};

/** What people have to do while an example is brought up. */
const meanwhile: Record<string, (aws: Emulator) => Promise<void>> = { changeRequest: approve, maintenance: approve };

async function approve(aws: Emulator) {
  while (aws.requests.of("GetAutomationExecution").length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  const credentials = { accessKeyId: "alice", secretAccessKey: "any" };
  const alice = new SSM({ endpoint: aws.url, region, credentials });
  const { AutomationExecutionMetadataList: [request] = [] } = await alice.describeAutomationExecutions({});
  const id = request?.AutomationExecutionId;
  await alice.sendAutomationSignal({ AutomationExecutionId: id, SignalType: "Approve" });
  alice.destroy();
}

describe("the examples", function () {
  this.timeout("5m");
  let aws: Emulator;

  beforeEach(async () => {
    aws = await startEmulator({
      incidentManager: { replicationSet: [region], responsePlans: [{ name: "drill" }] },
    });
  });
  afterEach(() => aws.close());

  /** The emulator knows nothing of what `@pulumi/aws` makes. */
  const onlyAgainstAws = ["withAws"];
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const example of folders.filter(({ name }) => !onlyAgainstAws.includes(name))) {
    it(`in ${example.name} is made, found unchanged and destroyed`, async () => {
      const program = (await userProject()).program(`example-${example.name}`, join(FOLDER, example.name));
      const access = { endpoint: aws.url, region, credentials: someCredentials };
      const stack = await Stack.init(program, { aws: access, config: { responsePlan } });
      await stack.preview();
      await Promise.all([stack.up(), meanwhile[example.name]?.(aws)]);
      assert.deepEqual(Object.keys((await stack.refresh()).summary), ["same"]);
      assert.deepEqual(Object.keys((await stack.up()).summary), ["same"]);
      await stack.destroy();
      assert.deepEqual(await leftIn(access), left[example.name]);
    });
  }
});

async function leftIn(access: { endpoint: string; region: string; credentials: typeof someCredentials }) {
  const [ssm, incidents] = [new SSM(access), new SSMIncidents(access)];
  const { OpsItemSummaries = [] } = await ssm.describeOpsItems({});
  const { incidentRecordSummaries = [] } = await incidents.listIncidentRecords({});
  ssm.destroy();
  incidents.destroy();
  return [
    ...OpsItemSummaries.map(({ Title, Status }) => `${Title}: ${Status}`),
    ...incidentRecordSummaries.map(({ title, status }) => `${title}: ${status}`),
  ];
}
