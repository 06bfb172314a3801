import { startEmulator } from "../../emulator";
import { someCredentials, UserProject } from "../../test/support/engine";
import type { Engine } from "../../tools/engine";
import { withProgress } from "../../tools/progress";
import { type Kind, Subject } from "./subject";

export interface Settings {
  engine: Engine;
  tarball: string;
  folder: string;
  /** Instead of the question's own number. */
  items?: number;
}

/** What every question is answered with: the package installed as a user would, an emulator, the real engine. */
export async function openBench({ engine, tarball, folder, items }: Settings) {
  const log = console.error;
  const project = new UserProject(folder, engine, "npm");
  await withProgress(log, "Installing the package as a user would (about 15 seconds)", () => project.install(tarball));
  const region = "eu-west-1";
  const emulator = await startEmulator({
    incidentManager: { replicationSet: [region], responsePlans: [{ name: "drill" }] },
  });
  const aws = { endpoint: emulator.url, region, credentials: someCredentials };
  return {
    log,
    items,
    requests: emulator.requests,
    aws,
    /** A new stack; `name` must be its own in the run. */
    subject: (kind: Kind, name: string) => Subject.init(project, kind, name, aws),
    /** A table for the README, with the command that makes it. */
    answer: (question: string, text: string, table: string) => {
      const command = `npm run bench -- ${question}${items ? ` --items ${items}` : ""}`;
      return `${text} By \`${command}\`, with Pulumi ${engine.version} and Node.js ${process.versions.node}.\n\n${table}`;
    },
  };
}

export type Bench = Awaited<ReturnType<typeof openBench>>;
