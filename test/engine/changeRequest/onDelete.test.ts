import assert from "node:assert/strict";
import { createFreeze } from "../../emulator/changeRequests";
import { type Result, type StateResource, stepsOf } from "../../support/engine";
import type { DeclaredResource } from "../programs/declared/declared";
import { behind, ChangeWorld, gate, request } from "./support";

const DAY = 24 * 60 * 60 * 1000;

describe("a change request that is destroyed or replaced", function () {
  this.timeout("10m");
  let world: ChangeWorld;
  let closed: string;

  before(async () => {
    world = await ChangeWorld.open("on-delete");
    const now = world.aws.clock.now().getTime();
    closed = await createFreeze(world.as(), new Date(now - DAY), new Date(now + DAY));
  });
  after(() => world.close());

  /** Calls that change something, each with the id of the request that it is about, or the name of a new one. */
  const calls = () =>
    world.aws.requests.flatMap(({ operation, input }) =>
      /^(Get|List|Describe)/.test(operation)
        ? []
        : [`${operation} ${input.AutomationExecutionId ?? input.ResourceId ?? input.ChangeRequestName}`],
    );
  const callsAbout = (id: string): string[] =>
    world.aws.requests.flatMap(({ operation, input }) =>
      [input.AutomationExecutionId, input.ResourceId].includes(id) ? [operation] : [],
    );
  const writesAbout = (id: string) => callsAbout(id).filter((operation) => !/^(Get|List)/.test(operation));
  async function idsOf(...names: string[]): Promise<string[]> {
    const { resources } = (await world.stack.export()).deployment;
    return names.map((name) => resources.find(({ urn }) => urn.endsWith(`::${name}`))?.id ?? "");
  }
  const statusesOf = (ids: string[]) => Promise.all(ids.map((id) => world.status(id)));
  const isReleased = async (id: string) => Object.keys(await world.tagsOf(id)).some((key) => /\/released$/.test(key));
  const errorsOf = ({ diagnostics }: Result, name: string) =>
    diagnostics.flatMap((each) => (each.name === name && each.severity === "error" ? [each.message] : [])).join("\n");

  /** A request of its own name, so that its calls can be told apart. */
  const named = (name: string, round = 1, { args, ...more }: Partial<DeclaredResource> = {}): DeclaredResource =>
    request({ changeRequestName: name, triggers: [round], ...args }, { ...more, name });

  describe("in each of its phases", () => {
    const waiting = ["pending", "scheduled", "held"];
    const tomorrow = new Date(Date.now() + DAY).toISOString();
    let runningId: string;
    let runningState: StateResource;

    const program = ({ waiting = 1, running = 1, onDelete = "cancel" }): DeclaredResource[] => [
      named("pending", waiting),
      named("scheduled", waiting, { args: { scheduledTime: tomorrow } }),
      named("held", waiting),
      named("running", running, { args: { onDelete } }),
    ];
    /** Those that wait, each in its own way. */
    async function bring(): Promise<string[]> {
      const ids = await idsOf(...waiting);
      const [, scheduled = "", held = ""] = ids;
      world.aws.changeManager.checkedCalendars = [closed];
      await world.decide("Approve", scheduled);
      await world.decide("Approve", held);
      assert.deepEqual(await statusesOf(ids), ["PendingApproval", "Scheduled", "PendingChangeCalendarOverride"]);
      return ids;
    }
    async function runningIsAsItWas(result: Result) {
      assert.match(
        errorsOf(result, "running"),
        new RegExp(
          `${runningId} is RunbookInProgress: its runbook runs, and was not stopped\\. Wait .*"cancelRunning"`,
        ),
      );
      assert.deepEqual(writesAbout(runningId), []);
      assert.equal(await world.status(runningId), "RunbookInProgress");
      assert.equal(await isReleased(runningId), false);
      assert.deepEqual(await world.stack.resource("running"), runningState);
    }

    before(async () => {
      world.aws.changeManager.runbook = () => ({ seconds: 3600 });
      world.declare(...program({}));
      await world.stack.up();
      [runningId = ""] = await idsOf("running");
      await world.decide("Approve", runningId);
      runningState = await world.stack.resource("running");
    });
    after(() => Object.assign(world.aws.changeManager, { runbook: () => ({}), checkedCalendars: [] }));

    it("is cancelled before its successor is submitted", async () => {
      const olds = await bring();
      world.declare(...program({ waiting: 2 }));
      world.aws.requests.clear();
      await world.stack.up();
      assert.deepEqual(await statusesOf(olds), ["Cancelled", "Cancelled", "Cancelled"]);
      const news = await idsOf(...waiting);
      assert.deepEqual(await statusesOf(news), ["PendingApproval", "PendingApproval", "PendingApproval"]);
      for (const [index, name] of waiting.entries()) {
        const old = olds[index] ?? "";
        const order = calls().filter((call) => call.endsWith(` ${old}`) || call.endsWith(` ${name}`));
        assert.deepEqual(order, [
          `StopAutomationExecution ${old}`,
          `AddTagsToResource ${old}`,
          `StartChangeRequestExecution ${name}`,
        ]);
        assert.equal(await isReleased(old), true);
      }
    });

    // Not with `--continue-on-error`: there Pulumi waits for ever when a deletion before a replacement fails.
    it("is not replaced while its runbook runs", async () => {
      world.declare(...program({ waiting: 2, running: 2 }));
      world.aws.requests.clear();
      await runningIsAsItWas(await world.stack.up({ fails: true }));
      assert.deepEqual(calls(), []);
    });

    it("is cancelled by destroy, or stays as it is while its runbook runs", async () => {
      const ids = await bring();
      world.aws.requests.clear();
      const result = await world.stack.destroy({ fails: true, flags: ["--continue-on-error"] });
      assert.deepEqual(await statusesOf(ids), ["Cancelled", "Cancelled", "Cancelled"]);
      for (const id of ids) assert.equal(await isReleased(id), true);
      assert.deepEqual(await world.names(), ["running"]);
      await runningIsAsItWas(result);
    });

    it("is stopped while its runbook runs with `cancelRunning`, which itself costs no call", async () => {
      world.declare(...program({ onDelete: "cancelRunning" }).filter(({ name }) => name === "running"));
      world.aws.requests.clear();
      assert.deepEqual((await world.stack.up()).summary, { update: 1, same: 1 });
      assert.equal(world.aws.requests.length, 0);
      await world.stack.destroy();
      assert.equal(await world.status(runningId), "Cancelled");
      assert.equal(await isReleased(runningId), true);
      assert.equal((await world.stack.export()).deployment.resources, undefined);
    });
  });

  describe("once it has ended", () => {
    const program = (round: number, team: string) => [
      named("done", 1, { args: { tags: { team } } }),
      named("replaced", round, { args: { tags: { team } } }),
      named("rejected"),
      ...letLive(1),
    ];
    let ids: string[];

    before(async () => {
      world.declare(...program(1, "orders"));
      await world.stack.up();
      ids = await idsOf("done", "replaced", "rejected");
      for (const id of ids.slice(0, 2)) await world.decide("Approve", id);
      await world.stack.refresh();
      await world.decide("Reject", ids[2] ?? "");
      assert.deepEqual(await statusesOf(ids), ["CompletedWithSuccess", "CompletedWithSuccess", "Rejected"]);
      world.aws.requests.clear();
    });

    it("costs no call for a refresh, once its end was seen", async () => {
      await world.stack.refresh();
      assert.deepEqual([...callsAbout(ids[0] ?? ""), ...callsAbout(ids[1] ?? "")], []);
      assert.ok(callsAbout(ids[2] ?? "").includes("GetAutomationExecution"));
    });
    it("costs no call for its tags, and of a replacement only the one that lets it go", async () => {
      world.aws.requests.clear();
      world.declare(...program(2, "billing"));
      const { summary } = await world.stack.up();
      assert.deepEqual(summary, { update: 1, replace: 1, same: 4 });
      assert.deepEqual(callsAbout(ids[0] ?? ""), []);
      assert.deepEqual(writesAbout(ids[1] ?? ""), ["AddTagsToResource"]);
      assert.deepEqual((await world.stack.resource("done")).outputs.tags, { team: "billing" });
      assert.equal((await world.tagsOf(ids[0] ?? "")).team, "orders");
    });
    it("costs no call for an `up`, and of a destroy only the one that lets it go", async () => {
      world.aws.requests.clear();
      assert.deepEqual((await world.stack.up()).summary, { same: 6 });
      assert.equal(world.aws.requests.length, 0);
      livingOn = await idsOf("left", "retained");
      await world.stack.destroy();
      assert.deepEqual(callsAbout(ids[0] ?? ""), ["AddTagsToResource"]);
      assert.deepEqual(callsAbout(ids[2] ?? ""), ["AddTagsToResource"]);
      assert.equal(world.aws.requests.of("StopAutomationExecution").length, 1); // of the replacement
      assert.deepEqual(await statusesOf(ids), ["CompletedWithSuccess", "CompletedWithSuccess", "Rejected"]);
    });
  });

  const letLive = (round: number) => [
    named("left", round, { args: { onDelete: "leave" } }),
    named("retained", round, { options: { retainOnDelete: true } }),
  ];
  /** Ids of these two after that `destroy`. */
  let livingOn: string[];

  describe("with `leave`, or `retainOnDelete`", () => {
    it("lives on", async () => {
      assert.deepEqual(livingOn.map(callsAbout), [["AddTagsToResource"], []]);
      assert.deepEqual(await statusesOf(livingOn), ["PendingApproval", "PendingApproval"]);
      assert.deepEqual(await Promise.all(livingOn.map(isReleased)), [true, false]);
    });
    it("is followed by a new one where it was let go, and taken up again where nobody was told", async () => {
      world.declare(...letLive(1));
      world.aws.requests.clear();
      const { stdout } = await world.stack.up();
      const [left = "", retained = ""] = await idsOf("left", "retained");
      assert.notEqual(left, livingOn[0]);
      assert.equal(retained, livingOn[1]);
      assert.match(
        stdout,
        new RegExp(`an earlier run has submitted ${retained} for this resource: continuing with it`),
      );
      assert.equal(world.aws.requests.of("StartChangeRequestExecution").length, 1);
      livingOn = [left, retained];
    });
    it("lives on when it is replaced, and no later run takes it up", async () => {
      world.declare(...letLive(2));
      await world.stack.up();
      const news = await idsOf("left", "retained");
      assert.deepEqual(
        news.filter((id) => livingOn.includes(id)),
        [],
      );
      assert.deepEqual(await statusesOf([...livingOn, ...news]), Array(4).fill("PendingApproval"));
      assert.deepEqual(await Promise.all([...livingOn, ...news].map(isReleased)), [true, true, false, false]);
      world.aws.requests.clear();
      assert.deepEqual((await world.stack.up()).summary, { same: 3 });
      assert.equal(world.aws.requests.length, 0);
    });
  });

  describe("by `--target-replace`", () => {
    let id: string;
    let item: StateResource;

    before(async () => {
      // Approved, and yet to run.
      world.declare(request({ scheduledTime: new Date(Date.now() + DAY).toISOString() }), gate(), behind());
      world.aws.requests.clear();
      const run = world.stack.start("up");
      await world.asked("GetAutomationExecution", 2);
      id = (await world.requests()).at(-1)?.id ?? "";
      await world.decide("Approve", id);
      assert.equal((await run.result).code, 0);
      item = await world.stack.resource("behind");
    });
    const targetReplace = async (name: string) => {
      const { urn } = await world.stack.resource(name);
      world.aws.requests.clear();
      return world.stack.up({ flags: ["--target-replace", urn] });
    };

    it("looks, of a gate, once more, and touches nothing behind it", async () => {
      const before = await world.stack.resource("gate");
      const result = await targetReplace("gate");
      assert.deepEqual(
        stepsOf(result, "gate").map(({ op }) => op),
        ["create-replacement", "replace", "delete-replaced"],
      );
      assert.deepEqual(calls(), []);
      assert.deepEqual(callsAbout(id), ["GetAutomationExecution"]);
      const { outputs } = await world.stack.resource("gate");
      assert.equal(outputs.changeRequest, id);
      assert.notEqual(outputs.passedTime, before.outputs.passedTime);
      assert.deepEqual(await world.stack.resource("behind"), item);
    });
    it("is cancelled and submitted anew, and its gate waits for the new one at the next `up`", async () => {
      const old = id;
      await targetReplace("change");
      id = await world.idOf();
      assert.notEqual(id, old);
      assert.deepEqual(calls(), [
        `StopAutomationExecution ${old}`,
        `AddTagsToResource ${old}`,
        "StartChangeRequestExecution undefined",
      ]);
      assert.equal((await world.stack.resource("gate")).outputs.changeRequest, old);
      await world.decide("Approve", id);
      assert.deepEqual((await world.stack.up()).summary, { same: 3, update: 1 });
      assert.equal((await world.stack.resource("gate")).outputs.changeRequest, id);
      assert.deepEqual(await world.stack.resource("behind"), item);
    });
  });
});
