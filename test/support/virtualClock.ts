import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../provider/core/handler";

interface Sleeper {
  until: number;
  wake(): void;
}

/** Time that passes only while a test lets it, and then only when nothing else can happen: nobody really waits. */
export class VirtualClock implements Clock {
  /** How long each sleep was to be, in the order in which they began. */
  readonly slept: number[] = [];
  private time = 0;
  private sleepers: Sleeper[] = [];

  now = (): number => this.time;

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(ms);
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason as Error);
      };
      const wake = () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      };
      const sleeper = { until: this.time + ms, wake };
      this.sleepers.push(sleeper);
      signal?.addEventListener("abort", abort);
    });
  }

  /** Time passes, seen by nobody's sleep. */
  pass(ms: number): void {
    this.time += ms;
  }

  /** Lets time pass until the work has ended. */
  async during<T>(work: Promise<T>): Promise<T> {
    let ended = false;
    const end = () => {
      ended = true;
    };
    work.then(end, end);
    for (await turn(); !ended; await turn()) {
      const next = this.sleepers.toSorted((one, other) => one.until - other.until)[0];
      if (!next) continue;
      this.sleepers = this.sleepers.filter((other) => other !== next);
      this.time = Math.max(this.time, next.until);
      next.wake();
    }
    return work;
  }
}
