import assert from "node:assert/strict";
import { SSMClient, SSMServiceException } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { mockClient } from "aws-sdk-client-mock";
import type { Props } from "../../provider/core/handler";
import { ownerEntry, ownerOf } from "../../provider/core/identity";
import { DynamicProvider } from "../../provider/hosts/dynamic/provider";
import { Session } from "../../provider/hosts/dynamic/session";
import { opsItem } from "../../provider/opsItem/handler";
import { required, whole } from "./support";

const ID = "oi-0123456789ab";
const ACCOUNT = "111122223333";
const ARN = `arn:aws:ssm:eu-west-1:${ACCOUNT}:opsitem/${ID}`;
const owner = ownerOf("urn:pulumi:dev::project::pulumi-nodejs:dynamic/aws-ops:OpsItem::a");
const OWNED = { "pulumi-aws-ops/owner": { Type: "SearchableString", Value: ownerEntry(owner) } };
const RELEASED = { "pulumi-aws-ops/owner": { Type: "SearchableString", Value: ownerEntry(owner, true) } };
const DEDUP = { "/aws/dedup": { Type: "SearchableString", Value: `{"dedupString":"${owner.mark}-0"}` } };

const region = "eu-west-1";
const base: Props = { ...required, region, owner: owner.text };
const inputs = (more: Props = {}): Props => ({
  ...base,
  ...more,
  ...(more.tags !== undefined && { tagsAll: more.tags }),
  __provider: "text",
});
/** A state as this release writes it. */
const state = (more: Props = {}): Props => ({
  ...inputs(more),
  account: ACCOUNT,
  createdTime: "2026-01-01T00:00:00.000Z",
  __managed: Object.keys(inputs(more)).join(" "),
});

const times = {
  PlannedStartTime: new Date("2026-12-01T09:00:00Z"),
  PlannedEndTime: new Date("2026-12-01T10:00:00Z"),
  ActualStartTime: new Date("2026-12-01T09:00:00.500Z"),
  ActualEndTime: new Date("2026-12-01T11:00:00Z"),
};
const live = {
  OpsItemId: ID,
  OpsItemArn: ARN,
  Title: required.title,
  Description: required.description,
  Source: required.source,
  Status: "Open" as const,
  CreatedTime: new Date("2026-01-01T00:00:00Z"),
};

const mockedSsm = () => mockClient(SSMClient);
const mockedSts = () => mockClient(STSClient);

describe("the requests of the OpsItem handler", () => {
  let ssm: ReturnType<typeof mockedSsm>;
  let sts: ReturnType<typeof mockedSts>;
  let provider: DynamicProvider;

  beforeEach(() => {
    ssm = mockedSsm();
    sts = mockedSts();
    const replies: Record<string, object> = {
      DescribeOpsItemsCommand: { OpsItemSummaries: [] },
      CreateOpsItemCommand: { OpsItemId: ID, OpsItemArn: ARN },
      GetOpsItemCommand: { OpsItem: live },
      ListTagsForResourceCommand: { TagList: [] },
    };
    ssm.onAnyCommand().resolves({} as never);
    for (const [command, reply] of Object.entries(replies)) ssm.on(commandOf(command)).resolves(reply as never);
    sts.onAnyCommand().resolves({ Account: ACCOUNT } as never);
    provider = new DynamicProvider(
      opsItem,
      new Session({
        clock: { now: () => Date.parse("2026-01-01T00:00:00Z"), sleep: async () => {} },
        messages: { progress() {}, warn() {} },
        engineGone: () => new AbortController().signal,
      }),
    );
  });
  afterEach(() => {
    ssm.restore();
    sts.restore();
  });

  const commandOf = (name: string) => require("@aws-sdk/client-ssm")[name];
  const refuse = (command: string, code: string, message: string) =>
    ssm.on(commandOf(`${command}Command`)).rejects(
      new SSMServiceException({
        name: code,
        message,
        $fault: "client",
        $metadata: { requestId: "11-22", httpStatusCode: 400 },
      }),
    );
  const sent = () =>
    ssm.calls().map(({ args: [command] }) => {
      const { name } = (command as object).constructor;
      const input: Props = JSON.parse(JSON.stringify(command.input));
      return [name.replace("Command", ""), input] as const;
    });
  const inputOf = (operation: string) => sent().find(([each]) => each === operation)?.[1] ?? {};
  const searched = [
    "DescribeOpsItems",
    { OpsItemFilters: [{ Key: "OperationalDataValue", Operator: "Contains", Values: [owner.mark] }] },
  ];
  const got = ["GetOpsItem", { OpsItemId: ID }];
  const json = (value: unknown) => JSON.parse(JSON.stringify(value));

  it("are these for the create of what is required", async () => {
    await provider.create(inputs());
    const { title: Title, description: Description, source: Source } = required;
    assert.deepEqual(sent(), [
      searched,
      ["CreateOpsItem", { Title, Description, Source, OperationalData: { ...DEDUP, ...OWNED } }],
      got,
    ]);
  });

  it("are these for the create of everything", async () => {
    await provider.create(inputs(whole));
    assert.deepEqual(sent(), [
      searched,
      [
        "CreateOpsItem",
        json({
          Title: whole.title,
          Description: whole.description,
          Source: whole.source,
          OpsItemType: "/aws/issue",
          OperationalData: {
            ...DEDUP,
            disk: { Value: "/dev/xvda", Type: "SearchableString" },
            "/aws/resources": { Value: '[{"arn":"arn:aws:rds:eu-west-1:111122223333:db:orders"}]', Type: "String" },
            ...OWNED,
          },
          Notifications: [{ Arn: "arn:aws:sns:eu-west-1:111122223333:ops" }],
          Priority: 2,
          RelatedOpsItems: [{ OpsItemId: "oi-0123456789ab" }],
          Category: "Availability",
          Severity: "2",
          ...times,
          Tags: [
            { Key: "team", Value: "orders" },
            { Key: "cost", Value: "ops" },
          ],
        }),
      ],
      ["UpdateOpsItem", { OpsItemId: ID, Status: "InProgress" }],
      got,
    ]);
  });

  it("take a dedup string of the user's own as it is", async () => {
    const own = { "/aws/dedup": { value: '{"dedupString":"mine"}', type: "SearchableString" } };
    await provider.create(inputs({ operationalData: own }));
    assert.deepEqual(inputOf("CreateOpsItem").OperationalData, {
      "/aws/dedup": { Value: '{"dedupString":"mine"}', Type: "SearchableString" },
      ...OWNED,
    });
  });

  for (const [property, value, request] of [
    ["opsItemType", "/aws/insight", { OpsItemType: "/aws/insight" }],
    ["notifications", [{ arn: "arn:a" }], { Notifications: [{ Arn: "arn:a" }] }],
    ["priority", 1, { Priority: 1 }],
    ["relatedOpsItems", [{ opsItemId: "oi-1" }], { RelatedOpsItems: [{ OpsItemId: "oi-1" }] }],
    ["category", "Cost", { Category: "Cost" }],
    ["severity", "1", { Severity: "1" }],
    ["plannedStartTime", "2026-12-01T10:00:00+01:00", { PlannedStartTime: times.PlannedStartTime }],
    ["plannedEndTime", "2026-12-01T10:00:00Z", { PlannedEndTime: times.PlannedEndTime }],
    ["actualStartTime", "2026-12-01T09:00:00.5Z", { ActualStartTime: times.ActualStartTime }],
    ["actualEndTime", "2026-12-01T11:00:00Z", { ActualEndTime: times.ActualEndTime }],
    ["tags", { a: "b" }, { Tags: [{ Key: "a", Value: "b" }] }],
    ["status", "Open", {}],
    ["onDelete", "resolve", {}],
  ] as [string, unknown, Props][]) {
    it(`say ${JSON.stringify(Object.keys(request))} in the create with ${property}, and nothing else besides`, async () => {
      await provider.create(inputs({ [property]: value }));
      const { Title, Description, Source, OperationalData, ...rest } = inputOf("CreateOpsItem");
      assert.deepEqual(rest, json(request));
      assert.deepEqual(
        sent().map(([operation]) => operation),
        ["DescribeOpsItems", "CreateOpsItem", "GetOpsItem"],
      );
    });
  }

  const disk = { value: "a", type: "String" };
  for (const [what, from, to, requests] of [
    ["title", {}, { title: "b" }, [{ Title: "b" }]],
    ["description", {}, { description: "b" }, [{ Description: "b" }]],
    ["an added notification", {}, { notifications: [{ arn: "b" }] }, [{ Notifications: [{ Arn: "b" }] }]],
    ["removed notifications", { notifications: [{ arn: "b" }] }, {}, [{ Notifications: [] }]],
    [
      "notifications in another order",
      { notifications: [{ arn: "a" }, { arn: "b" }] },
      { notifications: [{ arn: "b" }, { arn: "a" }] },
      [],
    ],
    ["removed related items", { relatedOpsItems: [{ opsItemId: "b" }] }, {}, [{ RelatedOpsItems: [] }]],
    [
      "related items",
      { relatedOpsItems: [{ opsItemId: "b" }] },
      { relatedOpsItems: [{ opsItemId: "c" }] },
      [{ RelatedOpsItems: [{ OpsItemId: "c" }] }],
    ],
    ["priority", { priority: 1 }, { priority: 2 }, [{ Priority: 2 }]],
    ["a removed priority", { priority: 1 }, {}, []],
    ["category", {}, { category: "b" }, [{ Category: "b" }]],
    ["a removed category", { category: "b" }, {}, []],
    ["severity", {}, { severity: "1" }, [{ Severity: "1" }]],
    ["a removed severity", { severity: "1" }, {}, []],
    [
      "plannedStartTime",
      {},
      { plannedStartTime: "2026-12-01T09:00:00Z" },
      [{ PlannedStartTime: times.PlannedStartTime }],
    ],
    ["a removed plannedStartTime", { plannedStartTime: "2026-12-01T09:00:00Z" }, {}, []],
    ["plannedEndTime", {}, { plannedEndTime: "2026-12-01T10:00:00Z" }, [{ PlannedEndTime: times.PlannedEndTime }]],
    [
      "actualStartTime",
      {},
      { actualStartTime: "2026-12-01T09:00:00.500Z" },
      [{ ActualStartTime: times.ActualStartTime }],
    ],
    ["actualEndTime", {}, { actualEndTime: "2026-12-01T11:00:00Z" }, [{ ActualEndTime: times.ActualEndTime }]],
    ["status", { status: "Open" }, { status: "Resolved" }, [{ Status: "Resolved" }]],
    ["a removed status", { status: "Resolved" }, {}, []],
    ["onDelete", {}, { onDelete: "resolve" }, []],
    ["adopt", { adopt: ID }, {}, []],
    [
      "an added entry",
      { operationalData: { a: disk } },
      { operationalData: { a: disk, b: disk } },
      [{ OperationalData: { b: { Value: "a", Type: "String" } } }],
    ],
    [
      "an entry's value",
      { operationalData: { a: disk, b: disk } },
      { operationalData: { a: disk, b: { ...disk, value: "b" } } },
      [{ OperationalData: { b: { Value: "b", Type: "String" } } }],
    ],
    [
      "a removed entry",
      { operationalData: { a: disk, b: disk } },
      { operationalData: { a: disk } },
      [{ OperationalDataToDelete: ["b"] }],
    ],
    [
      "one entry for another",
      { operationalData: { a: disk } },
      { operationalData: { b: disk } },
      [{ OperationalData: { b: { Value: "a", Type: "String" } }, OperationalDataToDelete: ["a"] }],
    ],
    [
      "removed operationalData",
      { operationalData: { a: disk, b: disk } },
      {},
      [{ OperationalDataToDelete: ["a", "b"] }],
    ],
    [
      "an entry beside JSON in another spelling",
      { operationalData: { "/aws/resources": { value: '[{"arn":"a"}]', type: "String" } } },
      { operationalData: { "/aws/resources": { value: '[ {"arn":"a"} ]', type: "String" }, b: disk } },
      [{ OperationalData: { b: { Value: "a", Type: "String" } } }],
    ],
    [
      "several at once",
      { priority: 1 },
      { title: "b", status: "Open", priority: 3 },
      [{ Title: "b", Priority: 3, Status: "Open" }],
    ],
  ] as [string, Props, Props, Props[]][]) {
    it(`are ${requests.length > 0 ? JSON.stringify(requests[0]) : "none"} for an update of ${what}`, async () => {
      await provider.update(ID, state(from), inputs(to));
      const updates = requests.map((request) => ["UpdateOpsItem", json({ OpsItemId: ID, ...request })]);
      assert.deepEqual(sent(), [...updates, ...(requests.length > 0 ? [got] : [])]);
    });
  }

  for (const [what, from, to, removed, added] of [
    ["added tags", undefined, { a: "1", b: "2" }, undefined, { a: "1", b: "2" }],
    ["a changed tag", { a: "1", b: "2" }, { a: "1", b: "3" }, undefined, { b: "3" }],
    ["a removed tag", { a: "1", b: "2" }, { a: "1" }, ["b"], undefined],
    ["one tag for another", { a: "1" }, { b: "1" }, ["a"], { b: "1" }],
    ["removed tags", { a: "1", b: "2" }, undefined, ["a", "b"], undefined],
    ["empty tags", { a: "1" }, {}, ["a"], undefined],
  ] as const) {
    it(`remove ${JSON.stringify(removed ?? [])} and add ${JSON.stringify(added ?? {})} for ${what}`, async () => {
      await provider.update(ID, state(from ? { tags: from } : {}), inputs(to ? { tags: to } : {}));
      const resource = { ResourceType: "OpsItem", ResourceId: ID };
      const Tags = Object.entries(added ?? {}).map(([Key, Value]) => ({ Key, Value }));
      assert.deepEqual(sent(), [
        ...(removed ? [["RemoveTagsFromResource", { ...resource, TagKeys: removed }]] : []),
        ...(added ? [["AddTagsToResource", { ...resource, Tags }]] : []),
      ]);
    });
  }

  it("write the owner anew after a rename, and nothing else", async () => {
    const renamed = ownerOf(`${owner.text}-renamed`);
    await provider.update(ID, state({ priority: 1 }), inputs({ priority: 1, owner: renamed.text }));
    const entry = { "pulumi-aws-ops/owner": { Type: "SearchableString", Value: ownerEntry(renamed) } };
    assert.deepEqual(sent(), [got, ["UpdateOpsItem", { OpsItemId: ID, OperationalData: entry }], got]);
  });

  for (const [what, more, requests] of [
    [
      "delete",
      {},
      [
        ["UpdateOpsItem", { OpsItemId: ID, OperationalData: RELEASED }],
        ["DeleteOpsItem", { OpsItemId: ID }],
      ],
    ],
    [
      "delete, asked for",
      { onDelete: "delete" },
      [
        ["UpdateOpsItem", { OpsItemId: ID, OperationalData: RELEASED }],
        ["DeleteOpsItem", { OpsItemId: ID }],
      ],
    ],
    [
      "resolve",
      { onDelete: "resolve" },
      [["UpdateOpsItem", { OpsItemId: ID, Status: "Resolved", OperationalData: RELEASED }]],
    ],
    [
      "resolve the item of another account",
      { accountId: "999999999999" },
      [
        [
          "UpdateOpsItem",
          {
            OpsItemId: ID,
            OpsItemArn: `arn:aws:ssm:eu-west-1:999999999999:opsitem/${ID}`,
            Status: "Resolved",
            OperationalData: RELEASED,
          },
        ],
      ],
    ],
    [
      "resolve and delete with a dedup string of its own, which is free only then",
      { operationalData: { "/aws/dedup": { value: '{"dedupString":"x"}' } } },
      [
        ["UpdateOpsItem", { OpsItemId: ID, Status: "Resolved", OperationalData: RELEASED }],
        ["DeleteOpsItem", { OpsItemId: ID }],
      ],
    ],
  ] as [string, Props, unknown[]][]) {
    it(`${what} on destroy, after a look at the account and at the item`, async () => {
      await provider.delete(ID, state(more));
      const [look, ...then] = sent() as [string, unknown][];
      assert.equal(look?.[0], "GetOpsItem");
      assert.deepEqual(then, requests);
      assert.equal(sts.calls().length, 1);
    });
  }

  it("name the account of an item in another one", async () => {
    const accountId = "999999999999";
    const arn = `arn:aws:ssm:eu-west-1:${accountId}:opsitem/${ID}`;
    ssm.on(commandOf("CreateOpsItemCommand")).resolves({ OpsItemId: ID, OpsItemArn: arn } as never);
    const { outs } = await provider.create(inputs({ accountId }));
    assert.deepEqual(inputOf("DescribeOpsItems").OpsItemFilters, [
      { Key: "OperationalDataValue", Operator: "Contains", Values: [owner.mark] },
      { Key: "AccountId", Operator: "Equal", Values: [accountId] },
    ]);
    assert.equal(inputOf("CreateOpsItem").AccountId, accountId);
    assert.deepEqual(inputOf("GetOpsItem"), { OpsItemId: ID, OpsItemArn: arn });
    assert.equal(outs?.account, ACCOUNT);
    assert.equal(outs?.accountId, accountId);
    assert.equal(sts.calls().length, 1);
  });

  it("lead to the ARN even where AWS does not say it, for the item of another account too", async () => {
    ssm.on(commandOf("CreateOpsItemCommand")).resolves({ OpsItemId: ID } as never);
    refuse("GetOpsItem", "SomeException", "");
    for (const [accountId, home] of [
      [undefined, ACCOUNT],
      ["999999999999", "999999999999"],
    ]) {
      sts.onAnyCommand().resolves({ Account: ACCOUNT } as never);
      await assert.rejects(provider.create(inputs({ accountId })), ({ properties }: { properties?: Props }) => {
        assert.equal(properties?.account, ACCOUNT);
        assert.equal(
          properties?.opsItemArn ?? "none",
          accountId ? `arn:aws:ssm:eu-west-1:${home}:opsitem/${ID}` : "none",
        );
        return true;
      });
    }
  });

  describe("refused by AWS", () => {
    const quoted = `${required.title} is not welcome`;
    for (const [code, expected] of [
      ["AccessDeniedException", "; the credentials need the permission for this action"],
      ["ThrottlingException", "; AWS kept throttling: run again later, or raise aws:maxRetries"],
      ["UnrecognizedClientException", "; check the credentials: aws:profile, aws:accessKey, or the environment's"],
      ["OpsItemLimitExceededException", "; raise the quota, or delete OpsItems that are no longer needed"],
      ["AnUnknownException", ""],
    ] as const) {
      for (const [operation, run, kept] of [
        ["DescribeOpsItems", () => provider.create(inputs()), false],
        ["CreateOpsItem", () => provider.create(inputs()), false],
        ["GetOpsItem", () => provider.create(inputs()), true],
        ["UpdateOpsItem", () => provider.create(inputs({ status: "Resolved" })), true],
        ["UpdateOpsItem", () => provider.update(ID, state({ title: "x" }), inputs()), false],
        ["AddTagsToResource", () => provider.update(ID, state(), inputs({ tags: { a: "b" } })), true],
        ["GetOpsItem", () => provider.read(ID, state()), false],
        ["UpdateOpsItem", () => provider.delete(ID, state()), false],
        ["DeleteOpsItem", () => provider.delete(ID, state()), false],
      ] as [string, () => Promise<unknown>, boolean][]) {
        it(`with ${code} at ${operation} of ${/\.(\w+)\(/.exec(String(run))?.[1]} tell${kept ? ", with the item's id," : ""} what to do`, async () => {
          refuse(operation, code, operation === "CreateOpsItem" ? quoted : "It is not welcome");
          await assert.rejects(run(), (error: Error & { id?: string; reasons?: string[] }) => {
            const text = operation === "CreateOpsItem" ? "… is not welcome" : "It is not welcome";
            assert.equal(error.message, `${operation} failed: ${code}: ${text} (request id 11-22)${expected}`);
            assert.equal(error.id, kept ? ID : undefined);
            assert.deepEqual(error.reasons, kept ? [error.message] : undefined);
            assert.equal(error.cause, undefined);
            return true;
          });
        });
      }
    }
  });
});
