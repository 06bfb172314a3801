import assert from "node:assert/strict";
import {
  CreateOpsItemCommand,
  type CreateOpsItemRequest,
  DeleteOpsItemCommand,
  DescribeOpsItemsCommand,
  GetOpsItemCommand,
  ListTagsForResourceCommand,
  type OpsItemFilter,
  type OpsItemStatus,
  UpdateOpsItemCommand,
  type UpdateOpsItemRequest,
} from "@aws-sdk/client-ssm";
import { codeOf, create, emulated, errorOf, get, minimal, newAccount, region } from "./support";

const topic = `arn:aws:sns:${region}:111122223333:ops`;
const full = {
  ...minimal,
  OpsItemType: "/aws/changerequest",
  OperationalData: { disk: { Value: "/dev/sda", Type: "SearchableString" as const }, note: { Value: "n" } },
  Notifications: [{ Arn: topic }],
  Priority: 2,
  RelatedOpsItems: [{ OpsItemId: "oi-0123456789ab" }],
  Category: "Availability",
  Severity: "1",
  PlannedStartTime: new Date("2026-01-01T00:00:00.250Z"),
  PlannedEndTime: new Date("2026-01-02T00:00:00Z"),
  ActualStartTime: new Date("2026-01-03T00:00:00Z"),
  ActualEndTime: new Date("2026-01-04T00:00:00Z"),
};

describe("CreateOpsItem", () => {
  const aws = emulated();

  it("makes an open OpsItem that GetOpsItem returns as it was given", async () => {
    const account = newAccount();
    const ssm = aws.ssm(account);
    const { OpsItemId, OpsItemArn } = await ssm.send(new CreateOpsItemCommand(full));
    assert.match(OpsItemId ?? "", /^oi-[0-9a-f]{12}$/);
    assert.equal(OpsItemArn, `arn:aws:ssm:${region}:${account}:opsitem/${OpsItemId}`);
    const { CreatedTime, LastModifiedTime, CreatedBy, ...item } = await get(ssm, OpsItemId as string);
    assert.deepEqual(CreatedTime, LastModifiedTime);
    assert.ok(Math.abs((CreatedTime?.getTime() ?? 0) - Date.now()) < 60_000);
    assert.deepEqual(item, {
      ...full,
      OperationalData: { ...full.OperationalData, note: { Value: "n", Type: "String" } },
      OpsItemId,
      OpsItemArn,
      Status: "Open",
      Version: "1",
      LastModifiedBy: CreatedBy,
    });
  });

  it("gives /aws/issue as type where none is given, and empty lists", async () => {
    const ssm = aws.ssm();
    const { OpsItemType, Notifications, RelatedOpsItems, OperationalData } = await get(ssm, await create(ssm));
    assert.deepEqual([OpsItemType, Notifications, RelatedOpsItems, OperationalData], ["/aws/issue", [], [], undefined]);
  });

  it("keeps accounts and regions apart", async () => {
    const account = newAccount();
    const id = await create(aws.ssm(account));
    assert.equal(await codeOf(get(aws.ssm(account), id)), "success");
    assert.equal(await codeOf(get(aws.ssm(newAccount()), id)), "OpsItemNotFoundException");
    assert.equal(await codeOf(get(aws.ssm(account, { region: "us-east-1" }), id)), "OpsItemNotFoundException");
  });

  const reserved = ["amazon", "aws", "amzn", "ssm"].flatMap((name) => [`${name}-x`, `/${name}/x`, name.toUpperCase()]);
  const data = (key: string, Value: string) => ({ OperationalData: { [key]: { Value } } });
  const resources = (count: number) => JSON.stringify(Array.from({ length: count }, (_, i) => ({ arn: `arn:${i}` })));
  const runbooks = (count: number) =>
    JSON.stringify(
      Array.from({ length: count }, (_, i) => ({ automationId: `R-${i}`, automationType: "AWS::SSM::Automation" })),
    );
  const related = (count: number) => ({
    RelatedOpsItems: Array.from({ length: count }, (_, i) => ({ OpsItemId: `oi-${i}` })),
  });
  const invalid = "OpsItemInvalidParameterException";
  const limit = "OpsItemLimitExceededException";

  for (const [what, input, code, parameter] of [
    ["the Source my-aws-tool", { Source: "my-aws-tool" }, invalid, "Source"],
    ["the Source AMAZON", { Source: "AMAZON" }, invalid, "Source"],
    ["the Source amzn", { Source: "amzn" }, invalid, "Source"],
    ...reserved.map((key) => [`the key ${key}`, data(key, "v"), invalid, "OperationalData"]),
    ["/aws/resources without JSON", data("/aws/resources", "web-1"), invalid, "OperationalData"],
    ["/aws/automations without ids", data("/aws/automations", "[{}]"), invalid, "OperationalData"],
    ["/aws/dedup without a string", data("/aws/dedup", "{}"), invalid, "OperationalData"],
    [
      "a deduplication string of 513 characters",
      data("/aws/dedup", JSON.stringify({ dedupString: "d".repeat(513) })),
      invalid,
      "OperationalData",
    ],
    ["operational data of 21 KB", data("log", "x".repeat(21 * 1024)), limit],
    ["101 related resources", data("/aws/resources", resources(101)), limit],
    ["11 runbooks", data("/aws/automations", runbooks(11)), limit],
    ["11 related OpsItems", related(11), limit],
    [
      "a topic in another region",
      { Notifications: [{ Arn: topic.replace(region, "us-east-1") }] },
      invalid,
      "Notifications",
    ],
    ["51 tags", { Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: "" })) }, "TooManyTagsError"],
    ["a tag under aws:", { Tags: [{ Key: "aws:x", Value: "" }] }, "ValidationException"],
  ] as [string, Partial<CreateOpsItemRequest>, string, string?][]) {
    it(`refuses ${what} with ${code}`, async () => {
      const ssm = aws.ssm();
      const error = await errorOf(create(ssm, input));
      assert.equal(error.name, code);
      if (parameter) assert.deepEqual(error.ParameterNames, [parameter]);
      const { OpsItemSummaries } = await ssm.send(new DescribeOpsItemsCommand({}));
      assert.deepEqual(OpsItemSummaries, []);
    });
  }

  for (const [what, input] of [
    ["operational data of 20 KB", data("log", "x".repeat(20 * 1024))],
    ["100 related resources", data("/aws/resources", resources(100))],
    ["10 runbooks", data("/aws/automations", runbooks(10))],
    ["10 related OpsItems", related(10)],
    ["50 tags", { Tags: Array.from({ length: 50 }, (_, i) => ({ Key: `k${i}`, Value: "" })) }],
    ["keys that only contain reserved names", data("my/aws", "v")],
  ] as [string, Partial<CreateOpsItemRequest>][]) {
    it(`takes ${what}`, async () => assert.equal(await codeOf(create(aws.ssm(), input)), "success"));
  }
});

describe("quotas", () => {
  const aws = emulated({ quotas: { opsItems: 2, opsItemsPerMonth: 3 }, now: new Date("2026-01-30T00:00:00Z") });

  it("bounds the OpsItems of an account and region, and those created in a month", async () => {
    const ssm = aws.ssm();
    const [first = "", second = ""] = [await create(ssm), await create(ssm)];
    const { name, LimitType, Limit } = await errorOf(create(ssm));
    assert.deepEqual([name, LimitType, Limit], ["OpsItemLimitExceededException", "OpsItemsPerAccount", 2]);
    await ssm.send(new DeleteOpsItemCommand({ OpsItemId: first }));
    await create(ssm);
    await ssm.send(new DeleteOpsItemCommand({ OpsItemId: second }));
    assert.equal((await errorOf(create(ssm))).LimitType, "OpsItemsPerMonth");
    aws.emulator.clock.set(new Date("2026-02-01T00:00:00Z"));
    assert.equal(await codeOf(create(ssm)), "success");
  });
});

describe("UpdateOpsItem", () => {
  const aws = emulated();
  const update = async (input: Partial<UpdateOpsItemRequest>, from: Partial<CreateOpsItemRequest> = full) => {
    const ssm = aws.ssm();
    const OpsItemId = await create(ssm, from);
    const was = await get(ssm, OpsItemId);
    await ssm.send(new UpdateOpsItemCommand({ OpsItemId, ...input }));
    return { was, is: await get(ssm, OpsItemId) };
  };

  for (const [member, value] of Object.entries({
    Title: "t",
    Description: "d",
    Status: "Resolved",
    Priority: 5,
    Category: "Cost",
    Severity: "4",
    Notifications: [],
    RelatedOpsItems: [],
    PlannedStartTime: new Date(0),
    PlannedEndTime: new Date(0),
    ActualStartTime: new Date(0),
    ActualEndTime: new Date(0),
  })) {
    it(`changes ${member}, the version and the time, and nothing else`, async () => {
      const { was, is } = await update({ [member]: value });
      assert.deepEqual({ ...is, LastModifiedTime: 0 }, { ...was, [member]: value, Version: "2", LastModifiedTime: 0 });
      assert.ok((is.LastModifiedTime as Date) >= (was.LastModifiedTime as Date));
    });
  }

  it("merges operational data by key and deletes only the keys it is told to, present or not", async () => {
    const OperationalData = { note: { Value: "new" }, more: { Value: "m", Type: "SearchableString" as const } };
    const { is } = await update({ OperationalData, OperationalDataToDelete: ["disk", "absent"] });
    assert.deepEqual(is.OperationalData, { ...OperationalData, note: { Value: "new", Type: "String" } });
  });

  it("tells who changed an OpsItem last", async () => {
    const account = newAccount();
    const [creator, other] = [aws.ssm(account), aws.ssm("AKIDEXAMPLE")];
    const OpsItemId = await create(other);
    const by = (await get(creator, await create(creator))).CreatedBy;
    assert.equal(by, `arn:aws:iam::${account}:user/${account}`);
    assert.equal((await get(other, OpsItemId)).CreatedBy, "arn:aws:iam::123456789012:user/AKIDEXAMPLE");
  });

  for (const [status, type, code] of [
    ["InProgress", "/aws/issue", "success"],
    ["Approved", "/aws/issue", "OpsItemInvalidParameterException"],
    ["Closed", "/aws/insight", "OpsItemInvalidParameterException"],
    ["Approved", "/aws/changerequest", "success"],
  ] as [OpsItemStatus, string, string][]) {
    it(`answers ${code} for status ${status} on type ${type}`, async () => {
      const call = update({ Status: status }, { OpsItemType: type });
      assert.equal(await codeOf(call), code);
    });
  }

  for (const [from, to] of [
    ["Open", "Resolved"],
    ["Resolved", "Open"],
    ["InProgress", "Open"],
  ] as OpsItemStatus[][]) {
    it(`moves from ${from} to ${to}`, async () => {
      const ssm = aws.ssm();
      const OpsItemId = await create(ssm);
      for (const Status of [from, to]) await ssm.send(new UpdateOpsItemCommand({ OpsItemId, Status }));
      assert.equal((await get(ssm, OpsItemId)).Status, to);
    });
  }

  for (const [what, input] of [
    ["a reserved key", { OperationalData: { "aws/x": { Value: "v" } } }],
    ["the deduplication key", { OperationalData: { "/aws/dedup": { Value: '{"dedupString":"x"}' } } }],
    ["the deduplication key deleted", { OperationalDataToDelete: ["/aws/dedup"] }],
    ["a key both written and deleted", { OperationalData: { a: { Value: "v" } }, OperationalDataToDelete: ["a"] }],
    ["a foreign topic", { Notifications: [{ Arn: "arn:aws:sns:us-east-1:111122223333:ops" }] }],
  ] as [string, Partial<UpdateOpsItemRequest>][]) {
    it(`refuses ${what}`, async () => assert.equal(await codeOf(update(input)), "OpsItemInvalidParameterException"));
  }

  it("answers OpsItemNotFoundException for what does not exist", async () => {
    const call = aws.ssm().send(new UpdateOpsItemCommand({ OpsItemId: "oi-000000000000" }));
    assert.equal(await codeOf(call), "OpsItemNotFoundException");
  });
});

describe("DeleteOpsItem", () => {
  const aws = emulated({ deleteLagMs: 60_000 });
  const remove = (ssm: ReturnType<typeof aws.ssm>, OpsItemId: string) =>
    ssm.send(new DeleteOpsItemCommand({ OpsItemId }));

  it("lets reads see an OpsItem until the delete lag is over", async () => {
    const ssm = aws.ssm();
    const id = await create(ssm);
    await remove(ssm, id);
    assert.equal((await get(ssm, id)).Status, "Open");
    assert.equal((await ssm.send(new DescribeOpsItemsCommand({}))).OpsItemSummaries?.length, 1);
    aws.emulator.clock.advance(60_000);
    assert.equal(await codeOf(get(ssm, id)), "OpsItemNotFoundException");
    assert.equal((await ssm.send(new DescribeOpsItemsCommand({}))).OpsItemSummaries?.length, 0);
  });

  it("refuses writes to an OpsItem that is being deleted", async () => {
    const ssm = aws.ssm();
    const id = await create(ssm);
    await remove(ssm, id);
    assert.equal(await codeOf(ssm.send(new UpdateOpsItemCommand({ OpsItemId: id }))), "OpsItemConflictException");
    const tags = ssm.send(new ListTagsForResourceCommand({ ResourceType: "OpsItem", ResourceId: id }));
    assert.equal(await codeOf(tags), "InvalidResourceId");
  });

  it("succeeds again and for what never existed, without starting the lag anew", async () => {
    const ssm = aws.ssm();
    const id = await create(ssm);
    await remove(ssm, id);
    aws.emulator.clock.advance(59_000);
    await remove(ssm, id);
    aws.emulator.clock.advance(1_000);
    assert.equal(await codeOf(get(ssm, id)), "OpsItemNotFoundException");
    await remove(ssm, id);
    await remove(ssm, "oi-000000000000");
  });
});

describe("OpsItems of other accounts", () => {
  const aws = emulated();
  const theirs = newAccount();

  it("are created with AccountId and reached by ARN, not by id, nor deleted", async () => {
    const mine = newAccount();
    const ssm = aws.ssm(mine);
    const { OpsItemId, OpsItemArn } = await ssm.send(new CreateOpsItemCommand({ ...minimal, AccountId: theirs }));
    assert.equal(OpsItemArn, `arn:aws:ssm:${region}:${theirs}:opsitem/${OpsItemId}`);
    assert.equal(await codeOf(get(ssm, OpsItemId as string)), "OpsItemNotFoundException");
    await ssm.send(new UpdateOpsItemCommand({ OpsItemId, OpsItemArn, Priority: 1 }));
    const { OpsItem } = await ssm.send(new GetOpsItemCommand({ OpsItemId, OpsItemArn }));
    assert.deepEqual([OpsItem?.Priority, OpsItem?.CreatedBy], [1, `arn:aws:iam::${mine}:user/${mine}`]);
    const refused = await codeOf(ssm.send(new DeleteOpsItemCommand({ OpsItemId })));
    assert.equal(refused, "OpsItemInvalidParameterException");
    assert.equal(await codeOf(get(aws.ssm(theirs), OpsItemId as string)), "success");
  });

  it("are listed by AccountId", async () => {
    const account = newAccount();
    const OpsItemId = await create(aws.ssm(account));
    const OpsItemFilters: OpsItemFilter[] = [{ Key: "AccountId", Operator: "Equal", Values: [account] }];
    const { OpsItemSummaries } = await aws.ssm().send(new DescribeOpsItemsCommand({ OpsItemFilters }));
    assert.deepEqual(
      OpsItemSummaries?.map((summary) => summary.OpsItemId),
      [OpsItemId],
    );
  });

  it("must be of type /aws/issue", async () => {
    const call = create(aws.ssm(), { AccountId: theirs, OpsItemType: "/aws/insight" });
    assert.equal(await codeOf(call), "OpsItemInvalidParameterException");
  });

  describe("for those who are no delegated administrator", () => {
    const strict = emulated({ delegatedAdministrator: false });

    it("are closed", async () => {
      const ssm = strict.ssm();
      const OpsItemArn = `arn:aws:ssm:${region}:${theirs}:opsitem/oi-000000000000`;
      const read = ssm.send(new GetOpsItemCommand({ OpsItemId: "oi-000000000000", OpsItemArn }));
      assert.equal(await codeOf(read), "OpsItemAccessDeniedException");
      assert.equal(await codeOf(create(ssm, { AccountId: theirs })), "OpsItemAccessDeniedException");
    });
  });
});
