import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import type { SSMClient, StartChangeRequestExecutionRequest } from "@aws-sdk/client-ssm";
import { decide } from "../../cli/commands/decide";
import { decideOptions } from "../../cli/commands/decideOptions";
import type { Verdict } from "../../cli/commands/decideWords";
import {
  createFreeze,
  createRunbook,
  createTemplate,
  execution,
  level,
  signal,
  start as startRequest,
  status,
  stop,
} from "../emulator/changeRequests";
import { create, emulated, region } from "../emulator/support";
import { start } from "./support";

const hour = 3600;
const since = "2030-01-01T00:00:00Z";
const unknown = "5f1c0a52-5d3b-4c55-9f0e-0d6a3f0f4f11";

type Input = Partial<StartChangeRequestExecutionRequest>;

describe("approve and reject", () => {
  const aws = emulated({ now: new Date(since), answers: { freezeRejection: "ignored" } });
  const environment = { ...process.env };
  let bob: SSMClient;
  let alice: SSMClient;
  before(() => {
    bob = aws.ssm("bob");
    alice = aws.ssm("alice");
    for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
    Object.assign(process.env, {
      AWS_REGION: region,
      AWS_SECRET_ACCESS_KEY: "any",
      AWS_ENDPOINT_URL: aws.emulator.url,
    });
  });
  after(() => {
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
  });
  beforeEach(() => {
    aws.emulator.requests.clear();
    Object.assign(aws.emulator.changeManager, {
      checkedCalendars: [],
      freezeApprovers: [],
      cancellingSeconds: 0,
      runbook: () => ({ seconds: hour }),
    });
  });

  /** Runs a command as a user, on a clock that does not wait; answers its lines. */
  async function run(user: string, verdict: Verdict, ...args: string[]): Promise<string[]> {
    const lines: string[] = [];
    let now = 0;
    const clock = {
      now: () => now,
      sleep: async (ms: number) => {
        now += ms;
      },
    };
    process.env.AWS_ACCESS_KEY_ID = user;
    await decide(verdict, decideOptions(args), clock, (line) => lines.push(line));
    return lines;
  }

  /** The last line, with `$` for the id. */
  const lastLine = async (id: string, ...command: Parameters<typeof run>) =>
    (await run(...command)).at(-1)?.replaceAll(id, "$");

  const errorOf = async (id: string, ...command: Parameters<typeof run>) => {
    const lines = await run(...command).catch((error: Error) => error);
    assert.ok(lines instanceof Error, `it prints ${lines}`);
    return lines.message.replaceAll(id, "$").replace(/ \(request id [^)]+\)/, "");
  };

  const request = (input: Input = {}) =>
    startRequest(bob, {
      ChangeRequestName: "Resize the orders database",
      DocumentName: "AWS-HelloWorldChangeTemplate",
      Parameters: { Approver: ["alice"] },
      ...input,
    });
  const requestWith = async (...mainSteps: object[]) =>
    startRequest(bob, { DocumentName: await createTemplate(bob, { mainSteps }), ChangeRequestName: "Resize" });
  const frozen = async () => {
    const { clock, changeManager } = aws.emulator;
    const inHours = (hours: number) => new Date(clock.now().getTime() + hours * hour * 1000);
    const calendar = await createFreeze(bob, inHours(-1), inHours(1));
    Object.assign(changeManager, { checkedCalendars: [calendar], freezeApprovers: ["frank"] });
    const id = await request();
    await signal(alice, id, "Approve");
    return id;
  };

  it("say first what is decided on", async () => {
    const id = await request();
    assert.equal(
      (await run("alice", "Approve", id))[0]?.replace(/since \S+Z/, "since then"),
      `"Resize the orders database" (${id}): template AWS-HelloWorldChangeTemplate, runbook AWS-HelloWorld, ` +
        "submitted by bob; waits for alice, PendingApproval since then",
    );
  });

  for (const [what, prepare, user, verdict, expected] of [
    [
      "lets the runbook run",
      () => request(),
      "alice",
      "Approve",
      'approved "Resize the orders database" ($): its runbook AWS-HelloWorld runs',
    ],
    [
      "tells of a runbook that has run at once",
      () => {
        aws.emulator.changeManager.runbook = () => ({});
        return request();
      },
      "alice",
      "Approve",
      'approved "Resize the orders database" ($): its runbook AWS-HelloWorld has run',
    ],
    [
      "tells of a runbook that has failed at once",
      () => {
        aws.emulator.changeManager.runbook = () => ({ outcome: "Failed", failureMessage: "The disk is full." });
        return request();
      },
      "alice",
      "Approve",
      'approved "Resize the orders database" ($): it ended as CompletedWithFailure: The disk is full',
    ],
    [
      "tells of the level that comes next",
      () => requestWith(level("first", ["alice"]), level("second", ["bob", "carol"])),
      "alice",
      "Approve",
      /^approved "Resize" \(\$\): level 2 of 2 waits for bob or carol, PendingApproval since \S+Z$/,
    ],
    [
      "tells of approvals that are wanting",
      () => requestWith(level("only", ["alice", "carol"], { min: 2 })),
      "alice",
      "Approve",
      /^approved "Resize" \(\$\): waits for alice or carol \(1 of 2 approvals\), PendingApproval since \S+Z$/,
    ],
    [
      "counts once for a person",
      async () => {
        const id = await requestWith(level("only", ["alice", "carol"], { min: 2 }));
        await signal(alice, id, "Approve");
        return id;
      },
      "alice",
      "Approve",
      /^approved "Resize" \(\$\): waits for alice or carol \(1 of 2 approvals\), PendingApproval since \S+Z$/,
    ],
    [
      "tells when the runbook is due",
      () => request({ ScheduledTime: new Date("2031-01-01T06:00:00Z") }),
      "alice",
      "Approve",
      'approved "Resize the orders database" ($): approved, and scheduled for 2031-01-01T06:00:00Z',
    ],
    [
      "knows requests without a name",
      () => request({ ChangeRequestName: undefined }),
      "alice",
      "Approve",
      "approved change request $: its runbook AWS-HelloWorld runs",
    ],
    ["lets it pass a closed calendar", frozen, "frank", "Approve", /: its runbook AWS-HelloWorld runs$/],
    [
      "ends the request",
      () => request(),
      "alice",
      "Reject",
      'rejected "Resize the orders database" ($): its runbook AWS-HelloWorld will not run',
    ],
    [
      "tells what AWS does not show",
      frozen,
      "frank",
      "Reject",
      'rejected "Resize the orders database" ($): AWS has taken it, and does not show it yet: approved, and held back ' +
        "by a Change Calendar until it opens or a freeze approver lets it pass",
    ],
  ] as [string, () => Promise<string>, string, Verdict, string | RegExp][]) {
    it(`${verdict} ${what}`, async () => {
      const id = await prepare();
      const line = await lastLine(id, user, verdict, id);
      if (typeof expected === "string") assert.equal(line, expected);
      else assert.match(String(line), expected);
    });
  }

  for (const [what, reference] of [
    ["region/id", (id) => `${region}/${id}`],
    ["an ARN", (id) => `arn:aws:ssm:${region}:123456789012:automation-execution/${id}`],
    ["the id of its OpsItem", (_id, opsItem) => opsItem],
    ["the ARN of its OpsItem", (_id, opsItem) => `arn:aws:ssm:${region}:123456789012:opsitem/${opsItem}`],
  ] as [string, (id: string, opsItem: string) => string][]) {
    it(`find a request by ${what}`, async () => {
      const id = await request();
      process.env.AWS_REGION = what.includes("id of its") ? region : "us-east-1";
      const { OpsItemId = "" } = await execution(bob, id);
      await run("alice", "Approve", reference(id, OpsItemId)).finally(() => {
        process.env.AWS_REGION = region;
      });
      assert.equal(await status(bob, id), "RunbookInProgress");
    });
  }

  it("send the comment, in the region and to the endpoint that are given", async () => {
    const id = await request();
    Object.assign(process.env, { AWS_REGION: "us-east-1", AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
    const where = ["--region", region, "--endpoint", aws.emulator.url];
    await run("alice", "Reject", id, "--comment", "Not on a Friday.", ...where).finally(() =>
      Object.assign(process.env, { AWS_REGION: region, AWS_ENDPOINT_URL: aws.emulator.url }),
    );
    assert.deepEqual(
      aws.emulator.requests.of("SendAutomationSignal").map(({ input }) => input),
      [{ AutomationExecutionId: id, SignalType: "Reject", Payload: { Comment: ["Not on a Friday."] } }],
    );
  });

  it("know a decision as taken where only AWS's answer was lost", async () => {
    const id = await request();
    aws.emulator.faults.loseReply("SendAutomationSignal");
    assert.match(String(await lastLine(id, "alice", "Approve", id)), /^approved .* runs$/);
    assert.equal(aws.emulator.requests.of("SendAutomationSignal").length, 2);
  });

  for (const [what, prepare, message] of [
    ["rejected", (id) => signal(alice, id, "Reject", "Not on a Friday."), 'was rejected by alice ("Not on a Friday.")'],
    ["cancelled", (id) => stop(bob, id), "was cancelled"],
    ["not approved in time", async () => void aws.emulator.clock.advance(hour * 1000), "was not approved in time: …"],
    [
      "completed",
      async (id) => {
        await signal(alice, id, "Approve");
        aws.emulator.clock.advance(hour * 1000);
      },
      "ended as CompletedWithSuccess",
    ],
  ] as [string, (id: string) => Promise<void>, string][]) {
    it(`send nothing for a request that was ${what}`, async () => {
      const id = await request();
      await prepare(id);
      aws.emulator.requests.clear();
      const told = await errorOf(id, "alice", "Approve", id);
      assert.equal(
        told.replace(/(in time: ).*(: nothing)/, "$1…$2"),
        `"Resize the orders database" ($) ${message}: nothing was sent`,
      );
      assert.equal(aws.emulator.requests.of("SendAutomationSignal").length, 0);
    });
  }

  const stranger = (verb: string) =>
    "SendAutomationSignal failed: AccessDeniedException: User: arn:aws:iam::123456789012:user/carol is not authorized " +
    "to perform: ssm:SendAutomationSignal on resource: arn:aws:ssm:eu-west-1:123456789012:automation-execution/$; " +
    `alice can ${verb} it, and these are the credentials of arn:aws:iam::123456789012:user/carol`;
  const none = "either id, region or credentials are wrong, or AWS has forgotten it, as it does after 30 days";

  for (const [what, prepare, user, verdict, expected] of [
    ["is approved by a stranger", () => request(), "carol", "Approve", stranger("approve")],
    ["is rejected by a stranger", () => request(), "carol", "Reject", stranger("reject")],
    [
      "is held back by a calendar",
      frozen,
      "alice",
      "Approve",
      /; only a freeze approver of Change Manager's settings can approve it now, and these are the credentials of \S+\/alice$/,
    ],
    [
      "runs already",
      async () => {
        const id = await request();
        await signal(alice, id, "Approve");
        return id;
      },
      "alice",
      "Approve",
      "SendAutomationSignal failed: InvalidAutomationSignalException: Approve is not possible for execution $, which is " +
        "RunbookInProgress; its runbook AWS-HelloWorld runs",
    ],
    [
      "does not exist",
      async () => unknown,
      "alice",
      "Approve",
      `there is no change request $ in eu-west-1 of account 123456789012: ${none}`,
    ],
    [
      "is an OpsItem that does not exist",
      async () => "oi-0123456789ab",
      "alice",
      "Approve",
      `there is no change request $ in eu-west-1 of account 123456789012: ${none}`,
    ],
    [
      "is of another account",
      async () => `arn:aws:ssm:${region}:111122223333:automation-execution/${unknown}`,
      "alice",
      "Approve",
      `there is no change request ${unknown} in eu-west-1 of account 123456789012: it belongs to account ` +
        "111122223333, whose credentials are needed",
    ],
    ["is another OpsItem", () => create(alice), "alice", "Approve", "$ is an OpsItem, but not of a change request"],
    [
      "is the run of a runbook",
      async () => {
        const id = await request();
        await signal(alice, id, "Approve");
        const { StepExecutions = [] } = await execution(bob, id);
        return String(StepExecutions.at(-1)?.Outputs?.ExecutionId?.[0]);
      },
      "alice",
      "Approve",
      "$ is an automation, but no change request",
    ],
  ] as [string, () => Promise<string>, string, Verdict, string | RegExp][]) {
    it(`refuse what ${what}`, async () => {
      const id = await prepare();
      const told = await errorOf(id, user, verdict, id);
      if (typeof expected === "string") assert.equal(told, expected);
      else assert.match(told, expected);
    });
  }

  it("say what they know where AWS does not tell whose the credentials are", async () => {
    const id = await request();
    aws.emulator.faults.error("GetCallerIdentity", "AccessDenied", { count: Infinity });
    assert.match(await errorOf(id, "carol", "Approve", id), /; alice can approve it$/);
    assert.equal(
      await errorOf(unknown, "carol", "Approve", unknown),
      `there is no change request $ in eu-west-1: ${none}`,
    );
  });

  it("show no value of a parameter", async () => {
    const parameters = { Password: { type: "String" } };
    const DocumentName = await createRunbook(bob, { parameters });
    aws.emulator.changeManager.runbook = () => ({ outcome: "Failed", failureMessage: "hunter2 is refused" });
    const Runbooks = [{ DocumentName, Parameters: { Password: ["hunter2"] } }];
    const id = await startRequest(bob, { Runbooks });
    const lines = [...(await run("alice", "Approve", id)), await errorOf(id, "alice", "Approve", id)];
    assert.match(String(lines[1]), /ended as CompletedWithFailure: … is refused$/);
    assert.doesNotMatch(lines.join("\n"), /hunter2/);
  });

  describe("in a process", function () {
    this.timeout(30_000);

    const as = (user: string) => ({
      AWS_ACCESS_KEY_ID: user,
      AWS_SECRET_ACCESS_KEY: "any",
      AWS_REGION: region,
      AWS_ENDPOINT_URL: aws.emulator.url,
    });
    const nobody = { AWS_REGION: region, AWS_ENDPOINT_URL: "http://127.0.0.1:9" };

    for (const [what, code, environment, args, stdout, stderr] of [
      ["0 when it is done", 0, () => as("alice"), [], /^"Resize.*waits for alice, .*\napproved ".*runs\n$/, /^$/],
      [
        "1 when AWS refuses",
        1,
        () => as("carol"),
        [],
        /^"Resize.*waits for alice, .*\n$/,
        /^pulumi-aws-ops: SendAuto.*; alice can/,
      ],
      ["1 without credentials", 1, () => nobody, [], /^$/, /; no credentials: give a --profile/],
      [
        "1 when nothing listens",
        1,
        () => as("alice"),
        ["--endpoint", "http://127.0.0.1:9"],
        /^$/,
        /; check the endpoint/,
      ],
      [
        "2 without a region",
        2,
        () => ({ ...as("alice"), AWS_REGION: "" }),
        [],
        /^$/,
        /^pulumi-aws-ops: no region is known: give --region.*--help\)\n$/,
      ],
      ["2 when called wrongly", 2, () => as("alice"), ["--comment", ""], /^$/, /^pulumi-aws-ops: --comment: must be 1/],
    ] as [string, number, () => Record<string, string>, string[], RegExp, RegExp][]) {
      it(`end with ${what}`, async () => {
        const { child, ended } = start(["approve", await request(), ...args], environment());
        const [out, end] = await Promise.all([text(child.stdout), ended]);
        assert.match(end.stderr, stderr);
        assert.match(out, stdout);
        assert.equal(end.code, code);
      });
    }
  });
});
