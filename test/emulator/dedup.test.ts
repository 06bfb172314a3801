import assert from "node:assert/strict";
import {
  type CreateOpsItemRequest,
  DeleteOpsItemCommand,
  type OpsItemStatus,
  UpdateOpsItemCommand,
} from "@aws-sdk/client-ssm";
import { codeOf, create, dedup, emulated, errorOf, newAccount } from "./support";

const exists = "OpsItemAlreadyExistsException";
const resources = (arn: string) => ({ "/aws/resources": { Value: JSON.stringify([{ arn }]) } });

describe("deduplication", () => {
  const aws = emulated({ deleteLagMs: 60_000 });

  for (const [what, first, second, code] of [
    ["the same string", dedup("a"), dedup("a"), exists],
    ["a string that differs in case", dedup("Disk"), dedup("dISK"), exists],
    ["another string", dedup("a"), dedup("b"), "success"],
    ["no strings", {}, {}, "success"],
    ["empty strings", dedup(""), dedup(""), "success"],
    [
      "the same string on other resources",
      { ...dedup("a"), ...resources("x") },
      { ...dedup("a"), ...resources("y") },
      "success",
    ],
    [
      "the same string on the same resource",
      { ...dedup("a"), ...resources("x") },
      { ...dedup("a"), ...resources("x") },
      exists,
    ],
  ] as [string, CreateOpsItemRequest["OperationalData"], CreateOpsItemRequest["OperationalData"], string][]) {
    it(`answers ${code} for ${what}`, async () => {
      const ssm = aws.ssm();
      await create(ssm, { OperationalData: first });
      assert.equal(await codeOf(create(ssm, { OperationalData: second })), code);
    });
  }

  it("names the OpsItem that is there", async () => {
    const ssm = aws.ssm();
    const id = await create(ssm, { OperationalData: dedup("a") });
    assert.equal((await errorOf(create(ssm, { OperationalData: dedup("a") }))).OpsItemId, id);
  });

  it("is by account", async () => {
    await create(aws.ssm(), { OperationalData: dedup("a") });
    assert.equal(await codeOf(create(aws.ssm(newAccount()), { OperationalData: dedup("a") })), "success");
  });

  for (const [status, code] of [
    ["Open", exists],
    ["InProgress", exists],
    ["Resolved", "success"],
  ] as [OpsItemStatus, string][]) {
    it(`answers ${code} when the other is ${status}, and so while that is being deleted`, async () => {
      const ssm = aws.ssm();
      const OpsItemId = await create(ssm, { OperationalData: dedup("a") });
      await ssm.send(new UpdateOpsItemCommand({ OpsItemId, Status: status }));
      await ssm.send(new DeleteOpsItemCommand({ OpsItemId }));
      assert.equal(await codeOf(create(ssm, { OperationalData: dedup("a") })), code);
      aws.emulator.clock.advance(60_000);
      assert.equal(await codeOf(create(ssm, { OperationalData: dedup("b") })), "success");
    });
  }

  it("forgets what is deleted once the lag is over", async () => {
    const ssm = aws.ssm();
    const OpsItemId = await create(ssm, { OperationalData: dedup("a") });
    await ssm.send(new DeleteOpsItemCommand({ OpsItemId }));
    aws.emulator.clock.advance(60_000);
    assert.equal(await codeOf(create(ssm, { OperationalData: dedup("a") })), "success");
  });

  it("refuses to reopen an OpsItem beside its duplicate", async () => {
    const ssm = aws.ssm();
    const OpsItemId = await create(ssm, { OperationalData: dedup("a") });
    const become = (Status: OpsItemStatus) => ssm.send(new UpdateOpsItemCommand({ OpsItemId, Status }));
    await become("Resolved");
    const twin = await create(ssm, { OperationalData: dedup("a") });
    assert.equal((await errorOf(become("Open"))).OpsItemId, twin);
  });
});
