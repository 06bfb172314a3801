import assert from "node:assert/strict";
import { ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-ssm-incidents";
import { createPlan, createSet, owner, prepared, setOf, start } from "./incidents";
import { codeOf, emulated, errorOf, region } from "./support";

type Client = ReturnType<typeof owner>["client"];

const tag = (client: Client, resourceArn: string, tags: Record<string, string>) =>
  client.send(new TagResourceCommand({ resourceArn, tags }));
const untag = (client: Client, resourceArn: string, ...tagKeys: string[]) =>
  client.send(new UntagResourceCommand({ resourceArn, tagKeys }));
const tagsOf = async (client: Client, resourceArn: string) =>
  (await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags;

const many = (count: number, from = 0) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, ""]));

describe("tags of Incident Manager", () => {
  const aws = emulated({ incidentManager: prepared });

  for (const [what, arnOf] of [
    ["incidents", (us) => start(us)],
    ["response plans", async (us) => us.plan],
    ["replication sets", async (us) => (await setOf(us.client)).arn as string],
  ] as [string, (us: ReturnType<typeof owner>) => Promise<string>][]) {
    it(`are added to ${what}, overwritten and removed`, async () => {
      const us = owner(aws);
      const arn = await arnOf(us);
      assert.deepEqual(await tagsOf(us.client, arn), {});
      await tag(us.client, arn, { team: "orders", "a b/c+d=e": "" });
      await tag(us.client, arn, { team: "billing", empty: "" });
      assert.deepEqual(await tagsOf(us.client, arn), { team: "billing", "a b/c+d=e": "", empty: "" });
      await untag(us.client, arn, "a b/c+d=e", "empty", "absent");
      assert.deepEqual(await tagsOf(us.client, arn), { team: "billing" });
    });
  }

  it("are given to a response plan when it is created", async () => {
    const us = owner(aws);
    assert.deepEqual(await tagsOf(us.client, await createPlan(us.client, "tagged", { tags: { a: "b" } })), { a: "b" });
  });

  it("are at most fifty, old and new together", async () => {
    const us = owner(aws);
    const arn = await start(us);
    await tag(us.client, arn, many(49));
    assert.equal(await codeOf(tag(us.client, arn, many(2, 48))), "success");
    const { name, serviceCode, quotaCode, $metadata } = await errorOf(tag(us.client, arn, many(2, 49)));
    assert.deepEqual([name, serviceCode, quotaCode], ["ServiceQuotaExceededException", "ssm-incidents", "L-00000000"]);
    assert.equal(($metadata as { httpStatusCode: number }).httpStatusCode, 402);
    assert.equal(Object.keys((await tagsOf(us.client, arn)) ?? {}).length, 50);
  });

  for (const [what, tags, code] of [
    ["a reserved key", { "aws:x": "" }, "ValidationException"],
    ["a key of characters that are not allowed", { "a&b": "" }, "ValidationException"],
    ["a key of 129 characters", { ["k".repeat(129)]: "" }, "ValidationException"],
    ["a value of 257 characters", { k: "v".repeat(257) }, "ValidationException"],
    ["no tags", {}, "ValidationException"],
    ["51 tags", many(51), "ValidationException"],
  ] as const) {
    it(`are refused with ${what}`, async () => {
      const us = owner(aws);
      assert.equal(await codeOf(tag(us.client, us.plan, tags)), code);
    });
  }

  for (const [what, resource, type] of [
    ["incident", "incident-record/drill/0", "INCIDENT_RECORD"],
    ["response plan", "response-plan/other", "RESPONSE_PLAN"],
    ["replication set", "replication-set/0", "REPLICATION_SET"],
  ] as const) {
    it(`are refused for ${what === "incident" ? "an" : "a"} ${what} that does not exist`, async () => {
      const us = owner(aws);
      const arn = us.arnOf(resource);
      const calls = [
        () => tag(us.client, arn, { a: "" }),
        () => untag(us.client, arn, "a"),
        () => tagsOf(us.client, arn),
      ];
      for (const call of calls) {
        const { name, resourceType } = await errorOf(call());
        assert.deepEqual([name, resourceType], ["ResourceNotFoundException", type]);
      }
    });
  }

  it("are refused for what has none", async () => {
    const us = owner(aws);
    for (const arn of ["foo", us.arnOf("contact/x"), us.arnOf("constructor/x")]) {
      assert.equal(await codeOf(tagsOf(us.client, arn)), "ValidationException");
    }
  });
});

describe("tags of a replication set", () => {
  const aws = emulated();

  it("are given when it is created", async () => {
    const us = owner(aws);
    const arn = await createSet(us.client, [region], { tags: { owner: "ops" } });
    assert.deepEqual(await tagsOf(us.client, arn), { owner: "ops" });
  });
});
