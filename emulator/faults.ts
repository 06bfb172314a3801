import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "./clock";
import { AwsError } from "./errors";

type Input = Record<string, unknown>;

/** Which calls a fault meets. */
export interface FaultOptions {
  /** How many calls it meets. */
  count?: number;
  /** Only calls whose input, as on the wire, satisfies this. */
  where?: (input: Input) => boolean;
}

export interface ErrorFaultOptions extends FaultOptions {
  message?: string;
  status?: number;
  /** Further members of the error, such as `{ OpsItemId }`. */
  members?: Input;
}

export interface HoldOptions extends FaultOptions {
  /** `before` the work (default), or `after` it, with the answer not sent yet. */
  when?: "before" | "after";
}

export interface Hold {
  /** Resolves when a call is being held. */
  readonly reached: Promise<void>;
  /** Lets the held calls go on, and holds no more. */
  release(): void;
}

export interface HideOptions extends FaultOptions {
  /** How long by the emulator's clock; default: until `reveal()` or `clear()`. */
  ms?: number;
}

/**
 * What goes wrong, by operation (`"*"` is every one) and count. A fault meets the next call (`count: 1`) unless its
 * own description says otherwise; several faults meet a call in the order in which they were set.
 */
export interface Faults {
  /** Refuses calls with ThrottlingException, "Rate exceeded". */
  throttle(operation: string, options?: FaultOptions): void;
  /** Refuses calls with an error; status and spelling of its members follow the service's model. */
  error(operation: string, code: string, options?: ErrorFaultOptions): void;
  /** Cuts the connection before any work is done. */
  reset(operation: string, options?: FaultOptions): void;
  /** Does the work, then cuts the connection instead of answering. */
  loseReply(operation: string, options?: FaultOptions): void;
  /** Delays calls by real time; every one unless `count` says otherwise. */
  latency(operation: string, ms: number, options?: FaultOptions): void;
  /** Holds calls until they are released. A held call is done even if its client dies meanwhile. */
  hold(operation: string, options?: HoldOptions): Hold;
  /**
   * Makes what a creating operation creates invisible to reads for a time; writes and deduplication know it at once.
   * Meets every call unless `count` says otherwise.
   */
  hideNew(operation: string, options?: HideOptions): { reveal(): void };
  /** Ends all faults: nothing further is refused, held calls go on, hidden objects show. */
  clear(): void;
}

/** Thrown to cut the connection of a call instead of answering it. */
export class ConnectionCut extends Error {}

type Phase = "before" | "after" | "created";

interface Rule extends FaultOptions {
  phase: Phase;
  operation: string;
  left: number;
  /** What the fault does to a call; ends the call by throwing. */
  meet(): unknown;
  /** Undoes what lasts. */
  end?(): void;
}

export const visible = () => true;

/** The rules that are set, and what the emulator asks of them at each stage of a call. */
export class FaultRules implements Faults {
  private rules: Rule[] = [];

  constructor(private readonly clock: Clock) {}

  throttle(operation: string, options?: FaultOptions) {
    this.error(operation, "ThrottlingException", { message: "Rate exceeded", ...options });
  }

  error(operation: string, code: string, { message, members, status, ...options }: ErrorFaultOptions = {}) {
    const meet = () => {
      throw new AwsError(code, message ?? `${code}, as a fault of the emulator`, members, status);
    };
    this.add("before", operation, options, meet);
  }

  reset(operation: string, options?: FaultOptions) {
    this.add("before", operation, options, cut);
  }

  loseReply(operation: string, options?: FaultOptions) {
    this.add("after", operation, options, cut);
  }

  latency(operation: string, ms: number, options?: FaultOptions) {
    this.add("before", operation, { count: Infinity, ...options }, () => wait(ms, undefined, { ref: false }));
  }

  hold(operation: string, { when = "before", ...options }: HoldOptions = {}): Hold {
    const reached = gate();
    const released = gate();
    const meet = () => {
      reached.open();
      return released.opened;
    };
    const rule = this.add(when, operation, options, meet, released.open);
    return { reached: reached.opened, release: () => this.end(rule) };
  }

  hideNew(operation: string, { ms = Infinity, ...options }: HideOptions = {}) {
    let revealed = false;
    const meet = () => {
      const from = this.clock.now().getTime() + ms;
      return () => revealed || this.clock.now().getTime() >= from;
    };
    const end = () => {
      revealed = true;
    };
    const rule = this.add("created", operation, { count: Infinity, ...options }, meet, end);
    return { reveal: () => this.end(rule) };
  }

  clear() {
    for (const rule of this.rules) rule.end?.();
    this.rules = [];
  }

  /** Puts a call through the faults of a stage; throws the answer it gets, if it gets one. */
  async meet(phase: "before" | "after", operation: string, input: Input) {
    for (const rule of [...this.rules]) {
      if (this.takes(rule, phase, operation, input)) await rule.meet();
    }
  }

  /** Whether reads see what a call creates: to be asked at each read. */
  visibility(operation: string, input: Input): () => boolean {
    const rule = this.rules.find((one) => this.takes(one, "created", operation, input));
    return rule ? (rule.meet() as () => boolean) : visible;
  }

  private add(phase: Phase, operation: string, options: FaultOptions = {}, meet: () => unknown, end?: () => void) {
    const rule = { phase, operation, where: options.where, left: options.count ?? 1, meet, end };
    this.rules.push(rule);
    return rule;
  }

  private end(rule: Rule) {
    rule.end?.();
    this.rules = this.rules.filter((other) => other !== rule);
  }

  private takes(rule: Rule, phase: Phase, operation: string, input: Input): boolean {
    const meant = rule.operation === operation || rule.operation === "*";
    if (rule.phase !== phase || !meant || rule.left <= 0 || rule.where?.(input) === false) return false;
    rule.left -= 1;
    return true;
  }
}

function cut() {
  throw new ConnectionCut();
}

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
