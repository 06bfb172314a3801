import assert from "node:assert/strict";
import { withDefaults } from "../../../provider/core/properties/defaults";
import { list, map, struct, text } from "../../../provider/core/properties/rows";
import { UNKNOWN } from "../../../provider/core/unknown";

const entry = struct({ value: text({}), type: text({ default: "String" }) });
const table = {
  one: { ...entry, doc: "" },
  many: list({ of: entry, doc: "" }),
  named: map({ of: entry, doc: "" }),
  deep: { ...struct({ inner: entry }), doc: "" },
  plain: text({ default: "not filled in", doc: "" }),
};

describe("withDefaults", () => {
  for (const [what, inputs, filled] of [
    ["a structure", { one: { value: "x" } }, { one: { value: "x", type: "String" } }],
    ["each of a list", { many: [{ value: "x" }, {}] }, { many: [{ value: "x", type: "String" }, { type: "String" }] }],
    ["each of a map", { named: { a: { value: "x" } } }, { named: { a: { value: "x", type: "String" } } }],
    ["a structure inside another", { deep: { inner: {} } }, { deep: { inner: { type: "String" } } }],
    ["a member that is null", { one: { type: null } }, { one: { type: "String" } }],
  ] as const) {
    it(`fills in ${what}`, () => assert.deepEqual(withDefaults(table, inputs), filled));
  }

  for (const [what, inputs] of [
    ["what is there", { one: { value: "x", type: "SearchableString" } }],
    ["what is missing altogether", {}],
    ["a structure that is missing inside another", { deep: {} }],
    ["null", { one: null }],
    ["what is not known yet", { one: UNKNOWN, many: [UNKNOWN], named: { a: UNKNOWN }, deep: { inner: UNKNOWN } }],
    ["a member that is not known yet", { one: { type: UNKNOWN } }],
    ["values of another shape", { one: "x", many: { a: 1 }, named: 3, plain: [], deep: { inner: ["a"] } }],
    ["a list where a map or a structure should be", { named: [{ value: "x" }], one: ["a"] }],
    ["properties that there are not", { colour: { value: "x" } }],
    ["a property that is left out", { plain: undefined }],
  ] as const) {
    it(`leaves ${what} alone`, () => assert.deepEqual(withDefaults(table, inputs), inputs));
  }

  it("does not write into what it was given", () => {
    const inputs = Object.freeze({ named: Object.freeze({ a: Object.freeze({ value: "x" }) }) });
    withDefaults(table, inputs);
    assert.deepEqual(inputs, { named: { a: { value: "x" } } });
  });
});
