import assert from "node:assert/strict";
import fc from "fast-check";
import { prepared } from "./incidents";
import { emulated, region, signature } from "./support";

const noon = new Date("2030-01-01T12:00:00Z");
const plan = "arn:aws:ssm-incidents::123456789012:response-plan/drill";
const unknown = "arn:aws:ssm-incidents::123456789012:incident-record/drill/0";

describe("the wire of Incident Manager", () => {
  const aws = emulated({ now: noon, incidentManager: prepared });

  /** A request as a client without an SDK sends it. */
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(aws.emulator.url + path, {
      method,
      headers: { authorization: signature("ssm-incidents"), "content-type": "application/json", ...headers },
      body: typeof body === "object" ? JSON.stringify(body) : (body as string | undefined),
    });
  const started = async (more = {}) => {
    const answer = await call("POST", "/startIncident", { responsePlanArn: plan, ...more });
    return ((await answer.json()) as { incidentRecordArn: string }).incidentRecordArn;
  };
  const query = (values: Record<string, string>) => `?${new URLSearchParams(values)}`;

  it("answers restJson1, with a request id", async () => {
    const answer = await call("POST", "/startIncident", { responsePlanArn: plan });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), "application/json");
    assert.match(answer.headers.get("x-amzn-requestid") ?? "", /^[0-9a-f-]{36}$/);
    assert.deepEqual(Object.keys((await answer.json()) as object), ["incidentRecordArn"]);
  });

  it("writes times as seconds, and absent members as null", async () => {
    const arn = await started();
    const answer = await call("GET", `/getIncidentRecord${query({ arn })}`);
    const { incidentRecord } = (await answer.json()) as { incidentRecord: Record<string, unknown> };
    const { resolvedTime, summary, chatChannel, incidentRecordSource, creationTime } = incidentRecord;
    assert.deepEqual([resolvedTime, summary, chatChannel], [null, null, null]);
    assert.equal((incidentRecordSource as Record<string, unknown>).resourceArn, null);
    assert.ok(Math.abs((creationTime as number) - noon.getTime() / 1000) < 60);
    assert.deepEqual([incidentRecord.notificationTargets, incidentRecord.automationExecutions], [[], []]);
  });

  it("writes the one member of a union that is there", async () => {
    const answer = await call("POST", "/listRelatedItems", { incidentRecordArn: await started() });
    const { relatedItems } = (await answer.json()) as { relatedItems: { identifier: { value: object } }[] };
    assert.deepEqual(Object.keys(relatedItems[0]?.identifier.value ?? {}), ["arn"]);
  });

  it("reads times in exponent form, and nulls as absent", async () => {
    const trigger = '{"source":"monitor","timestamp":1.628634837849E9,"rawData":null}';
    const body = `{"responsePlanArn":"${plan}","title":null,"triggerDetails":${trigger}}`;
    assert.equal((await call("POST", "/startIncident", body)).status, 200);
  });

  it("answers 201 for what is created, and 204 without a body for what has no answer", async () => {
    const incidentRecordArn = await started();
    const event = { incidentRecordArn, eventTime: 0, eventType: "Note", eventData: "x" };
    assert.equal((await call("POST", "/createTimelineEvent", event)).status, 201);
    for (const [method, path, body] of [
      ["POST", "/updateIncidentRecord", { arn: incidentRecordArn, impact: 1 }],
      ["POST", `/tags/${encodeURIComponent(incidentRecordArn)}`, { tags: { a: "1", b: "2", c: "3" } }],
      ["DELETE", `/tags/${encodeURIComponent(incidentRecordArn)}?tagKeys=a&tagKeys=b`, undefined],
    ] as const) {
      const answer = await call(method, path, body);
      assert.deepEqual([answer.status, await answer.text(), answer.headers.get("content-type")], [204, "", null]);
    }
    const tags = await call("GET", `/tags/${encodeURIComponent(incidentRecordArn)}`);
    assert.deepEqual(await tags.json(), { tags: { c: "3" } });
  });

  for (const [what, method, path, body, status, code, members] of [
    [
      "what does not exist",
      "GET",
      `/getIncidentRecord${query({ arn: unknown })}`,
      undefined,
      404,
      "ResourceNotFoundException",
      { resourceIdentifier: unknown, resourceType: "INCIDENT_RECORD" },
    ],
    [
      "a name that is taken",
      "POST",
      "/createResponsePlan",
      { name: "drill", incidentTemplate: { title: "t", impact: 1 } },
      409,
      "ConflictException",
      { resourceIdentifier: plan, resourceType: "RESPONSE_PLAN" },
    ],
    ["no ARN", "GET", "/getIncidentRecord", undefined, 400, "ValidationException", {}],
    ["a body that is not JSON", "POST", "/startIncident", "{", 400, "SerializationException", {}],
    ["a list as the body", "POST", "/startIncident", [], 400, "SerializationException", {}],
    ["a text for an integer", "POST", "/startIncident", { impact: "1" }, 400, "SerializationException", {}],
    ["a path that is no text", "GET", "/tags/%E0%A4", undefined, 400, "SerializationException", {}],
  ] as const) {
    it(`answers ${status} to ${what}, the code in a header`, async () => {
      const answer = await call(method, path, body);
      assert.deepEqual([answer.status, answer.headers.get("x-amzn-errortype")], [status, code]);
      const { message, ...rest } = (await answer.json()) as Record<string, unknown>;
      assert.equal(typeof message, "string");
      assert.deepEqual(rest, members);
    });
  }

  for (const [what, method, path] of [
    ["an operation that nobody has", "POST", "/endIncident"],
    ["an operation by the wrong method", "GET", "/startIncident"],
    ["a longer path", "POST", "/startIncident/now"],
    ["tags of nothing", "GET", "/tags/"],
    ["an ARN that is not encoded", "GET", `/tags/${plan}`],
    ["no path", "POST", "/"],
  ] as const) {
    it(`answers 404 to ${what}, and names what it knows`, async () => {
      const answer = await call(method, path);
      assert.deepEqual([answer.status, answer.headers.get("x-amzn-errortype")], [404, "UnknownOperationException"]);
      assert.match(((await answer.json()) as { message: string }).message, /only .*StartIncident/);
    });
  }

  it("answers 403 to requests without a signature, which it tells by their path", async () => {
    const answer = await call("POST", "/startIncident", {}, { authorization: "" });
    assert.deepEqual([answer.status, await answer.json()], [403, { message: "Missing Authentication Token" }]);
    assert.equal(answer.headers.get("x-amzn-errortype"), "MissingAuthenticationTokenException");
  });

  it("never fails on any text", async function () {
    this.timeout(20_000);
    const text = fc.string({ unit: "binary", minLength: 1, maxLength: 20 });
    const calls: ((text: string) => Promise<Response>)[] = [
      (one) => call("GET", `/tags/${encodeURIComponent(one)}`),
      (one) => call("POST", `/tags/${encodeURIComponent(plan)}`, { tags: { [one]: one } }),
      (one) => call("POST", "/startIncident", { responsePlanArn: plan, title: one, relatedItems: [{ title: one }] }),
      (one) => call("POST", "/listIncidentRecords", { filters: [{ key: one, condition: {} }], nextToken: one }),
      (one) => call("POST", `/${encodeURI(one)}?${encodeURIComponent(one)}`, {}),
    ];
    await fc.assert(
      fc.asyncProperty(text, async (one) => {
        // A surrogate without its other half cannot be in a URL.
        const whole = one.toWellFormed();
        for (const send of calls) assert.ok((await send(whole)).status < 500, whole);
      }),
      { numRuns: 30 },
    );
  });

  it("keeps the input of path, query and body of every request", async () => {
    aws.emulator.requests.clear();
    await call("DELETE", `/tags/${encodeURIComponent(plan)}?tagKeys=a&tagKeys=b`);
    await call("GET", `/getResponsePlan${query({ arn: plan })}`);
    const [untag, get] = aws.emulator.requests;
    assert.deepEqual([untag?.operation, untag?.service, untag?.region], ["UntagResource", "ssm-incidents", region]);
    assert.deepEqual(untag?.input, { resourceArn: plan, tagKeys: ["a", "b"] });
    assert.deepEqual(untag?.outcome, { status: 204, delivered: true });
    assert.deepEqual([get?.operation, get?.input], ["GetResponsePlan", { arn: plan }]);
  });
});
