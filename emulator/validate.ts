import { AwsError } from "./errors";
import { type Member, type ServiceModel, type Shape, shapeOf } from "./model";

/**
 * Checks an input against the limits of the model: required members, lengths, ranges, patterns and enums. All that is
 * broken is reported in one error, in the sentences of AWS's own front end.
 */
export function validate(input: unknown, member: Member | undefined, model: ServiceModel, code: string): void {
  const found = [...violations(input, member, "", model)];
  if (found.length === 0) return;
  const noun = found.length === 1 ? "error" : "errors";
  throw new AwsError(code, `${found.length} validation ${noun} detected: ${found.join("; ")}`);
}

function* violations(value: unknown, use: Member | undefined, path: string, model: ServiceModel): Generator<string> {
  const shape = shapeOf(model, use);
  for (const constraint of broken(value, shape)) yield violation(value, path, constraint);
  switch (shape.type) {
    case "structure":
      for (const [name, member] of Object.entries(shape.members ?? {})) {
        const at = path ? `${path}.${lowerFirst(name)}` : lowerFirst(name);
        const inner = (value as Record<string, unknown>)[name];
        if (inner !== undefined) yield* violations(inner, member, at, model);
        else if (shape.required?.includes(name)) yield violation(undefined, at, notNull);
      }
      return;
    case "list":
      yield* elements(value as unknown[], shape, path, model);
      return;
    case "map":
      yield* entries(value as Record<string, unknown>, shape, path, model);
  }
}

/** Elements that are structures have paths of their own; broken scalars are told of at their list. */
function* elements(list: unknown[], shape: Shape, path: string, model: ServiceModel): Generator<string> {
  const element = shapeOf(model, shape.member);
  for (const [index, value] of list.entries()) {
    const at = `${path}.${index + 1}.member`;
    if (value === undefined) yield violation(value, at, notNull);
    else if (isNested(element)) yield* violations(value, shape.member, at, model);
  }
  const isBroken = list.some((value) => value !== undefined && !isNested(element) && broken(value, element).length > 0);
  if (isBroken) yield violation(list, path, `Member must satisfy constraint: [${constraints(element).join(", ")}]`);
}

function* entries(map: Record<string, unknown>, shape: Shape, path: string, model: ServiceModel): Generator<string> {
  const key = shapeOf(model, shape.key);
  const value = shapeOf(model, shape.value);
  const keysBroken = Object.keys(map).some((one) => broken(one, key).length > 0);
  if (keysBroken) yield violation(map, path, `Map keys must satisfy constraint: [${constraints(key).join(", ")}]`);
  for (const [name, entry] of Object.entries(map)) {
    const at = `${path}.${name}.member`;
    if (entry === undefined) yield violation(entry, at, notNull);
    else if (isNested(value)) yield* violations(entry, shape.value, at, model);
  }
  const values = Object.values(map).filter((entry) => entry !== undefined && !isNested(value));
  const isBroken = values.some((entry) => broken(entry, value).length > 0);
  if (isBroken) yield violation(map, path, `Map value must satisfy constraint: [${constraints(value).join(", ")}]`);
}

const notNull = "Member must not be null";

interface Constraint {
  sentence(shape: Shape): string;
  isSet(shape: Shape): boolean;
  isBroken(value: unknown, shape: Shape): boolean;
}

const ordered = (shape: Shape) => (["integer", "long", "double", "float"].includes(shape.type) ? "value" : "length");

/** The kinds of limit that the models know, in the order in which AWS reports them. */
const kinds: Constraint[] = [
  {
    sentence: (shape) => `Member must satisfy enum value set: [${shape.enum?.join(", ")}]`,
    isSet: (shape) => shape.enum !== undefined,
    isBroken: (value, shape) => !shape.enum?.includes(value as string),
  },
  {
    sentence: (shape) => `Member must have ${ordered(shape)} less than or equal to ${shape.max}`,
    isSet: (shape) => shape.max !== undefined,
    isBroken: (value, shape) => measure(value) > (shape.max as number),
  },
  {
    sentence: (shape) => `Member must have ${ordered(shape)} greater than or equal to ${shape.min}`,
    isSet: (shape) => shape.min !== undefined,
    isBroken: (value, shape) => measure(value) < (shape.min as number),
  },
  {
    sentence: (shape) => `Member must satisfy regular expression pattern: ${shape.pattern}`,
    isSet: (shape) => shape.pattern !== undefined,
    isBroken: (value, shape) => !regExp(shape.pattern as string).test(value as string),
  },
  {
    sentence: (shape) => `Member must have exactly one of: [${Object.keys(shape.members ?? {}).join(", ")}]`,
    isSet: (shape) => shape.union === true,
    isBroken: (value) => Object.values(value as object).filter((member) => member !== undefined).length !== 1,
  },
];

function broken(value: unknown, shape: Shape): string[] {
  return kinds.filter((kind) => kind.isSet(shape) && kind.isBroken(value, shape)).map((kind) => kind.sentence(shape));
}

function constraints(shape: Shape): string[] {
  return kinds.filter((kind) => kind.isSet(shape)).map((kind) => kind.sentence(shape));
}

/** What a limit counts: a number itself, the characters (code points) of a text, the entries of a list or map. */
function measure(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "string") return [...value].length;
  return Object.keys(value as object).length;
}

const regExps = new Map<string, RegExp>();

/**
 * AWS matches whole values, also where a pattern has no anchors. Its patterns are Java's, which may escape any
 * punctuation; JavaScript's may not.
 */
export function regExp(pattern: string): RegExp {
  const plain = pattern.replace(/\\\\|\\([:;,"'=@#&<>!%~])/g, (found, punctuation = found) => punctuation);
  const known = regExps.get(pattern) ?? new RegExp(`^(?:${plain})$`, "u");
  regExps.set(pattern, known);
  return known;
}

function violation(value: unknown, path: string, constraint: string): string {
  const quoted = value === undefined ? "null" : `'${javaText(value)}'`;
  return `Value ${quoted} at '${path}' failed to satisfy constraint: ${constraint}`;
}

/** As Java prints lists and maps, since AWS quotes values that way. */
function javaText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(javaText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([key, entry]) => `${key}=${javaText(entry)}`);
  return `{${entries.join(", ")}}`;
}

function isNested(shape: Shape): boolean {
  return ["structure", "list", "map"].includes(shape.type);
}

/** Paths spell members with a small first letter. */
function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
