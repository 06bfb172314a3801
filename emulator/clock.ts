/** The emulator's time. It runs with real time; moving it only changes the distance between the two. */
export interface Clock {
  now(): Date;
  /** Moves the clock forward (or, below zero, back). */
  advance(ms: number): void;
  /** Sets the clock, which runs on from there. */
  set(date: Date): void;
}

export function createClock(start?: Date): Clock {
  let offset = start ? start.getTime() - Date.now() : 0;
  return {
    now: () => new Date(Date.now() + offset),
    advance: (ms) => {
      offset += ms;
    },
    set: (date) => {
      offset = date.getTime() - Date.now();
    },
  };
}
