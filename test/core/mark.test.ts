import assert from "node:assert/strict";
import fc from "fast-check";
import { disowned, ownerOf } from "../../provider/core/identity";
import {
  anotherOwner,
  markKey,
  markValue,
  ownerSeen,
  readMark,
  releasedKey,
  releasedValue,
  withoutMarks,
} from "../../provider/core/mark";

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

  it("has other signs in the place of those that tags of the service do not take", () =>
    assert.equal(markValue(fixed, ownerOf("a$b,ü 😀"), /[^a-z ]/g), "0123456789ab 01234567 a_b__ __"));

  describe("that was looked at", () => {
    const disownedBy = (isReleased: boolean) => disowned(us, isReleased);
    for (const [what, tags, seen, isWarned] of [
      ["tells its owner", ours, us.text, false],
      ["tells its owner, also beside another's", { ...ours, ...theirs }, us.text, false],
      ["tells that it was let go", { ...ours, ...released(us) }, disownedBy(true), false],
      ["tells that there is none", { team: "a" }, disownedBy(false), false],
      [
        "tells that there is none where another has let it go",
        { ...theirs, ...released(them) },
        disownedBy(false),
        false,
      ],
      ["warns of another owner, which is no difference", theirs, us.text, true],
      ["warns of another owner, where it was let go itself", { ...ours, ...released(us), ...theirs }, us.text, true],
    ] as [string, Record<string, string>, string, boolean][]) {
      it(what, () => {
        const warnings: string[] = [];
        const warn = (text: string) => void warnings.push(text);
        assert.equal(ownerSeen("incident x", tags, { owner: us, warn }), seen);
        assert.deepEqual(
          warnings,
          isWarned ? [`incident x belongs to ${them.text} now: take this resource out of the program`] : [],
        );
      });
    }
  });
});
