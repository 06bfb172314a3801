import type { Clock } from "./handler";

/** How long AWS may take to show what it has just made: about ten seconds in all. */
const DELAYS_MS = [200, 500, 1_000, 2_000, 3_000, 4_000];

/** Asks again while the answer is undefined. */
export async function patiently<T>(
  ask: () => Promise<T | undefined>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<T | undefined> {
  for (const delay of DELAYS_MS) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await clock.sleep(delay, signal);
  }
  return ask();
}
