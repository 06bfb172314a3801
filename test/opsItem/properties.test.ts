import assert from "node:assert/strict";
import { SSM } from "@aws-sdk/client-ssm";
import fc from "fast-check";
import { type Emulator, startEmulator } from "../../emulator";
import { type Shape as ModelShape, models, shapeOf } from "../../emulator/model";
import type { Props } from "../../provider/core/handler";
import { ownerOf } from "../../provider/core/identity";
import { check } from "../../provider/core/properties/check";
import { withDefaults } from "../../provider/core/properties/defaults";
import { diff } from "../../provider/core/properties/diff";
import { readBack } from "../../provider/core/properties/readBack";
import { awsNameOf, type Row } from "../../provider/core/properties/rows";
import { toAws } from "../../provider/core/properties/toAws";
import { UNKNOWN } from "../../provider/core/unknown";
import { opsItem } from "../../provider/opsItem/handler";
import { properties, table } from "../../provider/opsItem/properties";
import { createRequest } from "../../provider/opsItem/requests";
import { defined, facts, failuresOf as failures, many, shortened, withHoles } from "../support/tables";
import { required, someInputs, whole } from "./support";

const rows = Object.entries(properties) as [keyof typeof properties, Row][];
const region = "eu-west-1";

const failuresOf = (args: Props, config?: Record<string, string>) => failures(opsItem, args, config);

describe("the table of an OpsItem", () => {
  it("gives back what it has sent, whatever it is", () => {
    fc.assert(
      fc.property(someInputs, (inputs) => {
        assert.deepEqual(check(table, inputs, { limits: true }), []);
        const { tags, ...sent } = inputs;
        const back = readBack(table, toAws(table, inputs));
        assert.deepEqual(defined(back), sent);
        assert.deepEqual(defined(readBack(table, toAws(table, inputs), inputs)), inputs);
        assert.deepEqual(diff(table, inputs, { ...back, tags }), []);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps the program's own spelling of what AWS has, so that nothing differs", () => {
    const program: Props = {
      ...whole,
      operationalData: { "/aws/resources": { value: '[ { "arn": "a" } ]', type: "String" } },
      notifications: [{ arn: "b" }, { arn: "a" }],
    };
    const live = {
      ...toAws(table, program),
      OperationalData: {
        "/aws/resources": { Value: '[{"arn":"a"}]', Type: "String" },
        theirs: { Value: "x", Type: "String" },
      },
      Notifications: [{ Arn: "a" }, { Arn: "b" }],
      PlannedStartTime: new Date("2026-12-01T09:00:00Z"),
    };
    assert.deepEqual(defined(readBack(table, live, program)), program);
  });

  it("shows what AWS has otherwise", () => {
    const live = { ...toAws(table, whole), Title: "Other", OperationalData: { disk: { Value: "x", Type: "String" } } };
    const back = readBack(table, live, whole);
    assert.equal(back.title, "Other");
    assert.deepEqual(back.operationalData, { disk: { value: "x", type: "String" } });
  });

  it("shows what AWS has no more as missing", () => {
    const back = readBack(table, { Title: "x" }, whole);
    assert.deepEqual(defined(back), {
      title: "x",
      operationalData: {},
      ...Object.fromEntries(["source", "opsItemType", "tags"].map((name) => [name, whole[name]])),
    });
  });

  it("never shows a value in a failure, whatever is wrong", () => {
    const junk = fc.oneof(
      fc.string().map((rest) => `§${rest}§`),
      fc.array(fc.constant("§§"), { maxLength: 12 }),
      fc.constant({
        "/aws/dedup": { value: "§§" },
        "/aws/resources": { value: '["§"]' },
        "pulumi-aws-ops/owner": { value: "§" },
      }),
      fc.constant({ key: { value: "§".repeat(20_481), type: "§" } }),
      fc.constant({ key: "§".repeat(300) }),
      fc.constant([{ arn: "§", opsItemId: "§", other: "§" }]),
      fc.constant(86753.09),
    );
    const all = fc.record(Object.fromEntries(rows.map(([name]) => [name, junk])), { requiredKeys: [] });
    return fc.assert(
      fc.asyncProperty(all, async (args) => {
        for (const reason of await failuresOf(args)) assert.ok(!/§|86753/.test(reason), reason);
      }),
      { numRuns: 200 },
    );
  });
});

describe("check of an OpsItem", () => {
  it("takes what is required alone, and everything", async () => {
    assert.deepEqual(await failuresOf(required), []);
    assert.deepEqual(await failuresOf(whole), []);
  });

  it("passes over what is not known yet, wherever it stands", async () => {
    const args: Props = {
      ...whole,
      accountId: "111122223333",
      onDelete: "resolve",
      adopt: "oi-0123456789ab",
      operationalData: {
        ...(whole.operationalData as Props),
        "/aws/automations": { value: '[{"automationId":"a","automationType":"b"}]' },
        "/aws/dedup": { value: '{"dedupString":"a"}' },
      },
    };
    const holes = [...withHoles(args)];
    assert.equal(holes.length, 35);
    for (const [path, hole] of holes) assert.deepEqual(await failuresOf(hole), [], path);
  });

  for (const [what, args] of [
    ["accountId", { accountId: UNKNOWN, onDelete: "delete" }],
    ["accountId", { accountId: UNKNOWN, opsItemType: "/aws/insight" }],
    ["onDelete", { accountId: "111122223333", onDelete: UNKNOWN }],
    ["opsItemType", { accountId: "111122223333", opsItemType: UNKNOWN }],
    ["region", { region: UNKNOWN, notifications: [{ arn: "arn:aws:sns:us-east-1:111122223333:ops" }] }],
    ["an arn", { notifications: [{ arn: UNKNOWN }, UNKNOWN] }],
    ["notifications", { notifications: UNKNOWN }],
  ] as [string, Props][]) {
    it(`asks no rule about ${Object.keys(args).join(" and ")} while ${what} is not known`, async () =>
      assert.deepEqual(await failuresOf({ ...required, ...args }), []));
  }

  for (const [args, expected] of [
    [
      { accountId: "111122223333", onDelete: "delete" },
      ['onDelete: must be "resolve" with accountId: AWS deletes no item of another account'],
    ],
    [{ accountId: "111122223333", onDelete: "resolve" }, []],
    [
      { accountId: "111122223333", opsItemType: "/aws/insight" },
      ["opsItemType: must be /aws/issue with accountId: AWS makes no other in another account"],
    ],
    [{ accountId: "111122223333", opsItemType: "/aws/issue" }, []],
    [
      { notifications: [{ arn: "arn:aws:sns:eu-west-1:1:a" }, { arn: "arn:aws:sns:us-east-1:1:a" }] },
      ["notifications[1].arn: must be a topic in the region of the item"],
    ],
    [
      { operationalData: { "pulumi-aws-ops/owner": { value: "x" } } },
      ['operationalData["pulumi-aws-ops/owner"]: is kept by this package: choose another key'],
    ],
  ] as [Props, string[]][]) {
    it(`answers ${JSON.stringify(expected)} to ${JSON.stringify(args)}`, async () =>
      assert.deepEqual(await failuresOf({ ...required, ...args }), expected));
  }

  it("tells of all that is wrong at once", async () => {
    assert.deepEqual(
      await failuresOf({ title: "", priority: 0, severity: "a\nb", tags: { "aws:x": "y" }, colour: "x" }),
      [
        `colour: there is no such property; known are ${rows.map(([name]) => name).join(", ")}`,
        "title: must be 1 to 1024 characters long, not 0",
        "description: is required",
        "source: is required",
        "priority: must be a whole number from 1 to 5",
        "severity: must be a single line",
        'tags["aws:x"]: the key must not begin with aws:',
      ],
    );
  });

  it("leaves limits to AWS when validation is off", async () => {
    const args = { ...required, title: "", priority: 9, accountId: "1", onDelete: "delete", category: "" };
    assert.equal((await failuresOf(args)).length, 5);
    assert.deepEqual(await failuresOf(args, { "aws-ops:validation": "off" }), [
      'onDelete: must be "resolve" with accountId: AWS deletes no item of another account', // a rule of our own
    ]);
  });
});

/*
 * Both sides of each limit. `refused`: whether the emulator, which knows AWS's documents, refuses the value as well
 * when it is sent with aws-ops:validation off; where it does not, the reason says why we do.
 */
interface Limit {
  property: string;
  valid: unknown[];
  invalid: Refused[];
}
type Refused = [value: unknown, reason: string, whyAwsTakesIt?: string];

const list = (count: number, of: (index: number) => unknown) => JSON.stringify(many(count, of));
const dataOf = (key: string, value: unknown, type?: string) => ({ [key]: { value, ...(type && { type }) } });
const relatedOf = (count: number) => many(count, (index) => ({ opsItemId: `oi-${String(index).padStart(12, "0")}` }));

const heading = (property: string, max: number): Limit => ({
  property,
  valid: ["a", "a".repeat(max), "😀".repeat(max), " a"],
  invalid: [
    ["", `${property}: must be 1 to ${max} characters long, not 0`],
    ["a".repeat(max + 1), `${property}: must be 1 to ${max} characters long, not ${max + 1}`],
    ["😀".repeat(max + 1), `${property}: must be 1 to ${max} characters long, not ${max + 1}`],
    ["  \t", `${property}: must be more than white space`],
    ["a\nb", `${property}: must be a single line`],
  ],
});
const instantOf = (property: string): Limit => ({
  property,
  valid: ["2026-01-31T09:00:00Z", "2026-01-31T09:00:00.123+01:00"],
  invalid: [
    [
      "2026-01-31",
      `${property}: must be an instant in ISO 8601 with its offset, such as 2026-01-31T09:00:00Z`,
      "a type, which is always checked",
    ],
  ],
});
const reservedKey = (key: string): Refused => [
  dataOf(key, "x"),
  `operationalData${/^\w+$/.test(key) ? `.${key}` : `["${key}"]`}: the key must not begin with amazon, aws, amzn, ssm, /amazon, /aws, /amzn or /ssm, except /aws/resources, /aws/automations or /aws/dedup`,
];
const resourcesForm = 'operationalData["/aws/resources"].value: must be JSON of the form [{"arn": "…"}]';
const automationsForm =
  'operationalData["/aws/automations"].value: must be JSON of the form [{"automationId": "…", "automationType": "…"}]';
const dedupForm =
  'operationalData["/aws/dedup"].value: must be JSON of the form {"dedupString": "…"} with 1 to 512 characters';
const tagSigns = "letters, digits, spaces and _.:/=+-@";

const limits: Limit[] = [
  heading("title", 1024),
  heading("category", 64),
  heading("severity", 64),
  {
    ...heading("source", 128),
    invalid: [
      ...heading("source", 128).invalid,
      ...["aws", "my aws source", "amazon", "amzn-x"].map(
        (value): Refused => [value, "source: must not contain aws, amazon or amzn"],
      ),
    ],
  },
  {
    property: "description",
    valid: ["a", "a".repeat(2048), "😀".repeat(2048), "# A\n\nb"],
    invalid: [
      ["", "description: must be 1 to 2048 characters long, not 0"],
      ["a".repeat(2049), "description: must be 1 to 2048 characters long, not 2049"],
      [" \n ", "description: must be more than white space"],
    ],
  },
  { property: "opsItemType", valid: ["/aws/issue", "/aws/insight", "/aws/changerequest", "anything"], invalid: [] },
  {
    property: "operationalData",
    valid: [
      {},
      dataOf("k".repeat(128), "v"),
      dataOf("😀".repeat(128), "v"),
      dataOf("my aws", "v".repeat(20_480)),
      dataOf("k", "é".repeat(10_240)),
      dataOf("k", "a\nb", "SearchableString"),
      dataOf(
        "/aws/resources",
        list(100, (index) => ({ arn: `a${index}` })),
      ),
      dataOf("/aws/resources", "[]"),
      dataOf(
        "/aws/automations",
        list(10, () => ({ automationId: "a", automationType: "b" })),
      ),
      dataOf("/aws/dedup", JSON.stringify({ dedupString: "d".repeat(512) })),
      dataOf("/aws/dedup", JSON.stringify({ dedupString: "😀".repeat(512) })),
    ],
    invalid: [
      [dataOf("", "v"), 'operationalData[""]: the key must be 1 to 128 characters long, not 0'],
      [
        dataOf("k".repeat(129), "v"),
        `operationalData.${"k".repeat(129)}: the key must be 1 to 128 characters long, not 129`,
      ],
      [dataOf("  ", "v"), 'operationalData["  "]: the key must be more than white space'],
      [dataOf("a\nb", "v"), 'operationalData["a\\nb"]: the key must be a single line'],
      ...["aws", "awsome", "amazon", "amzn1", "ssm-x", "/amazon", "/aws", "/aws/other", "/amzn", "/ssm/x"].map(
        reservedKey,
      ),
      [
        dataOf("k", "v".repeat(20_481)),
        "operationalData.k.value: must be at most 20480 bytes of UTF-8 long, not 20481",
      ],
      [
        dataOf("k", `${"é".repeat(10_240)}!`),
        "operationalData.k.value: must be at most 20480 bytes of UTF-8 long, not 20481",
      ],
      [dataOf("k", ""), "operationalData.k.value: must be more than white space"],
      [dataOf("k", " \n"), "operationalData.k.value: must be more than white space"],
      [dataOf("k", "v", "Text"), "operationalData.k.type: must be one of String, SearchableString"],
      [dataOf("/aws/resources", "arn:a"), resourcesForm],
      [dataOf("/aws/resources", '[{"id":"a"}]'), resourcesForm],
      [dataOf("/aws/resources", "[null]"), resourcesForm],
      [
        dataOf(
          "/aws/resources",
          list(101, (index) => ({ arn: `a${index}` })),
        ),
        'operationalData["/aws/resources"].value: must name at most 100, not 101',
      ],
      [dataOf("/aws/automations", "{}"), automationsForm],
      [
        dataOf(
          "/aws/automations",
          list(11, () => ({ automationId: "a" })),
        ),
        'operationalData["/aws/automations"].value: must name at most 10, not 11',
      ],
      [dataOf("/aws/dedup", "d"), dedupForm],
      [dataOf("/aws/dedup", "null"), dedupForm],
      [dataOf("/aws/dedup", JSON.stringify({ dedupString: "d".repeat(513) })), dedupForm],
      [
        dataOf("/aws/dedup", '{"dedupString":""}'),
        dedupForm,
        "AWS takes it for none: the item would be protected by nothing",
      ],
      [{ k: { type: "String" } }, "operationalData.k.value: is required", "the model leaves it open"],
    ],
  },
  {
    property: "notifications",
    valid: [[], [{ arn: "arn:aws:sns:eu-west-1:111122223333:ops" }]],
    invalid: [
      [[{}], "notifications[0].arn: is required"],
      [[{ arn: "" }], "notifications[0].arn: must be 1 to 2048 characters long, not 0"],
      [
        [{ arn: `arn:aws:sns:eu-west-1:111122223333:${"a".repeat(2048)}` }],
        "notifications[0].arn: must be 1 to 2048 characters long, not 2083",
        "no limit is documented; no ARN is that long",
      ],
      [
        [{ arn: "arn:aws:sns:us-east-1:111122223333:ops" }],
        "notifications[0].arn: must be a topic in the region of the item",
      ],
    ],
  },
  {
    property: "priority",
    valid: [1, 5],
    invalid: [0, 6, -1].map((value) => [value, "priority: must be a whole number from 1 to 5"] as Refused),
  },
  {
    property: "relatedOpsItems",
    valid: [[], relatedOf(10)],
    invalid: [
      [relatedOf(11), "relatedOpsItems: must have at most 10 elements, not 11"],
      [[{}], "relatedOpsItems[0].opsItemId: is required"],
      [
        [{ opsItemId: "" }],
        "relatedOpsItems[0].opsItemId: must be 1 to 2048 characters long, not 0",
        "no limit is documented; it can name no item",
      ],
      [
        [{ opsItemId: "a".repeat(2049) }],
        "relatedOpsItems[0].opsItemId: must be 1 to 2048 characters long, not 2049",
        "no limit is documented; it can name no item",
      ],
    ],
  },
  ...["plannedStartTime", "plannedEndTime", "actualStartTime", "actualEndTime"].map(instantOf),
  {
    property: "accountId",
    valid: ["111122223333"],
    invalid: ["11112222333", "1111222233334", "11112222333a", ""].map(
      (value) =>
        [
          value,
          "accountId: must be an account id of 12 digits",
          value === "" ? "an empty one is not sent" : undefined,
        ] as Refused,
    ),
  },
  {
    property: "status",
    valid: ["Open", "InProgress", "Resolved"],
    invalid: ["open", "Done", ""].map(
      (value) =>
        [
          value,
          `status: must be one of ${(table.status as { choices: readonly string[] }).choices.join(", ")}`,
        ] as Refused,
    ),
  },
  {
    property: "tags",
    valid: [
      {},
      { ["k".repeat(128)]: "v".repeat(256) },
      { "ü 1_.:/=+-@": "ü 1_.:/=+-@" },
      { a: "" },
      Object.fromEntries(many(50, (index) => [`k${index}`, "v"]) as [string, string][]),
    ],
    invalid: [
      [
        Object.fromEntries(many(51, (index) => [`k${index}`, "v"]) as [string, string][]),
        "tags: must have at most 50 keys, not 51",
      ],
      [{ "": "v" }, 'tags[""]: the key must be 1 to 128 characters long, not 0'],
      [{ ["k".repeat(129)]: "v" }, `tags.${"k".repeat(129)}: the key must be 1 to 128 characters long, not 129`],
      [{ "a!": "v" }, `tags["a!"]: the key must be ${tagSigns}`],
      [{ "aws:a": "v" }, 'tags["aws:a"]: the key must not begin with aws:'],
      [{ a: "v".repeat(257) }, "tags.a: must be 0 to 256 characters long, not 257"],
      [{ a: "v!" }, `tags.a: must be ${tagSigns}`],
      [{ a: 1 }, "tags.a: must be a string", "a type, which is always checked"],
    ],
  },
  {
    property: "onDelete",
    valid: ["delete", "resolve"],
    invalid: [["Delete", "onDelete: must be one of delete, resolve", "never sent"]],
  },
  {
    property: "adopt",
    valid: [
      "oi-0123456789ab",
      "eu-west-1/oi-0123456789ab",
      "arn:aws:ssm:eu-west-1:111122223333:opsitem/oi-0123456789ab",
    ],
    invalid: ["oi-0123456789abc", "oi-0123456789AB", "disk", "https://x/oi-0123456789ab"].map(
      (value): Refused => [
        value,
        'adopt: must be the id of an OpsItem, "oi-" and 12 hexadecimal digits, or its ARN, with "region/" before it where needed',
        "never sent",
      ],
    ),
  },
  {
    property: "region",
    valid: ["eu-west-1"],
    invalid: [["Ireland", "region: must be the name of a region, such as eu-west-1", "never sent"]],
  },
];

describe("the limits of an OpsItem", () => {
  let aws: Emulator;
  let ssm: SSM;
  before(async () => {
    aws = await startEmulator();
    ssm = new SSM({
      endpoint: aws.url,
      region,
      maxAttempts: 1,
      credentials: { accessKeyId: "111122223333", secretAccessKey: "any" },
    });
  });
  after(async () => {
    ssm.destroy();
    await aws.close();
  });

  it("are tried for every property", () => {
    assert.deepEqual(limits.map(({ property }) => property).sort(), Object.keys(properties).sort());
  });

  let made = 0;
  /** What AWS says to the item when nothing of ours looks at it. */
  async function sent(args: Props): Promise<string> {
    const inputs = withDefaults(table, { ...args, tagsAll: args.tags });
    const { OpsItemId } = await ssm.createOpsItem(createRequest(inputs, ownerOf(`item ${++made}`), 0) as never);
    if (args.status !== undefined) await ssm.updateOpsItem({ OpsItemId, Status: args.status as never });
    return "taken";
  }
  const outcome = (args: Props) => sent(args).catch((error: Error) => error.name);

  for (const { property, valid, invalid } of limits) {
    for (const value of valid) {
      it(`take ${property} ${shortened(value)}, and AWS does`, async () => {
        const args = { ...required, [property]: value };
        assert.deepEqual(await failuresOf(args), []);
        assert.equal(await outcome(args), "taken");
      });
    }
    for (const [value, reason, whyAwsTakesIt] of invalid) {
      it(`refuse ${property} ${shortened(value)}, ${whyAwsTakesIt ? `though AWS may not: ${whyAwsTakesIt}` : "as AWS does"}`, async () => {
        const args = { ...required, [property]: value };
        assert.deepEqual(await failuresOf(args), [reason]);
        if (!whyAwsTakesIt) {
          assert.match(
            await outcome(args),
            /^(ValidationException|OpsItem(InvalidParameter|LimitExceeded)Exception|TooManyTagsError)$/,
          );
        }
      });
    }
  }
});

describe("the limits of AWS's model", () => {
  const model = models.ssm;
  const members = shapeOf(model, { shape: "CreateOpsItemRequest" }).members ?? {};
  const updatable = shapeOf(model, { shape: "UpdateOpsItemRequest" }).members ?? {};

  it("are about members that are rows of the table, all of them", () => {
    const rowsSent = rows.filter(([, row]) => !row.local).map(([name, row]) => awsNameOf(name, row));
    const all = new Set([...Object.keys(members), ...Object.keys(updatable)]);
    for (const ours of ["Tags", "OpsItemId", "OpsItemArn", "OperationalDataToDelete"]) all.delete(ours);
    assert.deepEqual(rowsSent.sort(), [...all].sort());
  });

  it("call required what the table does", () => {
    const names = rows.filter(([, row]) => row.required).map(([name, row]) => awsNameOf(name, row));
    assert.deepEqual(names.sort(), [...(shapeOf(model, { shape: "CreateOpsItemRequest" }).required ?? [])].sort());
  });

  it("let be changed what the table does", () => {
    for (const [name, row] of rows) {
      if (row.local) continue;
      assert.equal(awsNameOf(name, row) in updatable, row.createOnly !== true, name);
    }
  });

  /** Where we deliberately say something else than the model, and why. */
  const differences: Record<string, string> = {
    "operationalData{}.value required": "an entry without a value means nothing",
    "notifications[].arn required": "a notification without a topic means nothing",
    "notifications[].arn length": "the model has no limit; no ARN is longer",
    "relatedOpsItems[].opsItemId length": "the model has no limit; no id is longer",
    "relatedOpsItems length": "a quota, which the model does not know",
  };

  const told = new Set<string>();
  for (const [name, row] of rows) {
    const member = members[awsNameOf(name, row)] ?? updatable[awsNameOf(name, row)];
    if (row.local || !member) continue;
    for (const [path, ours, theirs] of facts(model, name, row, member)) {
      it(`say of ${path} what the table says`, () => {
        if (path in differences) {
          told.add(path);
          assert.notDeepEqual(ours, theirs, "no difference any more: take it off the list");
        } else {
          assert.deepEqual(ours, theirs);
        }
      });
    }
  }
  it("differ from the table nowhere else", () => assert.deepEqual([...told].sort(), Object.keys(differences).sort()));

  it("say of tags what the table says", () => {
    const [key, value] = ["TagKey", "TagValue"].map((shape) => shapeOf(model, { shape })) as [ModelShape, ModelShape];
    const tags = properties.tags as Row & { type: "map" };
    assert.deepEqual(tags.keys?.length, [key.min, key.max]);
    assert.deepEqual((tags.of as { length?: readonly number[] }).length, [value.min, value.max]);
    assert.equal(key.pattern, `^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$`);
    assert.equal(tags.keys?.pattern?.matches.source, `^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$`);
  });
});
