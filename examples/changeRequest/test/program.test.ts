import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type OpsMocks, opsMocks, promiseOf } from "pulumi-aws-ops/testing";

type Program = typeof import("../index");

/** Runs the program anew; rejects with what is wrong with it. */
async function run(mocks: OpsMocks, config: Record<string, string> = {}): Promise<Program> {
  await pulumi.runtime.setMocks(mocks, "change-request", "test");
  pulumi.runtime.setAllConfig({ "aws:region": "eu-west-1", ...config });
  delete require.cache[require.resolve("../index")];
  const program: Program = require("../index");
  await mocks.settled();
  return program;
}

const made = (mocks: OpsMocks, name: string) => mocks.made.find((resource) => resource.name === name)?.outputs;

describe("the program", () => {
  it("asks the configured approver, and gives him half an hour", async () => {
    const mocks = opsMocks();
    await run(mocks, { "change-request:approver": "bob" });
    assert.deepEqual(made(mocks, "resize-db")?.parameters, { Approver: ["bob"], ApproverType: ["IamUser"] });
    assert.equal(made(mocks, "resize-approved")?.timeoutSeconds, 1800);
  });

  it("says where people approve", async () => {
    const program = await run(opsMocks());
    const id = await promiseOf(program.changeRequest);
    const page = await promiseOf(program.changePage);
    assert.match(page, new RegExp(`^https://eu-west-1\\.console\\.aws\\.amazon\\.com/.*${id}`));
  });

  it("makes the follow-up only behind the gate", async () => {
    const rejected = () => {
      throw new Error("the change was rejected by alice");
    };
    const mocks = opsMocks({ states: { ChangeGate: rejected } });
    await assert.rejects(run(mocks), /rejected by alice/);
    assert.equal(made(mocks, "resize-follow-up"), undefined);
  });

  it("is refused where AWS would not take the approver", () =>
    assert.rejects(run(opsMocks(), { "change-request:approver": "a".repeat(513) }), /parameters.*: must be 1 to 512/));
});
