import assert from "node:assert/strict";
import { Agent, request } from "node:http";
import {
  CreateOpsItemCommand,
  DescribeOpsItemsCommand,
  ListTagsForResourceCommand,
  UpdateOpsItemCommand,
} from "@aws-sdk/client-ssm";
import { startEmulator } from "../../emulator";
import { codeOf, create, dedup, emulated, errorOf, get, minimal, post, signature } from "./support";

describe("faults", () => {
  const aws = emulated({ now: new Date("2030-01-01T00:00:00Z") });
  beforeEach(() => aws.emulator.requests.clear());

  const count = async (ssm: ReturnType<typeof aws.ssm>) =>
    (await ssm.send(new DescribeOpsItemsCommand({}))).OpsItemSummaries?.length;

  it("throttle as often as they are told, and no other operation", async () => {
    const ssm = aws.ssm();
    aws.emulator.faults.throttle("CreateOpsItem", { count: 2 });
    assert.equal(await count(ssm), 0);
    const error = await errorOf(create(ssm));
    assert.deepEqual([error.name, error.message], ["ThrottlingException", "Rate exceeded"]);
    assert.equal((error.$metadata as { httpStatusCode: number }).httpStatusCode, 400);
    assert.equal(await codeOf(create(ssm)), "ThrottlingException");
    assert.equal(await codeOf(create(ssm)), "success");
  });

  it("answer with any error, in the spelling of its model, before any work", async () => {
    const ssm = aws.ssm();
    const { faults } = aws.emulator;
    faults.error("CreateOpsItem", "OpsItemAlreadyExistsException", { message: "m", members: { OpsItemId: "oi-1" } });
    faults.error("CreateOpsItem", "InternalServerError");
    faults.error("CreateOpsItem", "AccessDeniedException", { status: 403 });
    const errors = [await errorOf(create(ssm)), await errorOf(create(ssm)), await errorOf(create(ssm))];
    assert.deepEqual(
      errors.map(({ name, $metadata }) => [name, ($metadata as { httpStatusCode: number }).httpStatusCode]),
      [
        ["OpsItemAlreadyExistsException", 400],
        ["InternalServerError", 500],
        ["AccessDeniedException", 403],
      ],
    );
    assert.deepEqual([errors[0]?.message, errors[0]?.OpsItemId], ["m", "oi-1"]);
    assert.equal(await count(ssm), 0);
  });

  it("cut the connection before the work", async () => {
    const ssm = aws.ssm();
    aws.emulator.faults.reset("CreateOpsItem");
    await errorOf(create(ssm));
    assert.equal(await count(ssm), 0);
    assert.deepEqual(aws.emulator.requests.of("CreateOpsItem")[0]?.outcome, { delivered: false });
  });

  it("lose the reply after the work", async () => {
    const ssm = aws.ssm();
    aws.emulator.faults.loseReply("CreateOpsItem");
    await errorOf(create(ssm));
    assert.equal(await count(ssm), 1);
    assert.deepEqual(aws.emulator.requests.of("CreateOpsItem")[0]?.outcome, { status: 200, delivered: false });
  });

  it("let the SDK try again: a second OpsItem, or the error of deduplication", async () => {
    for (const [data, code, items] of [
      [{}, "success", 2],
      [dedup("a"), "OpsItemAlreadyExistsException", 1],
    ] as const) {
      const ssm = aws.ssm(undefined, { maxAttempts: 2 });
      aws.emulator.faults.loseReply("CreateOpsItem");
      assert.equal(await codeOf(create(ssm, { OperationalData: data })), code);
      assert.equal(await count(ssm), items);
    }
  });

  it("meet only the calls that they are told to", async () => {
    const ssm = aws.ssm();
    aws.emulator.faults.throttle("*", { count: Infinity, where: ({ Title }) => Title === "Bad" });
    assert.equal(await codeOf(create(ssm)), "success");
    assert.equal(await codeOf(create(ssm, { Title: "Bad" })), "ThrottlingException");
  });

  it("delay calls", async () => {
    const ssm = aws.ssm();
    await count(ssm);
    aws.emulator.faults.latency("DescribeOpsItems", 50);
    const start = Date.now();
    await count(ssm);
    assert.ok(Date.now() - start >= 45);
  });

  for (const [when, visible] of [
    ["before", 0],
    ["after", 1],
  ] as const) {
    it(`hold a call ${when} its work until it is released`, async () => {
      const ssm = aws.ssm();
      const held = aws.emulator.faults.hold("CreateOpsItem", { when });
      const call = codeOf(create(ssm));
      await held.reached;
      assert.equal(await count(ssm), visible);
      held.release();
      assert.equal(await call, "success");
      assert.equal(await count(ssm), 1);
    });
  }

  it("hold as many calls as they are told; release lets all go", async () => {
    const ssm = aws.ssm();
    const held = aws.emulator.faults.hold("CreateOpsItem", { count: 2 });
    const calls = [create(ssm, { Title: "1" }), create(ssm, { Title: "2" })];
    await held.reached;
    held.release();
    await Promise.all(calls);
    assert.equal(await codeOf(create(ssm)), "success");
  });

  it("let a held call be done whose client has died", async () => {
    const held = aws.emulator.faults.hold("CreateOpsItem");
    const headers = { authorization: signature("ssm", "777711112222"), "x-amz-target": "AmazonSSM.CreateOpsItem" };
    const options = { method: "POST", port: aws.emulator.port, headers, agent: new Agent({ keepAlive: false }) };
    const client = request(options).on("error", () => {});
    client.end(JSON.stringify(minimal));
    await held.reached;
    client.destroy();
    held.release();
    assert.equal(await count(aws.ssm("777711112222")), 1);
  });

  it("hide what is new from reads for a time, but not from writes and deduplication", async () => {
    const ssm = aws.ssm();
    aws.emulator.faults.hideNew("CreateOpsItem", { ms: 5_000 });
    const OpsItemId = await create(ssm, { OperationalData: dedup("a") });
    const tags = () => ssm.send(new ListTagsForResourceCommand({ ResourceType: "OpsItem", ResourceId: OpsItemId }));
    assert.equal(await codeOf(get(ssm, OpsItemId)), "OpsItemNotFoundException");
    assert.equal(await codeOf(tags()), "InvalidResourceId");
    assert.equal(await count(ssm), 0);
    assert.equal((await errorOf(create(ssm, { OperationalData: dedup("a") }))).OpsItemId, OpsItemId);
    await ssm.send(new UpdateOpsItemCommand({ OpsItemId, Priority: 1 }));
    aws.emulator.clock.advance(5_000);
    assert.equal((await get(ssm, OpsItemId)).Priority, 1);
    assert.equal(await codeOf(tags()), "success");
  });

  it("hide what is new until it is revealed", async () => {
    const ssm = aws.ssm();
    const hidden = aws.emulator.faults.hideNew("CreateOpsItem", { count: 1 });
    await create(ssm);
    await create(ssm);
    assert.equal(await count(ssm), 1);
    hidden.reveal();
    assert.equal(await count(ssm), 2);
  });

  it("end all at once", async () => {
    const ssm = aws.ssm();
    const { faults } = aws.emulator;
    const held = faults.hold("CreateOpsItem");
    faults.throttle("CreateOpsItem", { count: Infinity });
    faults.hideNew("CreateOpsItem");
    const call = errorOf(create(ssm));
    await held.reached;
    faults.clear();
    assert.equal((await call).name, "ThrottlingException");
    assert.equal(await codeOf(create(ssm)), "success");
    assert.equal(await count(ssm), 1);
  });
});

describe("close", () => {
  it("does not wait for calls that are held, and may be called twice", async () => {
    const emulator = await startEmulator();
    const held = emulator.faults.hold("CreateOpsItem", { when: "after" });
    const call = codeOf(post(emulator.url, "CreateOpsItem", JSON.stringify(minimal)));
    await held.reached;
    await emulator.close();
    await emulator.close();
    assert.equal(await call, "TypeError");
  });
});

describe("rates", () => {
  const aws = emulated({ rates: { CreateOpsItem: { perSecond: 0.001, burst: 2 }, "*": { perSecond: 0.001 } } });

  it("throttle by operation and account, and refill by the clock", async () => {
    const ssm = aws.ssm();
    const codes = async (calls: number) => {
      const found: string[] = [];
      while (found.length < calls) found.push(await codeOf(ssm.send(new CreateOpsItemCommand(minimal))));
      return found;
    };
    assert.deepEqual(await codes(3), ["success", "success", "ThrottlingException"]);
    aws.emulator.clock.advance(1_000_000);
    assert.deepEqual(await codes(2), ["success", "ThrottlingException"]);
    assert.equal(await codeOf(create(aws.ssm())), "success");
  });

  it("give every operation without a rate of its own one under *", async () => {
    const ssm = aws.ssm();
    const list = () => codeOf(ssm.send(new DescribeOpsItemsCommand({})));
    assert.deepEqual([await list(), await list()], ["success", "ThrottlingException"]);
    assert.equal(await codeOf(create(ssm)), "success");
  });
});
