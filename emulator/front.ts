import { randomUUID } from "node:crypto";
import { type Caller, defaultAccount } from "./callers";
import { AwsError, errorAnswer } from "./errors";
import { ConnectionCut, type FaultRules } from "./faults";
import type { Context } from "./operation";
import type { HttpAnswer, HttpRequest } from "./protocols/protocol";
import type { Rates } from "./rates";
import type { Outcome, Requests, SeenRequest } from "./requests";
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

/** What stands before the operations: it reads a request, lets faults at it, runs it, and words the answer. */
export class Front {
  constructor(
    private readonly world: World,
    private readonly requests: Requests,
    private readonly faults: FaultRules,
    private readonly rates: Rates,
  ) {}

  async take(request: HttpRequest): Promise<Answered> {
    const requestId = randomUUID();
    const signature = readSignature(request.headers.authorization);
    const service = serviceOf(signature?.service, request);
    const seen = this.record(signature);
    try {
      const { answer, outcome } = await this.answer(request, service, signature, seen, requestId);
      seen.outcome = outcome;
      // A fault after the work meets failures, too: a network loses any reply.
      await this.faults.meet("after", seen.operation, seen.input);
      return { requestId, answer, seen };
    } catch (error) {
      if (!(error instanceof ConnectionCut)) throw error;
      seen.outcome = { ...seen.outcome, delivered: false };
      return { requestId, seen };
    }
  }

  private record(signature: Signature | undefined): SeenRequest {
    const seen: SeenRequest = {
      operation: "",
      service: signature?.service ?? "",
      region: signature?.region ?? "",
      account: defaultAccount,
      accessKeyId: signature?.accessKeyId ?? "",
      input: {},
      at: this.world.clock.now(),
    };
    this.requests.push(seen);
    return seen;
  }

  private async answer(
    request: HttpRequest,
    service: Service | undefined,
    signature: Signature | undefined,
    seen: SeenRequest,
    requestId: string,
  ): Promise<{ answer: HttpAnswer; outcome: Outcome }> {
    const { model, protocol } = service ?? (services.ssm as Service);
    try {
      if (!service) throw unknownService(signature);
      const operation = operationOf(request, service);
      Object.assign(seen, { operation, input: protocol.parse(request, operation, model) });
      const { code, message, status } = protocol.unsigned;
      if (!signature) throw new AwsError(code, message, {}, status);
      const caller = this.world.callers.of(signature.accessKeyId, signature.region);
      seen.account = caller.account;
      const output = await this.run(service, signature, caller, seen);
      const answer = protocol.answer(output, operation, model, requestId);
      return { answer, outcome: { status: answer.status, delivered: false } };
    } catch (error) {
      if (error instanceof ConnectionCut) throw error;
      const refusal = errorAnswer(error instanceof AwsError ? error : internalError(error), model);
      const outcome = { status: refusal.status, code: refusal.code, delivered: false };
      return { answer: protocol.refuse(refusal, model, requestId), outcome };
    }
  }

  private async run(service: Service, { region }: Signature, caller: Caller, seen: SeenRequest): Promise<object> {
    const { operation, input } = seen;
    const { model, protocol } = service;
    if (!this.rates.allow(operation, caller.account, region)) {
      throw new AwsError("ThrottlingException", "Rate exceeded");
    }
    await this.faults.meet("before", operation, input);
    const decoded = protocol.decode(input, operation, model);
    validate(decoded, model.operations[operation]?.input, model, protocol.invalidCode);
    const context: Context = {
      caller,
      place: this.world.place(caller.account, region),
      world: this.world,
      now: this.world.clock.now(),
      visibility: () => this.faults.visibility(operation, input),
    };
    // The model has checked what the operation's type promises.
    return service.operations[operation]?.(decoded as never, context) ?? {};
  }
}

function operationOf(request: HttpRequest, { model, protocol, operations }: Service): string {
  const operation = protocol.operation(request, model);
  if (operation !== undefined && Object.hasOwn(operations, operation)) return operation;
  const known = Object.keys(operations).join(", ");
  const message = `The emulator does not know ${model.metadata.serviceId} operation '${operation ?? ""}', only ${known}.`;
  throw new AwsError("UnknownOperationException", message);
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
