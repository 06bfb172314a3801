import type { Clients } from "./clients";
import type { Owner } from "./identity";
import type { PropertyTable } from "./properties/rows";
import type { Settings } from "./settings";

/** Inputs or outputs as an engine hands them over: plain JSON. */
export type Props = Record<string, unknown>;

/** All that one resource does. A host (`provider/hosts/`) translates between it and an engine. */
export interface Handler {
  /** The type's name, such as `OpsItem`. */
  readonly kind: string;
  readonly properties: PropertyTable;
  /**
   * Set where a replacement may only take the old one's place. By default the old object goes first, so that the new one
   * cannot be taken for it.
   */
  readonly keepsUntilReplaced?: boolean;
  /** Completes and judges the inputs; offline. `olds` are the old inputs, undefined for a new object. */
  check(olds: Props | undefined, news: Props, context: CheckContext): Promise<Checked>;
  /** What of the object would change; offline. */
  diff(id: string, oldInputs: Props, oldOutputs: Props, news: Props, context: CheckContext): Change[];
  /** Makes the object, or continues with the one that an earlier try has made. */
  create(news: Props, context: Context): Promise<Made>;
  /** The object as it is, undefined when it is gone. Without `inputs` it is not managed: all of it comes back. */
  read(id: string, outputs: Props | undefined, inputs: Props | undefined, context: Context): Promise<Made | undefined>;
  /** Brings the object in line; also finishes what a failed `create` or `update` has left. */
  update(id: string, oldInputs: Props, oldOutputs: Props, news: Props, context: Context): Promise<Made>;
  delete(id: string, outputs: Props, context: Context): Promise<void>;
}

export interface CheckContext {
  settings: Settings;
  /** The region that the environment names, for new objects where nobody wrote one down. */
  environmentRegion(): Promise<string | undefined>;
}

export interface Context extends CheckContext {
  /** Whose object it is. */
  owner: Owner;
  clients: Clients;
  /** Aborted when the engine has died or cancels: waiting ends then, and nothing is started any more. */
  signal: AbortSignal;
  /** When the engine wants the work to be done by, where it says so. */
  deadline?: Date;
  clock: Clock;
  /** Properties that the program wants left alone, where the engine says so. */
  ignoreChanges?: readonly string[];
  /** Whose the object is in the state, as far as this run has seen it. */
  holderInState(id: string): "thisResource" | "anotherResource" | undefined;
  /** Says on the resource's own row what is going on. */
  progress(text: string): void;
  /** Says it for good, below the run. */
  warn(text: string): void;
}

/** Injected, so that no test waits. */
export interface Clock {
  now(): number;
  /** Rejects when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Checked {
  inputs: Props;
  failures: Failure[];
}

export interface Failure {
  /** `runbooks[0].targetMaps[2]`; empty for the resource as a whole. */
  path: string;
  /** What is wrong and what is allowed. Never the value: it may be secret. */
  reason: string;
}

export interface Change {
  /** `operationalData["disk"].value`. Its first part is the property. */
  path: string;
  property: string;
  replaces: boolean;
}

export interface Made {
  id: string;
  /** What is true of the object. */
  outs: Props;
  /**
   * What the program has said of properties that people may change for themselves. It comes back as the old inputs, so
   * that only what the program says anew is a difference.
   */
  said?: Props;
  /** What people have changed is to be put back all the same: so it must be a difference to the engine. */
  putsBack?: boolean;
}

/** The object exists at AWS, but not all of it is as declared. The engine keeps it; the next `up` completes it. */
export class Unfinished extends Error {
  override readonly name = "Unfinished";

  constructor(
    readonly id: string,
    /** What is known to be true of the object. */
    readonly outs: Props,
    override readonly cause: unknown,
    readonly said?: Props,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}

/**
 * Does what is left to do with an object that exists, so that no failure in it can lose the object. The work keeps
 * `truth` (and `said`) up to date with what it has done.
 */
export async function keeping<T>(id: string, truth: Props, work: () => Promise<T>, said?: Props): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Unfinished ? error : new Unfinished(id, truth, error, said);
  }
}
