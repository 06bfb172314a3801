import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { setMaxListeners } from "node:events";
import { join } from "node:path";
import { SSMClient } from "@aws-sdk/client-ssm";
import { SSMIncidentsClient } from "@aws-sdk/client-ssm-incidents";
import { STSClient } from "@aws-sdk/client-sts";
import { mockClient } from "aws-sdk-client-mock";
import { type Emulator, startEmulator } from "../../emulator";
import { assertAccount } from "../../provider/core/account";
import { AwsError } from "../../provider/core/awsErrors";
import { Clients, type SsmIncidentsOperations, type SsmOperations } from "../../provider/core/clients";
import type { Clock } from "../../provider/core/handler";
import { readSettings } from "../../provider/core/settings";
import { waitUntil } from "../../provider/core/waitUntil";
import { VirtualClock } from "../support/virtualClock";

const item = { Title: "Disk is full", Description: "It is.", Source: "orders" };
const ACCOUNT = "111122223333";

describe("Clients", () => {
  let aws: Emulator;
  before(async () => {
    aws = await startEmulator();
  });
  after(() => aws.close());
  beforeEach(() => {
    aws.faults.clear();
    aws.requests.clear();
  });

  const clientsWith = (config: Record<string, string> = {}, signal?: AbortSignal, clock?: Clock) => {
    const all: Record<string, string> = {
      "aws:accessKey": ACCOUNT,
      "aws:secretKey": "not-shown",
      "aws:endpoints": JSON.stringify([{ ssm: aws.url, sts: aws.url }]),
      ...config,
    };
    return new Clients(
      readSettings((key) => all[key]),
      signal,
      clock,
    );
  };
  const create = (clients: Clients, region = "eu-west-1") => clients.ssm(region).call("CreateOpsItem", item);
  const calls = () => aws.requests.map(({ operation }) => operation);
  const list = JSON.stringify;

  describe("of a service", () => {
    it("call AWS in the region they are asked for, with the credentials of the settings", async () => {
      const clients = clientsWith();
      await create(clients, "eu-west-1");
      await create(clients, "us-east-1");
      assert.deepEqual(
        aws.requests.map(({ region, account, service }) => [region, account, service]),
        [
          ["eu-west-1", ACCOUNT, "ssm"],
          ["us-east-1", ACCOUNT, "ssm"],
        ],
      );
    });

    it("are one for each region", async () => {
      const sdk = require("@aws-sdk/client-ssm") as { SSMClient: typeof SSMClient };
      const original = sdk.SSMClient;
      const made: SSMClient[] = [];
      class Counted extends original {
        constructor(...args: ConstructorParameters<typeof SSMClient>) {
          super(...args);
          made.push(this);
        }
      }
      const clients = clientsWith();
      Object.defineProperty(sdk, "SSMClient", { value: Counted, configurable: true, enumerable: true });
      try {
        await Promise.all([create(clients), create(clients), create(clients, "us-east-1")]);
        await create(clients);
      } finally {
        Object.defineProperty(sdk, "SSMClient", { value: original, configurable: true, enumerable: true });
      }
      assert.deepEqual((await Promise.all(made.map((client) => client.config.region()))).sort(), [
        "eu-west-1",
        "us-east-1",
      ]);
    });

    it("throw an AwsError without what was sent", async () => {
      aws.faults.error("CreateOpsItem", "AccessDeniedException", { message: "Disk is full: denied for not-shown" });
      await assert.rejects(create(clientsWith()), (error) => {
        assert.ok(error instanceof AwsError);
        assert.equal(error.awsCode, "AccessDeniedException");
        assert.match(
          error.message,
          /^CreateOpsItem failed: AccessDeniedException: …: denied for … \(request id .*\); /,
        );
        return true;
      });
    });
  });

  describe("with aws:maxRetries", () => {
    for (const [maxRetries, attempts] of [
      ["0", 1],
      ["1", 2],
      ["3", 4],
    ] as const) {
      it(`${maxRetries} try ${attempts} times`, async () => {
        aws.faults.error("CreateOpsItem", "InternalServerError", { count: Number.POSITIVE_INFINITY });
        await assert.rejects(create(clientsWith({ "aws:maxRetries": maxRetries })), /InternalServerError/);
        assert.equal(calls().length, attempts);
      });
    }

    for (const [what, fault] of [
      ["an internal error", () => aws.faults.error("CreateOpsItem", "InternalServerError")],
      ["a cut connection", () => aws.faults.reset("CreateOpsItem")],
      ["a throttled call", () => aws.faults.throttle("CreateOpsItem")],
    ] as const) {
      it(`not set get over ${what}`, async function () {
        this.timeout("20s"); // the SDK slows down after it was throttled
        fault();
        await create(clientsWith());
        assert.equal(calls().length, 2);
      });
    }

    it("do not try again what was refused for good", async () => {
      aws.faults.error("CreateOpsItem", "OpsItemInvalidParameterException");
      await assert.rejects(create(clientsWith()), /OpsItemInvalidParameterException/);
      assert.equal(calls().length, 1);
    });
  });

  it("make no attempt after the signal is aborted", async () => {
    const engine = new AbortController();
    const { reached, release } = aws.faults.hold("CreateOpsItem");
    const creating = create(clientsWith({}, engine.signal));
    await reached;
    engine.abort();
    await assert.rejects(creating, /AbortError|aborted/);
    release();
    assert.equal(calls().length, 1);
    await assert.rejects(create(clientsWith({}, engine.signal)));
    assert.equal(calls().length, 1);
  });

  it("keep at most 16 calls in flight, over all regions", async () => {
    const clients = clientsWith();
    const held = aws.faults.hold("*", { count: Number.POSITIVE_INFINITY });
    const all = Array.from({ length: 40 }, (_, index) => create(clients, index % 2 ? "eu-west-1" : "us-east-1"));
    await held.reached;
    const seen = await until(() => (calls().length >= 16 ? calls().length : undefined));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(seen, 16);
    assert.equal(calls().length, 16);
    held.release();
    await Promise.all(all);
    assert.equal(calls().length, 40);
  });

  describe("of operations of which AWS allows few calls", () => {
    const { signal } = new AbortController();
    setMaxListeners(0, signal);
    let clock: VirtualClock;
    let mocks: { restore(): void }[];
    let clients: Clients;
    /** When each call began, and how many of its kind were under way with it. */
    let begun: { operation: string; at: number; together: number }[];
    let callMs: number;
    beforeEach(() => {
      clock = new VirtualClock();
      clients = clientsWith({}, signal, clock);
      begun = [];
      callMs = 0;
      const underWay = new Map<string, number>();
      const answer = async ({ operation }: { operation: string }) => {
        const together = (underWay.get(operation) ?? 0) + 1;
        underWay.set(operation, together);
        begun.push({ operation, at: clock.now(), together });
        await clock.sleep(callMs);
        underWay.set(operation, underWay.get(operation)! - 1);
        return {};
      };
      mocks = [mockClient(SSMClient).callsFake(answer), mockClient(SSMIncidentsClient).callsFake(answer)];
    });
    afterEach(() => {
      for (const mock of mocks) mock.restore();
    });

    const call = (operation: keyof SsmOperations, region = "eu-west-1") =>
      clients.ssm(region).call(operation, { operation } as never);
    /** A call of Incident Manager, which is noted under another name than one of Systems Manager. */
    const callIncidents = (operation: keyof SsmIncidentsOperations, region = "eu-west-1") =>
      clients.ssmIncidents(region).call(operation, { operation: `incidents.${operation}` } as never);
    const times = (of: string) => begun.filter(({ operation }) => operation === of).map(({ at }) => at);
    const mostTogether = () => Math.max(...begun.map(({ together }) => together));
    /** The most calls that began within one second. */
    const busiestSecond = () =>
      Math.max(...begun.map(({ at }) => begun.filter((other) => other.at >= at && other.at < at + 1_000).length));

    for (const [operations, everyMs, atMost] of [
      [["StartChangeRequestExecution", "StopAutomationExecution"], 1_050, 1],
      [["GetAutomationExecution", "DescribeAutomationExecutions"], 400, 2],
    ] as const) {
      const [one, other] = operations;
      it(`begin ${one} and ${other} ${everyMs} ms after one another, over all regions`, async () => {
        await clock.during(Promise.all([call(one), call(other, "us-east-1"), call(one, "us-east-1"), call(other)]));
        assert.deepEqual(
          begun.map(({ at }) => at),
          [0, everyMs, 2 * everyMs, 3 * everyMs],
        );
      });

      it(`have at most ${atMost} of ${one} under way, however long they take`, async () => {
        callMs = 10_000;
        await clock.during(Promise.all(Array.from({ length: 5 }, () => call(one))));
        assert.equal(mostTogether(), atMost);
        assert.equal(begun.length, 5);
      });
    }

    it("let no start, no read and no other call wait for one of another kind", async () => {
      callMs = 5_000;
      await clock.during(
        Promise.all([
          ...[call("StartChangeRequestExecution"), call("StartChangeRequestExecution")],
          ...[call("GetAutomationExecution"), call("GetAutomationExecution")],
          ...[call("ListTagsForResource"), call("ListTagsForResource")],
        ]),
      );
      assert.deepEqual(times("StartChangeRequestExecution"), [0, 5_000]);
      assert.deepEqual(times("GetAutomationExecution"), [0, 400]);
      assert.deepEqual(times("ListTagsForResource"), [0, 0]);
    });

    it("begin no call that still waits for its turn when the signal is aborted", async () => {
      const engine = new AbortController();
      clients = clientsWith({}, engine.signal, clock);
      const all = Promise.allSettled(Array.from({ length: 5 }, () => call("GetAutomationExecution")));
      await new Promise((resolve) => setImmediate(resolve));
      engine.abort(new Error("the engine has gone"));
      const reasons = (await clock.during(all)).map((one) =>
        one.status === "rejected" ? one.reason.message : "ended",
      );
      assert.equal(begun.length, 1);
      assert.ok(reasons.slice(1).every((reason) => /the engine has gone/.test(reason)));
    });

    it("stay within three reads a second while thirty wait at once, each of which looks on and on", async () => {
      const wait = {
        look: () => call("GetAutomationExecution"),
        isOver: () => false,
        told: () => "it waits",
        timeoutMs: 10 * 60_000,
        tooLong: () => new Error("too long"),
      };
      const waits = Array.from({ length: 30 }, () => waitUntil(wait, { clock, signal, progress: () => {} }));
      await clock.during(Promise.allSettled(waits));
      assert.ok(busiestSecond() <= 3, String(busiestSecond()));
      assert.ok(begun.length > 30 * 20, `only ${begun.length} looks`);
    });

    const writes = [
      ...(["StartIncident", "UpdateIncidentRecord", "DeleteIncidentRecord"] as const),
      ...(["UpdateRelatedItems", "TagResource", "UntagResource"] as const),
    ];
    const reads = [
      ...(["GetIncidentRecord", "ListIncidentRecords", "ListRelatedItems"] as const),
      ...(["GetResponsePlan", "ListTagsForResource"] as const),
    ];
    for (const [everyMs, operations] of [
      [210, writes],
      [105, reads],
    ] as const) {
      for (const operation of operations) {
        it(`begin ${operation} of Incident Manager ${everyMs} ms after one another, over all regions, few at a time`, async () => {
          callMs = 10_000;
          const regions = Array.from({ length: 6 }, (_, index) => (index % 2 ? "eu-west-1" : "us-east-1"));
          await clock.during(Promise.all(regions.map((region) => callIncidents(operation, region))));
          assert.deepEqual(
            begun.map(({ at }) => at),
            [0, everyMs, 2 * everyMs, 3 * everyMs, 10_000, 10_000 + everyMs],
          );
          assert.equal(mostTogether(), 4);
        });
      }
    }

    it("let no operation of Incident Manager wait for another one, nor for one of Systems Manager", async () => {
      await clock.during(
        Promise.all([
          ...[callIncidents("StartIncident"), callIncidents("TagResource"), callIncidents("ListTagsForResource")],
          ...[call("ListTagsForResource"), call("ListTagsForResource"), callIncidents("GetIncidentRecord")],
        ]),
      );
      assert.deepEqual(
        begun.map(({ at }) => at),
        [0, 0, 0, 0, 0, 0],
      );
    });
  });

  describe("with a list of accounts", () => {
    for (const [what, config, allowed] of [
      ["allowed, and it is among them", { "aws:allowedAccountIds": list(["999999999999", ACCOUNT]) }, true],
      ["allowed, and it is not among them", { "aws:allowedAccountIds": list(["999999999999"]) }, false],
      ["forbidden, and it is not among them", { "aws:forbiddenAccountIds": list(["999999999999"]) }, true],
      ["forbidden, and it is among them", { "aws:forbiddenAccountIds": list([ACCOUNT]) }, false],
      [
        "allowed and forbidden, and it is in both",
        { "aws:allowedAccountIds": list([ACCOUNT]), "aws:forbiddenAccountIds": list([ACCOUNT]) },
        false,
      ],
    ] as [string, Record<string, string>, boolean][]) {
      it(`${allowed ? "call" : "call nothing"}: ${what}`, async () => {
        const clients = clientsWith(config);
        if (allowed) await Promise.all([create(clients), create(clients)]);
        else await assert.rejects(Promise.all([create(clients), create(clients)]), /nothing was called$/);
        assert.deepEqual(calls(), ["GetCallerIdentity", ...(allowed ? ["CreateOpsItem", "CreateOpsItem"] : [])]);
      });
    }

    it("ask again after a failure to ask", async () => {
      const clients = clientsWith({ "aws:allowedAccountIds": list([ACCOUNT]), "aws:maxRetries": "0" });
      aws.faults.error("GetCallerIdentity", "AccessDenied");
      await assert.rejects(create(clients), /GetCallerIdentity failed: AccessDenied/);
      await create(clients);
      assert.deepEqual(calls(), ["GetCallerIdentity", "GetCallerIdentity", "CreateOpsItem"]);
    });
  });

  it("ask once for the account, however many want to know", async () => {
    const clients = clientsWith();
    const answers = await Promise.all([clients.callerAccount("eu-west-1"), clients.callerAccount("eu-west-1")]);
    answers.push(await clients.callerAccount("us-east-1"));
    assert.deepEqual(answers, [ACCOUNT, ACCOUNT, ACCOUNT]);
    assert.deepEqual(calls(), ["GetCallerIdentity"]);
  });

  describe("with roles", () => {
    it("assume one after the other, and call with the last", async () => {
      const first = { roleArn: "arn:aws:iam::222222222222:role/first", sessionName: "one", duration: "15m" };
      const second = {
        roleArn: "arn:aws:iam::333333333333:role/second",
        externalId: "external",
        policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        tags: { team: "ops" },
        transitiveTagKeys: ["team"],
        sourceIdentity: "somebody",
      };
      await create(clientsWith({ "aws:assumeRoles": list([first, second]) }));
      const [one, two, call] = aws.requests;
      assert.deepEqual(calls(), ["AssumeRole", "AssumeRole", "CreateOpsItem"]);
      assert.equal(one?.account, ACCOUNT);
      assert.equal(two?.account, "222222222222");
      assert.equal(call?.account, "333333333333");
      assert.equal(one?.input.RoleSessionName, "one");
      assert.equal(String(one?.input.DurationSeconds), "900");
      assert.equal(two?.input.RoleSessionName, "pulumi-aws-ops");
      assert.equal(two?.input.ExternalId, "external");
      const listed = (...entries: unknown[]) => ({ member: { ...[undefined, ...entries] } });
      const { PolicyArns, Tags, TransitiveTagKeys } = JSON.parse(JSON.stringify(two?.input));
      assert.deepEqual(
        { PolicyArns, Tags, TransitiveTagKeys },
        JSON.parse(
          JSON.stringify({
            PolicyArns: listed({ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
            Tags: listed({ Key: "team", Value: "ops" }),
            TransitiveTagKeys: listed("team"),
          }),
        ),
      );
      assert.equal(two?.input.SourceIdentity, "somebody");
    });

    it("assume them once, however many calls there are", async () => {
      const clients = clientsWith({ "aws:assumeRole": list({ roleArn: "arn:aws:iam::222222222222:role/ops" }) });
      await Promise.all([create(clients), create(clients)]);
      await create(clients);
      assert.deepEqual(calls().slice(1), ["CreateOpsItem", "CreateOpsItem", "CreateOpsItem"]);
      assert.equal(await clients.callerAccount("eu-west-1"), "222222222222");
    });

    it("name the failure to assume one, without the secret key", async () => {
      aws.faults.error("AssumeRole", "AccessDenied", { message: "not-shown may not" });
      const failing = create(
        clientsWith({ "aws:assumeRole": list({ roleArn: "arn:aws:iam::222222222222:role/ops" }) }),
      );
      await assert.rejects(failing, ({ message }: Error) => {
        assert.match(message, /^CreateOpsItem failed: AccessDenied: /);
        assert.ok(!message.includes("not-shown"), message);
        return true;
      });
    });
  });

  describe("asked for the environment's region", () => {
    const names = ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_CONFIG_FILE", "AWS_PROFILE"] as const;
    const kept = names.map((name) => [name, process.env[name]] as const);
    beforeEach(() => {
      for (const name of names) delete process.env[name];
      process.env.AWS_CONFIG_FILE = "/nowhere";
    });
    afterEach(() => {
      for (const [name, value] of kept) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    });

    it("find AWS_REGION first", async () => {
      Object.assign(process.env, { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-2" });
      assert.equal(await clientsWith().environmentRegion(), "eu-west-1");
    });
    it("find AWS_DEFAULT_REGION next", async () => {
      process.env.AWS_DEFAULT_REGION = "eu-west-2";
      assert.equal(await clientsWith().environmentRegion(), "eu-west-2");
    });
    it("find nothing where there is nothing", async () => {
      assert.equal(await clientsWith().environmentRegion(), undefined);
    });
  });

  describe("mocked", () => {
    it("send exactly what they are given", async () => {
      const ssm = mockClient(SSMClient);
      const sts = mockClient(STSClient);
      try {
        ssm.resolves({});
        await clientsWith().ssm("eu-west-1").call("DeleteOpsItem", { OpsItemId: "oi-1" });
        assert.deepEqual(
          ssm.calls().map(({ args: [command] }) => [command.constructor.name, command.input]),
          [["DeleteOpsItemCommand", { OpsItemId: "oi-1" }]],
        );
        assert.equal(sts.calls().length, 0);
      } finally {
        ssm.restore();
        sts.restore();
      }
    });
  });

  for (const [entry, unwanted] of [
    ["index", /@aws-sdk|@smithy/],
    ["runtime", /@aws-sdk|@smithy|@pulumi|@grpc/],
  ] as const) {
    it(`load nothing of ${unwanted.source.replaceAll("|", ", ")} with provider/${entry}`, function () {
      this.timeout("20s");
      const root = join(__dirname, "../..");
      const script = `require("./provider/${entry}"); console.log(JSON.stringify(Object.keys(require.cache)))`;
      const loaded: string[] = JSON.parse(
        execFileSync(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", script], {
          cwd: root,
          encoding: "utf8",
        }),
      );
      assert.ok(loaded.some((file) => file.endsWith(`provider/${entry}.ts`)));
      assert.deepEqual(
        loaded.filter((file) => unwanted.test(file)),
        [],
      );
    });
  }
});

describe("assertAccount", () => {
  const clients = { callerAccount: async () => ACCOUNT } as unknown as Clients;
  const check = (recorded: unknown) => assertAccount(recorded, "eu-west-1", "OpsItem oi-1", clients);

  it("says nothing where the account is the recorded one", () => check(ACCOUNT));
  for (const recorded of [undefined, "", 1]) {
    it(`asks nobody where ${JSON.stringify(recorded)} is recorded`, () =>
      assertAccount(recorded, "eu-west-1", "it", { callerAccount: assert.fail } as unknown as Clients));
  }
  it("throws where it is another, naming both", () =>
    assert.rejects(check("999999999999"), {
      message:
        `OpsItem oi-1 was made with credentials of account 999999999999, but the present ones belong to account ${ACCOUNT}: ` +
        "nothing was changed; set the credentials of the first account and run again",
    }));
});

/** What the question answers, once it answers something. */
async function until<T>(ask: () => T | undefined): Promise<T> {
  for (;;) {
    const answer = ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
