import { AwsError } from "../errors";
import { type Member, type ServiceModel, shapeOf } from "../model";

/** The JSON object that a body is; an empty one is an empty object. */
export function parsedObject(body: string): Record<string, unknown> {
  return object(body === "" ? {} : parsed(body));
}

/**
 * JSON to the model's types. Members that the model lacks are dropped, as AWS does; `null` counts as absent. A value
 * of another JSON type is a SerializationException, in the words of AWS's own parser.
 */
export function fromJson(value: unknown, member: Member | undefined, model: ServiceModel): unknown {
  if (value === null || value === undefined) return undefined;
  const shape = shapeOf(model, member);
  switch (shape.type) {
    case "structure": {
      const source = object(value);
      const known = Object.entries(shape.members ?? {}).filter(([name]) => Object.hasOwn(source, name));
      return Object.fromEntries(known.map(([name, use]) => [name, fromJson(source[name], use, model)]));
    }
    case "map":
      return Object.fromEntries(
        Object.entries(object(value)).map(([key, entry]) => [key, fromJson(entry, shape.value, model)]),
      );
    case "list":
      if (!Array.isArray(value)) throw wrong("Expected list or null");
      return value.map((entry) => fromJson(entry, shape.member, model));
    default:
      return scalar(value, shape.type);
  }
}

/** The model's types to JSON values: times as seconds with a fraction, absent members left out or null. */
export function toJson(value: unknown, member: Member | undefined, model: ServiceModel, absent?: null): unknown {
  if (value === undefined) return absent;
  const shape = shapeOf(model, member);
  switch (shape.type) {
    case "structure": {
      const source = value as Record<string, unknown>;
      const members = Object.entries(shape.members ?? {});
      // Unions have the one member that is there.
      const written = members.filter(([name]) => !shape.union || source[name] !== undefined);
      return Object.fromEntries(written.map(([name, use]) => [name, toJson(source[name], use, model, absent)]));
    }
    case "map": {
      const entries = Object.entries(value as object);
      return Object.fromEntries(entries.map(([key, entry]) => [key, toJson(entry, shape.value, model, absent)]));
    }
    case "list":
      return (value as unknown[]).map((entry) => toJson(entry, shape.member, model, absent));
    case "timestamp":
      return value instanceof Date ? value.getTime() / 1000 : value;
    default:
      return value;
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw wrong("The request body is not valid JSON.");
  }
}

type JsonScalar = "string" | "number" | "boolean";

const scalars: Record<string, { json: JsonScalar; java: string }> = {
  string: { json: "string", java: "a String" },
  integer: { json: "number", java: "an Integer" },
  long: { json: "number", java: "a Long" },
  boolean: { json: "boolean", java: "a Boolean" },
  timestamp: { json: "number", java: "a Timestamp" },
};

function scalar(value: unknown, type: string): unknown {
  const expected = scalars[type];
  if (!expected) throw new Error(`the model has a type that the emulator does not read: ${type}`);
  if (Array.isArray(value)) throw wrong("Start of list found where not expected.");
  if (typeof value === "object") throw wrong("Start of structure or map found where not expected.");
  const whole = type !== "integer" && type !== "long";
  const fits = typeof value === expected.json && (whole || Number.isSafeInteger(value));
  if (!fits) throw wrong(`${tokenOf(value)} can not be converted to ${expected.java}`);
  if (type !== "timestamp") return value;
  const time = new Date(Math.round((value as number) * 1000));
  if (Number.isNaN(time.getTime())) throw wrong(`${tokenOf(value)} can not be converted to ${expected.java}`);
  return time;
}

function object(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw wrong("Expected map or structure or null");
}

function tokenOf(value: unknown): string {
  if (typeof value === "boolean") return `${value}`.toUpperCase() + "_VALUE";
  return `${typeof value}`.toUpperCase() + "_VALUE";
}

function wrong(message: string): AwsError {
  return new AwsError("SerializationException", message);
}
