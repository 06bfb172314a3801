import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startEmulator } from "../../emulator";
import { UsageError } from "../../emulator/commands/command";
import { runCommand } from "../../emulator/commands/commands";
import { minimal, post } from "./support";

const root = join(__dirname, "..", "..");
const loader = ["-r", "ts-node/register/transpile-only"];

function start(...args: string[]) {
  const child = spawn(process.execPath, [...loader, join("emulator", "cli.ts"), ...args], { cwd: root });
  const ended = Promise.all([once(child, "exit"), text(child.stderr)]).then(([[code], stderr]) => ({ code, stderr }));
  return { child, ended };
}

describe("pulumi-aws-ops", function () {
  this.timeout(20_000);

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`emulator prints one line with its URL, serves, and ends cleanly on ${signal}`, async () => {
      const { child, ended } = start("emulator", "--port", "0");
      const [line] = (await once(child.stdout, "data")) as [Buffer];
      const [, url = ""] = /^pulumi-aws-ops emulator: (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(String(line)) ?? [];
      assert.equal((await post(url, "CreateOpsItem", JSON.stringify(minimal))).status, 200, String(line));
      child.kill(signal);
      assert.deepEqual(await ended, { code: 0, stderr: "" });
    });
  }

  it("--help lists the commands", async () => {
    const { child, ended } = start("--help");
    const output = await text(child.stdout);
    assert.match(output, /^Usage: pulumi-aws-ops <command>/);
    assert.match(output, /emulator \[--port 4600\] \[--host 127\.0\.0\.1\]/);
    assert.deepEqual(await ended, { code: 0, stderr: "" });
  });

  it("ends with 2 and one sentence when called wrongly", async () => {
    const stderr = 'pulumi-aws-ops: there is no command "emulate", only emulator (see pulumi-aws-ops --help)\n';
    assert.deepEqual(await start("emulate").ended, { code: 2, stderr });
  });

  for (const [args, message] of [
    [[], "give a command: emulator"],
    [["emulator", "--prot", "1"], "Unknown option '--prot'"],
    [["emulator", "now"], "Unexpected argument 'now'. This command does not take positional arguments"],
    [["emulator", "--port", "http"], '--port: must be a whole number from 0 (any free one) to 65535, not "http"'],
    [["emulator", "--port", "65536"], '--port: must be a whole number from 0 (any free one) to 65535, not "65536"'],
  ] as [string[], string][]) {
    it(`refuses "${args.join(" ")}"`, () => assert.rejects(runCommand(args), new UsageError(message)));
  }

  it("ends with 1 and says so when the port is taken", async () => {
    const other = await startEmulator();
    const { code, stderr } = await start("emulator", "--port", String(other.port)).ended;
    await other.close();
    assert.equal(code, 1);
    const reason = `cannot listen on 127.0.0.1:${other.port}: the port is taken; choose another with --port`;
    assert.equal(stderr, `pulumi-aws-ops: ${reason}\n`);
  });
});
