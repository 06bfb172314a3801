import type { Failure } from "../handler";
import { orList } from "../orList";
import { isUnknown } from "../unknown";
import { childPath } from "./path";
import type { ListShape, MapShape, Member, PropertyTable, Row, Shape, StructShape, TextShape } from "./rows";

export interface CheckOptions {
  /** Whether AWS's limits are checked; types and required properties always are. */
  limits: boolean;
}

/** Everything that is wrong with the inputs, all at once. Unknown values are passed over at any depth. */
export function check(table: PropertyTable, inputs: Record<string, unknown>, options: CheckOptions): Failure[] {
  const failures: Failure[] = [];
  for (const name of Object.keys(inputs)) {
    if (!Object.hasOwn(table, name)) failures.push({ path: name, reason: unknownName(name, table) });
  }
  for (const [name, row] of Object.entries(table)) {
    failures.push(...checkRow(name, row, inputs[name], options));
  }
  return failures;
}

function* checkRow(name: string, row: Row, value: unknown, options: CheckOptions): Generator<Failure> {
  if (value === undefined || value === null) {
    if (row.required) yield { path: name, reason: "is required" };
    return;
  }
  let sound = true;
  for (const failure of checkShape(row, value, name, options)) {
    sound = false;
    yield failure;
  }
  if (!sound || isUnknown(value)) return; // rules may rely on the shape
  for (const rule of [...(row.ownRules ?? []), ...(options.limits ? (row.rules ?? []) : [])]) {
    for (const { path = "", reason } of rule(value as never)) yield { path: name + path, reason };
  }
}

function* checkShape(shape: Shape, value: unknown, path: string, options: CheckOptions): Generator<Failure> {
  if (isUnknown(value)) return;
  const wrong = wrongType(shape, value);
  if (wrong) {
    yield { path, reason: wrong };
    return;
  }
  switch (shape.type) {
    case "text":
      if (options.limits) yield* textLimits(shape, value as string, path);
      return;
    case "whole": {
      const [min, max] = shape.range ?? [-Infinity, Infinity];
      const number = value as number;
      if (options.limits && (number < min || number > max)) {
        yield { path, reason: `must be a whole number from ${min} to ${max}` };
      }
      return;
    }
    case "list":
      return yield* checkList(shape, value as unknown[], path, options);
    case "map":
      return yield* checkMap(shape, value as Record<string, unknown>, path, options);
    case "struct":
      return yield* checkStruct(shape, value as Record<string, unknown>, path, options);
  }
}

/** What the value should have been, where its type is wrong. */
function wrongType(shape: Shape, value: unknown): string | undefined {
  switch (shape.type) {
    case "text":
      return typeof value === "string" ? undefined : "must be a string";
    case "whole":
      return Number.isInteger(value) ? undefined : `must be a whole number${shape.range ? between(shape.range) : ""}`;
    case "flag":
      return typeof value === "boolean" ? undefined : "must be true or false";
    case "any":
      return undefined;
    case "time":
      return typeof value === "string" && ISO_8601.test(value) && isInCalendar(value)
        ? undefined
        : "must be an instant in ISO 8601 with its offset, such as 2026-01-31T09:00:00Z";
    case "list":
      return Array.isArray(value) ? undefined : "must be a list";
    default:
      return typeof value === "object" && value !== null && !Array.isArray(value) ? undefined : "must be an object";
  }
}

const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;

/** JavaScript takes February 30 for March 2. */
const isInCalendar = (value: string): boolean =>
  !Number.isNaN(Date.parse(value)) && new Date(value.slice(0, 10)).getUTCDate() === Number(value.slice(8, 10));

const between = ([min, max]: readonly [number, number]) => ` from ${min} to ${max}`;

function* textLimits(shape: TextShape, value: string, path: string): Generator<Failure> {
  for (const reason of textProblems(shape, value)) yield { path, reason };
}

function* textProblems(shape: TextShape, value: string): Generator<string> {
  if (shape.choices && !shape.choices.includes(value)) {
    yield `must be one of ${shape.choices.join(", ")}`;
    return;
  }
  const length = [...value].length;
  if (shape.length && (length < shape.length[0] || length > shape.length[1])) {
    yield `must be ${shape.length[0]} to ${shape.length[1]} characters long, not ${length}`;
  } else if (shape.notBlank && !/\S/.test(value)) {
    yield "must be more than white space";
  }
  if (shape.bytes !== undefined && Buffer.byteLength(value) > shape.bytes) {
    yield `must be at most ${shape.bytes} bytes of UTF-8 long, not ${Buffer.byteLength(value)}`;
  }
  if (shape.oneLine && /[\n\r\u2028\u2029\u0085]/.test(value)) yield "must be a single line";
  if (shape.pattern && !shape.pattern.matches.test(value)) yield `must be ${shape.pattern.means}`;
  const { contains, begins } = shape;
  if (contains?.none.some((part) => value.includes(part))) yield `must not contain ${orList(contains.none)}`;
  if (begins?.none.some((part) => value.startsWith(part)) && !begins.except?.includes(value)) {
    yield `must not begin with ${orList(begins.none)}${begins.except ? `, except ${orList(begins.except)}` : ""}`;
  }
}

function* checkList(shape: ListShape, value: unknown[], path: string, options: CheckOptions): Generator<Failure> {
  const [min, max] = shape.length ?? [0, Infinity];
  if (options.limits && (value.length < min || value.length > max)) {
    yield { path, reason: `must have ${sizes(min, max, "element")}, not ${value.length}` };
  }
  for (const [index, element] of value.entries()) {
    yield* checkShape(shape.of, element, childPath(path, index), options);
  }
}

function* checkMap(shape: MapShape, value: Record<string, unknown>, path: string, options: CheckOptions) {
  const [min, max] = shape.size ?? [0, Infinity];
  const keys = Object.keys(value);
  if (options.limits && (keys.length < min || keys.length > max)) {
    yield { path, reason: `must have ${sizes(min, max, "key")}, not ${keys.length}` };
  }
  for (const key of keys) {
    const keyPath = childPath(path, key);
    if (shape.keys && options.limits) {
      for (const reason of textProblems(shape.keys, key)) yield { path: keyPath, reason: `the key ${reason}` };
    }
    yield* checkShape(shape.of, value[key], keyPath, options);
  }
}

function sizes(min: number, max: number, of: string): string {
  const counted = (count: number) => `${count} ${of}${count === 1 ? "" : "s"}`;
  if (min === max) return `exactly ${counted(min)}`;
  return max === Infinity ? `at least ${counted(min)}` : `${min === 0 ? "at most" : `${min} to`} ${counted(max)}`;
}

function* checkStruct(shape: StructShape, value: Record<string, unknown>, path: string, options: CheckOptions) {
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(shape.members, name))
      yield { path: childPath(path, name), reason: unknownName(name, shape.members) };
  }
  for (const [name, member] of Object.entries(shape.members)) {
    yield* checkMember(member, value[name], childPath(path, name), options);
  }
}

function* checkMember(member: Member, value: unknown, path: string, options: CheckOptions): Generator<Failure> {
  if (value === undefined || value === null) {
    if (member.required) yield { path, reason: "is required" };
    return;
  }
  yield* checkShape(member, value, path, options);
}

function unknownName(name: string, known: Record<string, { hidden?: boolean } | object>): string {
  const names = Object.entries(known).flatMap(([each, row]) => ("hidden" in row && row.hidden ? [] : [each]));
  const near = names.find((each) => each.toLowerCase() === name.toLowerCase());
  return near
    ? `there is no such property; ${near} is meant`
    : `there is no such property; known are ${names.join(", ")}`;
}
