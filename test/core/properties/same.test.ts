import assert from "node:assert/strict";
import fc from "fast-check";
import { list, map, type Shape, struct, text, whole } from "../../../provider/core/properties/rows";
import { same } from "../../../provider/core/properties/same";

const instant = { type: "time" } as const;
const json = text({ json: true });
const topic = struct({ arn: text({}), at: instant });
const data = map({ of: text({}), special: { json } });

const cases: [what: string, shape: Shape, equal: [unknown, unknown][], different: [unknown, unknown][]][] = [
  [
    "texts",
    text({}),
    [["a", "a"]],
    [
      ["a", "A"],
      ["{}", "{ }"],
      ["a", undefined],
      ["", undefined],
      ["1", 1],
    ],
  ],
  ["what is absent", text({}), [[null, undefined]], [["", null]]],
  [
    "structures, where null is absent",
    struct({ arn: text({}), at: instant }),
    [[{ arn: "a", at: null }, { arn: "a" }]],
    [[{ arn: null }, { arn: "a" }]],
  ],
  [
    "numbers",
    whole({}),
    [[1, 1]],
    [
      [1, 2],
      [1, "1"],
      [0, undefined],
    ],
  ],
  [
    "JSON texts",
    json,
    [
      ['{"a":1,"b":[2]}', '{ "b": [2], "a": 1 }'],
      ["[]", " [ ] "],
      ["not JSON", "not JSON"],
    ],
    [
      ['{"a":1}', '{"a":2}'],
      ["[1,2]", "[2,1]"],
      ["not JSON", "no JSON"],
      ["{}", "not JSON"],
      ["{}", undefined],
    ],
  ],
  [
    "instants",
    instant,
    [
      ["2026-01-01T10:00:00+01:00", "2026-01-01T09:00:00Z"],
      ["2026-01-01T09:00:00Z", "2026-01-01T09:00:00.000Z"],
    ],
    [
      ["2026-01-01T09:00:00Z", "2026-01-01T09:00:00.001Z"],
      ["2026-01-01T09:00:00Z", "never"],
      ["no", "never"],
    ],
  ],
  [
    "lists",
    list({ of: instant }),
    [
      [[], []],
      [["2026-01-01T10:00:00+01:00"], ["2026-01-01T09:00:00Z"]],
    ],
    [
      [["a"], ["a", "a"]],
      [
        ["2026-01-01T09:00:00Z", "2026-01-02T09:00:00Z"],
        ["2026-01-02T09:00:00Z", "2026-01-01T09:00:00Z"],
      ],
      [["a"], "a"],
      [[], undefined],
    ],
  ],
  [
    "lists without order",
    list({ unordered: true, of: topic }),
    [
      [
        [{ arn: "a" }, { arn: "b" }],
        [{ arn: "b" }, { arn: "a" }],
      ],
      [
        [{ arn: "a" }, { arn: "a" }, { arn: "b" }],
        [{ arn: "a" }, { arn: "b" }, { arn: "a" }],
      ],
      [[{ arn: "a", at: "2026-01-01T10:00:00+01:00" }], [{ at: "2026-01-01T09:00:00Z", arn: "a" }]],
    ],
    [
      [
        [{ arn: "a" }, { arn: "a" }, { arn: "b" }],
        [{ arn: "a" }, { arn: "b" }, { arn: "b" }],
      ],
      [[{ arn: "a" }], [{ arn: "a" }, { arn: "a" }]],
      [[{ arn: "a" }], [{ arn: "b" }]],
    ],
  ],
  [
    "maps",
    data,
    [
      [{ json: '{"a":1}' }, { json: '{ "a": 1 }' }],
      [
        { a: "1", b: "2" },
        { b: "2", a: "1" },
      ],
    ],
    [
      [{ a: '{"a":1}' }, { a: '{ "a": 1 }' }],
      [{ a: "1" }, {}],
      [{}, { a: "1" }],
      [{ a: "1" }, "a"],
    ],
  ],
  [
    "structures",
    topic,
    [
      [{ arn: "a", at: undefined }, { arn: "a" }],
      [
        { arn: "a", more: [1] },
        { arn: "a", more: [1] },
      ],
    ],
    [
      [{ arn: "a" }, { arn: "b" }],
      [
        { arn: "a", more: 1 },
        { arn: "a", more: 2 },
      ],
      [{ arn: "a" }, undefined],
    ],
  ],
];

describe("same", () => {
  for (const [what, shape, equal, different] of cases) {
    for (const [a, b] of equal) {
      it(`takes the ${what} ${JSON.stringify(a)} and ${JSON.stringify(b)} for the same`, () => {
        assert.equal(same(shape, a, b), true);
        assert.equal(same(shape, b, a), true);
      });
    }
    for (const [a, b] of different) {
      it(`tells the ${what} ${JSON.stringify(a)} and ${JSON.stringify(b)} apart`, () => {
        assert.equal(same(shape, a, b), false);
        assert.equal(same(shape, b, a), false);
      });
    }
  }

  it("finds a list without order the same in whatever order it comes", () => {
    const shape = list({ unordered: true, of: whole({}) });
    const shuffled = fc
      .array(fc.integer({ min: 0, max: 4 }), { maxLength: 6 })
      .chain((values) => fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })));
    fc.assert(fc.property(shuffled, ([values, others]) => same(shape, values, others)));
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 5, max: 9 }), ([values, others], more) => {
        assert.equal(same(shape, [...values, 1], [...others, more]), false);
      }),
    );
  });
});
