import assert from "node:assert/strict";
import type { EmulatorOptions } from "../../emulator";
import type { Props } from "../../provider/core/handler";
import { DAY, simulated } from "./support";

const titled = (title: string, more: Props = {}): Props => ({ title, summary: "Restore it.", ...more });
/** What is sent to the incident that was started, and what starts a new one. */
const edited = titled("edited");
const again = titled("x", { triggers: ["again"] });

/** An account in which starts get lost. */
function claiming(options: EmulatorOptions = {}) {
  const world = simulated(options);
  const { idOf, list, lose, up } = world;

  /** What is true in the end, whatever was lost: one open incident, in the state; all others resolved and let go. */
  async function isWhole(more: Props, name = "a") {
    const one = idOf(name);
    for (const { arn, status } of await list()) {
      assert.equal(status, arn === one ? "OPEN" : "RESOLVED");
      assert.equal(await world.isReleased(arn), arn !== one);
    }
    const { title, summary } = await world.recordOf(one);
    assert.deepEqual([title, summary], [more.title, more.summary]);
    world.aws.requests.clear();
    assert.equal(await up(more, name), "same");
    assert.equal(await world.engine.refresh(name), "same");
    assert.deepEqual(world.writes(), []);
  }

  /** The run dies between StartIncident and the tag. */
  async function dieBeforeTheTag(more: Props) {
    world.engine.config["aws:maxRetries"] = "0";
    world.aws.faults.reset("TagResource");
    await assert.rejects(up(more), /^Error: TagResource failed/);
    return lose();
  }

  /** The reply to StartIncident is lost, and the run ends. */
  async function loseTheReply(more: Props) {
    world.engine.config["aws:maxRetries"] = "0";
    world.aws.faults.loseReply("StartIncident");
    await assert.rejects(up(more), /^Error: StartIncident failed/);
    assert.equal(world.engine.state.size, 0);
    return (await list())[0]?.arn as string;
  }
  return Object.assign(world, { isWhole, loseTheReply, dieBeforeTheTag });
}

/** How a start is lost. */
const losses = [
  ["every reply of a run was lost", "loseTheReply"],
  ["the run was killed before the tag", "dieBeforeTheTag"],
] as const;

describe("the IncidentRecord handler, starting one incident for one resource,", () => {
  const world = claiming();
  const { idOf, list, lose, starts, up, isWhole } = world;
  const merging = (more: Props = {}) => ({ ...titled("x"), responsePlanArn: world.plan("merging"), ...more });

  for (const plan of ["drill", "merging"]) {
    const named = () => ({ ...titled("x"), responsePlanArn: world.plan(plan) });

    it(`continues within one run when the reply is lost, of the plan ${plan}`, async () => {
      world.aws.faults.loseReply("StartIncident");
      await up(named());
      assert.equal(starts(), 2);
      await isWhole(named());
    });

    it(`continues within one run when the reply is lost, and AWS shows the incident late, of the plan ${plan}`, async () => {
      world.aws.faults.loseReply("StartIncident");
      world.aws.faults.hideNew("StartIncident", { ms: 4_000 });
      await up(named());
      assert.equal((await list()).length, 1);
      await isWhole(named());
    });
  }

  for (const [what, died] of losses) {
    it(`leaves one incident when ${what}`, async () => {
      const arn = await world[died](titled("x"));
      await up(titled("x"));
      assert.equal(idOf(), arn);
      assert.deepEqual(await list(), [{ arn, status: "OPEN" }]);
      assert.match(world.warnings().join(), /an earlier run has started .* for this resource: continuing with it$/);
      await isWhole(titled("x"));
    });

    it(`repeats nothing when ${what} and the incident was resolved since`, async () => {
      const arn = await world[died](titled("x"));
      await world.change({ status: "RESOLVED" }, arn);
      await up(titled("x"));
      assert.equal(idOf(), arn);
      assert.equal(world.outputs().status, "RESOLVED");
      assert.deepEqual(await list(), [{ arn, status: "RESOLVED" }]);
      assert.match(world.warnings().join(), /continuing with it, which is resolved: change `triggers` to start a new/);
      assert.equal(await up(titled("x")), "same");
    });

    it(`starts a new one when ${what} and the incident was deleted since`, async () => {
      const arn = await world[died](titled("x"));
      await world.remove(arn);
      await up(titled("x"));
      assert.notEqual(idOf(), arn);
      await isWhole(titled("x"));
    });

    it(`takes nothing without a word when ${what}, and the plan has a deduplication string`, async () => {
      const arn = await world[died](merging());
      const before = await world.snapshot(arn);
      for (const status of ["OPEN", "RESOLVED"]) {
        if (status === "RESOLVED") await world.change({ status }, arn);
        await assert.rejects(up(merging()), { message: new RegExp(`^StartIncident: .* adopt: "${arn}"`) });
        assert.equal(world.engine.state.size, 0);
        assert.deepEqual(await list(), [{ arn, status }]);
        if (status === "OPEN") assert.deepEqual(await world.snapshot(arn), before);
      }
      await up(merging({ adopt: arn }));
      assert.equal(idOf(), arn);
      assert.equal(await up(merging()), "same");
    });
  }

  it("says that it has let go what was edited, and how", async () => {
    for (const [onDelete, done] of [
      ["resolve", "resolved"],
      ["delete", "deleted"],
    ]) {
      await up(titled("x", { triggers: [done] }));
      const arn = lose();
      world.engine.messages.length = 0;
      await up(titled("x", { onDelete }));
      assert.deepEqual(world.warnings(), [
        `a: warning: an earlier run has started ${arn} for this resource, with inputs that were edited since: it was ${done}, and a new one is started`,
      ]);
      assert.equal(
        (await list()).some((each) => each.arn === arn),
        done === "resolved",
      );
      await world.engine.destroy("a");
    }
  });

  it("waits for only one of several that were deleted", async () => {
    for (let times = 0; times < 3; times++) {
      await up(titled("x"));
      await world.remove();
      lose();
    }
    world.aws.requests.clear();
    await up(titled("x"));
    assert.equal(starts(), 4);
    assert.ok(world.aws.requests.of("GetIncidentRecord").length <= 12);
    assert.equal((await list()).length, 1);
  });

  it("leaves alone what was edited and has been resolved, and starts a new one", async () => {
    await up(titled("x"));
    await world.change({ status: "RESOLVED" });
    const arn = lose();
    const before = await world.snapshot(arn);
    await up(again);
    assert.notEqual(idOf(), arn);
    assert.deepEqual(await world.snapshot(arn), before);
  });

  it("refuses an open one of more than a day ago, and takes it with adopt", async () => {
    await up(titled("x"));
    const arn = lose();
    world.aws.clock.advance(DAY + 60_000);
    await assert.rejects(up(titled("x")), {
      message: new RegExp(
        `^incident ${arn} carries the owner .* more than a day ago, .* adopt: "${arn}", or resolve it`,
      ),
    });
    assert.equal(starts(), 1);
    await up(titled("x", { adopt: arn }));
    assert.equal(idOf(), arn);
  });

  it("repeats nothing that has happened, however long ago it was resolved", async () => {
    await up(titled("x"));
    await world.change({ status: "RESOLVED" });
    const arn = lose();
    world.aws.clock.advance(100 * DAY);
    await up(titled("x"));
    assert.equal(idOf(), arn);
    assert.equal((await list()).length, 1);
  });

  it("brings what it continues with in line", async () => {
    await up(titled("x", { tags: { team: "orders", cost: "1" } }));
    const arn = lose();
    const now = titled("y", { summary: "Other.", impact: 1, tags: { team: "billing", more: "1" } });
    await up(now);
    assert.equal(idOf(), arn);
    const { title, summary, impact } = await world.recordOf();
    assert.deepEqual([title, summary, impact], ["y", "Other.", 1]);
    assert.deepEqual(await world.ownTagsOf(), { team: "billing", cost: "1", more: "1" });
    assert.equal(await up(now), "same");
  });

  it("does not open again what was resolved while it was lost", async () => {
    await up(titled("x", { status: "OPEN" }));
    await world.change({ status: "RESOLVED" });
    lose();
    await up(titled("x", { status: "OPEN" }));
    assert.equal((await world.recordOf()).status, "RESOLVED");
    assert.equal(await up(titled("x", { status: "OPEN" })), "same");
  });

  it("starts two incidents for two resources with the same inputs, at once", async () => {
    await Promise.all([up(titled("x"), "a"), up(titled("x"), "b")]);
    assert.notEqual(idOf("a"), idOf("b"));
    for (const name of ["a", "b"]) {
      const arn = lose(name);
      await up(titled("x"), name);
      assert.equal(idOf(name), arn);
    }
    assert.equal((await list()).length, 2);
  });

  it("starts incidents of their own for stacks of the same name in two namespaces", async () => {
    await up(titled("x"));
    const arn = lose();
    world.engine.config["aws-ops:namespace"] = "blue";
    await up(titled("x"));
    assert.notEqual(idOf(), arn);
    assert.match(Object.values(await world.tagsOf()).join(), / blue\/urn:pulumi:dev::project::/);
  });

  for (const plan of ["drill", "merging"]) {
    it(`keeps an incident of the plan ${plan} open that is replaced with retainOnDelete, and lets it go`, async () => {
      const responsePlanArn = world.plan(plan);
      await up({ ...titled("x"), responsePlanArn });
      const old = idOf();
      const work = up({ ...again, responsePlanArn }, "a", { retainOnDelete: true });
      if (plan === "merging") {
        await assert.rejects(work, {
          message: new RegExp(`^StartIncident: incident ${old} is open and has the dedup`),
        });
        assert.equal(starts(), 3); // one more, which shows that AWS merges them all
      } else {
        assert.equal(await work, "replace");
        assert.deepEqual(
          (await list()).map((each) => each.arn),
          [old, idOf()],
        );
      }
      assert.equal((await world.recordOf(old)).status, "OPEN");
      assert.ok(await world.isReleased(old));
    });
  }

  describe("after a rename", () => {
    it("finds the renamed one when it is lost", async () => {
      await up(titled("x"));
      world.rename("a", "b");
      assert.equal(await up(titled("x"), "b"), "update");
      const arn = lose("b");
      await up(titled("x"), "b");
      assert.equal(idOf("b"), arn);
      assert.equal((await list()).length, 1);
    });

    for (const [how, now] of [
      ["the same", titled("x")],
      ["other", again],
    ] as const) {
      it(`starts one of its own for a new resource of the old name, with ${how} inputs`, async () => {
        await up(titled("x"));
        world.rename("a", "b");
        await up(titled("x"), "b");
        await up(now);
        assert.deepEqual(
          (await list()).map(({ arn, status }) => [arn, status]),
          [idOf("b"), idOf("a")].map((arn) => [arn, "OPEN"]),
        );
        const arn = lose();
        await up(now);
        assert.equal(idOf(), arn);
      });
    }

    it("starts one for a new resource of the old name also before the renamed one was updated, in one run", async () => {
      await up(titled("x"));
      world.rename("a", "b");
      const process = world.engine.process();
      const { id, outputs, inputs } = world.engine.state.get("b")!;
      await process.diff(id, outputs, { ...inputs, owner: world.engine.owner("b") });
      await up(titled("x"), "a", { process });
      assert.notEqual(idOf("a"), idOf("b"));
      await up(titled("x"), "b");
      assert.equal((await list()).length, 2);
    });

    it("takes nothing of the renamed one also where AWS merges with it, and asks AWS no more than needed", async () => {
      await up(merging());
      world.rename("a", "b");
      const process = world.engine.process();
      const { id, outputs, inputs } = world.engine.state.get("b")!;
      await process.diff(id, outputs, { ...inputs, owner: world.engine.owner("b") });
      const before = await world.snapshot(id);
      world.aws.requests.clear();
      await assert.rejects(up(merging(), "a", { process }), {
        message: /^StartIncident: incident .* is open and has/,
      });
      assert.ok(starts() <= 2, `${starts()}`);
      assert.deepEqual(await world.snapshot(id), before);
    });

    it("lets two resources change their names", async () => {
      await up(titled("x"), "a");
      await up(titled("x"), "b");
      const [a, b] = [idOf("a"), idOf("b")];
      world.rename("a", "c");
      world.rename("b", "a");
      world.rename("c", "b");
      await up(titled("x"), "a");
      await up(titled("x"), "b");
      assert.deepEqual([idOf("b"), idOf("a")], [a, b]);
      for (const name of ["a", "b"]) {
        const arn = lose(name);
        await up(titled("x"), name);
        assert.equal(idOf(name), arn);
      }
    });

    it("takes the old name back", async () => {
      await up(titled("x"));
      const arn = idOf();
      world.rename("a", "b");
      await up(titled("x"), "b");
      world.rename("b", "a");
      await up(titled("x"));
      lose();
      await up(titled("x"));
      assert.equal(idOf(), arn);
      await world.engine.destroy("a");
      assert.ok(await world.isReleased(arn));
    });
  });

  it("starts nothing once the engine has gone", async () => {
    world.engine.kill();
    await assert.rejects(up());
    assert.equal(starts(), 0);
  });

  it("starts nothing when the engine goes while it searches", async () => {
    const search = world.aws.faults.hold("ListIncidentRecords");
    const creating = up();
    await search.reached;
    world.engine.kill();
    search.release();
    await assert.rejects(creating);
    assert.equal(starts(), 0);
  });
});

/** Both answers that AWS may give to a token that it has had with other input. */
for (const clientTokenOfOtherInput of ["ConflictException", "firstAnswer"] as const) {
  describe(`the IncidentRecord handler, of edited inputs, where AWS answers a token of other input with ${clientTokenOfOtherInput}`, () => {
    const world = claiming({ answers: { clientTokenOfOtherInput } });
    const { idOf, list, lose, starts, up, isWhole } = world;
    const isToldWhich = clientTokenOfOtherInput === "firstAnswer";

    for (const [what, died] of losses) {
      it(`${isToldWhich ? "continues" : "takes nothing without a word"} when ${what}, and the title was edited since`, async () => {
        const arn = await world[died](titled("x"));
        if (!isToldWhich) {
          await assert.rejects(up(edited), {
            message:
              "StartIncident: AWS has started an incident for this resource before, with inputs that were edited since, and " +
              `does not tell which: it may be ${arn}. Nothing was started: take it over with adopt: "${arn}", or change ` +
              "`triggers` to start a new one",
          });
          assert.deepEqual(await list(), [{ arn, status: "OPEN" }]);
          await up({ ...edited, adopt: arn });
        } else {
          await up(edited);
        }
        assert.equal(idOf(), arn);
        await isWhole(edited);
      });
    }

    it("leaves one incident when the run was killed before AWS has done anything", async () => {
      world.engine.config["aws:maxRetries"] = "0";
      world.aws.faults.reset("StartIncident");
      await assert.rejects(up(titled("x")));
      assert.deepEqual(await list(), []);
      await up(edited);
      await isWhole(edited);
    });

    for (const plan of ["drill", "merging"]) {
      for (const [how, now] of [
        ["as it was", titled("x")],
        ["with another title", edited],
        ["with other triggers", again],
      ] as const) {
        it(`leaves one incident of the plan ${plan} when the state was lost, twice, and the program goes on ${how}`, async () => {
          const responsePlanArn = world.plan(plan);
          await up({ ...titled("x"), responsePlanArn });
          const first = lose();
          for (let times = 0; times < 2; times++) {
            await up({ ...now, responsePlanArn });
            assert.equal(idOf() === first, now !== again);
            lose();
          }
          await up({ ...now, responsePlanArn });
          assert.equal((await list()).length, now === again ? 2 : 1);
          await isWhole({ ...now, responsePlanArn });
        });
      }
    }

    it("passes over incidents that were let go, whatever became of them", async () => {
      for (const onDelete of ["resolve", "delete", "resolve"]) {
        await up(titled("x", { onDelete }));
        await world.engine.destroy("a");
      }
      await up(edited);
      assert.equal((await list()).length, 3);
      await isWhole(edited);
      lose();
      world.aws.requests.clear();
      await up(edited);
      assert.equal(starts(), 0);
      await isWhole(edited);
    });

    it("waits for what AWS lists late, rather than start another", async () => {
      world.aws.faults.hideNew("StartIncident", { ms: 6_000 });
      world.engine.config["aws:maxRetries"] = "0";
      world.aws.faults.loseReply("StartIncident");
      await assert.rejects(up(titled("x")));
      if (isToldWhich) await up(edited);
      else await assert.rejects(up(edited), { message: /^StartIncident: .* does not tell which: it may be arn:/ });
      assert.equal((await list()).length, 1);
    });

    it("takes no incident of another plan, of another resource or of other inputs for the one that was deleted", async () => {
      await up(titled("x", { triggers: ["before"] }));
      await world.change({ status: "RESOLVED" });
      const before = lose();
      await up({}, "b");
      const ofAnother = idOf("b");
      await world.engine.destroy("b");
      const ofAnotherPlan = await world.foreign({ responsePlanArn: world.plan("other") });
      await world.remove(await world.dieBeforeTheTag(titled("x")));
      const others = [before, ofAnother, ofAnotherPlan];
      const snapshots = await Promise.all(others.map(world.snapshot));
      await up(edited);
      assert.ok(!others.includes(idOf()));
      assert.deepEqual(await Promise.all(others.map(world.snapshot)), snapshots);
      assert.equal((await list()).length, 4);
    });

    it("passes over one that was destroyed days ago, and then edited", async () => {
      await up(titled("x"));
      await world.engine.destroy("a");
      world.aws.clock.advance(3 * DAY);
      await up(edited);
      assert.equal((await list()).length, 2);
      await isWhole(edited);
    });
  });
}
