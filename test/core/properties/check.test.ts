import assert from "node:assert/strict";
import fc from "fast-check";
import { check } from "../../../provider/core/properties/check";
import { list, map, type Row, type Shape, struct, text, whole } from "../../../provider/core/properties/rows";
import { UNKNOWN } from "../../../provider/core/unknown";

const instant = { type: "time" } as const;
const rowOf = (shape: Shape): Row => ({ ...shape, doc: "" });

/** The failures of one property `it`, as people read them. */
const reasons = (shape: Shape, value: unknown, limits = true): string[] =>
  check({ it: rowOf(shape) }, { it: value }, { limits }).map(({ path, reason }) => `${path}: ${reason}`);

const titled = (value: unknown): string => {
  const shown = (JSON.stringify(value) ?? String(value)).replace(/[\u2028\u2029\u0085\u00a0]/g, (sign) =>
    JSON.stringify(`\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`).slice(2, -1),
  );
  return shown.length > 60 ? `${shown.slice(0, 57)}…` : shown;
};

const disk = { value: "/dev/xvda", type: "String" };
const entries = map({
  size: [0, 2],
  keys: text({ length: [1, 4], begins: { none: ["ab", "/a"], except: ["/a/x"] } }),
  of: struct({
    value: text({ required: true, bytes: 12 }),
    type: text({ choices: ["String", "SearchableString"], default: "String" }),
  }),
});

interface Case {
  what: string;
  shape: Shape;
  valid: unknown[];
  invalid: [value: unknown, ...reasons: string[]][];
}

const cases: Case[] = [
  {
    what: "a text",
    shape: text({}),
    valid: ["", "any", " ", "a\nb"],
    invalid: [
      [1, "it: must be a string"],
      [true, "it: must be a string"],
      [["a"], "it: must be a string"],
      [{ a: "b" }, "it: must be a string"],
    ],
  },
  {
    what: "a text of 1 to 3 characters",
    shape: text({ length: [1, 3] }),
    valid: ["a", "abc", "😀", "😀😀😀", "äöü"],
    invalid: [
      ["", "it: must be 1 to 3 characters long, not 0"],
      ["abcd", "it: must be 1 to 3 characters long, not 4"],
      ["😀😀😀😀", "it: must be 1 to 3 characters long, not 4"],
    ],
  },
  {
    what: "a text of at most 4 bytes",
    shape: text({ bytes: 4 }),
    valid: ["", "abcd", "éé", "😀"],
    invalid: [
      ["abcde", "it: must be at most 4 bytes of UTF-8 long, not 5"],
      ["éé!", "it: must be at most 4 bytes of UTF-8 long, not 5"],
      ["😀!", "it: must be at most 4 bytes of UTF-8 long, not 5"],
    ],
  },
  {
    what: "a text that is not blank",
    shape: text({ notBlank: true }),
    valid: ["a", " a ", "\n.\n"],
    invalid: [
      ["", "it: must be more than white space"],
      [" \t\n", "it: must be more than white space"],
    ],
  },
  {
    what: "a text with a length that is not blank",
    shape: text({ notBlank: true, length: [1, 3] }),
    valid: ["a", "  a"],
    invalid: [
      ["", "it: must be 1 to 3 characters long, not 0"],
      ["   ", "it: must be more than white space"],
      ["    ", "it: must be 1 to 3 characters long, not 4"],
    ],
  },
  {
    what: "a single line",
    shape: text({ oneLine: true }),
    valid: ["", "a b", "a\tb"],
    invalid: ["a\nb", "a\rb", "a\u2028b", "a\u2029b", "a\u0085b", "\n"].map((value) => [
      value,
      "it: must be a single line",
    ]),
  },
  {
    what: "a choice",
    shape: text({ choices: ["Open", "Resolved"] }),
    valid: ["Open", "Resolved"],
    invalid: ["open", "", "Open ", "OpenResolved"].map((value) => [value, "it: must be one of Open, Resolved"]),
  },
  {
    what: "a text of a pattern",
    shape: text({ pattern: { matches: /^\d{3}$/, means: "three digits" } }),
    valid: ["123"],
    invalid: ["12", "1234", "12a", ""].map((value) => [value, "it: must be three digits"]),
  },
  {
    what: "a text that must not contain words",
    shape: text({ contains: { none: ["aws", "amazon"] } }),
    valid: ["", "orders", "aw s"],
    invalid: ["aws", "my-aws-thing", "amazon"].map((value) => [value, "it: must not contain aws or amazon"]),
  },
  {
    what: "a text that must not begin with words",
    shape: text({ begins: { none: ["aws", "ssm", "/aws"], except: ["/aws/a"] } }),
    valid: ["my-aws", "/aws/a", "", "aw"],
    invalid: ["aws", "awsome", "ssm:x", "/aws/b", "/aws/ab"].map((value) => [
      value,
      "it: must not begin with aws, ssm or /aws, except /aws/a",
    ]),
  },
  {
    what: "a whole number",
    shape: whole({}),
    valid: [0, -1, 12, Number.MAX_SAFE_INTEGER],
    invalid: [1.5, Number.NaN, Number.POSITIVE_INFINITY, "1", true, [], {}].map((value) => [
      value,
      "it: must be a whole number",
    ]),
  },
  {
    what: "a whole number from 1 to 5",
    shape: whole({ range: [1, 5] }),
    valid: [1, 3, 5],
    invalid: [0, 6, -1, 1.5, "3", Number.NaN].map((value) => [value, "it: must be a whole number from 1 to 5"]),
  },
  {
    what: "an instant",
    shape: instant,
    valid: [
      "2026-01-31T09:00:00Z",
      "2026-01-31T09:00Z",
      "2026-01-31T09:00:00.5Z",
      "2026-01-31T09:00:00.123456789Z",
      "2026-01-31T09:00:00+01:00",
      "2026-01-31T09:00:00-0130",
      "2024-02-29T00:00:00Z",
      "2026-12-31T23:59:59-12:00",
    ],
    invalid: [
      "",
      "2026-01-31",
      "2026-01-31 09:00:00Z",
      "2026-01-31T09:00:00",
      "2026-13-01T09:00:00Z",
      "2026-02-29T09:00:00Z",
      "2026-02-30T09:00:00+01:00",
      "2026-04-31T09:00:00Z",
      "2026-01-32T09:00:00Z",
      "2026-01-31T25:00:00Z",
      "2026-01-31T09:00:00.Z",
      "tomorrow",
      1769850000,
      {},
    ].map((value) => [value, "it: must be an instant in ISO 8601 with its offset, such as 2026-01-31T09:00:00Z"]),
  },
  {
    what: "a list of at most 2 texts",
    shape: list({ length: [0, 2], of: text({ length: [1, 2] }) }),
    valid: [[], ["a"], ["a", "bb"], ["a", "a"]],
    invalid: [
      [["a", "b", "c"], "it: must have at most 2 elements, not 3"],
      [["a", "", "ccc"], ...["it: must have at most 2 elements, not 3", ...tooShortAndTooLong(1, 2)]],
      [[1], "it[0]: must be a string"],
      ["a", "it: must be a list"],
      [{ 0: "a" }, "it: must be a list"],
    ],
  },
  {
    what: "a list of 1 to 2",
    shape: list({ length: [1, 2], of: text({}) }),
    valid: [["a"], ["a", "b"]],
    invalid: [
      [[], "it: must have 1 to 2 elements, not 0"],
      [["a", "b", "c"], "it: must have 1 to 2 elements, not 3"],
    ],
  },
  {
    what: "a list of 2 and more",
    shape: list({ length: [2, Number.POSITIVE_INFINITY], of: text({}) }),
    valid: [["a", "b"]],
    invalid: [[["a"], "it: must have at least 2 elements, not 1"]],
  },
  {
    what: "a map of structures",
    shape: entries,
    valid: [{}, { disk }, { a: disk, b: { value: "x" } }, { "/a/x": disk }, { "d/é": disk }],
    invalid: [
      [{ a: disk, b: disk, c: disk }, "it: must have at most 2 keys, not 3"],
      [{ "": disk }, 'it[""]: the key must be 1 to 4 characters long, not 0'],
      [{ disks: disk }, "it.disks: the key must be 1 to 4 characters long, not 5"],
      [{ "/a": disk }, 'it["/a"]: the key must not begin with ab or /a, except /a/x'],
      [{ a: "x" }, "it.a: must be an object"],
      [{ a: {} }, "it.a.value: is required"],
      [{ a: { value: null } }, "it.a.value: is required"],
      [{ a: { value: 1 } }, "it.a.value: must be a string"],
      [{ a: { value: "x", type: "Text" } }, "it.a.type: must be one of String, SearchableString"],
      [{ a: { Value: "x" } }, ...["it.a.Value: there is no such property; value is meant", "it.a.value: is required"]],
      [{ a: { value: "x", colour: "y" } }, "it.a.colour: there is no such property; known are value, type"],
      [[disk], "it: must be an object"],
      ["x", "it: must be an object"],
    ],
  },
];

function tooShortAndTooLong(...indexes: number[]): string[] {
  return indexes.map((index, nth) => `it[${index}]: must be 1 to 2 characters long, not ${nth === 0 ? 0 : 3}`);
}

describe("check", () => {
  for (const { what, shape, valid, invalid } of cases) {
    describe(`of ${what}`, () => {
      for (const value of valid) {
        it(`takes ${titled(value)}`, () => assert.deepEqual(reasons(shape, value), []));
      }
      for (const [value, ...expected] of invalid) {
        it(`refuses ${titled(value)}`, () => assert.deepEqual(reasons(shape, value), expected));
      }
    });
  }

  const table = {
    title: rowOf(text({ length: [1, 3] })),
    priority: rowOf(whole({ range: [1, 5] })),
    source: { ...rowOf(text({})), required: true },
    entries: rowOf(entries),
    secretly: { ...rowOf(text({})), hidden: true },
  };
  const of = (inputs: Record<string, unknown>, limits = true) =>
    check(table, inputs, { limits }).map(({ path, reason }) => `${path}: ${reason}`);

  it("tells of everything that is wrong, all at once", () => {
    assert.deepEqual(of({ title: "long", priority: 6, entries: { a: {}, b: { value: "x", type: "y" } } }), [
      "title: must be 1 to 3 characters long, not 4",
      "priority: must be a whole number from 1 to 5",
      "source: is required",
      "entries.a.value: is required",
      "entries.b.type: must be one of String, SearchableString",
    ]);
  });

  for (const nothing of [undefined, null]) {
    it(`takes ${nothing} for a property that is left out`, () => {
      assert.deepEqual(of({ source: "x", title: nothing, entries: nothing }), []);
      assert.deepEqual(of({ source: nothing }), ["source: is required"]);
    });
  }

  it("names a property that is written in another case, and otherwise those that there are, without the hidden", () => {
    assert.deepEqual(of({ source: "x", Title: "x", colour: "x", SECRETLY: "x" }), [
      "Title: there is no such property; title is meant",
      "colour: there is no such property; known are title, priority, source, entries",
      "SECRETLY: there is no such property; known are title, priority, source, entries",
    ]);
  });

  it("leaves limits alone when they are switched off, but not types, names and what is required", () => {
    const inputs = {
      title: "much too long",
      priority: 99,
      entries: { abc: { value: "much too long a value", type: "Text" }, b: disk, c: disk },
    };
    assert.equal(of(inputs).length, 7);
    assert.deepEqual(of(inputs, false), ["source: is required"]);
    assert.deepEqual(of({ source: 1, colour: "x", entries: { a: {} } }, false), [
      "colour: there is no such property; known are title, priority, source, entries",
      "source: must be a string",
      "entries.a.value: is required",
    ]);
  });

  describe("of rules", () => {
    const ruled: Row = {
      ...rowOf(list({ of: text({ length: [1, 3] }) })),
      rules: [
        function* noRepeats(values: string[]) {
          if (new Set(values).size < values.length) yield { reason: "must not repeat itself" };
        },
        function* noX(values: string[]) {
          for (const [index, value] of values.entries())
            if (value === "x") yield { path: `[${index}]`, reason: "is an x" };
        },
      ],
    };
    for (const [value, expected] of [
      [["a", "b"], []],
      [["a", "a"], ["it: must not repeat itself"]],
      [
        ["x", "b", "x"],
        ["it: must not repeat itself", "it[0]: is an x", "it[2]: is an x"],
      ],
      [["x", "long"], ["it[1]: must be 1 to 3 characters long, not 4"]],
      ["x", ["it: must be a list"]],
      [UNKNOWN, []],
    ] as const) {
      it(`answers ${JSON.stringify(expected)} to ${titled(value)}`, () =>
        assert.deepEqual(reasons(ruled, value), expected));
    }
    it("asks none of them when limits are switched off", () => assert.deepEqual(reasons(ruled, ["x", "x"], false), []));
  });

  describe("of what is not known yet", () => {
    const wholeTable = {
      text: rowOf(text({ length: [1, 2], choices: ["a"], pattern: { matches: /^a$/, means: "a" } })),
      whole: rowOf(whole({ range: [1, 5] })),
      time: rowOf(instant),
      list: rowOf(list({ length: [0, 1], of: text({ length: [1, 2] }) })),
      deep: rowOf(
        list({ of: struct({ one: text({ required: true, length: [1, 2] }), many: list({ of: whole({}) }) }) }),
      ),
      map: rowOf(entries),
    };
    for (const value of [
      { text: UNKNOWN },
      { whole: UNKNOWN },
      { time: UNKNOWN },
      { list: UNKNOWN },
      { list: [UNKNOWN] },
      { deep: UNKNOWN },
      { deep: [UNKNOWN] },
      { deep: [{ one: UNKNOWN, many: UNKNOWN }] },
      { deep: [{ one: "a", many: [1, UNKNOWN] }] },
      { map: UNKNOWN },
      { map: { a: UNKNOWN } },
      { map: { a: { value: UNKNOWN, type: UNKNOWN } } },
    ]) {
      it(`passes over ${JSON.stringify(value).replaceAll(UNKNOWN, "?").replaceAll('"', "")}`, () =>
        assert.deepEqual(check(wholeTable, value, { limits: true }), []));
    }

    it("still judges what stands beside it", () => {
      const inputs = { deep: [{ one: UNKNOWN, many: ["x"] }], list: [UNKNOWN, "a"] };
      assert.deepEqual(
        check(wholeTable, inputs, { limits: true }).map(({ path }) => path),
        ["list", "deep[0].many[0]"],
      );
    });
  });

  it("never shows a value", () => {
    const secret = fc.string().map((rest) => `§${rest}§`);
    const junk = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        secret,
        secret.map((value) => value.repeat(40)),
        fc.constant(86753.09),
        fc.array(tie("any"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("value", "type", "one", "key"), tie("any")),
      ),
    })).any;
    for (const { shape } of cases) {
      fc.assert(
        fc.property(junk, (value) => {
          for (const reason of reasons(shape, value)) {
            assert.ok(!reason.includes("§") && !reason.includes("86753"), reason);
          }
        }),
        { numRuns: 60 },
      );
    }
  });
});
