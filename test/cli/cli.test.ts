import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { UsageError } from "../../cli/commands/command";
import { help, runCommand } from "../../cli/commands/commands";
import { startEmulator } from "../../emulator";
import { minimal, post } from "../emulator/support";

const root = join(__dirname, "..", "..");
const loader = ["-r", "ts-node/register/transpile-only"];

function start(...args: string[]) {
  const child = spawn(process.execPath, [...loader, join("cli", "index.ts"), ...args], { cwd: root });
  const ended = Promise.all([once(child, "exit"), text(child.stderr)]).then(([[code], stderr]) => ({ code, stderr }));
  return { child, ended };
}

describe("pulumi-aws-ops", function () {
  this.timeout(30_000);

  it("emulator prints one line with its URL, serves, and ends cleanly on SIGINT and SIGTERM", async () => {
    const run = async (signal: NodeJS.Signals) => {
      const { child, ended } = start("emulator", "--port", "0");
      const [line] = (await once(child.stdout, "data")) as [Buffer];
      const [, url = ""] = /^pulumi-aws-ops emulator: (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(String(line)) ?? [];
      assert.equal((await post(url, "CreateOpsItem", JSON.stringify(minimal))).status, 200, String(line));
      child.kill(signal);
      assert.deepEqual(await ended, { code: 0, stderr: "" });
    };
    await Promise.all([run("SIGINT"), run("SIGTERM")]);
  });

  it("ends with 2 when called wrongly and with 1 when the port is taken, and says so in one sentence", async () => {
    const other = await startEmulator();
    const taken = start("emulator", "--port", String(other.port));
    const wrong = start("emulate");
    const reason = `cannot listen on 127.0.0.1:${other.port}: the port is taken; choose another with --port`;
    assert.deepEqual(await taken.ended, { code: 1, stderr: `pulumi-aws-ops: ${reason}\n` });
    await other.close();
    const stderr = 'pulumi-aws-ops: there is no command "emulate", only emulator (see pulumi-aws-ops --help)\n';
    assert.deepEqual(await wrong.ended, { code: 2, stderr });
  });

  it("lists its commands in its help", () => {
    assert.match(help(), /^Usage: pulumi-aws-ops <command>/);
    assert.match(help(), /emulator \[--port 4600\] \[--host 127\.0\.0\.1\]/);
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
});
