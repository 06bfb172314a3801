import assert from "node:assert/strict";
import fc from "fast-check";
import { plain, plainObject } from "../../provider/core/plain";

class Point {
  x = 1;
  y = { z: undefined };
  sum() {
    return this.x;
  }
}

describe("plain", () => {
  for (const [what, value, expected] of [
    ["texts, numbers, booleans and null", { a: "x", b: 0, c: false, d: null }, { a: "x", b: 0, c: false, d: null }],
    ["an instant as ISO 8601", new Date("2026-01-31T10:00:00+01:00"), "2026-01-31T09:00:00.000Z"],
    ["a map as an object", new Map<string, unknown>([["a", new Map([["b", 1]])]]), { a: { b: 1 } }],
    ["a set as a list", new Set([1, new Date(0)]), [1, "1970-01-01T00:00:00.000Z"]],
    ["bytes as base64", { a: Buffer.from("text"), b: new Uint8Array([0, 255]) }, { a: "dGV4dA==", b: "AP8=" }],
    ["a bigint as text", [12345678901234567890n], ["12345678901234567890"]],
    ["a lone surrogate as the sign for what cannot be read", { "k\ud800": "a\ud83d" }, { "k\ufffd": "a\ufffd" }],
    ["whole emoji as they are", "😀", "😀"],
    ["an instance as its members", new Point(), { x: 1, y: {} }],
  ] as [string, unknown, unknown][]) {
    it(`gives ${what}`, () => assert.deepEqual(plain(value), expected));
  }

  for (const [what, value] of [
    ["undefined", undefined],
    ["a function", () => 1],
    ["a symbol", Symbol("a")],
    ["NaN", Number.NaN],
    ["an infinite number", Number.NEGATIVE_INFINITY],
    ["an invalid instant", new Date("never")],
  ] as [string, unknown][]) {
    it(`leaves out ${what}, at any depth`, () => {
      assert.equal(plain(value), undefined);
      assert.deepEqual(
        plainObject({ a: value, b: [value, 1, [value]], c: { d: value, e: 2 }, f: new Map([["g", value]]) }),
        {
          b: [1, []],
          c: { e: 2 },
          f: {},
        },
      );
      assert.ok(!("a" in plainObject({ a: value })));
    });
  }

  it("keeps a key of any name as a key", () => {
    const made = plainObject(JSON.parse('{"__proto__":{"a":1},"constructor":"x"}'));
    assert.deepEqual(Object.keys(made), ["__proto__", "constructor"]);
    assert.equal(JSON.stringify(made), '{"__proto__":{"a":1},"constructor":"x"}');
  });

  it("gives nothing that JSON would change", () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
    });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anything), (value) => {
        const made = plainObject(value);
        assert.deepEqual(JSON.parse(JSON.stringify(made)), withoutMinusZero(made));
      }),
    );
  });
});

/** JSON has no minus zero, and no wire we know minds. */
function withoutMinusZero(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMinusZero);
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutMinusZero(member)]));
  return value === 0 ? 0 : value;
}
