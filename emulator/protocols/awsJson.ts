import { fromJson, parsedObject, toJson } from "./jsonTypes";
import type { Protocol } from "./protocol";

const contentType = "application/x-amz-json-1.1";

/** awsJson1.1: the operation in a header, JSON in and out, `__type` names the error. */
export const awsJson: Protocol = {
  invalidCode: "ValidationException",
  unknownStatus: 400,
  unsigned: { code: "MissingAuthenticationTokenException", message: "Missing Authentication Token", status: 400 },

  operation({ headers }, { metadata }) {
    const [prefix, operation] = (headers["x-amz-target"] ?? "").split(".");
    return prefix === metadata.targetPrefix ? operation : undefined;
  },

  parse: ({ body }) => parsedObject(body),

  decode(input, operation, model) {
    return fromJson(input, model.operations[operation]?.input, model) as Record<string, unknown>;
  },

  answer(output, operation, model) {
    const body = toJson(output, model.operations[operation]?.output, model);
    return { status: 200, contentType, body: JSON.stringify(body) };
  },

  refuse({ code, status, members }) {
    return { status, contentType, body: JSON.stringify({ __type: code, ...members }) };
  },
};
