import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { SSM } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "../../emulator";
import { Stack, someCredentials, userProject } from "../support/engine";

const FOLDER = join(__dirname, "../../examples");
const region = "eu-west-1";

/** What each example leaves at AWS once it is destroyed. */
const left: Record<string, string[]> = {
  opsItem: ["Review the growth of orders-db: Resolved"],
  changeRequest: ["Resize the orders database: CompletedWithSuccess"],
};

/** What people have to do while an example is brought up. */
const meanwhile: Record<string, (aws: Emulator) => Promise<void>> = {
  changeRequest: async (aws) => {
    while (aws.requests.of("GetAutomationExecution").length < 2)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const credentials = { accessKeyId: "alice", secretAccessKey: "any" };
    const alice = new SSM({ endpoint: aws.url, region, credentials });
    const { AutomationExecutionMetadataList: [request] = [] } = await alice.describeAutomationExecutions({});
    const id = request?.AutomationExecutionId;
    await alice.sendAutomationSignal({ AutomationExecutionId: id, SignalType: "Approve" });
    alice.destroy();
  },
};

describe("the examples", function () {
  this.timeout("5m");
  let aws: Emulator;

  beforeEach(async () => {
    aws = await startEmulator();
  });
  afterEach(() => aws.close());

  for (const example of readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    it(`in ${example.name} is made, found unchanged and destroyed`, async () => {
      const program = (await userProject()).program(`example-${example.name}`, join(FOLDER, example.name));
      const stack = await Stack.init(program, { aws: { endpoint: aws.url, region, credentials: someCredentials } });
      await stack.preview();
      await Promise.all([stack.up(), meanwhile[example.name]?.(aws)]);
      assert.deepEqual(Object.keys((await stack.refresh()).summary), ["same"]);
      assert.deepEqual(Object.keys((await stack.up()).summary), ["same"]);
      await stack.destroy();
      const ssm = new SSM({ endpoint: aws.url, region, credentials: someCredentials });
      const { OpsItemSummaries = [] } = await ssm.describeOpsItems({});
      assert.deepEqual(
        OpsItemSummaries.map(({ Title, Status }) => `${Title}: ${Status}`),
        left[example.name],
      );
    });
  }
});
