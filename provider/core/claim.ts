/**
 * One resource, one object: whatever was lost (a reply, the process, the runner), creating again finds the object that
 * an earlier try has made and continues with it, and makes a new one only when there is none.
 *
 * 1. Search. AWS is asked for objects that bear the mark of this resource.
 * 2. Start, with a token that is the same in every retry of this creation, so that AWS itself refuses a second one.
 * 3. Prove. An object that was there before is ours only if it carries our owner and has not been let go.
 * 4. Count on. Where the token belongs to an object that is not the one wanted, the next token is tried.
 *
 * The search comes first because tokens alone are not enough: one that was passed over (its object was being deleted)
 * is free again a minute later, and would then start a second object.
 */
export interface Claimable<Found, Result> {
  /** Ids of the objects that may be ours, as far as AWS can be asked cheaply. */
  search(): Promise<string[]>;
  /** Starts the object under the n-th token; `made: false` is one that AWS already had under that token. */
  start(count: number): Promise<Started<Result>>;
  /**
   * The object as it is now; undefined when it is gone. `underToken`: AWS has just said that it exists, so that not
   * finding it may also mean that AWS does not show it yet.
   */
  look(id: string, underToken: boolean): Promise<Found | undefined>;
  /** Whether it carries our owner, is not released, and is what the program may go on with. */
  isOurs(found: Found): boolean;
  /** When it was made; undefined where it is ours at any age. */
  madeAt(found: Found): Date | undefined;
  /** Brings our object in line with the program; undefined where it cannot be, and a new one is wanted. */
  continueWith(found: Found): Promise<Result | undefined>;
  /** Flags an object as let go by its resource. */
  release(found: Found): Promise<void>;
  /** The error for an object of ours that was made too long ago to be a try that got lost. */
  tooOld(id: string): Error;
}

export type Started<Result> = { made: true; result: Result } | { made: false; id: string };

export interface ClaimContext {
  clock: { now(): number };
  /** Aborted when the engine has died: nothing may be started then. */
  signal: AbortSignal;
  /** Whose the object is in the state, as this run has seen it; undefined when it has not. Such an object is not lost. */
  holderInState(id: string): "thisResource" | "anotherResource" | undefined;
}

/** A try that got lost is taken up by the next run, not by one of another day: an older object is somebody's. */
export const LOST_FOR_AT_MOST_MS = 24 * 60 * 60 * 1000;

/** Tokens are passed over only for objects that were released and still block; so many cannot be an accident. */
const MOST_TOKENS = 100;

export async function claim<Found, Result>(object: Claimable<Found, Result>, context: ClaimContext): Promise<Result> {
  const ours = async (id: string, underToken: boolean): Promise<Result | undefined> => {
    const found = await object.look(id, underToken);
    if (found === undefined || !object.isOurs(found)) return undefined;
    const holder = context.holderInState(id);
    if (holder === "thisResource") await object.release(found); // replaced, and kept by `retainOnDelete`
    if (holder !== undefined) return undefined;
    const age = context.clock.now() - (object.madeAt(found)?.getTime() ?? context.clock.now());
    if (age > LOST_FOR_AT_MOST_MS) throw object.tooOld(id);
    return object.continueWith(found);
  };

  for (const id of await object.search()) {
    const result = await ours(id, false);
    if (result !== undefined) return result;
  }
  for (let count = 0; count < MOST_TOKENS; count++) {
    context.signal.throwIfAborted();
    const started = await object.start(count);
    if (started.made) return started.result;
    const result = await ours(started.id, true);
    if (result !== undefined) return result;
  }
  throw new Error(`AWS knows all of the first ${MOST_TOKENS} tokens of this resource: set aws-ops:namespace`);
}
