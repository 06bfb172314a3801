import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { userProject } from "../support/engine";

const run = promisify(execFile);

describe("the package as it is published", function () {
  this.timeout("5m");
  let folder: string;

  before(async () => {
    ({ folder } = await userProject());
  });

  const node = async (code: string) => (await run(process.execPath, ["-e", code], { cwd: folder })).stdout.trim();

  it("gives programs its classes, and loads nothing of the AWS SDK for them", async () => {
    const loaded = 'Object.keys(require.cache).filter((file) => file.includes("@aws-sdk")).length';
    assert.equal(
      await node(`const ops = require("pulumi-aws-ops"); console.log(Object.keys(ops).sort().join(), ${loaded})`),
      "ChangeGate,ChangeRequest,IncidentRecord,OpsItem,OpsItemRelatedItem,Provider 0",
    );
  });

  it("is importable by ES modules", async () => {
    const code = 'import { OpsItem } from "pulumi-aws-ops"; console.log(typeof OpsItem)';
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", code], { cwd: folder });
    assert.equal(stdout.trim(), "function");
  });

  it("answers under the entry that states require", async () => {
    const code = 'const { opsItem } = require("pulumi-aws-ops/runtime"); console.log(typeof opsItem.create)';
    assert.equal(await node(code), "function");
  });

  it("brings the emulator, which starts without the AWS SDK", async () => {
    const code = `require("pulumi-aws-ops/emulator").startEmulator().then(async (aws) => {
      const sdk = Object.keys(require.cache).filter((file) => file.includes("@aws-sdk")).length;
      const { status } = await fetch(aws.url, { method: "POST", body: "{}" });
      console.log(sdk, status >= 400);
      await aws.close();
    })`;
    assert.equal(await node(code), "0 true");
  });

  it("brings mocks for unit tests, which load nothing of the AWS SDK either", async () => {
    const code = `const { opsMocks } = require("pulumi-aws-ops/testing");
      const sdk = Object.keys(require.cache).filter((file) => file.includes("@aws-sdk")).length;
      console.log(typeof opsMocks().newResource, sdk)`;
    assert.equal(await node(code), "function 0");
  });

  it("has a command that says how to use it", async () => {
    const { stdout } = await run("npx", ["--no-install", "pulumi-aws-ops", "--help"], { cwd: folder });
    assert.match(stdout, /emulator .*--port/s);
  });

  it("gives types with which wrong programs do not compile", async () => {
    const { program } = { program: (await userProject()).program("types", { "index.ts": PROGRAM }) };
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "node16", "--moduleResolution", "node16"];
    const file = `${program.folder}/index.ts`;
    await run("npx", ["--no-install", "tsc", ...options, "--target", "es2022", "--types", "node", file], {
      cwd: folder,
    }).catch(({ stdout }) => assert.fail(stdout));
  });
});

/** Every line under a directive must be an error, or the directive itself is one. */
const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import * as ops from "pulumi-aws-ops";
import { opsMocks, promiseOf } from "pulumi-aws-ops/testing";

const required = { title: "t", description: "d", source: "s" };
const item = new ops.OpsItem("right", {
  ...required,
  priority: pulumi.output(1),
  operationalData: { key: { value: pulumi.secret("v"), type: "SearchableString" } },
  tags: { a: pulumi.output("b") },
  status: "Open",
});
export const id: pulumi.Output<string> = item.id;
export const status: pulumi.Output<ops.OpsItemStatus> = item.status;
new ops.OpsItem("related", { ...required, relatedOpsItems: [{ opsItemId: item.id }] }, { provider: new ops.Provider("p", { region: "eu-west-1" }) });

pulumi.runtime.setMocks(opsMocks({ states: { OpsItem: { status: "Resolved" }, ChangeGate: (_, name) => ({ status: name }) } }));
export const known: Promise<string> = promiseOf(item.title);

// @ts-expect-error: no source
new ops.OpsItem("wrong", { title: "t", description: "d" });
// @ts-expect-error: not a number
new ops.OpsItem("wrong", { ...required, priority: "1" });
// @ts-expect-error: no such status
new ops.OpsItem("wrong", { ...required, status: "Done" });
// @ts-expect-error: a text where an entry is wanted
new ops.OpsItem("wrong", { ...required, operationalData: { key: "value" } });
// @ts-expect-error: no such type of data
new ops.OpsItem("wrong", { ...required, operationalData: { key: { value: "v", type: "Text" } } });
// @ts-expect-error: a list of ids where one of objects is wanted
new ops.OpsItem("wrong", { ...required, relatedOpsItems: [item.id] });
// @ts-expect-error: no such property
new ops.OpsItem("wrong", { ...required, sauce: "x" });
// @ts-expect-error: neither deletes nor resolves
new ops.OpsItem("wrong", { ...required, onDelete: "keep" });
// @ts-expect-error: no such status of a mock
opsMocks({ states: { OpsItem: { status: "Done" } } });
// @ts-expect-error: no such type
opsMocks({ states: { Ticket: {} } });
// @ts-expect-error: outputs are not written to
item.status = pulumi.output("Open" as const);
`;
