import assert from "node:assert/strict";
import fc from "fast-check";
import { table } from "../../provider/changeRequest/properties";
import { clientToken, periodOf } from "../../provider/changeRequest/token";
import { fingerprintOf } from "../../provider/core/fingerprint";
import type { Props } from "../../provider/core/handler";
import { ownerOf } from "../../provider/core/identity";
import { markKey, markValue, releasedKey } from "../../provider/core/mark";
import { DAY, required, whole } from "./support";

/*
 * FROZEN. These texts are on the requests of every release, and in the tokens that AWS remembers for ever: a change of any
 * of them makes every resource out there a stranger to its own request, and submits it a second time.
 */
const TYPE = "pulumi-nodejs:dynamic/aws-ops:ChangeRequest";
const FROZEN = [
  {
    owner: `urn:pulumi:prod::shop::${TYPE}::resize-db`,
    key: "pulumi-aws-ops:c83c70c3a774fa5ec914",
    value: `0123456789ab 01234567 urn:pulumi:prod::shop::${TYPE}::resize-db`,
    tokens: ["24983efd-c0b3-93cc-349a-3e895f82742a", "853f83d3-2324-0556-96db-06663473961b"],
    ofNextPeriod: "a6f69715-0bec-a624-f620-d34a5e438a2c",
  },
  {
    owner: `blue/urn:pulumi:prod::shop::${TYPE}::resize-db`,
    key: "pulumi-aws-ops:85c64b039c28d4ba5008",
    value: `0123456789ab 01234567 blue/urn:pulumi:prod::shop::${TYPE}::resize-db`,
    tokens: ["04edd7dc-8abd-1cf5-a903-03b487b8a07a", "8aa8ec38-afb2-43b4-af65-f16891f8374a"],
    ofNextPeriod: "4f186445-29de-e721-6ecd-3c3475fcd452",
  },
  {
    owner: `urn:pulumi:prod::shop::my:Component$${TYPE}::Übung 😀`,
    key: "pulumi-aws-ops:3a3c848d028976486f8e",
    value: `0123456789ab 01234567 urn:pulumi:prod::shop::my:Component_${TYPE}::Übung _`,
    tokens: ["e477b3f7-b98b-dac7-5132-bc89d1593760", "de91820e-e478-e92f-5134-ac2a578f7fc0"],
    ofNextPeriod: "c6885399-5148-646b-42af-5c5f83029065",
  },
];

for (const { owner: text, key, value, tokens, ofNextPeriod } of FROZEN) {
  describe(`the frozen mark of ${text}`, () => {
    const owner = ownerOf(text);
    it("has its key", () => assert.equal(markKey(owner), key));
    it("has the key that says it was let go", () => assert.equal(releasedKey(owner), `${key}/released`));
    it("has its value", () =>
      assert.equal(markValue({ fingerprint: "0123456789ab", token: "01234567" }, owner), value));
    it("has its tokens", () => {
      assert.deepEqual([clientToken(owner, 685, 0), clientToken(owner, 685, 1)], tokens);
      assert.equal(clientToken(owner, 686, 0), ofNextPeriod);
    });
  });
}

describe("the frozen fingerprint", () => {
  for (const [what, args, fingerprint] of [
    ["of the smallest request", required, "92e4d5f8d663"],
    ["of a request with everything", whole, "7c6190a0b16f"],
  ] as [string, Props, string][]) {
    it(what, () => assert.equal(fingerprintOf(table, { ...args, region: "eu-west-1" }), fingerprint));
  }
});

describe("the frozen periods", () => {
  for (const [time, period] of [
    ["1970-01-01T00:00:00Z", 0],
    ["1970-01-30T23:59:59.999Z", 0],
    ["1970-01-31T00:00:00Z", 1],
    ["2026-01-31T12:00:00Z", 682],
  ] as const) {
    it(`have ${time} in the one of number ${period}`, () => assert.equal(periodOf(Date.parse(time)), period));
  }
  it("are as long as AWS remembers an execution", () => assert.equal(periodOf(30 * DAY * 7), 7));
});

describe("a fingerprint", () => {
  const of = (more: Props) => fingerprintOf(table, { ...whole, ...more });
  const changed: Props = {
    documentName: "Other",
    documentVersion: "2",
    runbooks: [{ documentName: "Other" }],
    parameters: { Approver: ["bob"] },
    changeRequestName: "Other",
    changeDetails: "Other",
    scheduledTime: "2027-01-01T00:00:00Z",
    scheduledEndTime: "2027-01-01T00:00:00Z",
    autoApprove: false,
    triggers: ["other"],
  };

  for (const [name, value] of Object.entries(changed)) {
    it(`differs when ${name} does, or is missing`, () => {
      assert.notEqual(of({ [name]: value }), of({}));
      if (name !== "autoApprove") assert.notEqual(of({ [name]: undefined }), of({}));
    });
  }

  for (const [what, more] of [
    ["tags", { tags: { a: "b" }, tagsAll: { a: "b" } }],
    ["what destroy does", { onDelete: "leave" }],
    ["the region, where another request is submitted in any case", { region: "us-east-1" }],
    ["the owner", { owner: "other" }],
    ["what was adopted", { adopt: "01234567-89ab-cdef-0123-456789abcdef" }],
    ["secrets", { keepsSecret: true }],
    ["the spelling of an instant", { scheduledTime: "2099-12-01T10:00:00+01:00" }],
    ["the order of keys", { parameters: Object.fromEntries(Object.entries(whole.parameters as Props).reverse()) }],
  ] as [string, Props][]) {
    it(`minds no change of ${what}`, () => assert.equal(of(more), of({})));
  }

  it("is the same for a default that is written and for one that is not", () =>
    assert.equal(fingerprintOf(table, { ...required, autoApprove: false }), fingerprintOf(table, required)));

  it("minds the order of values", () => assert.notEqual(of({ triggers: [1, 2] }), of({ triggers: [2, 1] })));
});

describe("a token", () => {
  it("is a UUID to AWS, and another one for each owner, period and count", () =>
    fc.assert(
      fc.property(fc.string(), fc.nat(2_000), fc.nat(100), (text, period, count) => {
        const owner = ownerOf(text);
        const token = clientToken(owner, period, count);
        assert.match(token, /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/);
        assert.equal(token, clientToken(owner, period, count));
        for (const other of [
          clientToken(ownerOf(`${text}.`), period, count),
          clientToken(owner, period + 1, count),
          clientToken(owner, period, count + 1),
        ]) {
          assert.notEqual(token.slice(0, 8), other.slice(0, 8));
        }
      }),
    ));
});
