import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { DAY, ENDS, required, simulated, ways, whole } from "./support";

describe("the ChangeRequest handler", () => {
  const world = simulated();
  const { idOf, outputs, requests, tagsOf, calls, writes } = world;
  const own = async (id?: string) =>
    Object.fromEntries(Object.entries(await tagsOf(id)).filter(([key]) => !key.startsWith("pulumi-aws-ops:")));
  const isReleased = async (id: string) => Object.keys(await tagsOf(id)).some((key) => key.endsWith("/released"));
  /** The request as its state begins with. */
  const submitted = async (args: Props = required) => {
    await world.engine.up("a", args);
    world.aws.requests.clear();
    return idOf();
  };

  it("answers everything that AWS tells", async () => {
    await submitted(required);
    const { opsItemId, executionStartTime, automationExecutionId, ...rest } = outputs();
    const id = idOf();
    assert.equal(automationExecutionId, id);
    assert.match(String(opsItemId), /^oi-[0-9a-f]{12}$/);
    assert.match(String(executionStartTime), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(rest, {
      ...required,
      region: "eu-west-1",
      owner: world.engine.owner("a"),
      account: world.account,
      consoleUrl: `https://eu-west-1.console.aws.amazon.com/systems-manager/automation/execution/${id}?region=eu-west-1`,
      status: "PendingApproval",
      executedBy: `arn:aws:iam::${world.account}:user/${world.account}`,
      approvals: [
        {
          name: "ApproveAction1",
          status: "Waiting",
          approvers: [{ approver: "reviewers", type: "IamGroup", minRequiredApprovals: 1 }],
          decisions: [],
        },
      ],
      runbook: { documentName: "AWS-HelloWorld", status: "Pending" },
      __managed: "parameters",
      __provider: "text",
    });
  });

  it("shows by a refresh what became of it, as no difference of the program", async () => {
    await submitted();
    await world.decide("Approve", idOf(), "go on");
    assert.equal(await world.engine.refresh("a"), "same");
    const { status, approvals, runbook, actualStartTime, actualEndTime, executionEndTime } = outputs();
    assert.equal(status, "CompletedWithSuccess");
    const [{ decisions = [] } = {}] = approvals as { decisions?: Props[] }[];
    const [{ time, ...decision } = {} as Props] = decisions;
    assert.deepEqual(decision, {
      approver: `arn:aws:iam::${world.account}:user/${world.account}`,
      decision: "Approve",
      comment: "go on",
    });
    const { automationExecutionId: run, startTime, endTime, ...rest } = runbook as Props;
    assert.deepEqual(rest, { documentName: "AWS-HelloWorld", status: "Success" });
    assert.match(String(run), /^[0-9a-f-]{36}$/);
    for (const each of [time, startTime, endTime, actualStartTime, actualEndTime, executionEndTime]) {
      assert.ok(!Number.isNaN(Date.parse(String(each))), String(each));
    }
    assert.equal(await world.engine.up("a", required), "same");
  });

  describe("submits a new request, and cancels the old one first,", () => {
    let full: Props;
    beforeEach(async () => {
      full = { ...whole, documentName: await world.template(), onDelete: "cancel" };
    });

    const changed: Record<string, () => unknown> = {
      documentName: () => world.template(),
      documentVersion: () => "$LATEST",
      runbooks: () => [{ documentName: "AWS-HelloWorld" }],
      parameters: () => ({ Approver: ["reviewers"] }),
      changeRequestName: () => "Other",
      changeDetails: () => "Other",
      scheduledTime: () => "2099-12-02T09:00:00Z",
      scheduledEndTime: () => "2099-12-03T09:00:00Z",
      autoApprove: () => false,
      triggers: () => ["db.t3.xlarge"],
    };
    const optional = Object.keys(changed).filter((name) => name !== "documentName" && name !== "runbooks");

    async function isReplacedBy(args: Props, replaces: string[], old: string, where?: string) {
      const { failures, step, replaces: told } = await world.engine.preview("a", args);
      assert.deepEqual(
        { failures, step, told: told?.sort() },
        { failures: [], step: "replace", told: replaces.sort() },
      );
      assert.equal(await world.engine.up("a", args), "replace");
      assert.equal(await world.status(old), "Cancelled");
      assert.ok(await isReleased(old));
      assert.notEqual(idOf(), old);
      assert.deepEqual(
        [...(await requests()), ...(where ? await requests(where) : [])]
          .filter(({ status }) => status !== "Cancelled")
          .map(({ id }) => id),
        [idOf()],
      );
      const order = writes();
      assert.ok(order.indexOf("StopAutomationExecution") < order.indexOf("StartChangeRequestExecution"), String(order));
    }

    for (const [name, value] of Object.entries(changed)) {
      it(`when ${name} changes`, async () => {
        const args = { ...full, [name]: await value() };
        const old = await submitted(full);
        await isReplacedBy(args, [name], old);
      });
    }
    for (const name of optional) {
      it(`when ${name} is removed`, async () => {
        const old = await submitted(full);
        await isReplacedBy({ ...full, [name]: undefined }, [name], old);
      });
    }
    it("when its region changes", async () => {
      const old = await submitted();
      await isReplacedBy({ ...required, region: "us-east-1" }, ["region"], old, "us-east-1");
    });
    it("when the stack's region changes", async () => {
      const old = await submitted();
      world.engine.config["aws:region"] = "us-east-1";
      await world.engine.up("a", required);
      assert.equal(outputs().region, "us-east-1");
      assert.equal(await world.status(old), "Cancelled");
    });
  });

  for (const [what, before, after] of [
    [
      "an instant is spelled in another way",
      { scheduledTime: "2099-12-01T09:00:00Z" },
      { scheduledTime: "2099-12-01T10:00:00.000+01:00" },
    ],
    ["a default is written", {}, { autoApprove: false }],
    ["a default is written no more", { autoApprove: false }, {}],
    ["the order of keys changes", {}, { parameters: { ApproverType: ["IamGroup"], Approver: ["reviewers"] } }],
  ] as [string, Props, Props][]) {
    it(`does nothing when ${what}`, async () => {
      await submitted({ ...required, ...before });
      assert.equal(await world.engine.up("a", { ...required, ...after }), "same");
      await world.engine.refresh("a");
      assert.equal(await world.engine.up("a", { ...required, ...after }), "same");
      assert.deepEqual(writes(), []);
    });
  }

  describe("with tags", () => {
    const many = (count: number, value = "1") =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, value]));
    const defaults = (tags: Record<string, string>) => {
      world.engine.config["aws:defaultTags"] = JSON.stringify({ tags });
    };

    for (const count of [4, 5, 48]) {
      it(`gives a request all of ${count}`, async () => {
        await submitted({ ...required, tags: many(count) });
        assert.deepEqual(await own(), many(count));
        assert.deepEqual(outputs().tags, many(count));
        assert.equal(await world.engine.refresh("a"), "same");
      });
    }

    it("changes them in place", async () => {
      const id = await submitted({ ...required, tags: many(7) });
      assert.equal(await world.engine.up("a", { ...required, tags: { ...many(6, "2"), more: "1" } }), "update");
      assert.equal(idOf(), id);
      assert.deepEqual(await own(), { ...many(6, "2"), more: "1" });
      assert.equal(await world.engine.up("a", required), "update");
      assert.deepEqual(await own(), {});
      assert.equal(await world.engine.refresh("a"), "same");
    });

    it("merges the stack's into them, of which its own win", async () => {
      defaults({ team: "ops", stage: "dev" });
      await submitted({ ...required, tags: { team: "orders" } });
      assert.deepEqual(await own(), { team: "orders", stage: "dev" });
      assert.deepEqual([outputs().tags, outputs().tagsAll], [{ team: "orders" }, { team: "orders", stage: "dev" }]);
      defaults({ cost: "1" });
      assert.equal(await world.engine.up("a", { ...required, tags: { team: "orders" } }), "update");
      assert.deepEqual(await own(), { team: "orders", cost: "1" });
    });

    it("refuses more than 48, the stack's among them", async () => {
      defaults({ stage: "dev" });
      assert.deepEqual((await world.engine.preview("a", { ...required, tags: many(48) })).failures, [
        "tags: with aws:defaultTags, must have at most 48 keys, not 49",
      ]);
    });

    it("leaves alone, and shows nobody, what others have added", async () => {
      await submitted({ ...required, tags: { team: "orders" } });
      await world
        .ssm()
        .addTagsToResource({ ResourceType: "Automation", ResourceId: idOf(), Tags: [{ Key: "theirs", Value: "x" }] });
      assert.equal(await world.engine.refresh("a"), "same");
      assert.deepEqual(outputs().tags, { team: "orders" });
      await world.engine.up("a", required);
      assert.deepEqual(await own(), { theirs: "x" });
    });

    it("shows what was changed outside, and mends it", async () => {
      const args = { ...required, tags: { team: "orders", cost: "1" } };
      await submitted(args);
      await world.ssm().removeTagsFromResource({ ResourceType: "Automation", ResourceId: idOf(), TagKeys: ["team"] });
      assert.equal(await world.engine.refresh("a"), "drift");
      assert.deepEqual(outputs().tags, { cost: "1" });
      assert.equal(await world.engine.up("a", args), "update");
      assert.deepEqual(await own(), args.tags);
    });
  });

  describe("on destroy", () => {
    /** What each value of `onDelete` leaves: the status of the request, or that it refuses. */
    const outcomes: Record<string, Record<"cancel" | "cancelRunning" | "leave", string>> = {
      PendingApproval: { cancel: "Cancelled", cancelRunning: "Cancelled", leave: "PendingApproval" },
      PendingChangeCalendarOverride: {
        cancel: "Cancelled",
        cancelRunning: "Cancelled",
        leave: "PendingChangeCalendarOverride",
      },
      RunbookInProgress: { cancel: "refused", cancelRunning: "Cancelled", leave: "RunbookInProgress" },
      Cancelling: { cancel: "Cancelling", cancelRunning: "Cancelling", leave: "Cancelling" },
      ...Object.fromEntries(ENDS.map((end) => [end, { cancel: end, cancelRunning: end, leave: end }])),
    };

    for (const [status, each] of Object.entries(outcomes)) {
      for (const [onDelete, left] of Object.entries(each)) {
        it(`${onDelete}: ${left === status ? "leaves" : left === "refused" ? "refuses" : "cancels"} one that is ${status}`, async () => {
          const id = await submitted({ ...required, onDelete });
          await ways[status]!(world);
          assert.equal(await world.status(id), status);
          world.aws.requests.clear();
          if (left === "refused") {
            await assert.rejects(world.engine.destroy("a"), {
              message: new RegExp(`^change request ${id} is RunbookInProgress: its runbook runs, and was not stopped`),
            });
            assert.deepEqual(writes(), []);
            assert.equal(idOf(), id);
          } else {
            await world.engine.destroy("a");
            assert.equal(await world.status(id), left);
            assert.deepEqual(writes(), [...(left === status ? [] : ["StopAutomationExecution"]), "AddTagsToResource"]);
            assert.ok(await isReleased(id));
          }
        });
      }
    }

    for (const status of ["Scheduled", "Approved"]) {
      it(`cancels one that is ${status}`, async () => {
        await submitted({ ...required, scheduledTime: "2099-01-01T00:00:00Z" });
        world.aws.changeManager.approvedSeconds = status === "Approved" ? 600 : 0;
        await world.decide("Approve");
        assert.equal(await world.status(), status);
        const id = idOf();
        await world.engine.destroy("a");
        world.aws.changeManager.approvedSeconds = 0;
        assert.equal(await world.status(id), "Cancelled");
      });
    }

    it("cancels by default", async () => {
      const id = await submitted();
      await world.engine.destroy("a");
      assert.equal(await world.status(id), "Cancelled");
    });

    it("takes what the program said last, which costs no call", async () => {
      const id = await submitted();
      assert.equal(await world.engine.up("a", { ...required, onDelete: "leave" }), "update");
      assert.deepEqual(calls(), []);
      await world.engine.destroy("a");
      assert.equal(await world.status(id), "PendingApproval");
    });

    it("refuses to replace one whose runbook runs, and submits nothing", async () => {
      const id = await submitted();
      await ways.RunbookInProgress!(world);
      world.aws.requests.clear();
      await assert.rejects(world.engine.up("a", { ...required, triggers: [2] }), { message: /its runbook runs/ });
      assert.deepEqual(writes(), []);
      assert.equal(idOf(), id);
    });

    it("stops one whose runbook runs for its replacement where the program lets it", async () => {
      const args = { ...required, onDelete: "cancelRunning" };
      const id = await submitted(args);
      await ways.RunbookInProgress!(world);
      assert.equal(await world.engine.up("a", { ...args, triggers: [2] }), "replace");
      assert.equal(await world.status(id), "Cancelled");
    });

    it("lets go, and leaves as it is, one that belongs to another resource now", async () => {
      const id = await submitted();
      const [key = ""] = Object.keys(await tagsOf());
      await world.ssm().removeTagsFromResource({ ResourceType: "Automation", ResourceId: id, TagKeys: [key] });
      await world.engine.up("b", { ...required, adopt: id });
      world.aws.requests.clear();
      await world.engine.destroy("a");
      assert.match(
        world.engine.messages.join(),
        /a: warning: change request .* belongs to .*::b now: it was let go and/,
      );
      assert.deepEqual(writes(), []);
      assert.equal(await world.status(id), "PendingApproval");
    });

    it("takes one that ends while it is being cancelled for ended", async () => {
      const id = await submitted();
      const stop = world.aws.faults.hold("StopAutomationExecution");
      const destroying = world.engine.destroy("a");
      await stop.reached;
      await world.decide("Reject", id);
      stop.release();
      await destroying;
      assert.ok(await isReleased(id));
    });
  });

  describe("of a request that has ended, and was seen to,", () => {
    for (const end of ENDS) {
      it(`calls nothing but what lets it go: ${end}`, async () => {
        const id = await submitted({ ...required, tags: { team: "orders" } });
        await ways[end]!(world);
        await world.engine.refresh("a");
        assert.equal(outputs().status, end);
        world.aws.requests.clear();
        assert.equal(await world.engine.refresh("a"), "same");
        assert.equal(await world.engine.up("a", { ...required, tags: { team: "orders" } }), "same");
        assert.equal(await world.engine.up("a", { ...required, tags: { team: "billing" } }), "update");
        assert.equal(
          await world.engine.up("a", { ...required, tags: { team: "billing" }, onDelete: "leave" }),
          "update",
        );
        assert.equal(await world.engine.refresh("a"), "same");
        assert.deepEqual(calls(), []);
        await world.engine.destroy("a");
        assert.deepEqual(calls(), ["AddTagsToResource"]);
        assert.deepEqual(await own(id), { team: "orders" });
      });
    }

    it("submits a new one when triggers change, and cancels nothing", async () => {
      const id = await submitted();
      await ways.Rejected!(world);
      await world.engine.refresh("a");
      world.aws.requests.clear();
      assert.equal(await world.engine.up("a", { ...required, triggers: [2] }), "replace");
      assert.notEqual(idOf(), id);
      assert.deepEqual(writes(), ["AddTagsToResource", "StartChangeRequestExecution"]);
    });
  });

  describe("of a request that AWS has forgotten", () => {
    /** More than a month after it was approved, or after nobody approved it. */
    const aMonthLater = async () => {
      world.aws.clock.advance(31 * DAY);
      await assert.rejects(world.status(), { name: "AutomationExecutionNotFoundException" });
      world.aws.requests.clear();
    };

    it("keeps it, with the end that its OpsItem tells, and submits none anew", async () => {
      const id = await submitted();
      await ways.CompletedWithSuccess!(world);
      await aMonthLater();
      assert.equal(await world.engine.refresh("a"), "same");
      const { status, actualStartTime } = outputs();
      assert.equal(status, "CompletedWithSuccess");
      assert.ok(actualStartTime);
      assert.deepEqual(world.warnings(), []);
      assert.equal(await world.engine.up("a", required), "same");
      assert.equal(idOf(), id);
      assert.deepEqual(writes(), []);
    });

    it("keeps it with a warning where its OpsItem is gone too", async () => {
      const id = await submitted();
      await ways.CompletedWithSuccess!(world);
      await aMonthLater();
      await world.ssm().deleteOpsItem({ OpsItemId: String(outputs().opsItemId) });
      assert.equal(await world.engine.refresh("a"), "same");
      assert.deepEqual(world.warnings(), [
        `a: warning: AWS does not know change request ${id} any more: it is kept in the state, and no new one is submitted`,
      ]);
      assert.equal(await world.engine.up("a", required), "same");
      assert.equal(outputs().status, "PendingApproval");
    });

    it("has nothing to do for tags, for a rename and for destroy", async () => {
      await submitted({ ...required, tags: { team: "orders" } });
      await ways.CompletedWithSuccess!(world);
      await aMonthLater();
      assert.equal(await world.engine.up("a", { ...required, tags: { team: "billing" } }), "update");
      world.engine.config["aws-ops:namespace"] = "blue";
      assert.equal(await world.engine.up("a", { ...required, tags: { team: "billing" } }), "update");
      await world.engine.destroy("a");
      assert.equal(world.engine.state.size, 0);
    });

    it("submits a new one when triggers change", async () => {
      const id = await submitted();
      await ways.CompletedWithSuccess!(world);
      await aMonthLater();
      assert.equal(await world.engine.up("a", { ...required, triggers: [2] }), "replace");
      assert.notEqual(idOf(), id);
      assert.equal(outputs().status, "PendingApproval");
    });
  });

  describe("when its owner is renamed", () => {
    const rename = (args = required) => {
      world.engine.config["aws-ops:namespace"] = "blue";
      return world.engine.up("a", args);
    };

    it("writes the new one on the request, and nothing else", async () => {
      const id = await submitted({ ...required, tags: { team: "orders" } });
      assert.equal(await rename({ ...required, tags: { team: "orders" } }), "update");
      assert.deepEqual(calls(), ["ListTagsForResource", "AddTagsToResource"]);
      assert.equal(idOf(), id);
      assert.match(Object.values(await tagsOf()).join(), / blue\/urn:pulumi:/);
      assert.deepEqual(await own(), { team: "orders" });
      assert.equal(outputs().owner, world.engine.owner("a"));
      assert.equal(await world.engine.up("a", { ...required, tags: { team: "orders" } }), "same");
    });

    it("writes it on one that has ended as well", async () => {
      const id = await submitted();
      await ways.Rejected!(world);
      await world.engine.refresh("a");
      await rename();
      world.lose();
      await world.engine.up("a", required);
      assert.equal(idOf(), id);
    });

    it("writes it with the next run where that has failed", async () => {
      await submitted();
      world.engine.config["aws:maxRetries"] = "0";
      world.aws.faults.error("AddTagsToResource", "InternalServerError");
      await assert.rejects(rename(), { message: /^AddTagsToResource failed: InternalServerError/ });
      assert.equal(await rename(), "update");
      assert.match(Object.values(await tagsOf()).join(), / blue\/urn:pulumi:/);
      const id = world.lose();
      await world.engine.up("a", required);
      assert.equal(idOf(), id);
    });

    it("refuses, also with the next run, to take one back that another resource has adopted", async () => {
      const id = await submitted();
      const [key = ""] = Object.keys(await tagsOf());
      await world.ssm().removeTagsFromResource({ ResourceType: "Automation", ResourceId: id, TagKeys: [key] });
      await world.engine.up("b", { ...required, adopt: id });
      for (let times = 0; times < 2; times++) {
        await assert.rejects(rename(), { message: /belongs to .*::b now, and was not changed/ });
      }
      assert.match(Object.values(await tagsOf(id)).join(), / urn:pulumi:.*::b$/);
    });
  });

  describe("when a call fails after the request was submitted", () => {
    const seven = { ...required, tags: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((key) => [`k${key}`, "1"])) };
    beforeEach(() => {
      world.engine.config["aws:maxRetries"] = "0";
    });
    for (const operation of ["GetAutomationExecution", "ListTagsForResource", "AddTagsToResource"]) {
      const failing = async () => {
        world.aws.faults.error(operation, "AccessDeniedException", { count: Infinity });
        await assert.rejects(world.engine.up("a", seven), {
          message: new RegExp(`^${operation} failed: AccessDenied`),
        });
        world.aws.faults.clear();
        assert.deepEqual(
          (await requests()).map(({ id }) => id),
          [idOf()],
        );
        return idOf();
      };

      it(`keeps it in the state, and completes it with the next run: ${operation}`, async () => {
        const id = await failing();
        assert.equal(await world.engine.up("a", seven), "update");
        assert.equal(idOf(), id);
        assert.deepEqual(await own(), seven.tags);
        assert.match(String(outputs().opsItemId), /^oi-/);
        assert.equal(outputs().account, world.account);
        assert.equal(await world.engine.up("a", seven), "same");
      });

      it(`completes it also after a refresh: ${operation}`, async () => {
        const id = await failing();
        await world.engine.refresh("a");
        await world.engine.up("a", seven);
        assert.equal(idOf(), id);
        assert.deepEqual(await own(), seven.tags);
      });

      it(`cancels it on destroy: ${operation}`, async () => {
        const id = await failing();
        await world.engine.destroy("a");
        assert.equal(await world.status(id), "Cancelled");
        assert.ok(await isReleased(id));
      });
    }
  });
});

describe("the ChangeRequest handler, where AWS does not stop what waits", () => {
  const world = simulated({ answers: { stopWhileWaiting: "refused" } });

  it("says that it could not be cancelled, and keeps it", async () => {
    await world.engine.up("a", required);
    const id = world.idOf();
    await assert.rejects(world.engine.destroy("a"), {
      message: `change request ${id} is PendingApproval, and AWS refuses to cancel it: reject or stop it, and run again`,
    });
    assert.equal(world.idOf(), id);
    await world.decide("Reject");
    await world.engine.destroy("a");
  });
});

describe("the ChangeRequest handler, where OpsItems tell only that requests are open or resolved", () => {
  const world = simulated({ answers: { changeRequestOpsItem: "openOrResolved" } });

  it("keeps a forgotten one as Resolved, which has ended", async () => {
    await world.engine.up("a", required);
    await world.decide("Approve");
    world.aws.clock.advance(31 * DAY);
    await world.engine.refresh("a");
    assert.equal(world.outputs().status, "Resolved");
    assert.deepEqual(world.warnings(), []);
    world.aws.requests.clear();
    await world.engine.refresh("a");
    assert.deepEqual(world.calls(), []);
  });
});
