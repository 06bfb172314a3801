import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type OpsMocks, type OpsMocksOptions, opsMocks } from "pulumi-aws-ops/testing";

/** What `@pulumi/aws` would answer, as far as the program makes use of it. */
const aws: OpsMocksOptions = {
  newResource: ({ id, name, type, inputs }) => {
    const [, module, kind] = /^aws:(\w+)\/.*:(\w+)$/.exec(type) ?? [];
    const service = kind === "ResponsePlan" ? "ssm-incidents:" : `${module}:eu-west-1`;
    const resource = kind === "ResponsePlan" ? `response-plan/${name}` : name;
    return { id: id || name, state: { ...inputs, arn: `arn:aws:${service}:123456789012:${resource}` } };
  },
  call: ({ inputs }) => ({ ...inputs, region: "eu-west-1", json: "{}" }),
};

/** Runs the program anew; rejects with what is wrong with it. */
async function run(mocks: OpsMocks): Promise<void> {
  await pulumi.runtime.setMocks(mocks, "with-aws", "test");
  pulumi.runtime.setAllConfig({ "aws:region": "eu-west-1", "with-aws:template": "DbResize" });
  delete require.cache[require.resolve("../index")];
  require("../index");
  await mocks.settled();
}

const made = (mocks: OpsMocks, name: string) => mocks.made.find((resource) => resource.name === name)?.outputs;

describe("the program", () => {
  it("is accepted as a whole", async () => {
    const mocks = opsMocks(aws);
    await run(mocks);
    assert.equal(made(mocks, "orders")?.instanceClass, "db.t4g.medium");
  });

  it("touches no database before people have approved", async () => {
    const rejected = () => {
      throw new Error("the change was rejected by alice");
    };
    const mocks = opsMocks({ ...aws, states: { ChangeGate: rejected } });
    await assert.rejects(run(mocks), /rejected by alice/);
    assert.equal(made(mocks, "orders"), undefined);
    assert.equal(made(mocks, "orders-operations")?.arn, "arn:aws:sns:eu-west-1:123456789012:orders-operations");
  });
});
