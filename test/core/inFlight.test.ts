import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { inFlight } from "../../provider/core/inFlight";

/** Pieces of work that end when they are told to, and the order in which they began. */
function works() {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (index: number) => () => {
    begun.push(index);
    return new Promise<number>((resolve, reject) => {
      ends[index] = () => (index === 1 ? reject(new Error("one")) : resolve(index));
    });
  };
  return { begun, end: (index: number) => ends[index]?.(), work };
}

describe("inFlight", () => {
  it("runs no more than so many at a time, and the others in their order", async () => {
    const lane = inFlight(2);
    const { begun, end, work } = works();
    const all = [0, 1, 2, 3, 4].map((index) => lane(work(index)));
    const ended = Promise.allSettled(all);
    await turn();
    assert.deepEqual(begun, [0, 1]);
    end(1); // it fails, and its place is free all the same
    await turn();
    assert.deepEqual(begun, [0, 1, 2]);
    end(0);
    end(2);
    await turn();
    assert.deepEqual(begun, [0, 1, 2, 3, 4]);
    end(3);
    end(4);
    assert.deepEqual(
      (await ended).map((one) => (one.status === "fulfilled" ? one.value : one.reason.message)),
      [0, "one", 2, 3, 4],
    );
  });

  it("frees the place of work that throws at once", async () => {
    const lane = inFlight(1);
    const thrown = lane(() => {
      throw new Error("at once");
    });
    const next = lane(async () => "next");
    await assert.rejects(thrown, /at once/);
    assert.equal(await next, "next");
  });

  it("lets no newcomer take a place that was handed on", async () => {
    const lane = inFlight(1);
    const { begun, end, work } = works();
    const first = lane(work(0));
    const second = lane(work(2));
    await turn();
    end(0);
    const third = first.then(() => lane(work(3)));
    await turn();
    await turn();
    assert.deepEqual(begun, [0, 2]);
    end(2);
    await second;
    await turn();
    assert.deepEqual(begun, [0, 2, 3]);
    end(3);
    await third;
  });
});
