import assert from "node:assert/strict";
import type { Stack } from "../../test/support/engine";
import type { Inventory } from "./inventory";
import { command, pulumi, say, show, title } from "./narrate";
import { approve, as, editIncident, editOpsItem } from "./people";
import { type Row, showTable } from "./table";

const responsePlan = "arn:aws:ssm-incidents::123456789012:response-plan/drill";
const [small, large] = ["db.r6g.large", "db.r6g.xlarge"];

/** What happens to the program, and what others do meanwhile; every step is checked. */
export async function tell(stack: Stack, inventory: Inventory) {
  const { aws } = stack;
  let before: Row[] = [];
  /** Shows what there is, and rejects unless it is what should be. */
  const look = async (...expected: Omit<Row, "id">[]) => {
    const rows = await inventory.rows();
    showTable(rows, before);
    const seen = rows.map(({ id, ...row }) => row);
    assert.deepEqual(seen, expected);
    before = rows;
    return rows;
  };
  const aliceApproves = async () => approve(await inventory.pendingRequest(), stack.program.project, as("alice", aws));

  title("An AWS to play with");
  say(`An emulator of AWS listens on ${aws.endpoint}; the stack's state is in a temporary folder.`);
  say("As in an account that is set up for incidents, there is a response plan.");
  await look();

  title("Preview: what would be made");
  await configure(stack, "responsePlan", responsePlan);
  await pulumi(stack, "preview");
  say("Inputs were checked against AWS's documented limits; nothing was called.");
  await look();

  title("Create: `up` submits the change request, and waits");
  let goesOn = await upUntilItWaits(stack);
  await look(request("PendingApproval"));

  title("Alice approves");
  await aliceApproves();

  title("And `up` goes on: the database, then the follow-up and the drill, which it links");
  await goesOn();
  const made = await look(request("CompletedWithSuccess"), database(small), followUp(small), drill("OPEN"));

  title("A second `up` finds nothing to do");
  const again = await pulumi(stack, "up");
  assert.deepEqual(Object.keys(again.summary), ["same"]);

  title("Meanwhile people edit: carol the OpsItem, and bob, a responder, the incident");
  const [, , item, incident] = made;
  const byCarol = { title: "Never mind the database", severity: "3" };
  await editOpsItem(item!.id, byCarol, as("carol", aws));
  const byBob = { title: "Drill: the snapshot does not load", impact: 4 };
  await editIncident(incident!.id, byBob, as("bob", aws));
  const bobsDrill = (status: "OPEN" | "RESOLVED") => ({ ...drill(status), title: byBob.title, details: "impact 4" });
  await look(
    request("CompletedWithSuccess"),
    database(small),
    { ...followUp(small), title: byCarol.title, details: "severity 3, 1 incident" },
    bobsDrill("OPEN"),
  );
  console.log();
  say("`refresh` shows what `up` would put back; what responders do to an incident is theirs.");
  const drift = await pulumi(stack, "refresh", { flags: ["--preview-only", "--diff"] });
  assert.deepEqual(drift.summary, { same: 6, update: 1 });

  title("`up` puts the OpsItem back, leaves the incident alone, and knows what has become of it");
  await pulumi(stack, "up", { flags: ["--refresh"] });
  command("pulumi stack output drillNow");
  const { drillNow } = await stack.outputs();
  show(`${drillNow}`);
  assert.equal(drillNow, `${byBob.title} (OPEN)`);
  const repaired = await look(request("CompletedWithSuccess"), database(small), followUp(small), bobsDrill("OPEN"));
  assert.deepEqual(
    repaired.map(({ id }) => id),
    made.map(({ id }) => id),
  );

  title("Another size: a new request, and nothing behind the gate changes before it is approved");
  await configure(stack, "size", large);
  goesOn = await upUntilItWaits(stack);
  await look(
    request("CompletedWithSuccess"),
    request("PendingApproval"),
    database(small),
    followUp(small),
    bobsDrill("OPEN"),
  );

  title("Alice approves: the database changes, the first drill is over, another one starts");
  await aliceApproves();
  say("`pulumi up` goes on:");
  await goesOn();
  await look(
    request("CompletedWithSuccess"),
    request("CompletedWithSuccess"),
    database(large),
    followUp(large),
    bobsDrill("RESOLVED"),
    drill("OPEN"),
  );

  title("Destroy: database and OpsItem are deleted, the drill is resolved, the rest is history");
  await pulumi(stack, "destroy");
  await look(
    request("CompletedWithSuccess"),
    request("CompletedWithSuccess"),
    bobsDrill("RESOLVED"),
    drill("RESOLVED"),
  );
}

const request = (status: string): Omit<Row, "id"> => ({
  kind: "change request",
  title: "Resize the orders database",
  status,
  details: "by deployer",
});

const database = (instanceClass: string): Omit<Row, "id"> => ({
  kind: "database",
  title: "orders-db",
  status: "",
  details: instanceClass,
});

const followUp = (instanceClass: string): Omit<Row, "id"> => ({
  kind: "OpsItem",
  title: `Review orders-db on ${instanceClass}`,
  status: "Open",
  details: "severity 4, 1 incident",
});

const drill = (status: "OPEN" | "RESOLVED"): Omit<Row, "id"> => ({
  kind: "incident",
  title: "Drill: restore the orders database",
  status,
  details: "impact 5",
});

async function configure(stack: Stack, key: string, value: string) {
  command(`pulumi config set ${key} ${value}`);
  await stack.config.set(key, value);
}

/** Shows `up` as far as it gets without an approval; answers how to see it go on. */
async function upUntilItWaits(stack: Stack): Promise<() => Promise<void>> {
  command("pulumi up");
  const run = stack.start("up");
  await run.printed(/waits for alice/);
  const shown = run.stdout;
  show(shown);
  return async () => {
    const { code, stdout, stderr } = await run.result;
    show(stdout.slice(shown.length));
    if (code !== 0) throw new Error(`\`pulumi up\` should have gone on:\n${stdout}${stderr}`);
  };
}
