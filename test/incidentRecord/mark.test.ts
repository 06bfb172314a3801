import assert from "node:assert/strict";
import fc from "fast-check";
import type { Props } from "../../provider/core/handler";
import { ownerOf } from "../../provider/core/identity";
import { markKey, releasedKey } from "../../provider/core/mark";
import { fingerprint, markOf } from "../../provider/incidentRecord/requests";
import { beginningOf, clientToken } from "../../provider/incidentRecord/token";
import { planArn, required, whole } from "./support";

/*
 * FROZEN. These texts are on the incidents of every release, and in the tokens that AWS remembers: a change of any of them
 * makes every resource out there a stranger to its own incident, and pages people a second time.
 */
const TYPE = "pulumi-nodejs:dynamic/aws-ops:IncidentRecord";
const FROZEN = [
  {
    owner: `urn:pulumi:prod::shop::${TYPE}::drill`,
    key: "pulumi-aws-ops:d6ae339a802f6d8e0ef5",
    value: `0123456789ab 01234567 urn:pulumi:prod::shop::${TYPE}::drill`,
    tokens: ["481b48d67930c117b19c556092c6d0ed", "8f64c37625b494339da835fb8a79a4e8"],
    ofOtherInputs: "35e3455467c84c3dd95626015aea6e37",
  },
  {
    owner: `blue/urn:pulumi:prod::shop::${TYPE}::drill`,
    key: "pulumi-aws-ops:67cff5828fef5f81cb6b",
    value: `0123456789ab 01234567 blue/urn:pulumi:prod::shop::${TYPE}::drill`,
    tokens: ["ae6d97775c489866843de32f23dd16ac", "64b493548b7d791e5bcfeddae58b6dd7"],
    ofOtherInputs: "f89956e7cd0d18683cb8cf3a80209a97",
  },
  {
    owner: `urn:pulumi:prod::shop::my:Component$${TYPE}::Übung, die 😀`,
    key: "pulumi-aws-ops:17a386dbdd42c58b304d",
    value: `0123456789ab 01234567 urn:pulumi:prod::shop::my:Component_${TYPE}::_bung_ die __`,
    tokens: ["437eb6c521c0b8b0b1cfafa1c70fbeac", "9c59ad7a23ef7c46d3157629ad726d65"],
    ofOtherInputs: "ceb7965af428505e838a048f73af9ec1",
  },
];

for (const { owner: text, key, value, tokens, ofOtherInputs } of FROZEN) {
  describe(`the frozen mark of ${text}`, () => {
    const owner = ownerOf(text);
    it("has its key", () => assert.equal(markKey(owner), key));
    it("has the key that says it was let go", () => assert.equal(releasedKey(owner), `${key}/released`));
    it("has its value", () =>
      assert.deepEqual(markOf({ fingerprint: "0123456789ab", token: "01234567" }, { owner }), { [key]: value }));
    it("has its tokens", () => {
      assert.deepEqual([clientToken(owner, "0123456789ab", 0), clientToken(owner, "0123456789ab", 1)], tokens);
      assert.equal(clientToken(owner, "ba9876543210", 0), ofOtherInputs);
    });
  });
}

describe("the frozen fingerprint", () => {
  for (const [what, args, text] of [
    ["of the smallest incident", required, "194863a00b21"],
    ["of an incident with everything", { ...required, ...whole }, "e9ba1fb4acef"],
  ] as [string, Props, string][]) {
    it(what, () => assert.equal(fingerprint({ ...args, region: "eu-west-1" }), text));
  }
});

describe("the beginning of a token", () => {
  it("is of eight signs", () => assert.equal(beginningOf("0123456789abcdef0123456789abcdef"), "01234567"));
});

describe("a fingerprint", () => {
  const all: Props = { ...required, ...whole };
  const of = (more: Props) => fingerprint({ ...all, ...more });
  const trigger = all.triggerDetails as Props;

  for (const [name, value] of Object.entries({
    responsePlanArn: planArn("other"),
    triggerDetails: { ...trigger, source: "others" },
    triggers: ["other"],
  })) {
    it(`differs when ${name} does, or is missing`, () => {
      assert.notEqual(of({ [name]: value }), of({}));
      assert.notEqual(of({ [name]: undefined }), of({}));
    });
  }

  for (const [what, more] of [
    [
      "what can be changed of an incident",
      { title: "a", impact: 1, summary: "a", status: "RESOLVED", relatedItems: [] },
    ],
    ["where people are told", { chatChannel: { empty: {} }, notificationTargets: [] }],
    ["tags", { tags: { a: "b" }, tagsAll: { a: "b" } }],
    ["what destroy does, or who may change it", { onDelete: "resolve", reconcile: true }],
    ["the region, in all of which the incident is", { region: "us-east-1" }],
    ["the owner", { owner: "other" }],
    ["what was adopted", { adopt: "other" }],
    ["secrets", { keepsSecret: true }],
    ["the spelling of an instant", { triggerDetails: { ...trigger, timestamp: "2029-12-31T22:59:00Z" } }],
    ["the order of keys", { triggerDetails: Object.fromEntries(Object.entries(trigger).reverse()) }],
  ] as [string, Props][]) {
    it(`minds no change of ${what}`, () => assert.equal(of(more), of({})));
  }

  it("minds the order of values", () => assert.notEqual(of({ triggers: [1, 2] }), of({ triggers: [2, 1] })));
});

describe("a token", () => {
  it("is what AWS takes, and another one for each owner, fingerprint and count", () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(100), (text, inputs, count) => {
        const owner = ownerOf(text);
        const token = clientToken(owner, inputs, count);
        assert.match(token, /^[0-9a-f]{32}$/);
        assert.equal(token, clientToken(owner, inputs, count));
        for (const other of [
          clientToken(ownerOf(`${text}.`), inputs, count),
          clientToken(owner, `${inputs}.`, count),
          clientToken(owner, inputs, count + 1),
        ]) {
          assert.notEqual(beginningOf(token), beginningOf(other));
        }
      }),
    ));
});

describe("the mark of an incident", () => {
  it("is within what AWS takes as the tag of an incident, whoever owns it", () =>
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
        const owner = ownerOf(text);
        const tags = markOf({ fingerprint: "0123456789ab", token: "01234567" }, { owner });
        for (const each of [...Object.entries(tags).flat(), releasedKey(owner)]) {
          assert.match(each, /^[A-Za-z0-9 _=@:.+\-/]{1,256}$/);
        }
      }),
    ));
});
