/**
 * Writes the state of a whole stack as the real engine keeps it, without what tells of the machine:
 * `npx ts-node -T test/states/writeStack.ts <folder>`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "../../emulator";
import type { Declared, Value } from "../engine/programs/declared/declared";
import { required, whole } from "../opsItem/support";
import { type Deployment, someCredentials } from "../support/engine";
import { DeclaredStack } from "../support/engine/declaredStack";

const declared: Declared = {
  providers: {
    frankfurt: {
      region: "eu-central-1",
      maxRetries: 3,
      token: "not-a-secret-either",
      secretKey: "not-a-secret",
      accessKey: "AKIAEXAMPLE",
    },
  },
  resources: [
    { name: "minimal", args: required },
    {
      name: "whole",
      args: { ...(whole as Record<string, Value>), relatedOpsItems: [{ opsItemId: { $output: "minimal.opsItemId" } }] },
    },
    {
      name: "secret",
      args: { ...required, description: { $secret: "not-a-secret" }, tags: { $secret: { team: "not-a-secret" } } },
    },
    { name: "elsewhere", args: { ...required, onDelete: "resolve" }, provider: "frankfurt" },
    { name: "namedRegion", args: { ...required, region: "us-east-1" } },
  ],
};

async function main(folder: string | undefined) {
  if (!folder) throw new Error("which folder? Fixtures of a release that is out are never written again");
  const aws = await startEmulator();
  const config = { "aws-ops:namespace": "blue", "aws:defaultTags": JSON.stringify({ tags: { stage: "dev" } }) };
  const made = await DeclaredStack.init("upgrade", {
    aws: { endpoint: aws.url, region: "eu-west-1", credentials: someCredentials },
    config,
  });
  const { stack } = made;
  made.declare(declared);
  await stack.up();
  const minimal = (await stack.resource("minimal")).id as string;
  const withGet: Declared = { ...declared, resources: [...declared.resources, { name: "read", get: minimal }] };
  made.declare(withGet);
  await stack.up();
  const state = normalised(await stack.export());
  await stack.destroy();
  await aws.close();
  mkdirSync(folder, { recursive: true });
  const write = (file: string, value: unknown) =>
    writeFileSync(join(folder, file), `${JSON.stringify(value, null, 2)}\n`);
  write("stack.json", state);
  write("declared.json", withGet);
}

/** Without the places in the program's files, and without what differs from machine to machine. */
function normalised(state: Deployment): Deployment {
  const resources = state.deployment.resources.map(({ sourcePosition, stackTrace, ...rest }) => rest as never);
  return { ...state, deployment: { ...state.deployment, resources } };
}

void main(process.argv[2]);
