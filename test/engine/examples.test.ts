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
};

describe("the examples", function () {
  this.timeout("5m");
  let aws: Emulator;

  before(async () => {
    aws = await startEmulator();
  });
  after(() => aws.close());

  for (const example of readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    it(`in ${example.name} is made, found unchanged and destroyed`, async () => {
      const program = (await userProject()).program(`example-${example.name}`, join(FOLDER, example.name));
      const stack = await Stack.init(program, { aws: { endpoint: aws.url, region, credentials: someCredentials } });
      await stack.preview();
      await stack.up();
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
