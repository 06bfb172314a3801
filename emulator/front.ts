import { randomUUID } from "node:crypto";
import type { Caller } from "./callers";
import { AwsError, errorAnswer } from "./errors";
import { ConnectionCut, type FaultRules } from "./faults";
import type { Context } from "./operation";
import type { HttpAnswer, HttpRequest } from "./protocols/protocol";
import type { Rates } from "./rates";
import type { Requests, SeenRequest } from "./requests";
import { type Service, serviceOf, services } from "./services";
import { readSignature, type Signature } from "./signature";
import { validate } from "./validate";
import type { World } from "./world";

export interface Answered {
  requestId: string;
  /** Absent when the connection is to be cut. */
  answer?: HttpAnswer;
  /** To be told whether the answer reached the client. */
  seen: SeenRequest;
}

/** A request on its way to an answer. */
interface Exchange {
  request: HttpRequest;
  requestId: string;
  signature?: Signature;
  caller?: Caller;
  service?: Service;
  seen: SeenRequest;
}

/** What stands before the operations: it reads a request, lets faults at it, runs it, and words the answer. */
export class Front {
  constructor(
    private readonly world: World,
    private readonly requests: Requests,
    private readonly faults: FaultRules,
    private readonly rates: Rates,
  ) {}

  async take(request: HttpRequest): Promise<Answered> {
    const exchange = this.begin(request);
    const { requestId, seen } = exchange;
    try {
      const answer = await this.answer(exchange);
      // A fault after the work meets failures, too: a network loses any reply.
      await this.faults.meet("after", seen.operation, seen.input);
      return { requestId, answer, seen };
    } catch (error) {
      if (!(error instanceof ConnectionCut)) throw error;
      seen.outcome ??= { delivered: false };
      return { requestId, seen };
    }
  }

  private begin(request: HttpRequest): Exchange {
    const signature = readSignature(request.headers.authorization);
    const { accessKeyId = "", region = "", service = "" } = signature ?? {};
    const caller = signature && this.world.callers.of(accessKeyId, region);
    const account = caller?.account ?? "";
    const seen = { operation: "", service, region, account, accessKeyId, input: {}, at: this.world.clock.now() };
    this.requests.push(seen);
    return {
      request,
      requestId: randomUUID(),
      signature,
      caller,
      service: serviceOf(signature?.service, request),
      seen,
    };
  }

  private async answer({ request, requestId, signature, caller, service, seen }: Exchange): Promise<HttpAnswer> {
    const { model, protocol } = service ?? (services.ssm as Service);
    try {
      if (!service) throw unknownService(signature);
      const operation = operationOf(request, service);
      seen.operation = operation;
      seen.input = protocol.parse(request, operation, model);
      const { code, message, status } = protocol.unsigned;
      if (!signature || !caller) throw new AwsError(code, message, {}, status);
      const output = await this.run(service, signature.region, caller, seen);
      const answer = protocol.answer(output, operation, model, requestId);
      seen.outcome = { status: answer.status, delivered: false };
      return answer;
    } catch (error) {
      if (error instanceof ConnectionCut) throw error;
      const refusal = errorAnswer(error instanceof AwsError ? error : internalError(error), model);
      seen.outcome = { status: refusal.status, code: refusal.code, delivered: false };
      return protocol.refuse(refusal, model, requestId);
    }
  }

  private async run({ model, protocol, operations }: Service, region: string, caller: Caller, seen: SeenRequest) {
    const { operation, input } = seen;
    if (!this.rates.allow(operation, model.metadata.serviceId, caller.account, region)) {
      throw new AwsError("ThrottlingException", "Rate exceeded");
    }
    await this.faults.meet("before", operation, input);
    const checked = protocol.decode(input, operation, model);
    validate(checked, model.operations[operation]?.input, model, protocol.invalidCode);
    this.world.passTime();
    const context: Context = {
      caller,
      place: this.world.place(caller.account, region),
      world: this.world,
      now: this.world.clock.now(),
      visibility: () => this.faults.visibility(operation, input),
    };
    // The model has checked what the operation's type promises.
    return operations[operation]?.(checked as never, context) ?? {};
  }
}

function operationOf(request: HttpRequest, { model, protocol, operations }: Service): string {
  const operation = protocol.operation(request, model);
  if (operation !== undefined && Object.hasOwn(operations, operation)) return operation;
  const known = Object.keys(operations).join(", ");
  const message = `The emulator does not know ${model.metadata.serviceId} operation '${operation ?? ""}', only ${known}.`;
  throw new AwsError("UnknownOperationException", message, {}, protocol.unknownStatus);
}

function unknownService(signature: Signature | undefined): AwsError {
  const known = Object.keys(services).join(", ");
  const message = `The emulator does not know the service '${signature?.service}', only ${known}.`;
  return new AwsError("UnknownOperationException", message);
}

function internalError(error: unknown): AwsError {
  const text = error instanceof Error ? error.stack : String(error);
  return new AwsError("InternalServerError", `A fault of the emulator itself: ${text}`);
}
