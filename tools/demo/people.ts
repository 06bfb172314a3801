import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { SSM } from "@aws-sdk/client-ssm";
import { SSMIncidents } from "@aws-sdk/client-ssm-incidents";
import type { UserProject } from "../../test/support/engine";
import { type Aws, awsEnvironment } from "../../test/support/engine/environment";
import { command, show } from "./narrate";

/** A person's own access to AWS: the emulator takes the access key id for the name of a user. */
export const as = (name: string, aws: Aws): Aws => ({
  ...aws,
  credentials: { accessKeyId: name, secretAccessKey: "any" },
});

/** Approves a change request with the package's own command, as one would in a terminal. */
export async function approve(id: string, project: UserProject, approver: Aws) {
  const manifest = require.resolve("pulumi-aws-ops/package.json", { paths: [project.folder] });
  const cli = join(manifest, "..", require(manifest).bin["pulumi-aws-ops"]);
  command(`pulumi-aws-ops approve ${id} --comment "go on"`);
  const { stdout } = await promisify(execFile)(process.execPath, [cli, "approve", id, "--comment", "go on"], {
    env: { PATH: process.env.PATH, ...awsEnvironment(approver) },
  });
  show(stdout);
}

/** Edits an OpsItem as one would in the console. */
export async function editOpsItem(id: string, edit: { title: string; severity: string }, editor: Aws) {
  const ssm = new SSM(editor);
  await ssm.updateOpsItem({ OpsItemId: id, Title: edit.title, Severity: edit.severity });
  ssm.destroy();
}

/** Edits an incident as its responders do. */
export async function editIncident(arn: string, edit: { title: string; impact: number }, responder: Aws) {
  const ssmIncidents = new SSMIncidents(responder);
  await ssmIncidents.updateIncidentRecord({ arn, ...edit });
  ssmIncidents.destroy();
}
