import assert from "node:assert/strict";
import {
  DeleteOpsItemCommand,
  DescribeOpsItemsCommand,
  type OpsItemFilter,
  OpsItemFilterKey,
  type OpsItemFilterOperator,
  paginateDescribeOpsItems,
  type SSMClient,
  UpdateOpsItemCommand,
} from "@aws-sdk/client-ssm";
import fc from "fast-check";
import { codeOf, create, emulated, errorOf, newAccount } from "./support";

const longTitle = `${"t".repeat(100)} and more`;

describe("DescribeOpsItems", () => {
  const aws = emulated({ now: new Date("2026-01-01T00:00:00Z") });
  const account = newAccount();
  let ssm: SSMClient;
  const ids: Record<string, string> = {};

  const named = (found: { OpsItemId?: string }[] = []) =>
    found.map(({ OpsItemId }) => Object.keys(ids).find((name) => ids[name] === OpsItemId) ?? "?");

  const list = async (...OpsItemFilters: OpsItemFilter[]) =>
    named((await ssm.send(new DescribeOpsItemsCommand({ OpsItemFilters }))).OpsItemSummaries).sort();

  before(async () => {
    ssm = aws.ssm(account);
    ids.disk = await create(ssm, {
      Title: longTitle,
      Source: "monitoring",
      Priority: 1,
      Category: "Availability",
      Severity: "1",
      PlannedStartTime: new Date("2026-03-01T00:00:00Z"),
      PlannedEndTime: new Date("2026-03-02T00:00:00Z"),
      ActualStartTime: new Date("2026-03-03T00:00:00Z"),
      ActualEndTime: new Date("2026-03-04T00:00:00Z"),
      OperationalData: {
        device: { Value: "/dev/sda", Type: "SearchableString" },
        note: { Value: "private", Type: "String" },
        "/aws/resources": { Value: '[{"arn":"arn:aws:ec2:eu-west-1:1:instance/i-1"}]', Type: "SearchableString" },
        "/aws/automations": {
          Value: '[{"automationId":"AWS-Restart","automationType":"AWS::SSM::Automation"}]',
          Type: "SearchableString",
        },
      },
    });
    aws.emulator.clock.set(new Date("2026-02-01T00:00:00Z"));
    ids.cost = await create(ssm, { Title: "Cost", Source: "budgets", OpsItemType: "/aws/insight", Priority: 2 });
    await ssm.send(new UpdateOpsItemCommand({ OpsItemId: ids.disk, Status: "InProgress" }));
  });

  for (const [Key, Operator, Values, found] of [
    ["Status", "Equal", ["InProgress"], ["disk"]],
    ["Status", "Equal", ["InProgress", "Open"], ["cost", "disk"]],
    ["Status", "Equal", ["Resolved"], []],
    ["Priority", "Equal", ["2"], ["cost"]],
    ["Category", "Equal", ["Availability"], ["disk"]],
    ["Severity", "Equal", ["1"], ["disk"]],
    ["OpsItemType", "Equal", ["/aws/insight"], ["cost"]],
    ["Source", "Equal", ["budgets"], ["cost"]],
    ["Source", "Equal", ["budget"], []],
    ["Source", "Contains", ["itor"], ["disk"]],
    ["Title", "Equal", ["Cost"], ["cost"]],
    ["Title", "Equal", [longTitle.slice(0, 100)], ["disk"]],
    ["Title", "Contains", ["more"], ["disk"]],
    ["CreatedBy", "Equal", [`arn:aws:iam::${account}:user/${account}`], ["cost", "disk"]],
    ["AccountId", "Equal", [account], ["cost", "disk"]],
    ["AccountId", "Equal", ["000000000000"], []],
    ["CreatedTime", "GreaterThan", ["2026-01-15T00:00:00Z"], ["cost"]],
    ["CreatedTime", "LessThan", ["2026-01-15T00:00:00Z"], ["disk"]],
    ["LastModifiedTime", "GreaterThan", ["2026-01-15T00:00:00Z"], ["cost", "disk"]],
    ["LastModifiedTime", "LessThan", ["2026-01-15T00:00:00Z"], []],
    ["PlannedStartTime", "LessThan", ["2026-03-01T12:00:00Z"], ["disk"]],
    ["PlannedEndTime", "GreaterThan", ["2026-03-01T12:00:00Z"], ["disk"]],
    ["ActualStartTime", "LessThan", ["2026-03-01T12:00:00Z"], []],
    ["ActualEndTime", "GreaterThan", ["2026-03-01T12:00:00Z"], ["disk"]],
    ["OperationalDataKey", "Equal", ["device"], ["disk"]],
    ["OperationalDataKey", "Equal", ["note"], []],
    ["OperationalDataValue", "Equal", ["/dev/sda"], ["disk"]],
    ["OperationalDataValue", "Contains", ["sda"], ["disk"]],
    ["OperationalDataValue", "Contains", ["private"], []],
    ["OperationalData", "Equal", ['{"key":"device","value":"/dev/sda"}'], ["disk"]],
    ["OperationalData", "Equal", ['{"key":"device","value":"/dev/sdb"}'], []],
    ["ResourceId", "Contains", ["instance/i-1"], ["disk"]],
    ["AutomationId", "Equal", ["AWS-Restart"], ["disk"]],
    ["InsightByType", "Equal", ["x"], []],
    ["ChangeRequestByApproverArn", "Equal", ["x"], []],
    ["AccessRequestByIsReplica", "Equal", ["true"], []],
  ] as [OpsItemFilterKey, OpsItemFilterOperator, string[], string[]][]) {
    it(`finds [${found}] by ${Key} ${Operator} ${Values.map((value) => value.slice(0, 40)).join(" or ")}`, async () => {
      assert.deepEqual(await list({ Key, Operator, Values }), found);
    });
  }

  it("finds an OpsItem by its id", async () => {
    assert.deepEqual(await list({ Key: "OpsItemId", Operator: "Equal", Values: [ids.cost as string] }), ["cost"]);
  });

  it("finds only what all filters match", async () => {
    const open: OpsItemFilter = { Key: "Status", Operator: "Equal", Values: ["Open"] };
    const first: OpsItemFilter = { Key: "Priority", Operator: "Equal", Values: ["1"] };
    assert.deepEqual(await list(open, first), []);
    assert.deepEqual(await list(open), ["cost"]);
  });

  const times = /Time$/;
  const operators: OpsItemFilterOperator[] = ["Equal", "Contains", "GreaterThan", "LessThan"];
  const contains = ["Source", "Title", "OperationalDataValue"];
  for (const Key of Object.values(OpsItemFilterKey)) {
    it(`takes for ${Key} only the operators that AWS has for it`, async () => {
      const allowed = times.test(Key)
        ? ["GreaterThan", "LessThan"]
        : Key === "ResourceId"
          ? ["Contains"]
          : contains.includes(Key)
            ? ["Equal", "Contains"]
            : ["Equal"];
      const value = Key === "OperationalData" ? '{"key":"k","value":"v"}' : "2026-01-01T00:00:00Z";
      for (const Operator of operators) {
        const code = await codeOf(list({ Key, Operator, Values: [value] }));
        assert.equal(code, allowed.includes(Operator) ? "success" : "ValidationException", Operator);
      }
    });
  }

  for (const [what, filter] of [
    ["an unknown key", { Key: "LastModifiedBy", Operator: "Equal", Values: ["x"] }],
    ["an unknown operator", { Key: "Status", Operator: "Equals", Values: ["x"] }],
    ["no values", { Key: "Status", Operator: "Equal", Values: [] }],
    ["a title of more than 100 characters", { Key: "Title", Operator: "Equal", Values: [longTitle] }],
    ["a time that is none", { Key: "CreatedTime", Operator: "LessThan", Values: ["soon"] }],
    ["operational data without JSON", { Key: "OperationalData", Operator: "Equal", Values: ["device"] }],
  ] as [string, OpsItemFilter][]) {
    it(`refuses ${what}`, async () => assert.equal(await codeOf(list(filter)), "ValidationException"));
  }

  it("tells less of an OpsItem than GetOpsItem does", async () => {
    const filter: OpsItemFilter = { Key: "Priority", Operator: "Equal", Values: ["1"] };
    const answer = await ssm.send(new DescribeOpsItemsCommand({ OpsItemFilters: [filter] }));
    const [summary] = answer.OpsItemSummaries ?? [];
    assert.deepEqual(Object.keys(summary ?? {}).sort(), [
      "ActualEndTime",
      "ActualStartTime",
      "Category",
      "CreatedBy",
      "CreatedTime",
      "LastModifiedBy",
      "LastModifiedTime",
      "OperationalData",
      "OpsItemId",
      "OpsItemType",
      "PlannedEndTime",
      "PlannedStartTime",
      "Priority",
      "Severity",
      "Source",
      "Status",
      "Title",
    ]);
    const keys = Object.keys(summary?.OperationalData ?? {}).sort();
    assert.deepEqual(keys, ["/aws/automations", "/aws/resources", "device"]);
  });
});

describe("pages of DescribeOpsItems", () => {
  const aws = emulated();

  it("give the whole list, newest first and without repeats, at any size", async () => {
    const ssm = aws.ssm();
    const ids: string[] = [];
    for (let count = 0; count < 55; count++) ids.unshift(await create(ssm));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50 }), async (pageSize) => {
        const found: (string | undefined)[] = [];
        for await (const page of paginateDescribeOpsItems({ client: ssm, pageSize }, {})) {
          found.push(...(page.OpsItemSummaries ?? []).map(({ OpsItemId }) => OpsItemId));
        }
        assert.deepEqual(found, ids);
      }),
      { numRuns: 10, examples: [[50], [11]] },
    );
    const { OpsItemSummaries } = await ssm.send(new DescribeOpsItemsCommand({}));
    assert.equal(OpsItemSummaries?.length, 50);
  });

  it("go on where they were when OpsItems come and go between them", async () => {
    const ssm = aws.ssm();
    const ids = [await create(ssm), await create(ssm), await create(ssm)];
    const first = await ssm.send(new DescribeOpsItemsCommand({ MaxResults: 1 }));
    await ssm.send(new DeleteOpsItemCommand({ OpsItemId: ids[2] }));
    await create(ssm);
    const rest = await ssm.send(new DescribeOpsItemsCommand({ MaxResults: 50, NextToken: first.NextToken }));
    assert.deepEqual(
      rest.OpsItemSummaries?.map(({ OpsItemId }) => OpsItemId),
      [ids[1], ids[0]],
    );
    assert.equal(rest.NextToken, undefined);
  });

  it("refuse tokens that are made up or belong to another question, and sizes out of range", async () => {
    const ssm = aws.ssm();
    await create(ssm);
    await create(ssm);
    const { NextToken } = await ssm.send(new DescribeOpsItemsCommand({ MaxResults: 1 }));
    const OpsItemFilters: OpsItemFilter[] = [{ Key: "Status", Operator: "Equal", Values: ["Open"] }];
    for (const input of [
      { NextToken: "garbage" },
      { NextToken: "" },
      { NextToken, OpsItemFilters },
      { MaxResults: 0 },
      { MaxResults: 51 },
    ]) {
      const { name } = await errorOf(ssm.send(new DescribeOpsItemsCommand(input)));
      assert.equal(name, "ValidationException", JSON.stringify(input));
    }
  });
});
