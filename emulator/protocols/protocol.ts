import type { ErrorAnswer } from "../errors";
import type { ServiceModel } from "../model";

/** An HTTP request, whole. Header names are lower case. */
export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string | undefined>;
  body: string;
}

export interface HttpAnswer {
  status: number;
  /** Absent, with an empty body, when there is nothing to say. */
  contentType?: string;
  headers?: Record<string, string>;
  body: string;
}

/** How one of AWS's protocols says things over HTTP. What is said is in the service's model. */
export interface Protocol {
  /** The operation that a request names, by header, form field, or method and path. */
  operation(request: HttpRequest, model: ServiceModel): string | undefined;
  /** The input as sent: parsed, its types not checked. */
  parse(request: HttpRequest, operation: string, model: ServiceModel): Record<string, unknown>;
  /** The input in the model's types (times as `Date`), unknown members dropped; SerializationException otherwise. */
  decode(input: Record<string, unknown>, operation: string, model: ServiceModel): Record<string, unknown>;
  /** A success. */
  answer(output: object, operation: string, model: ServiceModel, requestId: string): HttpAnswer;
  /** A failure. */
  refuse(error: ErrorAnswer, model: ServiceModel, requestId: string): HttpAnswer;
  /** Code under which the protocol's services report a request that breaks the model's limits. */
  invalidCode: string;
  /** HTTP status of the answer to a request for an operation that the service does not have. */
  unknownStatus: number;
  /** The answer to a request without a signature. */
  unsigned: { code: string; message: string; status: number };
}
