import type { Clock } from "./handler";

/** Lets pieces of work begin at least so long after one another, in the order in which they came. */
export function paced(everyMs: number, clock: Clock, signal?: AbortSignal): <T>(work: () => Promise<T>) => Promise<T> {
  let next = -Infinity;
  let waiting = 0;
  return async (work) => {
    const now = clock.now();
    // No longer than those before it need: a clock that was set back must not stop everything.
    const begin = Math.min(Math.max(now, next), now + (waiting + 1) * everyMs);
    next = begin + everyMs;
    waiting++;
    try {
      if (begin > now) await clock.sleep(begin - now, signal);
    } finally {
      waiting--;
    }
    return work();
  };
}
