import { setImmediate } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";

/** How far a program has come under mocks. */
export class Progress {
  private begun = 0;
  private done = 0;
  private fail = () => {};
  private readonly failed = new Promise<void>((resolve) => {
    this.fail = resolve;
  });

  /** Counts an answer. */
  async of<T>(answer: () => Promise<T>): Promise<T> {
    this.begun++;
    try {
      return await answer();
    } catch (error) {
      this.fail();
      throw error;
    } finally {
      this.done++;
    }
  }

  /** Resolves once all is made that can be. Pulumi itself waits for ever for what depends on something that has failed. */
  async ended(): Promise<void> {
    const all = pulumi.runtime.disconnect(); // waits for all that is under way; of mocks there is nothing to cut off
    await Promise.race([all, this.failed.then(() => this.standstill())]);
  }

  /** What follows from an answer follows within the same turn of the event loop. */
  private async standstill(): Promise<void> {
    let seen: number;
    do {
      seen = this.begun;
      await setImmediate();
    } while (this.begun !== seen || this.begun !== this.done);
  }
}
