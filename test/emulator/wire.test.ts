import assert from "node:assert/strict";
import { connect } from "node:net";
import { emulated, minimal, post, region, signature } from "./support";

describe("the wire", () => {
  const aws = emulated({ now: new Date("2030-01-02T03:04:05.678Z") });

  const created = async (more = {}) =>
    (await (await post(aws.emulator.url, "CreateOpsItem", JSON.stringify({ ...minimal, ...more }))).json()) as Record<
      string,
      string
    >;

  it("answers awsJson1.1 with a request id and the real date", async () => {
    const answer = await post(aws.emulator.url, "CreateOpsItem", JSON.stringify(minimal));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), "application/x-amz-json-1.1");
    assert.match(answer.headers.get("x-amzn-requestid") ?? "", /^[0-9a-f-]{36}$/);
    const lag = Math.abs(Date.now() - Date.parse(answer.headers.get("date") ?? ""));
    assert.ok(lag < 60_000, `${lag} ms`);
    assert.match(answer.headers.get("keep-alive") ?? "", /timeout=75/);
  });

  it("writes times as seconds with a fraction, and leaves absent members out", async () => {
    const { OpsItemId } = await created({ PlannedStartTime: 1767323045.678 });
    const answer = await post(aws.emulator.url, "GetOpsItem", JSON.stringify({ OpsItemId }));
    const { OpsItem } = (await answer.json()) as { OpsItem: Record<string, unknown> };
    assert.equal(OpsItem.PlannedStartTime, 1767323045.678);
    assert.ok(Math.abs((OpsItem.CreatedTime as number) - Date.parse("2030-01-02T03:04:05Z") / 1000) < 60);
    assert.deepEqual(
      Object.keys(OpsItem).filter((name) => OpsItem[name] === null || name === "Category"),
      [],
    );
    assert.deepEqual([OpsItem.Notifications, OpsItem.RelatedOpsItems], [[], []]);
  });

  it("reads times in exponent form", async () => {
    const body = JSON.stringify({ ...minimal, PlannedStartTime: 0 }).replace(":0}", ":1.628634837849E9}");
    const answer = await post(aws.emulator.url, "CreateOpsItem", body);
    assert.equal(answer.status, 200);
  });

  it("answers nothing with the two bytes of an empty object", async () => {
    const { OpsItemId } = await created();
    const answer = await post(aws.emulator.url, "DeleteOpsItem", JSON.stringify({ OpsItemId }));
    assert.equal(await answer.text(), "{}");
  });

  it("spells the message as the error's model does, and leaves it out where the model has none", async () => {
    const notFound = await post(aws.emulator.url, "GetOpsItem", '{"OpsItemId":"oi-000000000000"}');
    assert.equal(notFound.status, 400);
    assert.deepEqual(await notFound.json(), {
      __type: "OpsItemNotFoundException",
      Message: "OpsItem with OpsItemId oi-000000000000 does not exist.",
    });
    const unknown = '{"ResourceType":"OpsItem","ResourceId":"oi-000000000000"}';
    const noTags = await post(aws.emulator.url, "ListTagsForResource", unknown);
    assert.deepEqual(await noTags.json(), { __type: "InvalidResourceId" });
    const invalid = await post(aws.emulator.url, "GetOpsItem", "{}");
    assert.deepEqual(Object.keys((await invalid.json()) as object), ["__type", "message"]);
  });

  it("ignores members that the model lacks, and nulls", async () => {
    const { OpsItemId } = await created({ Foo: { bar: 1 }, Category: null });
    const update = { OpsItemId, OpsItemType: "/aws/other", Tags: [{ Key: "a", Value: "b" }], Source: 3 };
    assert.equal((await post(aws.emulator.url, "UpdateOpsItem", JSON.stringify(update))).status, 200);
    const answer = await post(aws.emulator.url, "GetOpsItem", JSON.stringify({ OpsItemId }));
    const { OpsItem } = (await answer.json()) as { OpsItem: Record<string, unknown> };
    assert.deepEqual([OpsItem.OpsItemType, OpsItem.Source], ["/aws/issue", minimal.Source]);
  });

  for (const [what, body, message] of [
    ["a body that is not JSON", "{", "The request body is not valid JSON."],
    ["a list as the body", "[]", "Expected map or structure or null"],
    ["a text for an integer", '{"Priority":"2"}', "STRING_VALUE can not be converted to an Integer"],
    ["a fraction for an integer", '{"Priority":2.5}', "NUMBER_VALUE can not be converted to an Integer"],
    ["a number for a text", '{"Title":2}', "NUMBER_VALUE can not be converted to a String"],
    ["a boolean for a text", '{"Title":true}', "TRUE_VALUE can not be converted to a String"],
    ["an object for a text", '{"Title":{}}', "Start of structure or map found where not expected."],
    ["a list for a text", '{"Title":[]}', "Start of list found where not expected."],
    ["a text for a list", '{"Notifications":"x"}', "Expected list or null"],
    ["a list for a map", '{"OperationalData":[]}', "Expected map or structure or null"],
    ["a text for a time", '{"PlannedStartTime":"soon"}', "STRING_VALUE can not be converted to a Timestamp"],
    ["a time out of range", '{"PlannedStartTime":1e300}', "NUMBER_VALUE can not be converted to a Timestamp"],
  ] as const) {
    it(`refuses ${what} with SerializationException`, async () => {
      const answer = await post(aws.emulator.url, "CreateOpsItem", body);
      assert.equal(answer.status, 400);
      assert.deepEqual(await answer.json(), { __type: "SerializationException", message });
    });
  }

  for (const [what, target] of [
    ["an operation that AWS has and the emulator lacks", "AmazonSSM.GetParameter"],
    ["an operation that nobody has", "AmazonSSM.constructor"],
    ["another service's target", "DynamoDB_20120810.GetItem"],
    ["no target", ""],
  ] as const) {
    it(`names what it knows when asked for ${what}`, async () => {
      const answer = await post(aws.emulator.url, "", "{}", { "x-amz-target": target });
      const { __type, message } = (await answer.json()) as Record<string, string>;
      assert.equal(__type, "UnknownOperationException");
      assert.match(message ?? "", /only .*CreateOpsItem/);
      if (target.startsWith("AmazonSSM.")) assert.ok(message?.includes(`'${target.slice(10)}'`), message);
    });
  }

  it("names the services it knows when asked for another", async () => {
    const answer = await post(aws.emulator.url, "", "{}", { authorization: signature("s3") });
    const { __type, message } = (await answer.json()) as Record<string, string>;
    assert.equal(__type, "UnknownOperationException");
    assert.match(message ?? "", /'s3', only ssm, ssm-incidents, sts/);
  });

  it("refuses requests without a signature", async () => {
    const answer = await post(aws.emulator.url, "CreateOpsItem", JSON.stringify(minimal), { authorization: "" });
    assert.equal(answer.status, 400);
    assert.deepEqual(await answer.json(), {
      __type: "MissingAuthenticationTokenException",
      message: "Missing Authentication Token",
    });
  });

  it("survives clients that die in the middle of a request", async () => {
    const socket = connect(aws.emulator.port, "127.0.0.1");
    const head = `POST / HTTP/1.1\r\nhost: x\r\nauthorization: ${signature("ssm")}\r\ncontent-length: 1000\r\n\r\n{"Ti`;
    await new Promise<void>((resolve) => socket.write(head, () => resolve()));
    socket.destroy();
    assert.equal((await post(aws.emulator.url, "CreateOpsItem", JSON.stringify(minimal))).status, 200);
  });

  it("keeps what the signature says of every request", async () => {
    aws.emulator.requests.clear();
    await post(aws.emulator.url, "GetOpsItem", '{"OpsItemId":"oi-000000000000"}');
    const [{ at, ...seen }] = aws.emulator.requests as unknown as [{ at: Date }];
    assert.equal(at.getUTCFullYear(), 2030);
    assert.deepEqual(seen, {
      operation: "GetOpsItem",
      service: "ssm",
      region,
      account: "123456789012",
      accessKeyId: "AKIDEXAMPLE",
      input: { OpsItemId: "oi-000000000000" },
      outcome: { status: 400, code: "OpsItemNotFoundException", delivered: true },
    });
    assert.equal(aws.emulator.requests.of("GetOpsItem").length, 1);
    assert.equal(aws.emulator.requests.of("CreateOpsItem").length, 0);
  });
});
