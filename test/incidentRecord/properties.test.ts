import assert from "node:assert/strict";
import fc from "fast-check";
import type { Props } from "../../provider/core/handler";
import { check } from "../../provider/core/properties/check";
import { diff } from "../../provider/core/properties/diff";
import { readBack } from "../../provider/core/properties/readBack";
import type { Row } from "../../provider/core/properties/rows";
import { toAws } from "../../provider/core/properties/toAws";
import { UNKNOWN } from "../../provider/core/unknown";
import { incidentRecord } from "../../provider/incidentRecord/handler";
import { properties, table } from "../../provider/incidentRecord/properties";
import { incidentArnIn, planArnOf, planNameIn } from "../../provider/incidentRecord/reference";
import { fingerprint, updateRequest } from "../../provider/incidentRecord/requests";
import { arbitraryOf } from "../support/arbitraryOf";
import { defined, failuresOf as failures, shortened, withHoles } from "../support/tables";
import { link, planArn, required, topic, whole } from "./support";

const rows = Object.entries(properties) as [keyof typeof properties, Row][];
const failuresOf = (args: Props, config?: Record<string, string>) => failures(incidentRecord, args, config);
const all: Props = { ...required, ...whole };
const ARN = "arn:aws:ssm-incidents::111122223333:incident-record/drill/a6be9281-6d5f-4c8a-8a3c-2b1f5d0f7a11";

/** Inputs of an incident with any of its properties, all of them valid. */
const someInputs: fc.Arbitrary<Props> = (() => {
  const { region, adopt, chatChannel, relatedItems, triggers, ...others } = properties;
  const some = Object.fromEntries(Object.entries(others).map(([name, row]) => [name, arbitraryOf(row)]));
  const topics = arbitraryOf(chatChannel.members.chatbotSns!);
  const items = fc.uniqueArray(fc.record({ title: fc.string(), url: fc.webUrl() }), {
    maxLength: 3,
    selector: ({ url }) => url,
  });
  const given = {
    ...some,
    triggers: fc.array(fc.oneof(fc.integer(), fc.boolean(), fc.constant(null))),
    chatChannel: fc.oneof(
      fc.constant({ empty: {} }),
      topics.map((chatbotSns) => ({ chatbotSns })),
    ),
    relatedItems: items.map((each) => each.map(({ url, title }) => link(url, title))),
  };
  return fc.record<Props>(given, { requiredKeys: ["responsePlanArn"], noNullPrototype: true });
})();

describe("the table of an incident", () => {
  it("gives back what it has sent, whatever it is", () => {
    fc.assert(
      fc.property(someInputs, (inputs) => {
        assert.deepEqual(check(table, inputs, { limits: true }), []);
        assert.deepEqual(defined(readBack(table, toAws(table, inputs), inputs)), inputs);
        const { tags, onDelete, triggers, reconcile, triggerDetails, ...told } = inputs;
        assert.deepEqual(defined(readBack(table, toAws(table, inputs))), told);
        assert.deepEqual(diff(table, inputs, structuredClone(inputs)), []);
        assert.equal(fingerprint(structuredClone(inputs)), fingerprint(inputs));
      }),
      { numRuns: 200 },
    );
  });

  it("sends nothing that concerns us alone", () => {
    const local = { region: "eu-west-1", owner: "x", tagsAll: {}, adopt: ARN, keepsSecret: true };
    const { tags, onDelete, triggers, reconcile, ...sent } = all;
    assert.deepEqual(Object.keys(toAws(table, { ...all, ...local })).sort(), Object.keys(sent).sort());
  });

  it("never shows a value in a failure, whatever is wrong", () => {
    const junk: fc.Arbitrary<unknown> = fc.oneof(
      fc.string().map((rest) => `§${rest}§`),
      fc.array(fc.constant("§§"), { maxLength: 12 }),
      fc.constant([{ identifier: { type: "§", value: { url: "§", arn: "§" } }, title: "§".repeat(201) }]),
      fc.constant([{ identifier: "§" }, { identifier: { type: "OTHER", value: { pagerDutyIncidentDetail: "§" } } }]),
      fc.constant([link("§§"), link("§§"), { snsTopicArn: "§" }]),
      fc.constant({ source: "aws.§", timestamp: "§", triggerArn: "§", rawData: "§".repeat(10_001) }),
      fc.constant({ chatbotSns: ["§".repeat(1001)], empty: { key: "§" } }),
      fc.constant({ key: "§".repeat(300) }),
      fc.constant(86753.09),
    );
    const args = fc.record(Object.fromEntries(rows.map(([name]) => [name, junk])), { requiredKeys: [] });
    return fc.assert(
      fc.asyncProperty(args, async (given) => {
        for (const reason of await failuresOf(given)) assert.ok(!/§|86753/.test(reason), reason);
      }),
      { numRuns: 200 },
    );
  });
});

describe("check of an incident", () => {
  it("takes what is required alone, and everything", async () => {
    for (const args of [required, all, { ...all, adopt: ARN }]) assert.deepEqual(await failuresOf(args), []);
  });

  it("passes over what is not known yet, wherever it stands", async () => {
    const holes = [...withHoles({ ...all, adopt: ARN })];
    assert.equal(holes.length, 58);
    for (const [path, hole] of holes) assert.deepEqual(await failuresOf(hole), [], path);
  });

  for (const [what, more] of [
    ["two items of which one is not known", { relatedItems: [link("a"), UNKNOWN] }],
    ["two items of which something is not known", { relatedItems: [link("a"), link(UNKNOWN)] }],
    ["an item in a form that is not known", { relatedItems: [{ identifier: { type: "OTHER", value: UNKNOWN } }] }],
    [
      "nothing in the place of other forms",
      { relatedItems: [{ identifier: { type: "OTHER", value: { url: "a", arn: null } } }] },
    ],
    [
      "the same link of two types",
      { relatedItems: [link("a"), { identifier: { type: "TASK", value: { url: "a" } } }] },
    ],
    ["topics beside nothing", { chatChannel: { chatbotSns: [topic("a")], empty: null } }],
  ] as [string, Props][]) {
    it(`takes ${what}`, async () => assert.deepEqual(await failuresOf({ ...required, ...more }), []));
  }

  it("tells of all that is wrong at once, each with its place", async () => {
    assert.deepEqual(
      await failuresOf({
        responseplanArn: planArn("drill"),
        title: "x".repeat(201),
        impact: 6,
        triggerDetails: { source: "aws.events", colour: "red" },
        relatedItems: [link("a"), { identifier: { type: "LINK", value: { href: "a" } } }],
        chatChannel: {},
        notificationTargets: [{}],
        status: "CLOSED",
        tags: { "aws:x": "ü" },
        onDelete: "cancel",
        adopt: "drill",
      }),
      [
        "responseplanArn: there is no such property; responsePlanArn is meant",
        "responsePlanArn: is required",
        "title: must be 0 to 200 characters long, not 201",
        "impact: must be a whole number from 1 to 5",
        "triggerDetails.colour: there is no such property; known are source, timestamp, triggerArn, rawData",
        "triggerDetails.source: must not begin with aws.",
        "triggerDetails.timestamp: is required",
        "relatedItems[1].identifier.type: must be one of ANALYSIS, INCIDENT, METRIC, PARENT, ATTACHMENT, OTHER, AUTOMATION, INVOLVED_RESOURCE, TASK",
        "relatedItems[1].identifier.value.href: there is no such property; known are arn, url, metricDefinition, pagerDutyIncidentDetail",
        "chatChannel: must have exactly one of chatbotSns and empty",
        "notificationTargets[0].snsTopicArn: is required",
        "status: must be one of OPEN, RESOLVED",
        'tags["aws:x"]: the key must not begin with aws:',
        'tags["aws:x"]: must be letters, digits, spaces and _=@:.+,-/ of ASCII',
        "onDelete: must be one of resolve, delete",
        'adopt: must be the ARN of an incident record, with "region/" before it where needed',
      ],
    );
  });

  it("leaves limits to AWS when validation is off, and keeps the rules of our own", async () => {
    const args = { ...required, title: "x".repeat(201), impact: 6, chatChannel: {}, adopt: "x" };
    assert.equal((await failuresOf(args)).length, 4);
    assert.deepEqual(await failuresOf(args, { "aws-ops:validation": "off" }), [
      "chatChannel: must have exactly one of chatbotSns and empty",
      'adopt: must be the ARN of an incident record, with "region/" before it where needed',
    ]);
  });
});

describe("what names an incident", () => {
  for (const [reference, arn] of [
    [ARN, ARN],
    [`eu-west-1/${ARN}`, ARN],
    [ARN.replace("aws", "aws-us-gov"), ARN.replace("aws", "aws-us-gov")],
    [`Ireland/${ARN}`, undefined],
    [`${ARN}/more`, undefined],
    [`x${ARN}`, undefined],
    [ARN.replace("::", ":eu-west-1:"), undefined],
    [planArn("drill"), undefined],
    ["drill", undefined],
    ["", undefined],
  ] as const) {
    it(`${shortened(reference)} is ${arn ? "its ARN" : "nothing of it"}`, () =>
      assert.equal(incidentArnIn(reference), arn));
  }

  it("has the name of its plan", () => {
    assert.deepEqual([planNameIn(ARN), planNameIn(planArn("drill")), planNameIn("x")], ["drill", "drill", undefined]);
    assert.equal(planArnOf(ARN), planArn("drill"));
  });

  for (const [what, declared, told] of [
    ["as the program has it, of whichever account", planArn("drill", "444455556666"), undefined],
    ["as the incident has it where the program names another", planArn("other"), planArn("drill")],
  ] as const) {
    it(`tells the ARN of its plan ${what}`, () => assert.equal(planArnOf(ARN, declared), told ?? declared));
  }
});

describe("updateRequest", () => {
  const changed = new Set(Object.keys(properties));

  it("says what has changed, and nothing else", () =>
    assert.deepEqual(updateRequest(all, new Set(["title", "tags", "relatedItems", "onDelete"])), { title: all.title }));

  it("clears what the program has dropped, where AWS can clear it", () =>
    assert.deepEqual(updateRequest(required, changed), {
      summary: "",
      chatChannel: { empty: {} },
      notificationTargets: [],
    }));

  it("is of nothing that AWS cannot change", () =>
    assert.deepEqual(Object.keys(updateRequest(all, changed)).sort(), [
      ...["chatChannel", "impact", "notificationTargets", "status", "summary", "title"],
    ]));
});
