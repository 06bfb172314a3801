import assert from "node:assert/strict";
import type { Rate } from "../../../emulator";
import type { Result } from "../../support/engine";
import { IncidentWorld, incident } from "./support";

const writes = ["StartIncident", "UpdateIncidentRecord", "DeleteIncidentRecord", "UpdateRelatedItems", "TagResource"];
const reads = [
  "GetIncidentRecord",
  "ListIncidentRecords",
  "ListRelatedItems",
  "ListTagsForResource",
  "GetResponsePlan",
];

/** Of each operation, for everybody in an account and region together. */
const rates = (write: Rate, read: Rate): Record<string, Rate> =>
  Object.fromEntries([...writes.map((name) => [name, write]), ...reads.map((name) => [name, read])]);

const cases = {
  "five of each write and ten of each read a second, as documented": {
    rates: rates({ perSecond: 5 }, { perSecond: 10 }),
    isThrottled: false,
  },
  "no more than two of each write and five of each read, since others ask too": {
    rates: rates({ perSecond: 2, burst: 1 }, { perSecond: 5, burst: 1 }),
    isThrottled: true,
  },
};

for (const [n, [bears, { rates, isThrottled }]] of Object.entries(cases).entries()) {
  describe(`a dozen incidents at once, where AWS bears ${bears}`, function () {
    this.timeout("10m");
    const names = Array.from({ length: 12 }, (_, n) => `incident-${n + 1}`);
    let world: IncidentWorld;
    let result: Result;

    before(async () => {
      world = await IncidentWorld.open(`incident-limits-${n}`, { rates });
      world.declare(
        ...names.map((name) => incident({ title: name, summary: "Restore it.", tags: { team: "orders" } }, { name })),
      );
      result = await world.stack.up({ flags: ["--parallel", "64"] });
    });
    after(() => world.close());
    /** Lets the calls of the test itself pass, by the emulator's clock. */
    beforeEach(() => world.aws.clock.advance(1000));

    const throttled = () => world.aws.requests.filter(({ outcome }) => outcome?.code === "ThrottlingException");

    it("are started with one `up`, without a word about it", () => {
      assert.deepEqual(result.summary, { create: names.length + 1 });
      assert.deepEqual(result.diagnostics, []);
    });
    it("are started once each, and are in the state", async () => {
      const started = world.aws.requests.of("StartIncident").filter(({ outcome }) => outcome?.status === 200);
      assert.deepEqual(started.map(({ input }) => input.title).sort(), names.toSorted());
      const arns = (await world.incidents()).map(({ arn }) => arn);
      assert.deepEqual(Object.values(await world.ids()).sort(), arns.sort());
    });
    it("are destroyed with one `destroy`, without a word about it", async () => {
      const { diagnostics } = await world.stack.destroy({ flags: ["--parallel", "64"] });
      assert.deepEqual(diagnostics, []);
      const all = await world.incidents();
      assert.deepEqual(
        all.map(({ status }) => status),
        names.map(() => "RESOLVED"),
      );
    });
    it(isThrottled ? "are throttled, and slow down" : "are never throttled", () => {
      const { length } = throttled();
      if (isThrottled)
        assert.ok(length > 0 && length < world.aws.requests.length / 2, `${length} calls were throttled`);
      else assert.equal(length, 0);
    });
  });
}
