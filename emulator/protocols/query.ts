import { AwsError } from "../errors";
import { type Member, type ServiceModel, shapeOf } from "../model";
import type { HttpRequest, Protocol } from "./protocol";
import { xmlElement, xmlText } from "./xml";

const contentType = "text/xml";

/** The query protocol: a form in, with the operation as its field `Action`; XML out. */
export const query: Protocol = {
  invalidCode: "ValidationError",
  unknownStatus: 400,
  unsigned: { code: "MissingAuthenticationToken", message: "Request is missing Authentication Token", status: 403 },

  operation: (request) => fieldsOf(request).get("Action") ?? undefined,

  parse(request) {
    const fields = [...fieldsOf(request)].filter(([name]) => name !== "Action" && name !== "Version");
    return tree(fields);
  },

  decode(input, operation, model) {
    return fromTree(input, model.operations[operation]?.input, model) as Record<string, unknown>;
  },

  answer(output, operation, model, requestId) {
    const use = model.operations[operation]?.output;
    const result = xmlElement(use?.resultWrapper ?? `${operation}Result`, output, use, model);
    return envelope(`${operation}Response`, `${result}<ResponseMetadata>${id(requestId)}</ResponseMetadata>`, model);
  },

  refuse({ code, status, members }, model, requestId) {
    const type = status < 500 ? "Sender" : "Receiver";
    const message = xmlText(String(members.message ?? members.Message ?? ""));
    const error = `<Type>${type}</Type><Code>${xmlText(code)}</Code><Message>${message}</Message>`;
    return { ...envelope("ErrorResponse", `<Error>${error}</Error>${id(requestId)}`, model), status };
  },
};

type Tree = { [name: string]: string | Tree };

function fieldsOf({ method, url, body }: HttpRequest): URLSearchParams {
  return method === "GET" ? new URL(url, "http://emulator").searchParams : new URLSearchParams(body);
}

/** `Tags.member.1.Key=a` and its like as nested objects. */
function tree(fields: [string, string][]): Tree {
  const root: Tree = {};
  for (const [name, value] of fields) {
    const path = name.split(".");
    const last = path.pop() ?? "";
    let node = root;
    for (const part of path) {
      const next = Object.hasOwn(node, part) ? node[part] : undefined;
      node = typeof next === "object" ? next : add(node, part);
    }
    node[last] = value;
  }
  return root;
}

function add(node: Tree, name: string): Tree {
  const child: Tree = {};
  node[name] = child;
  return child;
}

function fromTree(value: unknown, member: Member | undefined, model: ServiceModel): unknown {
  if (value === undefined) return undefined;
  const shape = shapeOf(model, member);
  const source = typeof value === "object" ? (value as Tree) : {};
  switch (shape.type) {
    case "structure": {
      const known = Object.entries(shape.members ?? {}).filter(([name]) => Object.hasOwn(source, name));
      return Object.fromEntries(known.map(([name, use]) => [name, fromTree(source[name], use, model)]));
    }
    case "list": {
      const entries = Object.entries(source.member ?? {}).sort(([a], [b]) => Number(a) - Number(b));
      return entries.map(([, entry]) => fromTree(entry, shape.member, model));
    }
    case "integer":
      if (/^-?\d{1,9}$/.test(String(value))) return Number(value);
      throw new AwsError("MalformedInput", `${member?.shape} must be a whole number`);
    case "boolean":
      return value === "true";
    default:
      return String(value);
  }
}

function envelope(name: string, content: string, { metadata }: ServiceModel) {
  return { status: 200, contentType, body: `<${name} xmlns="${metadata.xmlNamespace}">${content}</${name}>` };
}

function id(requestId: string): string {
  return `<RequestId>${requestId}</RequestId>`;
}
