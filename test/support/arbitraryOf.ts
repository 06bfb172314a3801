import fc from "fast-check";
import type { Shape, TextShape } from "../../provider/core/properties/rows";

/** Any value that a shape takes, as far as its limits say; small ones, lest tests take long. */
export function arbitraryOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.type) {
    case "text":
      return someText(shape);
    case "whole": {
      const [min, max] = shape.range ?? [-1000, 1000];
      return fc.integer({ min, max });
    }
    case "flag":
      return fc.boolean();
    case "time":
      return fc
        .date({ min: new Date("2000-01-01T00:00:00Z"), max: new Date("2099-01-01T00:00:00Z"), noInvalidDate: true })
        .map((date) => date.toISOString());
    case "any":
      return fc.jsonValue({ maxDepth: 2, noUnicodeString: false });
    case "list":
      return fc.array(arbitraryOf(shape.of), few(shape.length));
    case "map": {
      const { min, max } = shape.size ? { min: shape.size[0], max: Math.max(3, shape.size[0]) } : { min: 0, max: 3 };
      const keys = shape.keys ? someText(shape.keys) : fc.string({ minLength: 1 });
      return fc.dictionary(
        keys.filter((key) => key !== "__proto__"),
        arbitraryOf(shape.of),
        { minKeys: min, maxKeys: max, noNullPrototype: true },
      );
    }
    case "struct": {
      const members = Object.entries(shape.members);
      return fc.record(Object.fromEntries(members.map(([name, member]) => [name, arbitraryOf(member)])), {
        requiredKeys: members.flatMap(([name, member]) => (member.required ? [name] : [])),
        noNullPrototype: true,
      });
    }
  }
}

const few = ([min, max]: readonly [number, number] = [0, 3]) => ({ minLength: min, maxLength: Math.min(max, min + 2) });

function someText({ choices, pattern, length = [0, 20], notBlank, oneLine, begins }: TextShape): fc.Arbitrary<string> {
  if (choices) return fc.constantFrom(...choices);
  const [min, max] = length;
  const source = pattern?.matches.source;
  const raw =
    source === undefined
      ? fc.string({ unit: "grapheme", minLength: min, maxLength: Math.min(max, min + 20) })
      : fc.stringMatching(/\\p\{/.test(source) ? /^[a-zA-Z0-9 _.:/=@-]{1,20}$/ : new RegExp(source));
  return raw.filter(
    (text) =>
      [...text].length >= min &&
      [...text].length <= max &&
      (!notBlank || /\S/.test(text)) &&
      (!oneLine || !/[\n\r\u2028\u2029\u0085]/.test(text)) &&
      !begins?.none.some((part) => text.startsWith(part)),
  );
}
