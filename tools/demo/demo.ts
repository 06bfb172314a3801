import { cpSync } from "node:fs";
import { join } from "node:path";
import { SSMClient, UpdateOpsItemCommand } from "@aws-sdk/client-ssm";
import type { Emulator } from "../../emulator";
import { Stack, someCredentials, UserProject } from "../../test/support/engine";
import type { Engine } from "../engine";
import { withProgress } from "../progress";
import { tellOfChange } from "./change";
import { expectItems, type Item, itemsIn, showItems } from "./items";
import { pulumi, say, title } from "./narrate";

const root = join(__dirname, "../..");
const region = "eu-west-1";

/** The root program from preview to destroy, on the real engine, against the emulator; rejects at the first surprise. */
export async function demo({ engine, tarball, folder }: { engine: Engine; tarball: string; folder: string }) {
  const project = new UserProject(folder, engine, "npm");
  await withProgress(console.error, "Installing the package as a user would (about 15 seconds)", () =>
    project.install(tarball),
  );
  const emulator = await startPackagedEmulator(project);
  const aws = { endpoint: emulator.url, region, credentials: someCredentials };
  const ssm = new SSMClient(aws);
  try {
    await tell(await Stack.init(rootProgram(project), { aws }), ssm, emulator.url);
    await tellOfChange(project, aws, ssm);
    console.log();
    say(
      "All of it as it should be. The programs are examples/opsItem and examples/changeRequest: change one, run this again.",
    );
  } finally {
    ssm.destroy();
    await emulator.close();
  }
}

async function tell(stack: Stack, ssm: SSMClient, url: string) {
  let before: Item[] = [];
  const look = async (...expected: Partial<Item>[]) => {
    const items = await itemsIn(ssm);
    showItems(items, before);
    expectItems(items, expected);
    before = items;
    return items;
  };

  title("An AWS to play with");
  say(`An emulator of Systems Manager listens on ${url}; the stack's state is in a temporary folder.`);
  await look();

  title("Preview: what would be made");
  say("Inputs are checked against AWS's documented limits here; nothing is called.");
  await pulumi(stack, "preview");
  await look();

  title("Create");
  await pulumi(stack, "up");
  const [disk] = await look(diskItem({}), followUp({}));

  title("Change: the disk gets more urgent");
  say("pulumi config set priority 1");
  await stack.config.set("priority", "1");
  await pulumi(stack, "up");
  await look(diskItem({ priority: 1 }), followUp({}));

  title("Drift: somebody edits the item in the console");
  say("Here with UpdateOpsItem: another title, and priority 5.");
  const edit = { OpsItemId: disk?.id, Title: "Never mind the disk", Priority: 5 };
  await ssm.send(new UpdateOpsItemCommand(edit));
  await look({ title: "Never mind the disk", priority: 5 }, followUp({}));
  console.log();
  const drift = await pulumi(stack, "refresh", { flags: ["--preview-only", "--diff"] });
  if (drift.summary.update !== 1) throw new Error("`pulumi refresh` should show the edit of exactly one item.");

  title("Repair");
  await pulumi(stack, "up", { flags: ["--refresh"] });
  await look(diskItem({ priority: 1, id: disk?.id }), followUp({}));

  title("Nothing left to do");
  const again = await pulumi(stack, "up");
  if (Object.keys(again.summary).join() !== "same") {
    throw new Error("A second `pulumi up` should find nothing to do.");
  }

  title("Destroy");
  say("The first item is deleted. The second one says `onDelete: resolve`: it stays, as Resolved.");
  await pulumi(stack, "destroy");
  await look(followUp({ status: "Resolved" }));
}

const diskItem = (differences: Partial<Item>): Partial<Item> => ({
  title: "Disk of orders-db is filling up",
  status: "Open",
  priority: 3,
  severity: "2",
  tags: "team=orders",
  ...differences,
});

const followUp = (differences: Partial<Item>): Partial<Item> => ({
  title: "Review the growth of orders-db",
  status: "Open",
  severity: "4",
  ...differences,
});

/** The repository's own Pulumi.yaml, and the example it names. */
function rootProgram(project: UserProject) {
  const program = project.program("root", {});
  for (const path of ["Pulumi.yaml", "examples/opsItem"]) {
    cpSync(join(root, path), join(program.folder, path), { recursive: true });
  }
  return program;
}

/** The emulator of the package that was installed, not of this checkout. */
function startPackagedEmulator(project: UserProject): Promise<Emulator> {
  return require(require.resolve("pulumi-aws-ops/emulator", { paths: [project.folder] })).startEmulator();
}
