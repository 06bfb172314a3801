import { childPath } from "../../provider/core/properties/path";
import type { Row, Shape, TextShape } from "../../provider/core/properties/rows";
import { many } from "../support/tables";
import type { Examples, Kind } from "./kind";

/** A value on one side of a limit of a property table. */
export interface Edge {
  /** Where the limit is, as `facts` writes it: `runbooks[].targets[].key`. */
  path: string;
  /** Which one, such as `length`. */
  limit: string;
  /** What stands at the path, for titles. */
  shown: unknown;
  /** The property with it, and as little else as there can be. */
  value: unknown;
  /** What is said where it is refused. */
  failure?: string;
}

/** Values on both sides of everything that a row says of a property, at every level. */
export function* edgesOf(name: string, row: Row, known: Known): Generator<Edge> {
  for (const { path, shape, isKey, required, at, put } of placesIn(placeOf(name, row), known)) {
    const limits = [
      ...(isKey ? [] : WRONG_TYPES[shape.type].values.map((value): Limit => ["type", value, typeOf(shape)])),
      ...(required ? [["required", undefined, "is required"] as Limit] : []),
      ...limitsOf(shape, known, (within, index) => sampleOf(within, `${path}${INSIDE[shape.type]}`, known, index)),
    ];
    for (const [limit, value, reason] of limits) {
      const failure = reason && { failure: `${at(value)}: ${isKey ? "the key " : ""}${reason}` };
      yield { path, limit, shown: value, value: put(value), ...failure };
    }
  }
}

/** What the kind knows of values. */
type Known = Pick<Kind, "patterns" | "samples">;

/** What the patterns in a row mean. */
export function patternsOf(name: string, row: Row): string[] {
  const shapes = [...placesIn(placeOf(name, row), {})].map(({ shape }) => shape);
  return shapes.flatMap((shape) => (shape.type === "text" && shape.pattern ? [shape.pattern.means] : []));
}

/** Where values stand in a property: itself, elements, keys and members. */
interface Place {
  path: string;
  shape: Shape;
  isKey?: boolean;
  required?: boolean;
  /** Where a failure of a value there is. */
  at(value: unknown): string;
  put(value: unknown): unknown;
}

const placeOf = (path: string, shape: Shape): Place => ({ path, shape, at: () => path, put: (value) => value });

const INSIDE: Record<string, string> = { list: "[]", map: "{}" };

function* placesIn(place: Place, known: Known): Generator<Place> {
  yield place;
  const { path, shape, put } = place;
  const at = place.at("");
  switch (shape.type) {
    case "list": {
      const others = many((shape.length?.[0] ?? 1) - 1, (n) => sampleOf(shape.of, `${path}[]`, known, n + 1));
      const within = { at: () => childPath(at, 0), put: (value: unknown) => put([value, ...others]) };
      return yield* placesIn({ path: `${path}[]`, shape: shape.of, ...within }, known);
    }
    case "map": {
      const [[key = "", value] = []] = Object.entries(sampleOf(shape, path, known) as object);
      if (shape.keys) {
        const within = {
          at: (name: unknown) => childPath(at, `${name}`),
          put: (name: unknown) => put({ [`${name}`]: value }),
        };
        yield { path: `${path}{key}`, shape: shape.keys, isKey: true, ...within };
      }
      const within = { at: () => childPath(at, key), put: (one: unknown) => put({ [key]: one }) };
      return yield* placesIn({ path: `${path}{}`, shape: shape.of, ...within }, known);
    }
    case "struct":
      for (const [name, member] of Object.entries(shape.members)) {
        const whole = sampleOf(shape, path, known) as object;
        const within = { at: () => childPath(at, name), put: (value: unknown) => put({ ...whole, [name]: value }) };
        yield* placesIn(
          { path: `${path}.${name}`, shape: member, required: member.required === true, ...within },
          known,
        );
      }
  }
}

/** A small value that the shape takes; different ones by their index where the kind has samples for the place. */
function sampleOf(shape: Shape, path: string, known: Known, index = 0): unknown {
  const sample = known.samples?.[path];
  if (sample) return sample(index);
  switch (shape.type) {
    case "text":
      return (
        shape.choices?.[0] ?? textOf(shape, Math.max(1, shape.length?.[0] ?? 1)) ?? examplesOf(shape, known).taken[0]
      );
    case "whole":
      return shape.range?.[0] ?? 1;
    case "flag":
      return true;
    case "time":
      return "2026-01-31T09:00:00Z";
    case "any":
      return "a";
    case "list":
      return many(Math.max(1, shape.length?.[0] ?? 1), (n) => sampleOf(shape.of, `${path}[]`, known, n));
    case "map": {
      const key = shape.keys ? sampleOf(shape.keys, `${path}{key}`, known) : "a";
      return { [`${key}`]: sampleOf(shape.of, `${path}{}`, known) };
    }
    case "struct": {
      const required = Object.entries(shape.members).filter(([, member]) => member.required);
      return Object.fromEntries(
        required.map(([name, member]) => [name, sampleOf(member, `${path}.${name}`, known, index)]),
      );
    }
  }
}

/** A text of that length, where its pattern takes one of a single letter or digit. */
function textOf({ pattern }: TextShape, length: number): string | undefined {
  const texts = ["a", "1"].map((sign) => sign.repeat(length));
  return texts.find((text) => !pattern || pattern.matches.test(text));
}

const examplesOf = ({ pattern }: TextShape, { patterns = {} }: Known): Examples =>
  patterns[pattern?.means ?? ""] ?? { taken: [], refused: [] };

type Limit = [limit: string, value: unknown, reason?: string];

function* limitsOf(shape: Shape, known: Known, sample: (shape: Shape, index: number) => unknown): Generator<Limit> {
  switch (shape.type) {
    case "text":
      return yield* textLimits(shape, known);
    case "whole":
      if (shape.range)
        yield* ends(
          "range",
          shape.range,
          (value) => value,
          () => typeOf(shape),
          -Infinity,
        );
      return;
    case "flag":
      yield* [true, false].map((value): Limit => ["type", value]);
      return;
    case "time":
      yield* ["2026-01-31T09:00:00Z", "2026-01-31T09:00:00.123+01:00"].map((value): Limit => ["type", value]);
      return;
    case "list": {
      const { length, of } = shape;
      const listOf = (count: number) => many(count, (index) => sample(of, index));
      if (length)
        yield* ends("length", length, listOf, (count) => `must have ${sizes(length, "element")}, not ${count}`);
      return;
    }
    case "map": {
      const { size, of } = shape;
      const mapOf = (count: number) =>
        Object.fromEntries(many(count, (index) => [`k${index}`, sample(of, index)]) as [string, unknown][]);
      if (size) yield* ends("size", size, mapOf, (count) => `must have ${sizes(size, "key")}, not ${count}`);
    }
  }
}

/** Both ends, and one beyond each. */
function* ends(
  limit: string,
  [min, max]: readonly [number, number],
  of: (count: number) => unknown,
  reason: (count: number) => string,
  least = 0,
): Generator<Limit> {
  for (const count of new Set([min, max])) yield [limit, of(count)];
  if (min > least) yield [limit, of(min - 1), reason(min - 1)];
  yield [limit, of(max + 1), reason(max + 1)];
}

function* textLimits(shape: TextShape, known: Known): Generator<Limit> {
  const { length, bytes, choices, notBlank, oneLine, pattern, contains, begins } = shape;
  if (choices) return yield* choiceLimits(choices);
  if (length) yield* lengthLimits(shape, length);
  if (bytes !== undefined) yield* byteLimits(bytes);
  if (pattern) {
    const { taken, refused } = examplesOf(shape, known);
    for (const value of taken) yield ["pattern", value];
    for (const value of refused) yield ["pattern", value, `must be ${pattern.means}`];
  } else {
    yield ["notBlank", " a"];
    yield notBlank ? ["notBlank", " \t", "must be more than white space"] : ["notBlank", " \t"];
    yield oneLine ? ["oneLine", "a\nb", "must be a single line"] : ["oneLine", "a\nb"];
  }
  for (const part of contains?.none ?? []) {
    const reason = `must not contain ${anyOf(contains!.none)}`;
    for (const value of [part, `my ${part} x`]) yield ["contains", value, reason];
  }
  const except = begins?.except ? `, except ${anyOf(begins.except)}` : "";
  for (const part of begins?.none ?? []) {
    const reason = `must not begin with ${anyOf(begins!.none)}${except}`;
    for (const value of [part, `${part}x`]) yield ["begins", value, reason];
    yield ["begins", `my ${part}`];
  }
}

/** In code points. Where a pattern takes no text of one sign so long, its examples have both sides. */
function* lengthLimits(shape: TextShape, length: readonly [number, number]): Generator<Limit> {
  const reason = (count: number) => `must be ${length[0]} to ${length[1]} characters long, not ${count}`;
  for (const limit of ends("length", length, (count) => textOf(shape, count) ?? "a".repeat(count), reason)) {
    const [, value, isRefused] = limit;
    if (isRefused || !shape.pattern || shape.pattern.matches.test(value as string)) yield limit;
  }
  if (shape.pattern) return;
  yield ["length", "😀".repeat(length[1])];
  yield ["length", "😀".repeat(length[1] + 1), reason(length[1] + 1)];
}

function* byteLimits(bytes: number): Generator<Limit> {
  const reason = `must be at most ${bytes} bytes of UTF-8 long, not ${bytes + 1}`;
  const two = "é".repeat(bytes / 2);
  for (const value of ["a".repeat(bytes), two]) yield ["bytes", value];
  for (const value of ["a".repeat(bytes + 1), `${two}!`]) yield ["bytes", value, reason];
}

function* choiceLimits(choices: readonly string[]): Generator<Limit> {
  const [first = ""] = choices;
  for (const value of choices) yield ["choices", value];
  for (const value of ["", first.toLowerCase(), first.toUpperCase(), `${first} `]) {
    if (!choices.includes(value)) yield ["choices", value, `must be one of ${choices.join(", ")}`];
  }
}

const anyOf = (words: readonly string[]) => [words.slice(0, -1).join(", "), words.at(-1)].filter(Boolean).join(" or ");

function sizes([min, max]: readonly [number, number], of: string): string {
  const counted = `${max} ${of}${max === 1 ? "" : "s"}`;
  return min === max ? `exactly ${counted}` : `${min === 0 ? "at most" : `${min} to`} ${counted}`;
}

const INSTANT = "must be an instant in ISO 8601 with its offset, such as 2026-01-31T09:00:00Z";

const WRONG_TYPES: Record<Shape["type"], { values: unknown[]; reason: string }> = {
  text: { values: [7], reason: "must be a string" },
  whole: { values: ["1", 1.5], reason: "must be a whole number" },
  flag: { values: ["true", 1, {}], reason: "must be true or false" },
  time: { values: ["2026-01-31", "2026-02-30T09:00:00Z", "tomorrow", 1_769_850_000], reason: INSTANT },
  any: { values: [], reason: "" },
  list: { values: ["x"], reason: "must be a list" },
  map: { values: [[]], reason: "must be an object" },
  struct: { values: [[], "x"], reason: "must be an object" },
};

function typeOf(shape: Shape): string {
  const range = shape.type === "whole" && shape.range ? ` from ${shape.range[0]} to ${shape.range[1]}` : "";
  return `${WRONG_TYPES[shape.type].reason}${range}`;
}
