import assert from "node:assert/strict";
import { paced } from "../../provider/core/paced";
import { VirtualClock } from "../support/virtualClock";

describe("paced", () => {
  let clock: VirtualClock;
  let begun: [name: string, at: number][];
  beforeEach(() => {
    clock = new VirtualClock();
    begun = [];
  });
  const work = (name: string) => async () => {
    begun.push([name, clock.now()]);
    return name;
  };

  it("begins the first piece of work at once, and the others one after the other", async () => {
    const lane = paced(400, clock);
    const all = Promise.all(["a", "b", "c"].map((name) => lane(work(name))));
    assert.deepEqual(await clock.during(all), ["a", "b", "c"]);
    assert.deepEqual(begun, [
      ["a", 0],
      ["b", 400],
      ["c", 800],
    ]);
  });

  it("saves up nothing in a pause", async () => {
    const lane = paced(400, clock);
    await clock.during(lane(work("a")));
    clock.pass(10_000);
    await clock.during(Promise.all([lane(work("b")), lane(work("c"))]));
    assert.deepEqual(begun, [
      ["a", 0],
      ["b", 10_000],
      ["c", 10_400],
    ]);
  });

  it("waits for the rest of the time alone where some of it has passed", async () => {
    const lane = paced(400, clock);
    await clock.during(lane(work("a")));
    clock.pass(300);
    await clock.during(lane(work("b")));
    assert.deepEqual(clock.slept, [100]);
  });

  it("minds when work begins, not when it ends", async () => {
    const lane = paced(400, clock);
    const long = lane(() => clock.sleep(5_000));
    await clock.during(lane(work("b")));
    assert.deepEqual(begun, [["b", 400]]);
    await clock.during(long);
  });

  it("gives on what fails, and goes on with the next", async () => {
    const lane = paced(400, clock);
    const failing = lane(() => Promise.reject(new Error("it fails")));
    await assert.rejects(failing, { message: "it fails" });
    await clock.during(lane(work("b")));
    assert.deepEqual(begun, [["b", 400]]);
  });

  it("waits no longer than those before need where the clock is set back", async () => {
    const lane = paced(400, clock);
    await clock.during(lane(work("a")));
    clock.pass(-3_600_000);
    await clock.during(Promise.all([lane(work("b")), lane(work("c"))]));
    assert.deepEqual(clock.slept, [400, 800]);
  });

  it("begins nothing that still waits when the signal is aborted", async () => {
    const engine = new AbortController();
    const lane = paced(400, clock, engine.signal);
    await clock.during(lane(work("a")));
    const waiting = lane(work("b"));
    engine.abort(new Error("the engine has gone"));
    await assert.rejects(waiting, { message: "the engine has gone" });
    assert.deepEqual(begun, [["a", 0]]);
  });
});
