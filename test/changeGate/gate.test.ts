import assert from "node:assert/strict";
import { type AutomationExecution, AutomationExecutionStatus } from "@aws-sdk/client-ssm";
import { MILESTONES, type Milestone } from "../../provider/automation/states";
import { changeGate } from "../../provider/changeGate/handler";
import { properties } from "../../provider/changeGate/properties";
import type { Context, Props } from "../../provider/core/handler";
import { ownerOf } from "../../provider/core/identity";
import { readSettings } from "../../provider/core/settings";
import { UNKNOWN } from "../../provider/core/unknown";
import { execution as seenAs } from "../automation/executions";
import { createFreeze, createTemplate, execution, level, signal, start, stop } from "../emulator/changeRequests";
import { simulatedFor } from "../support/simulated";
import { failuresOf } from "../support/tables";

const DAY = 24 * 60 * 60 * 1000;

describe("a gate, by the status of its request,", () => {
  const id = "01234567-89ab-cdef-0123-456789abcdef";
  /** How a look of a gate ends: it opens, it would wait on, or it ends for good. */
  async function looked(seen: AutomationExecution, until?: Milestone): Promise<string> {
    const service = { call: async () => ({ AutomationExecution: seen }) };
    const context = {
      clients: { ssm: () => service },
      owner: ownerOf("urn:pulumi:dev::p::t::a"),
      settings: readSettings(() => undefined),
      signal: new AbortController().signal,
      clock: { now: () => 0, sleep: assert.fail },
      progress() {},
    } as unknown as Context;
    const news = { changeRequest: id, region: "eu-west-1", timeoutSeconds: 0, ...(until && { until }) };
    return changeGate.create(news, context).then(
      () => "opens",
      ({ message }: Error) => (/Nothing was cancelled/.test(message) ? "waits" : message),
    );
  }

  const opens: Record<Milestone, string[]> = {
    approved: [
      ...["Approved", "Scheduled", "PendingChangeCalendarOverride", "ChangeCalendarOverrideApproved"],
      ...["RunbookInProgress", "CompletedWithSuccess", "Success"],
    ],
    started: ["RunbookInProgress", "CompletedWithSuccess", "Success"],
    completed: ["CompletedWithSuccess", "Success"],
  };
  const ends = [
    ...["Cancelling", "Cancelled", "CompletedWithFailure", "Failed", "TimedOut", "Rejected"],
    ...["ChangeCalendarOverrideRejected", "Exited"],
  ];

  for (const until of MILESTONES) {
    for (const status of Object.values(AutomationExecutionStatus)) {
      const expected = opens[until].includes(status) ? "opens" : ends.includes(status) ? "ends" : "waits";
      it(`${expected} where it is ${status} and is waited for until it is ${until}`, async () => {
        const outcome = await looked(seenAs(status), until);
        if (expected !== "ends") return assert.equal(outcome, expected);
        assert.match(outcome, new RegExp(`^change request ${id} .*: what is behind the gate was not touched`));
      });
    }
  }

  it("waits for an approval where nothing is said", async () => {
    assert.equal(await looked(seenAs("Scheduled")), "opens");
    assert.equal(await looked(seenAs("PendingApproval")), "waits");
  });

  it("waits where it is Scheduled while a level still waits for its approval", async () =>
    assert.equal(await looked(seenAs("Scheduled", [{ status: "Waiting", approvers: ["alice"] }])), "waits"));

  it("ends where it is of a status that is not known", async () =>
    assert.match(
      await looked(seenAs("BrandNew")),
      /^change request .* has the status BrandNew, which this release does not know; see https:/,
    ));

  for (const [what, more] of [
    ["access request", { AutomationSubtype: "AccessRequest" }],
    ["plain automation", { AutomationSubtype: undefined, Runbooks: undefined }],
  ] as const) {
    it(`ends where it is a ${what}, though that has succeeded`, async () =>
      assert.equal(
        await looked(seenAs("Success", [], more)),
        `changeRequest: ${id} is an automation, but no change request`,
      ));
  }
});

describe("a gate", () => {
  const world = simulatedFor(changeGate);
  const { outputs, calls } = world;
  let id: string;
  let template: string;

  beforeEach(async () => {
    Object.assign(world.aws.changeManager, { checkedCalendars: [], cancellingSeconds: 0, runbook: () => ({}) });
    template = await createTemplate(world.ssm(), {
      mainSteps: [level("approve", [world.account], { seconds: 3600 })],
    });
    id = await submitted();
    world.aws.requests.clear();
  });

  const submitted = (more: object = {}, region?: string) =>
    start(world.ssm(region), { DocumentName: template, ...more });
  const gate = (more: Props = {}): Props => ({ changeRequest: id, ...more });
  const decide = (decision: "Approve" | "Reject", of = id, comment?: string) =>
    signal(world.ssm(), of, decision, comment);
  const status = async (of = id) => (await execution(world.ssm(), of)).AutomationExecutionStatus;
  const urlOf = (of = id) =>
    `https://eu-west-1.console.aws.amazon.com/systems-manager/automation/execution/${of}?region=eu-west-1`;
  /** Calls of the gate; those of people come in between. */
  const looks = () => world.aws.requests.of("GetAutomationExecution").length;
  /** Does something once the gate has told so often how things stand. */
  const afterLooks = (count: number, act: () => unknown) => {
    let isDone = false;
    world.engine.whileWaiting = async () => {
      if (isDone || world.engine.messages.length < count) return;
      isDone = true;
      await act();
    };
  };

  it("opens at once where its request is approved already, and answers how that stood", async () => {
    await decide("Approve", id, "go on");
    world.aws.requests.clear();
    assert.equal(await world.engine.up("a", gate()), "create");
    const { passedTime, opsItemId, ...rest } = outputs();
    assert.deepEqual(rest, {
      changeRequest: id,
      region: "eu-west-1",
      owner: world.engine.owner("a"),
      status: "CompletedWithSuccess",
      account: world.account,
      consoleUrl: urlOf(),
      __managed: "",
      __provider: "text",
    });
    assert.match(String(opsItemId), /^oi-/);
    assert.ok(!Number.isNaN(Date.parse(String(passedTime))));
    assert.equal(world.idOf(), `gate-${ownerOf(world.engine.owner("a")).mark}`);
    assert.deepEqual(calls(), ["GetAutomationExecution"]);
    assert.deepEqual(world.engine.messages, [`a: open: CompletedWithSuccess, approved by ${world.account} ("go on")`]);
  });

  it("waits until somebody approves, and says meanwhile whom it waits for, and where", async () => {
    afterLooks(3, () => decide("Approve"));
    await world.engine.up("a", gate());
    const since = (await execution(world.ssm(), id)).StepExecutions?.[0]?.ExecutionStartTime?.toISOString();
    const waiting = `a: waits for ${world.account}, PendingApproval since ${since?.slice(0, 19)}Z; ${urlOf()}`;
    assert.deepEqual(world.engine.messages, [
      ...[waiting, waiting, waiting],
      `a: open: CompletedWithSuccess, approved by ${world.account}`,
    ]);
    assert.equal(outputs().status, "CompletedWithSuccess");
  });

  it("tells each state on the way to its milestone", async () => {
    template = await createTemplate(world.ssm(), {
      mainSteps: [level("team", [world.account]), level("board", [world.account, "bob"], { min: 1 })],
    });
    const ScheduledTime = new Date(world.aws.clock.now().getTime() + 300_000);
    ScheduledTime.setMilliseconds(0);
    id = await submitted({ ScheduledTime });
    world.aws.changeManager.runbook = () => ({ seconds: 60 });
    world.engine.whileWaiting = async () => {
      const { length } = world.engine.messages;
      if (length === 1 || length === 2) await decide("Approve").catch(() => {}); // paced calls wait as well
    };
    await world.engine.up("a", gate({ until: "completed" }));
    const told = world.engine.messages.map((text) => text.replace(/ since [^,;]*/, "").replace(/; https.*/, ""));
    assert.deepEqual(
      told.filter((text, index) => text !== told[index - 1]),
      [
        `a: level 1 of 2 waits for ${world.account}, PendingApproval`,
        `a: level 2 of 2 waits for ${world.account} or bob, PendingApproval`,
        `a: approved, and scheduled for ${ScheduledTime.toISOString().replace(".000", "")}`,
        "a: its runbook AWS-HelloWorld runs",
        `a: open: CompletedWithSuccess, approved by ${world.account}`,
      ],
    );
  });

  describe("until its request has started", () => {
    beforeEach(() => {
      world.aws.changeManager.runbook = () => ({ seconds: 24 * 3600 });
    });

    it("waits for its time to come", async () => {
      const ScheduledTime = new Date(world.aws.clock.now().getTime() + 20 * 60_000);
      id = await submitted({ ScheduledTime });
      await decide("Approve");
      await world.engine.up("a", gate({ until: "started" }));
      assert.equal(outputs().status, "RunbookInProgress");
      assert.ok(world.aws.clock.now() >= ScheduledTime);
    });

    it("waits for the calendar to open", async () => {
      const now = world.aws.clock.now().getTime();
      const opens = new Date(now + 30 * 60_000);
      world.aws.changeManager.checkedCalendars = [await createFreeze(world.ssm(), new Date(now - DAY), opens)];
      await decide("Approve");
      await world.engine.up("a", gate({ until: "started" }));
      assert.equal(outputs().status, "RunbookInProgress");
      assert.ok(world.aws.clock.now().getTime() >= Math.floor(opens.getTime() / 1000) * 1000);
      assert.match(world.engine.messages[0] ?? "", /^a: approved, and held back by a Change Calendar until it opens/);
    });

    it("does not wait for its end", async () => {
      await decide("Approve");
      await world.engine.up("a", gate({ until: "started" }));
      assert.equal(await status(), "RunbookInProgress");
    });

    it("needs no start where it waits for the approval alone", async () => {
      id = await submitted({ ScheduledTime: new Date(world.aws.clock.now().getTime() + DAY) });
      await decide("Approve");
      await world.engine.up("a", gate());
      assert.equal(outputs().status, "Scheduled");
    });
  });

  describe("of a request that ends badly", () => {
    const failing = (failureMessage: string) => {
      world.aws.changeManager.runbook = () => ({ outcome: "Failed", failureMessage });
    };
    for (const [what, bring, said] of [
      [
        "rejected",
        () => decide("Reject", id, "not on a Friday"),
        () => `was rejected by ${world.account} ("not on a Friday")`,
      ],
      ["cancelled", () => stop(world.ssm(), id), () => "was cancelled"],
      [
        "not approved in time",
        () => world.aws.clock.advance(3_601_000),
        () => "was not approved in time: Step approve timed out after 3600 seconds",
      ],
      [
        "failed in its runbook",
        () => {
          failing("The volume is busy.");
          return decide("Approve");
        },
        () => "ended as CompletedWithFailure: The volume is busy",
      ],
      [
        "failed before its runbook",
        () => {
          world.aws.changeManager.checkedCalendars = ["Missing-Calendar"];
          return decide("Approve");
        },
        () => /ended as Failed: The calendars cannot be checked: .*/,
      ],
    ] as [string, () => unknown, () => string | RegExp][]) {
      it(`ends with who and why while it waits, and at every further try, where it is ${what}`, async () => {
        afterLooks(2, bring);
        const why = said();
        for (let times = 0; times < 2; times++) {
          await assert.rejects(world.engine.up("a", gate({ until: "completed" })), ({ message }: Error) => {
            const [first = "", rest = ""] = message.split(": what is behind the gate was not touched. ");
            if (typeof why === "string") assert.equal(first, `change request ${id} ${why}`);
            else assert.match(first, why);
            assert.equal(
              rest,
              `To submit a new request, change its inputs or \`triggers\` and run \`pulumi up\` again; see ${urlOf()}`,
            );
            return true;
          });
          assert.equal(world.engine.state.size, 0);
        }
      });
    }

    it("tells nothing of what its runbook was given", async () => {
      failing("Role arn:aws:iam::111122223333:role/s3cret-role is not there.");
      const Parameters = { AutomationAssumeRole: ["arn:aws:iam::111122223333:role/s3cret-role"] };
      id = await submitted({ Runbooks: [{ DocumentName: "AWS-HelloWorld", Parameters }] });
      await decide("Approve");
      await assert.rejects(world.engine.up("a", gate()), ({ message }: Error) => {
        assert.match(message, /ended as CompletedWithFailure: … is not there: what is behind/);
        return true;
      });
    });

    it("does not open where it was approved and has failed since", async () => {
      failing("Too late.");
      await decide("Approve");
      for (const until of MILESTONES) {
        await assert.rejects(world.engine.up("a", gate({ until })), {
          message: /ended as CompletedWithFailure: Too late/,
        });
      }
    });
  });

  describe("when its time is up", () => {
    const message = (until: string, after: string, stands: string, how: string) =>
      `change request ${id} was not ${until}${after}: ${stands}. Nothing was cancelled: ${how} run \`pulumi up\` again`;
    const since = async () =>
      (await execution(world.ssm(), id)).StepExecutions?.[0]?.ExecutionStartTime?.toISOString().slice(0, 19);

    it("looks once with no time at all, and says who can approve where", async () => {
      const stands = `waits for ${world.account}, PendingApproval since ${await since()}Z`;
      const how = `${world.account} can approve it at ${urlOf()} or with \`pulumi-aws-ops approve eu-west-1/${id}\`, then`;
      world.aws.requests.clear();
      await assert.rejects(world.engine.up("a", gate({ timeoutSeconds: 0 })), {
        message: message("approved", "", stands, how),
      });
      assert.deepEqual(calls(), ["GetAutomationExecution"]);
      assert.deepEqual(world.engine.messages, []);
      assert.equal(world.engine.state.size, 0);
    });

    it("ends after so many seconds, cancels nothing, and waits on with the next run", async () => {
      const from = world.aws.clock.now().getTime();
      await assert.rejects(world.engine.up("a", gate({ timeoutSeconds: 90 })), {
        message: new RegExp(`^change request ${id} was not approved after 90 s: waits for .* Nothing was`),
      });
      const took = world.aws.clock.now().getTime() - from;
      assert.ok(took >= 90_000 && took < 100_000, String(took));
      assert.equal(world.engine.state.size, 0);
      assert.equal(await status(), "PendingApproval");
      await decide("Approve");
      assert.equal(await world.engine.up("a", gate({ timeoutSeconds: 90 })), "create");
    });

    it("says where to look once nobody needs to approve any more", async () => {
      world.aws.changeManager.runbook = () => ({ seconds: 7200 });
      await decide("Approve");
      await assert.rejects(world.engine.up("a", gate({ until: "completed", timeoutSeconds: 5 })), {
        message: message("completed", " after 5 s", "its runbook AWS-HelloWorld runs", `see ${urlOf()}, then`),
      });
    });

    it("waits for an hour where nothing is said", async () => {
      id = await submitted({
        DocumentName: await createTemplate(world.ssm(), { mainSteps: [level("a", [world.account])] }),
      });
      const from = world.aws.clock.now().getTime();
      await assert.rejects(world.engine.up("a", gate()), { message: /was not approved after 3600 s/ });
      assert.ok(world.aws.clock.now().getTime() - from >= 3_600_000);
    });

    it("sees an approval that came at the last moment", async () => {
      const end = world.aws.clock.now().getTime() + 16_000;
      let isDone = false;
      world.engine.whileWaiting = async () => {
        if (isDone || world.aws.clock.now().getTime() < end) return;
        isDone = true;
        await decide("Approve");
      };
      await world.engine.up("a", gate({ timeoutSeconds: 16 }));
      assert.equal(outputs().status, "CompletedWithSuccess");
    });
  });

  describe("that was passed", () => {
    beforeEach(async () => {
      await decide("Approve");
      await world.engine.up("a", gate());
      world.aws.requests.clear();
    });

    it("calls nothing for the same program, a refresh, and destroy", async () => {
      assert.equal(await world.engine.up("a", gate()), "same");
      assert.equal(await world.engine.refresh("a"), "same");
      assert.equal(await world.engine.up("a", gate()), "same");
      await world.engine.destroy("a");
      assert.deepEqual(calls(), []);
    });

    it("stays passed when AWS has forgotten the request, or other credentials would not find it", async () => {
      world.aws.clock.advance(31 * DAY);
      world.engine.config["aws:accessKey"] = "999999999999";
      assert.equal(await world.engine.refresh("a"), "same");
      assert.equal(await world.engine.up("a", gate()), "same");
      await world.engine.destroy("a");
    });

    for (const [what, more] of [
      ["the timeout changes", { timeoutSeconds: 5 }],
      ["the default is written", { until: "approved" }],
    ] as [string, Props][]) {
      it(`is updated without a call when ${what}`, async () => {
        assert.notEqual(await world.engine.up("a", gate(more)), "replace");
        assert.deepEqual(calls(), []);
        assert.equal(await world.engine.up("a", gate(more)), "same");
      });
    }

    it("waits again, in place, for a later milestone, and for no earlier one", async () => {
      world.aws.changeManager.runbook = () => ({ seconds: 600 });
      id = await submitted();
      await decide("Approve");
      await world.engine.up("a", gate({ until: "started" }));
      world.aws.requests.clear();
      assert.equal(await world.engine.up("a", gate()), "update");
      assert.deepEqual(calls(), []);
      assert.equal(outputs().status, "RunbookInProgress");
      assert.equal(await world.engine.up("a", gate({ until: "completed" })), "update");
      assert.ok(looks() > 1);
      assert.equal(outputs().status, "CompletedWithSuccess");
    });

    it("waits again, in place, when its request is another one", async () => {
      const [before, passed] = [world.idOf(), id];
      id = await submitted();
      const preview = await world.engine.preview("a", gate());
      assert.deepEqual({ step: preview.step, replaces: preview.replaces }, { step: "update", replaces: [] });
      await assert.rejects(world.engine.up("a", gate({ timeoutSeconds: 0 })), { message: /was not approved/ });
      assert.equal(outputs().changeRequest, passed);
      await decide("Approve");
      assert.equal(await world.engine.up("a", gate({ timeoutSeconds: 0 })), "update");
      assert.equal(outputs().changeRequest, id);
      assert.equal(world.idOf(), before);
    });

    it("is to wait again, and not replaced, when its request is not known yet", async () => {
      const { step, replaces } = await world.engine.preview("a", { changeRequest: UNKNOWN });
      assert.deepEqual({ step, replaces }, { step: "update", replaces: [] });
    });

    it("looks for its request in the region that it is told anew", async () => {
      await assert.rejects(world.engine.up("a", gate({ region: "us-east-1" })), {
        message: new RegExp(
          `^changeRequest: there is no change request ${id} in us-east-1 of account ${world.account}\\.`,
        ),
      });
      assert.equal(outputs().region, "eu-west-1");
    });
  });

  for (const [what, reference] of [
    ["its region before the id", () => `us-east-1/${id}`],
    ["its ARN", () => `arn:aws:ssm:us-east-1:${world.account}:automation-execution/${id}`],
  ] as [string, () => string][]) {
    it(`finds its request by ${what}`, async () => {
      template = await createTemplate(world.ssm("us-east-1"), { mainSteps: [level("approve", [world.account])] });
      id = await submitted({}, "us-east-1");
      await signal(world.ssm("us-east-1"), id, "Approve");
      await world.engine.up("a", { changeRequest: reference(), timeoutSeconds: 0 });
      assert.equal(outputs().status, "CompletedWithSuccess");
      assert.match(String(outputs().consoleUrl), /^https:\/\/us-east-1\..*region=us-east-1$/);
    });
  }

  it("waits for a request that AWS shows late", async () => {
    world.aws.faults.hideNew("StartChangeRequestExecution", { ms: 5_000 });
    id = await submitted();
    await decide("Approve");
    await world.engine.up("a", gate({ timeoutSeconds: 0 }));
    assert.equal(outputs().status, "CompletedWithSuccess");
  });

  it("says what may be wrong where there is no such request", async () => {
    const id = "01234567-89ab-cdef-0123-456789abcdef";
    await assert.rejects(world.engine.up("a", { changeRequest: id }), {
      message:
        `changeRequest: there is no change request ${id} in eu-west-1 of account ${world.account}. Either id, region or ` +
        "credentials are wrong, or AWS has forgotten it, as it does after 30 days: then change `triggers` of the request " +
        "to submit a new one",
    });
  });

  it("refuses the run of a runbook, which is an automation of its own", async () => {
    await decide("Approve");
    const { StepExecutions = [] } = await execution(world.ssm(), id);
    const [run = ""] = StepExecutions.at(-1)?.Outputs?.ExecutionId ?? [];
    await assert.rejects(world.engine.up("a", { changeRequest: run, timeoutSeconds: 0 }), {
      message: `changeRequest: ${run} is an automation, but no change request`,
    });
  });

  it("gives on the error of a read, and is not in the state then", async () => {
    world.aws.faults.error("GetAutomationExecution", "AccessDeniedException");
    await assert.rejects(world.engine.up("a", gate()), { message: /^GetAutomationExecution failed: AccessDenied/ });
    assert.equal(world.engine.state.size, 0);
  });

  it("ends when the engine has died, and asks AWS nothing more", async () => {
    afterLooks(2, () => world.engine.kill());
    await assert.rejects(world.engine.up("a", gate()), { message: "the engine has gone" });
    assert.equal(looks(), 2);
    assert.equal(world.engine.state.size, 0);
  });

  it("only ever reads", async () => {
    afterLooks(2, () => decide("Approve"));
    await world.engine.up("a", gate({ until: "completed" }));
    await world.engine.up("a", gate());
    await world.engine.refresh("a");
    await world.engine.destroy("a");
    assert.deepEqual([...new Set(calls())].sort(), ["GetAutomationExecution", "SendAutomationSignal"]);
  });
});

describe("the table of a gate", () => {
  const id = "01234567-89ab-cdef-0123-456789abcdef";

  for (const name of Object.keys(properties)) {
    it(`passes over ${name} that is not known yet`, async () =>
      assert.deepEqual(await failuresOf(changeGate, { changeRequest: id, [name]: UNKNOWN }), []));
  }

  it("needs a change request, and knows nothing else", async () =>
    assert.deepEqual(await failuresOf(changeGate, { request: id }), [
      `request: there is no such property; known are ${Object.keys(properties).join(", ")}`,
      "changeRequest: is required",
    ]));
});
