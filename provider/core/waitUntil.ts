import type { Clock } from "./handler";

export interface Wait<Seen> {
  /** Looks once. */
  look(): Promise<Seen>;
  /** Whether the wait is over; throws where it will never be. */
  isOver(seen: Seen): boolean;
  /** How things stand, for people. */
  told(seen: Seen): string;
  /** 0 looks once. */
  timeoutMs: number;
  /** The error for a wait that took too long. */
  tooLong(seen: Seen): Error;
}

interface WaitContext {
  clock: Clock;
  signal: AbortSignal;
  progress(text: string): void;
}

/** People take minutes or hours; AWS answers three times a second for everybody. */
const FIRST_DELAY_MS = 2_000;
const GROWTH = 1.5;
const LONGEST_DELAY_MS = 20_000;
/** Part of a delay by which it may be longer or shorter, so that many who wait do not ask all at once. */
const JITTER = 0.25;

/** The only loop that waits. It looks once more when the time is up. */
export async function waitUntil<Seen>(
  wait: Wait<Seen>,
  { clock, signal, progress }: WaitContext,
  random: () => number = Math.random,
): Promise<Seen> {
  const end = clock.now() + wait.timeoutMs;
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * GROWTH, LONGEST_DELAY_MS)) {
    signal.throwIfAborted();
    const seen = await wait.look();
    if (wait.isOver(seen)) return seen;
    const left = end - clock.now();
    if (left <= 0) throw wait.tooLong(seen);
    progress(wait.told(seen));
    await clock.sleep(Math.min(left, delay * (1 + JITTER * (2 * random() - 1))), signal);
  }
}
