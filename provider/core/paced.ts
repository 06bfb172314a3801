import type { Clock } from "./handler";

/** Lets pieces of work begin at least so long after one another, in the order in which they came. */
export function paced(everyMs: number, clock: Clock, signal?: AbortSignal): <T>(work: () => Promise<T>) => Promise<T> {
  let next = -Infinity;
  return async (work) => {
    const now = clock.now();
    const begin = Math.max(now, next);
    next = begin + everyMs;
    if (begin > now) await clock.sleep(begin - now, signal);
    return work();
  };
}
