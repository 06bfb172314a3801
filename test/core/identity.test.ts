import assert from "node:assert/strict";
import { ownerEntry, ownerOf, ownerText, readEntry, standing, urnOf } from "../../provider/core/identity";

/*
 * FROZEN. These texts are in the states and on the objects of every release: a change of any of them makes every
 * resource out there a stranger to its own object.
 */
const FROZEN = [
  {
    namespace: undefined,
    urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws-ops:OpsItem::disk-filling-up",
    text: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws-ops:OpsItem::disk-filling-up",
    mark: "48b283e3ce8beec9ce7f",
    entry:
      '{"owner":"urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws-ops:OpsItem::disk-filling-up","mark":"48b283e3ce8beec9ce7f"}',
    released:
      '{"owner":"urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws-ops:OpsItem::disk-filling-up","mark":"48b283e3ce8beec9ce7f","released":true}',
  },
  {
    namespace: "blue",
    urn: "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws-ops:OpsItem::disk-filling-up",
    text: "blue/urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws-ops:OpsItem::disk-filling-up",
    mark: "b0cdb28a5b4a50f497c2",
    entry:
      '{"owner":"blue/urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws-ops:OpsItem::disk-filling-up","mark":"b0cdb28a5b4a50f497c2"}',
    released:
      '{"owner":"blue/urn:pulumi:prod::shop::pulumi-nodejs:dynamic/aws-ops:OpsItem::disk-filling-up","mark":"b0cdb28a5b4a50f497c2","released":true}',
  },
  {
    namespace: undefined,
    urn: "urn:pulumi:prod::shop::my:Component$pulumi-nodejs:dynamic/aws-ops:OpsItem::Übung 😀",
    text: "urn:pulumi:prod::shop::my:Component$pulumi-nodejs:dynamic/aws-ops:OpsItem::Übung 😀",
    mark: "420086275fdc8178796d",
    entry:
      '{"owner":"urn:pulumi:prod::shop::my:Component$pulumi-nodejs:dynamic/aws-ops:OpsItem::Übung 😀","mark":"420086275fdc8178796d"}',
    released:
      '{"owner":"urn:pulumi:prod::shop::my:Component$pulumi-nodejs:dynamic/aws-ops:OpsItem::Übung 😀","mark":"420086275fdc8178796d","released":true}',
  },
];

for (const { namespace, urn, text, mark, entry, released } of FROZEN) {
  describe(`the frozen identity of ${text}`, () => {
    const owner = ownerOf(text);
    it("has its text", () => assert.equal(ownerText(namespace, urn), text));
    it("has its mark", () => assert.deepEqual(owner, { text, mark }));
    it("has its entry", () => assert.equal(ownerEntry(owner), entry));
    it("has its entry once it is released", () => assert.equal(ownerEntry(owner, true), released));
    it("gives its URN back", () => assert.equal(urnOf(text), urn));
  });
}

describe("ownerText", () => {
  it("has no namespace where it is empty", () => assert.equal(ownerText("", "urn:pulumi:a"), "urn:pulumi:a"));
});

describe("urnOf", () => {
  it("gives a text without a URN back as it is", () => assert.equal(urnOf("anything"), "anything"));
});

describe("readEntry", () => {
  it("reads what ownerEntry writes", () => {
    const owner = ownerOf("a");
    assert.deepEqual(readEntry(ownerEntry(owner)), { owner: "a", released: false });
    assert.deepEqual(readEntry(ownerEntry(owner, true)), { owner: "a", released: true });
  });
});

describe("standing", () => {
  const owner = ownerOf("urn:pulumi:dev::p::t::a");
  for (const [what, entry, expected] of [
    ["no entry", undefined, "none"],
    ["an entry that was emptied", "", "none"],
    ["an entry that is no JSON any more", `${ownerEntry(owner)} edited`, "none"],
    ["JSON that is no object", '"urn:pulumi:dev::p::t::a"', "none"],
    ["null", "null", "none"],
    ["a list", "[]", "none"],
    ["an entry without owner", '{"mark":"x"}', "none"],
    ["an owner that is no text", '{"owner":1}', "none"],
    ["its own entry", ownerEntry(owner), "ours"],
    ["its own entry in another spelling", '{ "owner": "urn:pulumi:dev::p::t::a" }', "ours"],
    ["its own entry with members of a later release", '{"owner":"urn:pulumi:dev::p::t::a","more":1}', "ours"],
    [
      "its own entry, flagged by hand with what is not true",
      '{"owner":"urn:pulumi:dev::p::t::a","released":"no"}',
      "ours",
    ],
    ["its own entry once it is released", ownerEntry(owner, true), "released"],
    ["the entry of another", ownerEntry(ownerOf("urn:pulumi:dev::p::t::b")), "another"],
    ["the released entry of another", ownerEntry(ownerOf("urn:pulumi:dev::p::t::b"), true), "another"],
    ["the entry of the same URN in a namespace", ownerEntry(ownerOf("blue/urn:pulumi:dev::p::t::a")), "another"],
  ] as const) {
    it(`takes ${what} for ${expected}`, () => assert.equal(standing(entry, owner), expected));
  }
});
