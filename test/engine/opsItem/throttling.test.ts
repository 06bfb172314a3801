import assert from "node:assert/strict";
import { SSM } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "../../../emulator";
import { type Result, someCredentials } from "../../support/engine";
import { DeclaredStack } from "../../support/engine/declaredStack";

const region = "eu-west-1";
const names = [...Array(40).keys()].map((n) => `item-${n}`);

describe("40 OpsItems, where AWS bears 5 calls of each operation a second, one at a time", function () {
  this.timeout("10m");
  let aws: Emulator;
  let declared: DeclaredStack;
  let result: Result;

  before(async () => {
    aws = await startEmulator({ rates: { "*": { perSecond: 5, burst: 1 } } });
    const throttled = { endpoint: aws.url, region, credentials: someCredentials };
    declared = await DeclaredStack.init("throttled", { aws: throttled });
    declared.declare({
      resources: names.map((name) => ({ name, args: { title: name, description: "One of many.", source: "orders" } })),
    });
    result = await declared.stack.up();
  });
  after(() => aws.close());

  it("are all made with one `up`, without a word about it", () => {
    assert.deepEqual(result.summary, { create: names.length + 1 });
    assert.deepEqual(result.diagnostics, []);
  });

  it("are made once each, and are in the state", async () => {
    const made = aws.requests.of("CreateOpsItem").filter(({ outcome }) => outcome?.status === 200);
    assert.deepEqual(made.map(({ input }) => input.Title).sort(), [...names].sort());
    const ssm = new SSM({ endpoint: aws.url, region, credentials: someCredentials });
    const { OpsItemSummaries: items = [] } = await ssm.describeOpsItems({ MaxResults: 50 });
    const { resources } = (await declared.stack.export()).deployment;
    const inState = resources.flatMap(({ id, outputs }) => (id?.startsWith("oi-") ? [[outputs.title, id]] : []));
    assert.deepEqual(inState.sort(), items.map(({ Title, OpsItemId }) => [Title, OpsItemId]).sort());
  });

  it("are really throttled", () => {
    const throttled = aws.requests.filter(({ outcome }) => outcome?.code === "ThrottlingException");
    assert.ok(throttled.length >= 5, `only ${throttled.length} calls were throttled`);
    // No more calls are wasted than made: the client slows down instead of hammering.
    assert.ok(throttled.length < aws.requests.length / 2, `${throttled.length} of ${aws.requests.length} calls`);
  });

  it("cost nothing afterwards", async () => {
    aws.requests.clear();
    assert.deepEqual((await declared.stack.up()).summary, { same: names.length + 1 });
    assert.equal(aws.requests.length, 0);
  });
});
