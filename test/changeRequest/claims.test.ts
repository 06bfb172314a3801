import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { DAY, required, simulated } from "./support";

const named = (changeRequestName: string, more: Props = {}): Props => ({ ...required, changeRequestName, ...more });
const edited = named("edited");

/** Both answers that AWS may give to a token that it has had with the same parameters. */
for (const reusedClientToken of ["firstExecution", "IdempotentParameterMismatch"] as const) {
  describe(`the ChangeRequest handler, making one request for one resource, where AWS answers a reused token with ${reusedClientToken}`, () => {
    const world = simulated({ answers: { reusedClientToken } });
    const { idOf, lose, requests, tagsOf } = world;
    const live = async () => (await requests()).filter(({ status }) => status === "PendingApproval");
    const starts = () => world.aws.requests.of("StartChangeRequestExecution").length;

    /** What is true in the end, whatever was lost: one live request, in the state; all others cancelled and let go. */
    async function isWhole(args: Props, name = "a") {
      const all = await requests();
      const one = idOf(name);
      assert.deepEqual(
        all.filter(({ status }) => status !== "Cancelled"),
        [{ id: one, status: "PendingApproval" }],
      );
      const { AutomationExecution } = await world.ssm().getAutomationExecution({ AutomationExecutionId: one });
      assert.equal(AutomationExecution?.ChangeRequestName, args.changeRequestName);
      for (const { id } of all) {
        assert.equal(
          Object.keys(await tagsOf(id)).some((key) => key.endsWith("/released")),
          id !== one,
          id,
        );
      }
      world.aws.requests.clear();
      assert.equal(await world.engine.up(name, args), "same");
      assert.equal(await world.engine.refresh(name), "same");
      assert.deepEqual(world.writes(), []);
    }

    it("continues within one run when the reply is lost", async () => {
      world.aws.faults.loseReply("StartChangeRequestExecution");
      await world.engine.up("a", named("x"));
      assert.equal(starts(), 2);
      await isWhole(named("x"));
    });

    it("continues within one run when the reply is lost, and AWS shows the request late", async () => {
      world.aws.faults.loseReply("StartChangeRequestExecution");
      world.aws.faults.hideNew("StartChangeRequestExecution", { ms: 3_000 });
      await world.engine.up("a", named("x"));
      await isWhole(named("x"));
    });

    for (const now of [named("x"), edited]) {
      const whenEdited = now === edited ? ", with its inputs edited in between" : "";

      it(`leaves one request when every reply of a run is lost${whenEdited}`, async () => {
        world.engine.config["aws:maxRetries"] = "0";
        world.aws.faults.loseReply("StartChangeRequestExecution");
        await assert.rejects(world.engine.up("a", named("x")));
        assert.equal(world.engine.state.size, 0);
        await world.engine.up("a", now);
        await isWhole(now);
      });

      it(`leaves one request when the run was killed before AWS has done anything${whenEdited}`, async () => {
        const { engine } = world;
        engine.config["aws:maxRetries"] = "0";
        world.aws.faults.reset("StartChangeRequestExecution");
        await assert.rejects(engine.up("a", named("x")));
        assert.deepEqual(await requests(), []);
        await engine.up("a", now);
        await isWhole(now);
      });

      it(`leaves one request when the run was killed before it wrote the state${whenEdited}`, async () => {
        await world.engine.up("a", named("x"));
        lose();
        await world.engine.up("a", now);
        await isWhole(now);
      });

      it(`leaves one request when that happened twice${whenEdited}`, async () => {
        await world.engine.up("a", named("x"));
        lose();
        await world.engine.up("a", now);
        lose();
        await world.engine.up("a", now);
        await isWhole(now);
      });

      it(`submits nothing while AWS does not show what was lost, and goes on when it does${whenEdited}`, async () => {
        world.engine.config["aws:maxRetries"] = "0";
        const hidden = world.aws.faults.hideNew("StartChangeRequestExecution", { count: 1 });
        world.aws.faults.loseReply("StartChangeRequestExecution");
        await assert.rejects(world.engine.up("a", named("x")));
        await assert.rejects(world.engine.up("a", now), {
          message: /does not show it yet.* run `pulumi up` again/,
        });
        hidden.reveal();
        world.aws.faults.clear();
        await world.engine.up("a", now);
        await isWhole(now);
      });
    }

    it("waits for a request that AWS shows late", async () => {
      world.aws.faults.hideNew("StartChangeRequestExecution", { ms: 5_000 });
      await world.engine.up("a", named("x"));
      assert.ok(world.aws.requests.of("GetAutomationExecution").length > 1);
      assert.equal(world.outputs().status, "PendingApproval");
      await isWhole(named("x"));
    });

    describe("that AWS does not show at all", () => {
      const seventh = named("x", { tags: Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((key) => [key, "1"])) });

      it("keeps its id, and completes it with the next run", async () => {
        const hidden = world.aws.faults.hideNew("StartChangeRequestExecution");
        await assert.rejects(world.engine.up("a", seventh), {
          message: /^change request .* was submitted, but AWS does not show it yet: run `pulumi up` again in a minute$/,
        });
        const id = idOf();
        const { automationExecutionId, status, opsItemId, tagsAll } = world.outputs();
        assert.deepEqual(
          { automationExecutionId, status, opsItemId, tagsAll },
          {
            automationExecutionId: id,
            status: "Pending",
            opsItemId: undefined,
            tagsAll: { a: "1", b: "1", c: "1", d: "1" },
          },
        );
        hidden.reveal();
        assert.equal(await world.engine.up("a", seventh), "update");
        assert.equal(idOf(), id);
        assert.match(String(world.outputs().opsItemId), /^oi-/);
        assert.equal(world.outputs().account, world.account);
        assert.equal(Object.keys(await tagsOf()).length, 7);
        await isWhole(seventh);
      });

      it("says so again with the next run, as long as it lasts", async () => {
        const hidden = world.aws.faults.hideNew("StartChangeRequestExecution");
        await assert.rejects(world.engine.up("a", named("x")));
        const id = idOf();
        await assert.rejects(world.engine.up("a", named("x")), { message: /does not show it yet/ });
        assert.equal(idOf(), id);
        hidden.reveal();
        await world.engine.up("a", named("x"));
        await isWhole(named("x"));
      });

      it("keeps it through a refresh", async () => {
        const hidden = world.aws.faults.hideNew("StartChangeRequestExecution");
        await assert.rejects(world.engine.up("a", named("x")));
        const id = idOf();
        assert.notEqual(await world.engine.refresh("a"), "gone");
        assert.equal(idOf(), id);
        hidden.reveal();
        await world.engine.refresh("a");
        await world.engine.up("a", named("x"));
        assert.equal(idOf(), id);
        await isWhole(named("x"));
      });

      it("cancels it when it is destroyed", async () => {
        const hidden = world.aws.faults.hideNew("StartChangeRequestExecution");
        await assert.rejects(world.engine.up("a", named("x")));
        const id = idOf();
        await world.engine.destroy("a");
        hidden.reveal();
        assert.deepEqual(await requests(), [{ id, status: "Cancelled" }]);
        await world.engine.up("a", named("x"));
        await isWhole(named("x"));
      });

      it("knows it by its OpsItem where AWS shows that one", async () => {
        world.aws.faults.error("GetAutomationExecution", "AutomationExecutionNotFoundException", { count: Infinity });
        await world.engine.up("a", named("x"));
        const { status, opsItemId, account } = world.outputs();
        assert.match(String(opsItemId), /^oi-/);
        assert.deepEqual({ status, account }, { status: "PendingApproval", account: world.account });
        world.aws.faults.clear();
        await world.engine.refresh("a");
        await isWhole(named("x"));
      });
    });

    for (const [what, given, expected] of [
      ["approved, and has run", async () => world.decide("Approve"), "CompletedWithSuccess"],
      ["rejected", async () => world.decide("Reject"), "Rejected"],
    ] as [string, () => Promise<void>, string][]) {
      it(`continues with one that was ${what} while it was lost, and submits none anew`, async () => {
        await world.engine.up("a", named("x"));
        await given();
        const id = lose();
        await world.engine.up("a", named("x"));
        assert.equal(idOf(), id);
        assert.equal(world.outputs().status, expected);
        assert.equal(starts(), 1);
      });

      it(`submits a new one where the inputs were edited since one was ${what} that was lost`, async () => {
        await world.engine.up("a", named("x"));
        await given();
        const id = lose();
        await world.engine.up("a", edited);
        assert.notEqual(idOf(), id);
        assert.equal(await world.status(id), expected);
        assert.match(
          world.engine.messages.join(),
          new RegExp(
            `${id} for this resource, with inputs that were edited since: it has ended, and a new request is submitted`,
          ),
        );
      });
    }

    it("says that it continues, or that it has cancelled what was edited", async () => {
      await world.engine.up("a", named("x"));
      const first = lose();
      await world.engine.up("a", named("x"));
      lose();
      await world.engine.up("a", edited);
      assert.deepEqual(world.warnings(), [
        `a: warning: an earlier run has submitted ${first} for this resource: continuing with it`,
        `a: warning: an earlier run has submitted ${first} for this resource, with inputs that were edited since: it was cancelled, and a new request is submitted`,
      ]);
    });

    it("brings the tags of what it continues with in line", async () => {
      await world.engine.up("a", named("x", { tags: { team: "orders", cost: "1" } }));
      const id = lose();
      const tags = { team: "billing", more: "1" };
      await world.engine.up("a", named("x", { tags }));
      assert.equal(idOf(), id);
      const { team, more } = await tagsOf();
      assert.deepEqual({ team, more }, tags);
      assert.deepEqual(world.outputs().tags, tags);
    });

    describe("of which the runbook runs already", () => {
      beforeEach(async () => {
        world.aws.changeManager.runbook = () => ({ seconds: 3600 });
        await world.engine.up("a", named("x"));
        await world.decide("Approve");
        assert.equal(await world.status(), "RunbookInProgress");
      });

      it("continues with it", async () => {
        const id = lose();
        await world.engine.up("a", named("x"));
        assert.equal(idOf(), id);
        assert.deepEqual(world.aws.requests.of("StopAutomationExecution"), []);
      });

      it("refuses inputs that were edited since, and stops and submits nothing", async () => {
        const id = lose();
        await assert.rejects(world.engine.up("a", edited), {
          message:
            `change request ${id} is RunbookInProgress: its runbook runs, and was not stopped. Wait for its end, or set ` +
            'onDelete to "cancelRunning" (stops it) or "leave" (lets it run) and run `pulumi up`, before a destroy too',
        });
        assert.equal(await world.status(id), "RunbookInProgress");
        assert.equal(starts(), 1);
      });

      it("stops it for edited inputs where the program lets running ones be cancelled", async () => {
        const id = lose();
        await world.engine.up("a", { ...edited, onDelete: "cancelRunning" });
        assert.equal(await world.status(id), "Cancelled");
        assert.notEqual(idOf(), id);
      });
    });

    it("passes over requests that were let go, however many", async () => {
      for (let times = 0; times < 4; times++) {
        await world.engine.up("a", named("x"));
        await world.engine.destroy("a");
      }
      await world.engine.up("a", named("x"));
      assert.equal(starts(), 5);
      await isWhole(named("x"));
      lose();
      await world.engine.up("a", named("x"));
      assert.equal(starts(), 0); // counted since isWhole
      await isWhole(named("x"));
    });

    it("passes over one that was let go and that the search does not show yet", async () => {
      world.aws.faults.hideNew("StartChangeRequestExecution", { ms: 20_000, count: 1 });
      await assert.rejects(world.engine.up("a", named("x")));
      await world.engine.destroy("a");
      await world.engine.up("a", named("x"));
      await isWhole(named("x"));
    });

    it("passes over one that was let go to live on, and leaves it alone", async () => {
      await world.engine.up("a", named("x", { onDelete: "leave" }));
      const id = idOf();
      await world.engine.destroy("a");
      await world.engine.up("a", named("x"));
      assert.notEqual(idOf(), id);
      assert.deepEqual(
        (await live()).map((one) => one.id),
        [id, idOf()],
      );
    });

    it("refuses a live one of more than a day ago, and takes it with adopt", async () => {
      world.aws.changeManager.runbook = () => ({ seconds: 100 * 24 * 3600 });
      await world.engine.up("a", named("x"));
      await world.decide("Approve");
      const id = lose();
      world.aws.clock.advance(DAY + 60_000);
      await assert.rejects(world.engine.up("a", named("x")), {
        message: new RegExp(
          `^change request ${id} carries .* more than a day ago, .* adopt: "${id}", or cancel it, and`,
        ),
      });
      assert.equal(starts(), 1);
      await world.engine.up("a", named("x", { adopt: id }));
      assert.equal(idOf(), id);
    });

    it("repeats nothing that has happened, however long ago it ended", async () => {
      await world.engine.up("a", named("x"));
      await world.decide("Reject");
      const id = lose();
      world.aws.clock.advance(20 * DAY);
      await world.engine.up("a", named("x"));
      assert.equal(idOf(), id);
      assert.equal(starts(), 1);
      assert.match(
        world.engine.messages.join(),
        /continuing with it, which has ended: change `triggers` to submit a new one/,
      );
    });

    it("takes one that ended more than a day ago with other inputs for history, and submits a new one", async () => {
      await world.engine.up("a", named("x"));
      await world.decide("Reject");
      const id = lose();
      world.aws.clock.advance(DAY + 60_000);
      await world.engine.up("a", named("y"));
      assert.notEqual(idOf(), id);
      assert.equal(world.outputs().status, "PendingApproval");
    });

    it("makes two requests for two resources with the same inputs, at once", async () => {
      await Promise.all([world.engine.up("a", named("x")), world.engine.up("b", named("x"))]);
      assert.notEqual(idOf("a"), idOf("b"));
      assert.equal((await live()).length, 2);
      for (const name of ["a", "b"]) {
        const id = lose(name);
        await world.engine.up(name, named("x"));
        assert.equal(idOf(name), id);
      }
    });

    it("makes requests of their own for stacks of the same name in two namespaces", async () => {
      await world.engine.up("a", named("x"));
      const id = lose();
      world.engine.config["aws-ops:namespace"] = "blue";
      await world.engine.up("a", named("x"));
      assert.notEqual(idOf(), id);
      assert.match(Object.values(await tagsOf()).join(), / blue\/urn:pulumi:dev::project::/);
    });

    it("keeps a request alive that is replaced with retainOnDelete, lets it go, and submits a new one", async () => {
      await world.engine.up("a", named("x"));
      const old = idOf();
      assert.equal(await world.engine.up("a", edited, { retainOnDelete: true }), "replace");
      assert.notEqual(idOf(), old);
      assert.deepEqual(
        (await live()).map(({ id }) => id),
        [old, idOf()],
      );
      assert.ok(Object.keys(await tagsOf(old)).some((key) => key.endsWith("/released")));
      const next = lose();
      await world.engine.up("a", edited);
      assert.equal(idOf(), next);
    });

    describe("after a rename", () => {
      const rename = async (from: string, to: string, args: Props) => {
        world.engine.state.set(to, world.engine.state.get(from)!);
        world.engine.state.delete(from);
        return world.engine.up(to, args);
      };

      it("finds the renamed one when it is lost", async () => {
        await world.engine.up("a", named("x"));
        await rename("a", "b", named("x"));
        const id = lose("b");
        await world.engine.up("b", named("x"));
        assert.equal(idOf("b"), id);
        assert.equal(starts(), 1);
      });

      for (const args of [named("x"), edited]) {
        it(`submits one of its own for a new resource of the old name, with ${args === edited ? "other" : "the same"} inputs`, async () => {
          await world.engine.up("a", named("x"));
          assert.equal(await rename("a", "b", named("x")), "update");
          await world.engine.up("a", args);
          assert.notEqual(idOf("a"), idOf("b"));
          assert.deepEqual(
            (await live()).map(({ id }) => id),
            [idOf("b"), idOf("a")],
          );
          const id = lose("a");
          await world.engine.up("a", args);
          assert.equal(idOf("a"), id);
        });
      }

      it("lets two resources change their names", async () => {
        await world.engine.up("a", named("x"));
        await world.engine.up("b", named("x"));
        const ids = [idOf("a"), idOf("b")];
        const [a, b] = [world.engine.state.get("a")!, world.engine.state.get("b")!];
        world.engine.state.set("a", b);
        world.engine.state.set("b", a);
        await world.engine.up("a", named("x"));
        await world.engine.up("b", named("x"));
        assert.deepEqual([idOf("b"), idOf("a")], ids);
        for (const name of ["a", "b"]) {
          const id = lose(name);
          await world.engine.up(name, named("x"));
          assert.equal(idOf(name), id);
        }
      });

      it("takes the old name back", async () => {
        await world.engine.up("a", named("x"));
        const id = idOf();
        await rename("a", "b", named("x"));
        await rename("b", "a", named("x"));
        lose();
        await world.engine.up("a", named("x"));
        assert.equal(idOf(), id);
        await world.engine.destroy("a");
        assert.equal(await world.status(id), "Cancelled");
      });
    });

    it("starts nothing once the engine has gone", async () => {
      world.engine.kill();
      await assert.rejects(world.engine.up("a", required));
      assert.equal(starts(), 0);
    });

    it("starts nothing when the engine goes while it searches", async () => {
      const search = world.aws.faults.hold("DescribeAutomationExecutions");
      const creating = world.engine.up("a", required);
      await search.reached;
      world.engine.kill();
      search.release();
      await assert.rejects(creating);
      assert.equal(starts(), 0);
    });
  });
}
