import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { stepsOf } from "../../support/engine";
import { behind, ChangeWorld, gate, region, request } from "./support";

describe("a gate", function () {
  this.timeout("10m");
  let world: ChangeWorld;
  let count = 0;

  before(async () => {
    world = await ChangeWorld.open("gate");
  });
  after(() => world.close());

  /** Every case has a request of its own. */
  const fresh = () => ({ triggers: [++count] });
  const behindCalls = () =>
    world.aws.requests.filter(({ operation }) => /OpsItem$/.test(operation) && operation !== "GetOpsItem");

  it("lets pass what is behind it once a person approves from another process, and says meanwhile whom it waits for", async () => {
    world.declare(request(fresh()), gate(), behind());
    const run = world.stack.start("up");
    await world.asked("GetAutomationExecution", 2);
    assert.deepEqual(behindCalls(), []);
    const [{ id = "" } = {}] = await world.requests();
    const cli = join(world.stack.program.project.folder, "node_modules/.bin/pulumi-aws-ops");
    const approve = spawn(cli, ["approve", id, "--comment", "go on"], {
      env: {
        PATH: process.env.PATH,
        AWS_ENDPOINT_URL: world.aws.url,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: "alice",
        AWS_SECRET_ACCESS_KEY: "any",
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const [code] = await once(approve, "close");
    assert.equal(code, 0);
    const { code: ended, stdout, steps } = await run.result;
    assert.equal(ended, 0, stdout);
    const order = steps.filter(({ op }) => op === "create").map(({ name }) => name);
    assert.deepEqual(order.slice(-3), ["change", "gate", "behind"]);
    const { outputs } = await world.stack.resource("gate");
    assert.equal(outputs.changeRequest, id);
    assert.match(String(outputs.status), /^(Approved|RunbookInProgress|CompletedWithSuccess)$/);
    assert.match(stdout, new RegExp(`ChangeRequest change created .*submitted ${id}`));
    assert.match(stdout, /waits for alice, PendingApproval since .*; https:.*\/automation\/execution\//);
  });

  it("plans nothing and calls nothing once it is passed", async () => {
    world.aws.requests.clear();
    assert.deepEqual((await world.stack.up()).summary, { same: 4 });
    assert.deepEqual(
      world.aws.requests.map(({ operation }) => operation),
      [],
    );
  });

  it("stays passed through a refresh", async () => {
    await world.stack.refresh();
    assert.deepEqual((await world.stack.up()).summary, { same: 4 });
  });

  it("waits again, in place, when its request is a new one, and touches nothing behind it before", async () => {
    const old = await world.idOf();
    world.declare(request(fresh()), gate({ timeoutSeconds: 0 }), behind("Changed"));
    world.aws.requests.clear();
    const failed = await world.stack.up({ fails: true });
    const id = await world.idOf();
    assert.notEqual(id, old);
    assert.match(
      failed.stdout,
      new RegExp(
        `change request ${id} was not approved: waits for alice, PendingApproval since .*alice can approve it at`,
      ),
    );
    assert.deepEqual(behindCalls(), []);
    assert.deepEqual(
      stepsOf(failed, "gate").map(({ op, outcome }) => [op, outcome]),
      [["update", "failed"]],
    );
    assert.equal((await world.stack.resource("gate")).outputs.changeRequest, old);
    await world.decide("Approve", id);
    const { summary } = await world.stack.up();
    assert.deepEqual(summary, { same: 2, update: 2 });
    assert.equal((await world.stack.resource("gate")).outputs.changeRequest, id);
    assert.equal((await world.stack.resource("behind")).outputs.title, "Changed");
  });

  it("that is forced to be replaced comes before the old one, and takes nothing with it that was behind that", async () => {
    const prop = behind("of the gate", {
      name: "prop",
      args: { title: "t", description: "d", source: { $output: "gate.status" } },
    });
    world.declare(request({ triggers: [count] }), gate(), behind("Changed"), prop);
    await world.stack.up();
    const forced = { options: { replaceOnChanges: ["changeRequest"] } };
    world.declare(request(fresh()), gate({ timeoutSeconds: 0 }, forced), behind("Changed"), prop);
    world.aws.requests.clear();
    await world.stack.up({ fails: true });
    assert.deepEqual(behindCalls(), []);
    await world.decide("Approve", await world.idOf());
    await world.stack.up();
    assert.deepEqual((await world.names()).sort(), ["behind", "change", "gate", "prop"]);
  });

  describe("of a first deployment", () => {
    beforeEach(async () => {
      world.declare();
      await world.stack.up();
      world.aws.requests.clear();
    });

    it("holds until the time is out, cancels nothing, and is passed by the next `up` after an approval", async () => {
      world.declare(request(fresh()), gate({ timeoutSeconds: 1 }), behind());
      const failed = await world.stack.up({ fails: true });
      const id = await world.idOf();
      assert.match(
        failed.stdout,
        /was not approved after 1 s: .* Nothing was cancelled: .* then run `pulumi up` again/,
      );
      assert.deepEqual(await world.names(), ["change"]);
      assert.equal(await world.status(id), "PendingApproval");
      await world.stack.refresh();
      await world.stack.up({ fails: true });
      assert.deepEqual(behindCalls(), []);
      await world.decide("Approve", id);
      assert.deepEqual((await world.stack.up()).summary, { same: 2, create: 2 });
      assert.equal(await world.idOf(), id);
    });

    it("waits on with the same request after it was killed", async () => {
      world.declare(request(fresh()), gate(), behind());
      const run = world.stack.start("up");
      await world.asked("GetAutomationExecution", 2);
      run.killAll();
      await run.result;
      await world.stack.unlock();
      const [one, ...more] = (await world.requests()).filter(({ status }) => status === "PendingApproval");
      assert.deepEqual(more, []);
      assert.deepEqual(behindCalls(), []);
      await world.decide("Approve", one?.id ?? "");
      await world.stack.up();
      assert.equal(await world.idOf(), one?.id);
      assert.deepEqual(await world.names(), ["change", "gate", "behind"]);
      assert.equal(world.aws.requests.of("StartChangeRequestExecution").length, 1);
    });

    it("is passed at once where the request has completed while nobody looked", async () => {
      world.declare(request(fresh()));
      await world.stack.up();
      await world.decide("Approve", await world.idOf());
      assert.equal(await world.status(await world.idOf()), "CompletedWithSuccess");
      world.declare(request({ triggers: [count] }), gate({ until: "completed", timeoutSeconds: 0 }), behind());
      assert.deepEqual((await world.stack.up()).summary, { same: 2, create: 2 });
    });

    it("ends every `up` with who rejected and why, through `refresh` too, until the request is a new one", async () => {
      const args = fresh();
      world.declare(request(args), gate({ timeoutSeconds: 0 }), behind());
      await world.stack.up({ fails: true });
      const id = await world.idOf();
      await world.decide("Reject", id, { comment: "not on a Friday" });
      for (const before of ["nothing", "refresh"]) {
        if (before === "refresh") await world.stack.refresh();
        const { stdout } = await world.stack.up({ fails: true });
        assert.match(
          stdout,
          /was rejected by alice \("not on a Friday"\): what is behind the gate was not touched\. To submit a new/,
        );
      }
      assert.deepEqual(await world.names(), ["change"]);
      assert.deepEqual(behindCalls(), []);
      assert.equal(world.aws.requests.of("StartChangeRequestExecution").length, 1);
      world.declare(request(fresh()), gate({ timeoutSeconds: 0 }), behind());
      await world.stack.up({ fails: true });
      await world.decide("Approve", await world.idOf());
      await world.stack.up();
      assert.deepEqual(await world.names(), ["change", "gate", "behind"]);
    });

    it("does not pass when the runbook fails before it was looked at", async () => {
      world.aws.changeManager.runbook = () => ({ outcome: "Failed", failureMessage: "The volume is busy." });
      world.declare(request(fresh()), gate({ timeoutSeconds: 0 }), behind());
      await world.stack.up({ fails: true });
      await world.decide("Approve", await world.idOf());
      const { stdout } = await world.stack.up({ fails: true });
      assert.match(stdout, /ended as CompletedWithFailure.*The volume is busy/);
      assert.deepEqual(behindCalls(), []);
      world.aws.changeManager.runbook = () => ({});
    });
  });
});
