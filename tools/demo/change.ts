import { execFile } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { DescribeAutomationExecutionsCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { Stack, type UserProject } from "../../test/support/engine";
import type { Aws } from "../../test/support/engine/environment";
import { expectItems, itemsIn } from "./items";
import { command, pulumi, show, title } from "./narrate";

const root = join(__dirname, "../..");
const APPROVER = "alice";

/** The example of a change request: `up` waits until somebody approves. Rejects at the first surprise. */
export async function tellOfChange(project: UserProject, aws: Aws, ssm: SSMClient): Promise<void> {
  const program = project.program("change", {});
  cpSync(join(root, "examples/changeRequest"), program.folder, { recursive: true });
  const stack = await Stack.init(program, { name: "change", aws, config: { "change-request:approver": APPROVER } });

  title("A change that needs approval: `up` submits a change request, and waits");
  command("pulumi up");
  const run = stack.start("up");
  await run.printed(/waits for alice/);
  show(run.stdout);
  const request = await onlyRequest(ssm);
  if (request.status !== "PendingApproval") throw new Error(`The request should wait, but is ${request.status}.`);

  title(`Meanwhile ${APPROVER}, who may approve it, does`);
  const args = ["approve", request.id, "--comment", "go on"];
  command(`pulumi-aws-ops ${args.map((arg) => (arg.includes(" ") ? `"${arg}"` : arg)).join(" ")}`);
  show(await asApprover(project, aws, args));

  title("And `up` goes on");
  const before = run.stdout.length;
  const result = await run.result;
  show(result.stdout.slice(before));
  if (result.code !== 0) throw new Error(`\`pulumi up\` should have gone on:\n${result.stdout}${result.stderr}`);
  const made = (await itemsIn(ssm)).filter(({ title }) => /a week after/.test(title));
  expectItems(made, [{ title: "Look at orders-db a week after the change to db.r6g.large", status: "Open" }]);

  title("A second `up` submits nothing");
  const again = await pulumi(stack, "up");
  if (Object.keys(again.summary).join() !== "same") throw new Error("A second `pulumi up` should find nothing to do.");

  title("Destroy: what has happened stays history");
  await pulumi(stack, "destroy");
  const { status } = await onlyRequest(ssm);
  if (status !== "CompletedWithSuccess") throw new Error(`The request should have completed, but is ${status}.`);
}

async function onlyRequest(ssm: SSMClient): Promise<{ id: string; status: string }> {
  const Filters = [{ Key: "AutomationSubtype" as const, Values: ["ChangeRequest"] }];
  const reply = await ssm.send(new DescribeAutomationExecutionsCommand({ Filters }));
  const [one, ...more] = reply.AutomationExecutionMetadataList ?? [];
  if (!one || more.length > 0) throw new Error(`There should be one change request, but there are ${more.length + 1}.`);
  return { id: one.AutomationExecutionId ?? "", status: one.AutomationExecutionStatus ?? "" };
}

/** The package's own command, run as another person would. */
async function asApprover(project: UserProject, { endpoint, region }: Aws, args: string[]): Promise<string> {
  const entry = require.resolve("pulumi-aws-ops/package.json", { paths: [project.folder] });
  const cli = join(entry, "..", require(entry).bin["pulumi-aws-ops"]);
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args], {
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: APPROVER,
      AWS_SECRET_ACCESS_KEY: "any",
    },
  });
  return stdout;
}
