/** A request as the emulator saw it. */
export interface SeenRequest {
  /** AWS's name, such as `CreateOpsItem`; empty when the request names none that is known. */
  operation: string;
  /** Signing name of the service, such as `ssm`. */
  service: string;
  region: string;
  /** The caller's account; empty, like the access key, when the request is not signed. */
  account: string;
  accessKeyId: string;
  /** The input as it came over the wire, parsed: times are numbers of seconds. */
  input: Record<string, unknown>;
  /** When it came, by the emulator's clock. */
  at: Date;
  /** How it ended; absent until its work is done or refused. */
  outcome?: Outcome;
}

export interface Outcome {
  /** HTTP status of the answer; absent when the connection was cut before any work. */
  status?: number;
  /** AWS's error code, absent when the request succeeded. */
  code?: string;
  /** Whether the answer was sent: false after `reset` and `loseReply`, and when the client had gone. */
  delivered: boolean;
}

/** Every request since the start or the last `clear()`, oldest first. */
export class Requests extends Array<SeenRequest> {
  // filter() and its like then give plain arrays.
  static override get [Symbol.species]() {
    return Array;
  }

  /** The requests for one operation. */
  of(operation: string): SeenRequest[] {
    return this.filter((request) => request.operation === operation);
  }

  /** Forgets what was seen so far. */
  clear(): void {
    this.length = 0;
  }
}
