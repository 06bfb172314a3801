import { cpSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "../../emulator";
import { Stack, UserProject } from "../../test/support/engine";
import type { Engine } from "../engine";
import { withProgress } from "../progress";
import { Inventory } from "./inventory";
import { say } from "./narrate";
import { as } from "./people";
import { tell } from "./story";

const root = join(__dirname, "../..");
const main = "examples/maintenance";
const region = "eu-west-1";

/** The root program from preview to destroy, on the real engine, against the emulator; rejects at the first surprise. */
export async function demo({ engine, tarball, folder }: { engine: Engine; tarball: string; folder: string }) {
  const project = new UserProject(folder, engine, "npm");
  await withProgress(console.error, "Installing the package as a user would (about 15 seconds)", () =>
    project.install(tarball),
  );
  const emulator = await startPackagedEmulator(project);
  const aws = as("deployer", { endpoint: emulator.url, region });
  const program = rootProgram(project);
  const inventory = new Inventory(aws, join(program.folder, main, "orders-db.json"));
  try {
    await tell(await Stack.init(program, { aws }), inventory);
    console.log();
    say(`All of it as it should be. The program is ${main}: change it, and run this again.`);
  } finally {
    inventory.close();
    await emulator.close();
  }
}

/** The repository's own Pulumi.yaml, and the example it names. */
function rootProgram(project: UserProject) {
  const program = project.program("root", {});
  for (const path of ["Pulumi.yaml", main]) cpSync(join(root, path), join(program.folder, path), { recursive: true });
  return program;
}

/** The emulator of the package that was installed, not of this checkout. */
function startPackagedEmulator(project: UserProject): Promise<Emulator> {
  const { startEmulator } = require(require.resolve("pulumi-aws-ops/emulator", { paths: [project.folder] }));
  return startEmulator({ incidentManager: { replicationSet: [region], responsePlans: [{ name: "drill" }] } });
}
