import assert from "node:assert/strict";
import fc from "fast-check";
import type { Props } from "../../provider/core/handler";
import { check } from "../../provider/core/properties/check";
import { diff } from "../../provider/core/properties/diff";
import { readBack } from "../../provider/core/properties/readBack";
import type { Row } from "../../provider/core/properties/rows";
import { toAws } from "../../provider/core/properties/toAws";
import { UNKNOWN } from "../../provider/core/unknown";
import { opsItem } from "../../provider/opsItem/handler";
import { properties, table } from "../../provider/opsItem/properties";
import { defined, failuresOf as failures, withHoles } from "../support/tables";
import { required, someInputs, whole } from "./support";

const rows = Object.entries(properties) as [keyof typeof properties, Row][];

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
