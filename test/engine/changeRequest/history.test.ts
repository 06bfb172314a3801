import assert from "node:assert/strict";
import type { Deployment, Result } from "../../support/engine";
import type { Value } from "../programs/declared/declared";
import { ChangeWorld, request } from "./support";

const DAY = 24 * 60 * 60 * 1000;

const named = (name: string, args: Record<string, Value> = {}) => request(args, { name });

const starts = (world: ChangeWorld) => world.aws.requests.of("StartChangeRequestExecution").length;

async function idsOf(world: ChangeWorld, ...names: string[]): Promise<Record<string, string>> {
  const { resources } = (await world.stack.export()).deployment;
  const idOf = (name: string) => resources.find(({ urn }) => urn.endsWith(`::${name}`))?.id ?? "";
  return Object.fromEntries(names.map((name) => [name, idOf(name)]));
}

describe("a change request of forty days ago", function () {
  this.timeout("10m");
  const forgotten = ["seen", "unseen", "without-item"];
  const all = [...forgotten, "running"];
  let world: ChangeWorld;
  let ids: Record<string, string>;

  before(async () => {
    world = await ChangeWorld.open("history", { now: new Date(Date.now() - 40 * DAY) });
    // Made by hand, since what our provider makes would have a token of today.
    ids = Object.fromEntries(await Promise.all(all.map(async (name) => [name, await madeByHand()])));
    world.declare(...all.map((name) => named(name, { adopt: ids[name] ?? "" })));
    await world.stack.up();
    await world.decide("Approve", ids.seen ?? "");
    await world.stack.refresh();
    await world.decide("Approve", ids.unseen ?? "");
    world.aws.changeManager.runbook = () => ({ seconds: 1e7 });
    await world.decide("Approve", ids.running ?? "");
    const { opsItemId } = (await world.stack.resource("without-item")).outputs;
    world.aws.clock.set(new Date());
    world.aws.changeManager.runbook = () => ({});
    // Its OpsItem has gone too; and one that runs on is not shown at all.
    const notFound = { count: Infinity, status: 400 };
    const isAbout = (id: unknown) => (input: Record<string, unknown>) => Object.values(input).includes(id);
    const { faults } = world.aws;
    faults.error("GetOpsItem", "OpsItemNotFoundException", { ...notFound, where: isAbout(opsItemId) });
    faults.error("GetAutomationExecution", "AutomationExecutionNotFoundException", {
      ...notFound,
      where: isAbout(ids.running),
    });
    world.aws.requests.clear();
  });
  after(() => world.close());

  const madeByHand = async () =>
    (
      await world.as().startChangeRequestExecution({
        DocumentName: "AWS-HelloWorldChangeTemplate",
        Runbooks: [{ DocumentName: "AWS-HelloWorld" }],
        Parameters: { Approver: ["alice"] },
      })
    ).AutomationExecutionId as string;
  const warned = ({ diagnostics }: Result) =>
    diagnostics.flatMap(({ name, severity, message }) =>
      severity === "warning" && /AWS does not know change request .* any more: it is kept/.test(message) ? [name] : [],
    );
  async function isKept(result: Result) {
    assert.deepEqual(warned(result).sort(), ["running", "without-item"]);
    assert.deepEqual(await idsOf(world, ...all), ids);
    assert.deepEqual(world.writes(), []);
    const { status } = (await world.stack.resource("unseen")).outputs;
    assert.equal(status, "CompletedWithSuccess", "its OpsItem tells");
  }

  it("costs an `up` no call", async () => {
    assert.deepEqual((await world.stack.up()).summary, { same: 5 });
    assert.equal(world.aws.requests.length, 0);
  });
  it("is kept by `up --refresh`, with a warning where AWS knows nothing of it", async () => {
    await isKept(await world.stack.up({ flags: ["--refresh"] }));
  });
  it("is kept by `refresh`, and asked for only where its end is not known", async () => {
    world.aws.requests.clear();
    await isKept(await world.stack.refresh());
    const asked = world.aws.requests.of("GetAutomationExecution").map(({ input }) => input.AutomationExecutionId);
    assert.deepEqual(asked.sort(), [ids["without-item"], ids.running].sort());
  });
  it("is destroyed without a word", async () => {
    const { diagnostics } = await world.stack.destroy();
    assert.deepEqual(diagnostics, []);
    assert.equal(world.aws.requests.of("StopAutomationExecution").length, 0);
    world.aws.faults.clear();
  });
  it("is followed by a new one, which needs a new approval, when `up` follows", async () => {
    world.declare(...forgotten.map((name) => named(name)));
    await world.stack.up();
    const news = await idsOf(world, ...forgotten);
    for (const [name, id] of Object.entries(news)) {
      assert.notEqual(id, ids[name]);
      assert.equal(await world.status(id), "PendingApproval");
    }
    assert.equal(starts(world), forgotten.length);
  });

  describe("that still runs, and is not in the state", () => {
    const declare = (args: Record<string, Value> = {}) =>
      world.declare(...forgotten.map((name) => named(name)), named("running", args));

    it("is named in an error, and no other one is submitted", async () => {
      declare();
      world.aws.requests.clear();
      const { stdout } = await world.stack.up({ fails: true });
      assert.match(
        stdout,
        new RegExp(
          `change request ${ids.running} carries the owner of this resource, waits or runs.*more than a day ago.*adopt: "${ids.running}"`,
        ),
      );
      assert.deepEqual(world.writes(), []);
    });
    it("is taken over by `adopt`, and managed from then on", async () => {
      declare({ adopt: ids.running ?? "", onDelete: "cancelRunning" });
      assert.deepEqual((await world.stack.up()).summary, { create: 1, same: 4 });
      assert.equal(await world.idOf("running"), ids.running);
      assert.equal((await world.stack.resource("running")).outputs.status, "RunbookInProgress");
      assert.equal(starts(world), 0);
    });
  });
});

describe("a state restored from a backup", function () {
  this.timeout("10m");
  let world: ChangeWorld;
  let backup: Deployment;
  let ids: Record<string, string>;
  const names = ["ended", "replaced", "replaced-ended", "made", "made-ended"];
  const program = () => [
    named("ended"),
    named("replaced", { triggers: [2] }),
    named("replaced-ended", { triggers: [2] }),
    named("made"),
    named("made-ended"),
  ];

  before(async () => {
    world = await ChangeWorld.open("restored");
    world.declare(named("ended"), named("replaced", { triggers: [1] }), named("replaced-ended", { triggers: [1] }));
    await world.stack.up();
    backup = await world.stack.export();
    await world.decide("Approve", await world.idOf("ended"));
    world.declare(...program());
    await world.stack.up();
    ids = await idsOf(world, ...names);
    for (const name of ["replaced-ended", "made-ended"]) await world.decide("Approve", ids[name] ?? "");
    await world.stack.import(backup);
    world.aws.requests.clear();
  });
  after(() => world.close());

  it("finds what was submitted since: nothing is submitted twice", async () => {
    const result = await world.stack.up();
    assert.equal(starts(world), 0);
    assert.deepEqual(world.aws.requests.of("StopAutomationExecution"), []);
    assert.deepEqual(await idsOf(world, ...names), ids);
    for (const name of ["replaced", "replaced-ended", "made", "made-ended"]) {
      const said = result.diagnostics.filter((each) => each.name === name && each.severity === "warning");
      assert.match(said[0]?.message ?? "", /an earlier run has submitted .* for this resource: continuing with it/);
    }
    assert.equal((await world.stack.resource("ended")).outputs.status, "PendingApproval");
  });
  it("learns at a refresh what has ended since, and has nothing to do then", async () => {
    await world.stack.refresh();
    assert.equal((await world.stack.resource("ended")).outputs.status, "CompletedWithSuccess");
    assert.deepEqual((await world.stack.up()).summary, { same: 6 });
    assert.equal(starts(world), 0);
  });
  it("submits new ones, which need new approvals, when `up` follows `destroy` at once", async () => {
    await world.stack.destroy();
    await world.stack.up();
    const news = await idsOf(world, ...names);
    for (const [name, id] of Object.entries(news)) {
      assert.notEqual(id, ids[name]);
      assert.equal(await world.status(id), "PendingApproval");
    }
    assert.equal(starts(world), names.length);
  });
});
