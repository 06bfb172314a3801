import { type ServiceModel, type Shape, shapeOf } from "./model";

/** An error answer: AWS's code, a message, and the further members that the code's shape has. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message = "",
    readonly members: Record<string, unknown> = {},
    readonly status?: number,
  ) {
    super(message);
  }
}

/** HTTP statuses of the codes that no service model lists; what is in neither is 400. */
const commonStatuses: Record<string, number> = {
  InternalFailure: 500,
  InternalServerError: 500,
  InternalServerException: 500,
  RequestTimeout: 408,
  RequestEntityTooLarge: 413,
  ServiceUnavailable: 503,
};

export interface ErrorAnswer {
  code: string;
  status: number;
  /** The message under the name that the code's shape gives it, and the code's other members. */
  members: Record<string, unknown>;
}

/** Dresses an error as the service would: status, and `Message` or `message` or none, as its model says. */
export function errorAnswer({ code, message, members, status }: AwsError, model: ServiceModel): ErrorAnswer {
  const shape = model.shapes[code];
  const modelled = shape?.exception ? shape : undefined;
  const modelledStatus = modelled && (modelled.error?.httpStatusCode ?? (modelled.fault ? 500 : 400));
  const names = Object.keys(modelled?.members ?? { message: {} });
  const messageName = names.find((name) => name.toLowerCase() === "message");
  const said = messageName ? { [messageName]: message, ...members } : members;
  return {
    code: modelled?.error?.code ?? code,
    status: status ?? modelledStatus ?? commonStatuses[code] ?? 400,
    members: modelled ? { ...requiredMembers(modelled, model), ...said } : said,
  };
}

/** AWS does not publish which code each quota has; this is the form. */
const someQuota = "L-00000000";

/** What an error says in any case: which service, and a quota if it is about quotas. */
function requiredMembers({ required = [], members = {} }: Shape, model: ServiceModel): Record<string, unknown> {
  const named: Record<string, unknown> = {
    serviceCode: shapeOf(model, members.serviceCode).enum?.[0],
    quotaCode: someQuota,
  };
  return Object.fromEntries(required.filter((name) => Object.hasOwn(named, name)).map((name) => [name, named[name]]));
}
