import assert from "node:assert/strict";
import type { Props } from "../../../provider/core/handler";
import { diff } from "../../../provider/core/properties/diff";
import { list, map, type PropertyTable, struct, text, time, whole } from "../../../provider/core/properties/rows";
import { UNKNOWN } from "../../../provider/core/unknown";

const doc = "";
const json = text({ json: true });
const table: PropertyTable = {
  title: text({ doc }),
  source: text({ doc, createOnly: true }),
  kind: text({ doc, createOnly: true, assumed: "/aws/issue" }),
  priority: whole({ doc }),
  begin: time({ doc }),
  topics: list({ doc, unordered: true, assumed: [], of: struct({ arn: text({}) }) }),
  steps: list({ doc, of: text({}) }),
  tags: map({ doc, of: text({}) }),
  data: map({ doc, of: text({}), special: { "/aws/resources": json }, createOnlyKeys: ["/aws/dedup"] }),
};

/** The paths that change, with a star behind those that make a new object. */
const changes = (olds: Props, news: Props) =>
  diff(table, olds, news).map(({ path, replaces }) => path + (replaces ? "*" : ""));

describe("diff", () => {
  for (const [what, olds, news, expected] of [
    ["nothing", { title: "a", tags: { a: "1" } }, { title: "a", tags: { a: "1" } }, []],
    ["a text", { title: "a" }, { title: "b" }, ["title"]],
    ["an added property", {}, { priority: 1 }, ["priority"]],
    ["a removed property", { priority: 1 }, {}, ["priority"]],
    [
      "several properties, in the order of the table",
      { begin: "x" },
      { title: "b", priority: 2 },
      ["title", "priority", "begin"],
    ],
    ["a create-only property", { source: "a" }, { source: "b" }, ["source*"]],
    ["a removed create-only property", { source: "a" }, {}, ["source*"]],
    ["a property written out as what AWS assumes", {}, { kind: "/aws/issue", topics: [] }, []],
    ["a property left out as what AWS assumes", { kind: "/aws/issue", topics: [] }, {}, []],
    [
      "a property set to other than AWS assumes",
      {},
      { kind: "/aws/insight", topics: [{ arn: "a" }] },
      ["kind*", "topics"],
    ],
    ["a property removed that is other than AWS assumes", { kind: "/aws/insight" }, {}, ["kind*"]],
    ["another spelling of an instant", { begin: "2026-01-01T10:00:00+01:00" }, { begin: "2026-01-01T09:00:00Z" }, []],
    ["another instant", { begin: "2026-01-01T10:00:00Z" }, { begin: "2026-01-01T09:00:00Z" }, ["begin"]],
    [
      "another order where it says nothing",
      { topics: [{ arn: "a" }, { arn: "b" }] },
      { topics: [{ arn: "b" }, { arn: "a" }] },
      [],
    ],
    ["another element", { topics: [{ arn: "a" }] }, { topics: [{ arn: "b" }] }, ["topics"]],
    ["another order where it matters", { steps: ["a", "b"] }, { steps: ["b", "a"] }, ["steps"]],
    [
      "keys of a map, each for itself",
      { tags: { same: "1", other: "1", gone: "1" } },
      { tags: { same: "1", other: "2", "new one": "1" } },
      ["tags.other", "tags.gone", 'tags["new one"]'],
    ],
    ["a map that is removed", { tags: { a: "1", b: "2" } }, {}, ["tags.a", "tags.b"]],
    ["an empty map that is removed", { tags: {} }, {}, []],
    ["a map that is added", {}, { tags: { a: "1" } }, ["tags.a"]],
    [
      "another spelling of JSON under a key that holds it",
      { data: { "/aws/resources": '[{"arn":"a"}]' } },
      { data: { "/aws/resources": '[ { "arn": "a" } ]' } },
      [],
    ],
    ["another spelling of JSON under another key", { data: { a: "[]" } }, { data: { a: "[ ]" } }, ["data.a"]],
    [
      "a create-only key",
      { data: { "/aws/dedup": "a", b: "1" } },
      { data: { "/aws/dedup": "b", b: "2" } },
      ['data["/aws/dedup"]*', "data.b"],
    ],
    ["an added create-only key", { data: {} }, { data: { "/aws/dedup": "a" } }, ['data["/aws/dedup"]*']],
    ["a removed create-only key", { data: { "/aws/dedup": "a" } }, {}, ['data["/aws/dedup"]*']],
    ["a value not known yet", { title: "a" }, { title: UNKNOWN }, ["title"]],
    ["a create-only value not known yet", { source: "a" }, { source: UNKNOWN }, ["source*"]],
    ["a list with an element not known yet", { topics: [{ arn: "a" }] }, { topics: [{ arn: UNKNOWN }] }, ["topics"]],
    ["a map with a value not known yet", { tags: { a: "1", b: "2" } }, { tags: { a: UNKNOWN, b: "2" } }, ["tags.a"]],
    [
      "a create-only value of a map not known yet",
      { data: { "/aws/dedup": "a" } },
      { data: { "/aws/dedup": UNKNOWN } },
      ['data["/aws/dedup"]*'],
    ],
    ["a map not known yet", {}, { data: UNKNOWN }, ["data"]],
    ["what is no property", { opsItemId: "oi-1" }, { opsItemId: "oi-2", colour: "x" }, []],
  ] as [string, Props, Props, string[]][]) {
    it(`answers ${expected.join(", ") || "nothing"} to ${what}`, () => assert.deepEqual(changes(olds, news), expected));
  }

  it("names the property of each path", () => {
    assert.deepEqual(diff(table, {}, { data: { "a.b": "1" } }), [
      { path: 'data["a.b"]', property: "data", replaces: false },
    ]);
  });
});
