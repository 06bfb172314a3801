import assert from "node:assert/strict";
import { once } from "node:events";
import { SSMIncidents } from "@aws-sdk/client-ssm-incidents";
import { UsageError } from "../../cli/commands/command";
import { help, runCommand } from "../../cli/commands/commands";
import { startEmulator } from "../../emulator";
import { supportedRegions } from "../../emulator/replicationSet/regions";
import { printable } from "../../provider/core/printable";
import { minimal, post } from "../emulator/support";
import { start } from "./support";

describe("pulumi-aws-ops", function () {
  this.timeout(30_000);

  it("emulator prints one line with its URL, serves, and ends cleanly on SIGINT and SIGTERM", async () => {
    const run = async (signal: NodeJS.Signals) => {
      const { child, ended } = start(["emulator", "--port", "0"]);
      const [line] = (await once(child.stdout, "data")) as [Buffer];
      const [, url = ""] = /^pulumi-aws-ops emulator: (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(String(line)) ?? [];
      assert.equal((await post(url, "CreateOpsItem", JSON.stringify(minimal))).status, 200, String(line));
      child.kill(signal);
      assert.deepEqual(await ended, { code: 0, stderr: "" });
    };
    await Promise.all([run("SIGINT"), run("SIGTERM")]);
  });

  it("emulator has the replication set and the response plans that it was given", async () => {
    const plans = ["--response-plan", "drill", "--response-plan", "outage"];
    const { child, ended } = start(["emulator", "--port", "0", "--replication-set", "eu-west-1", ...plans]);
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const endpoint = String(line).replace("pulumi-aws-ops emulator:", "").trim();
    const credentials = { accessKeyId: "deployer", secretAccessKey: "any" };
    const client = new SSMIncidents({ endpoint, region: "eu-west-1", credentials });
    const { responsePlanSummaries = [] } = await client.listResponsePlans({});
    const arns = ["drill", "outage"].map((name) => `arn:aws:ssm-incidents::123456789012:response-plan/${name}`);
    assert.deepEqual(
      responsePlanSummaries.map(({ arn }) => arn),
      arns,
    );
    const { incidentRecordArn } = await client.startIncident({ responsePlanArn: arns[1] });
    assert.match(String(incidentRecordArn), /:incident-record\/outage\//);
    client.destroy();
    child.kill("SIGINT");
    assert.deepEqual(await ended, { code: 0, stderr: "" });
  });

  it("ends with 2 when called wrongly and with 1 when the port is taken, and says so in one sentence", async () => {
    const other = await startEmulator();
    const taken = start(["emulator", "--port", String(other.port)]);
    const wrong = start(["emulate"]);
    const reason = `cannot listen on 127.0.0.1:${other.port}: the port is taken; choose another with --port`;
    assert.deepEqual(await taken.ended, { code: 1, stderr: `pulumi-aws-ops: ${reason}\n` });
    await other.close();
    const known = "approve, reject, emulator";
    const stderr = `pulumi-aws-ops: there is no command "emulate", only ${known} (see pulumi-aws-ops --help)\n`;
    assert.deepEqual(await wrong.ended, { code: 2, stderr });
  });

  it("lists its commands in its help", () => {
    assert.match(help(), /^Usage: pulumi-aws-ops <command>/);
    assert.match(help(), /approve <id> \[--comment "…"\]/);
    assert.match(help(), /reject <id> \[--comment "…"\]/);
    assert.match(help(), /emulator \[--port 4600\] \[--host 127\.0\.0\.1\] \[--replication-set <region>\]/);
  });

  const id = "5f1c0a52-5d3b-4c55-9f0e-0d6a3f0f4f11";
  const isNone = (given: string) =>
    `"${given}" is not the id of a change request: give that of its execution (36 characters) or of its OpsItem ` +
    "(oi-…), alone, as an ARN, or with region/ before it";
  for (const [args, message] of [
    [[], "give a command: approve, reject, emulator"],
    [["emulator", "--prot", "1"], "Unknown option '--prot'"],
    [["emulator", "now"], "Unexpected argument 'now'. This command does not take positional arguments"],
    [["emulator", "--port", "http"], '--port: must be a whole number from 0 (any free one) to 65535, not "http"'],
    [["emulator", "--port", "65536"], '--port: must be a whole number from 0 (any free one) to 65535, not "65536"'],
    [["emulator", "--response-plan", "drill"], "--response-plan: need --replication-set as well"],
    [
      ["emulator", "--replication-set", "eu-west-1", "--response-plan", "a/b"],
      "--response-plan: 1 validation error detected: Value 'a/b' at 'name' failed to satisfy constraint: Member must " +
        "satisfy regular expression pattern: ^[a-zA-Z0-9-_]*$",
    ],
    [
      ["emulator", "--replication-set", "Ireland"],
      `--replication-set: must be a list of 1 to 3 different Regions of ${supportedRegions.join(", ")}`,
    ],
    [["approve"], "give the id of one change request"],
    [["reject", id, id], "give the id of one change request, not of several"],
    [["approve", "5f1c"], isNone("5f1c")],
    [["approve", "eu-west-1/oi-1"], isNone("oi-1")],
    [["approve", id, "--coment", "x"], "Unknown option '--coment'"],
    [["approve", id, "--comment", ""], "--comment: must be 1 to 512 characters long"],
    [["approve", id, "--comment", "💥".repeat(513)], "--comment: must be 1 to 512 characters long"],
    [["approve", id, "--region", "Ireland"], "--region: must be the name of a region, such as eu-west-1"],
    [["approve", id, "--profile", ""], "--profile: must be the name of a profile"],
    [["approve", id, "--endpoint", "localhost:4600"], "--endpoint: must be a URL, such as http://127.0.0.1:4600"],
    [
      ["approve", `eu-west-1/${id}`, "--region", "us-east-1"],
      "--region: the request is in eu-west-1, not in us-east-1: leave it out",
    ],
  ] as [string[], string][]) {
    const title = args.join(" ").slice(0, 100);
    it(`refuses "${title}"`, () => assert.rejects(runCommand(args), new UsageError(message)));
  }

  it("shows text from elsewhere on one line, and obeys nothing that is in it", () => {
    assert.equal(printable("a\n b\u001b[31mc\u009b\u202ed 👩‍💻"), "a b[31mcd 👩‍💻");
  });
});
