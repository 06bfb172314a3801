import assert from "node:assert/strict";
import fc from "fast-check";
import {
  anotherOwner,
  clientToken,
  fingerprintOf,
  markKey,
  markValue,
  periodOf,
  readMark,
  releasedKey,
  releasedValue,
  withoutMarks,
} from "../../provider/changeRequest/mark";
import type { Props } from "../../provider/core/handler";
import { ownerOf } from "../../provider/core/identity";
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
    it(what, () => assert.equal(fingerprintOf({ ...args, region: "eu-west-1" }), fingerprint));
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
  const of = (more: Props) => fingerprintOf({ ...whole, ...more });
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
    assert.equal(fingerprintOf({ ...required, autoApprove: false }), fingerprintOf(required)));

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

describe("a mark", () => {
  const fixed = { fingerprint: "0123456789ab", token: "01234567" };
  const [us, them] = [ownerOf("urn:pulumi:dev::p::t::a"), ownerOf("urn:pulumi:dev::p::t::b")];
  const ours = { [markKey(us)]: markValue(fixed, us) };
  const theirs = { [markKey(them)]: markValue(fixed, them) };
  const released = (owner: typeof us) => ({ [releasedKey(owner)]: "true" });

  it("is within what AWS takes as key and value, whoever owns it", () =>
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
        const owner = ownerOf(text);
        const value = markValue(fixed, owner);
        for (const each of [markKey(owner), releasedKey(owner), value]) {
          assert.match(each, /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u);
        }
        assert.ok(releasedKey(owner).length <= 128);
        assert.ok([...value].length <= 256);
        assert.deepEqual(readMark({ [markKey(owner)]: value }, owner), { ...fixed, released: false });
      }),
    ));

  for (const letter of ["a", "é", "𝔸"]) {
    it(`is cut to 256 characters of ${letter}, and to none of half a one`, () => {
      const value = markValue(fixed, ownerOf(letter.repeat(300)));
      assert.equal([...value].length, 256);
      assert.ok(value.isWellFormed());
      assert.ok(value.endsWith(letter));
    });
  }

  for (const [what, tags, mark] of [
    ["as it was written", ours, { ...fixed, released: false }],
    ["as let go where a second tag says so", { ...ours, ...released(us) }, { ...fixed, released: true }],
    ["as let go, whatever that tag says", { ...ours, [releasedKey(us)]: "" }, { ...fixed, released: true }],
    ["without another's", { ...ours, ...theirs, ...released(them) }, { ...fixed, released: false }],
    ["as none where there is none", { team: "a" }, undefined],
    ["as none where only another's is there", theirs, undefined],
    ["as none where only the second tag is left", released(us), undefined],
    [
      "spoiled by hand as one of other inputs",
      { [markKey(us)]: "x" },
      { fingerprint: "x", token: "", released: false },
    ],
    ["emptied by hand as one of other inputs", { [markKey(us)]: "" }, { fingerprint: "", token: "", released: false }],
  ] as [string, Record<string, string>, object | undefined][]) {
    it(`is read ${what}`, () => assert.deepEqual(readMark(tags, us), mark));
  }

  for (const [what, tags, other] of [
    ["the other, readably", theirs, them.text],
    ["the other, beside one's own mark", { ...ours, ...theirs }, them.text],
    ["the key, where the value was spoiled by hand", { [markKey(them)]: "x" }, markKey(them)],
    ["nobody, where the other has let it go", { ...theirs, ...released(them) }, undefined],
    ["nobody, where it is one's own", ours, undefined],
    ["nobody, where it is one's own and let go", { ...ours, ...released(us) }, undefined],
    ["nobody, where nobody has marked it", { team: "a" }, undefined],
    [
      "nobody for tags that only look like a mark",
      { "pulumi-aws-ops:team": "a", "x:0123456789abcdef0123": "a" },
      undefined,
    ],
  ] as [string, Record<string, string>, string | undefined][]) {
    it(`of another owner tells ${what}`, () => assert.equal(anotherOwner(tags, us), other));
  }

  it("that was let go where AWS takes no more tags says so before its value", () => {
    const [value = ""] = Object.values(ours);
    const letGo = { [markKey(us)]: releasedValue(value) };
    assert.equal(letGo[markKey(us)], `released ${value}`);
    assert.equal(releasedValue(`released ${value}`), `released ${value}`);
    assert.equal([...releasedValue("x".repeat(256))].length, 256);
    assert.deepEqual(readMark(letGo, us), { ...readMark(ours, us), released: true });
    assert.equal(anotherOwner(letGo, them), undefined);
  });

  it("of another owner may be that of any of several names", () => {
    assert.equal(anotherOwner({ ...ours, ...theirs }, us, them), undefined);
    assert.equal(anotherOwner(theirs, them, us), undefined);
  });

  it("is no tag of the program's", () =>
    assert.deepEqual(
      withoutMarks({ ...ours, ...theirs, ...released(us), ...released(them), team: "a", "pulumi-aws-ops:team": "b" }),
      { team: "a", "pulumi-aws-ops:team": "b" },
    ));
});
