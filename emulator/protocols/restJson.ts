import { AwsError } from "../errors";
import { type Member, type ServiceModel, shapeOf } from "../model";
import { fromJson, parsedObject, toJson } from "./jsonTypes";
import type { HttpRequest, Protocol } from "./protocol";

const contentType = "application/json";

/**
 * restJson1: method and path name the operation, input is in path, query and JSON body, statuses mean what they say,
 * and a header names the error.
 */
export const restJson: Protocol = {
  invalidCode: "ValidationException",
  unknownStatus: 404,
  unsigned: { code: "MissingAuthenticationTokenException", message: "Missing Authentication Token", status: 403 },

  operation(request, { operations }) {
    const named = Object.entries(operations).find(
      ([, { http }]) => http.method === request.method && labels(http.requestUri, request) !== undefined,
    );
    return named?.[0];
  },

  parse(request, operation, model) {
    const { http, input } = model.operations[operation] ?? {};
    const members = Object.entries(shapeOf(model, input).members ?? {});
    const elsewhere = members.filter(([, { location }]) => location !== undefined);
    const path = labels(http?.requestUri ?? "", request) ?? {};
    const query = new URL(request.url, "http://emulator").searchParams;
    const inUrl = elsewhere.map(([name, use]) => {
      const { location, locationName = name } = use;
      return [name, location === "uri" ? decoded(path[locationName]) : inQuery(query, locationName, use, model)];
    });
    return { ...parsedObject(request.body), ...Object.fromEntries(inUrl) };
  },

  decode(input, operation, model) {
    return fromJson(input, model.operations[operation]?.input, model) as Record<string, unknown>;
  },

  answer(output, operation, model) {
    const { http, output: use } = model.operations[operation] ?? {};
    const status = http?.responseCode ?? 200;
    if (status === 204) return { status, body: "" };
    // AWS writes members that are absent as null.
    return { status, contentType, body: JSON.stringify(toJson(output, use, model, null)) };
  },

  refuse({ code, status, members }, model) {
    const isModelled = model.shapes[code]?.exception;
    const body = JSON.stringify(isModelled ? toJson(members, { shape: code }, model) : members);
    return { status, contentType, headers: { "X-Amzn-ErrorType": code }, body };
  },
};

/** Whether an operation of a service goes by a request's path, whatever its method. */
export function isPathOf(request: HttpRequest, { operations }: ServiceModel): boolean {
  return Object.values(operations).some(({ http }) => labels(http.requestUri, request) !== undefined);
}

/** The parts of a path that stand for the names in a pattern such as `/tags/{resourceArn}`, if it fits. */
function labels(pattern: string, { url }: HttpRequest): Record<string, string> | undefined {
  const parts = url.split("?", 1)[0]?.split("/") ?? [];
  const expected = pattern.split("/");
  const found: Record<string, string> = {};
  for (const [index, wanted] of expected.entries()) {
    const name = /^\{(.+)\}$/.exec(wanted)?.[1];
    const part = parts[index] ?? "";
    if (name !== undefined && part !== "") found[name] = part;
    else if (part !== wanted) return undefined;
  }
  return parts.length === expected.length ? found : undefined;
}

/** Decoded only after the path was split: a label may have slashes in it. */
function decoded(label = ""): string {
  try {
    return decodeURIComponent(label);
  } catch {
    throw new AwsError("SerializationException", "The request URI is not percent-encoded.");
  }
}

function inQuery(query: URLSearchParams, name: string, use: Member, model: ServiceModel): unknown {
  if (!query.has(name)) return undefined;
  return shapeOf(model, use).type === "list" ? query.getAll(name) : query.get(name);
}
