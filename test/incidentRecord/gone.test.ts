import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { link, simulated, topic } from "./support";

/** Both answers that AWS may give to lists of what does not exist. */
for (const listOfUnknownIncident of ["nothing", "ValidationException"] as const) {
  describe(`an incident that somebody has deleted, whose lists AWS answers with ${listOfUnknownIncident}`, () => {
    const world = simulated({ answers: { listOfUnknownIncident } });
    const { idOf, up, starts } = world;
    const declared: Props = { title: "Drill", relatedItems: [link("a")], tags: { team: "orders" }, triggers: [1] };
    let before: Props;
    beforeEach(async () => {
      await up(declared);
      before = world.outputs();
      await world.remove();
      world.aws.requests.clear();
    });
    const known = () => `AWS does not know incident ${idOf()} any more: it is kept in the state, no new one is started`;

    it("stays in the state, with a warning, and pages nobody", async () => {
      const arn = idOf();
      for (let times = 0; times < 2; times++) {
        assert.equal(await world.engine.refresh("a"), "same");
        assert.deepEqual(world.warnings().at(-1), `a: warning: ${known()}`);
        assert.equal(await up(declared), "same");
      }
      assert.equal(idOf(), arn);
      assert.deepEqual(world.outputs(), before);
      assert.equal(starts(), 0);
    });

    const edits: Props = {
      title: "Other",
      impact: 1,
      summary: "Other",
      chatChannel: { chatbotSns: [topic("x")] },
      notificationTargets: [{ snsTopicArn: topic("x") }],
      status: "RESOLVED",
      relatedItems: [link("b")],
      tags: { team: "billing" },
    };
    const isSeen = listOfUnknownIncident === "ValidationException"; // one case of each is enough
    for (const [what, more] of [
      ...Object.entries(edits).map(([name, value]) => [name, { [name]: value }]),
      ["a related item more", { relatedItems: [link("a"), link("b")] }],
      ["a related item less", { relatedItems: [] }],
      ["no tags", { tags: undefined }],
      ["everything", edits],
    ] as [string, Props][]) {
      it(`takes ${what} into the state, with a warning, ${isSeen ? "after" : "without"} a refresh`, async () => {
        const arn = idOf();
        if (isSeen) await world.engine.refresh("a");
        world.engine.messages.length = 0;
        assert.equal(await up({ ...declared, ...more }), "update");
        assert.deepEqual(world.warnings(), [
          `a: warning: ${known()}, and what has changed in the program was not sent`,
        ]);
        assert.equal(idOf(), arn);
        const said = Object.entries(more).filter(([, value]) => value !== undefined);
        for (const [name, value] of said) assert.deepEqual(world.outputs()[name], value, name);
        world.aws.requests.clear();
        assert.equal(await up({ ...declared, ...more }), "same");
        assert.deepEqual(world.calls(), []);
      });
    }

    it("takes another region, of the replication set or not", async () => {
      for (const region of ["us-east-1", "us-west-2"]) {
        assert.equal(await up({ ...declared, region }), "update");
        assert.match(world.warnings().at(-1) ?? "", /and what has changed in the program was not sent$/);
        assert.equal(world.outputs().region, region);
        assert.equal(await up({ ...declared, region }), "same");
      }
    });

    it("takes another name and what destroy does", async () => {
      world.engine.config["aws-ops:namespace"] = "blue";
      assert.equal(await up({ ...declared, onDelete: "delete" }), "update");
      assert.equal(await up({ ...declared, onDelete: "delete" }), "same");
    });

    for (const onDelete of ["resolve", "delete"]) {
      it(`is destroyed without a word with onDelete ${onDelete}, and a new one is started after that`, async () => {
        const arn = idOf();
        await up({ ...declared, onDelete });
        world.engine.messages.length = 0;
        await world.engine.destroy("a");
        assert.deepEqual(world.warnings(), []);
        await up(declared);
        assert.notEqual(idOf(), arn);
        assert.equal((await world.list()).length, 1);
      });
    }

    it("is followed by a new one when triggers change", async () => {
      const arn = idOf();
      assert.equal(await up({ ...declared, triggers: [2] }), "replace");
      assert.notEqual(idOf(), arn);
      assert.equal((await world.list()).length, 1);
    });

    it("is not there for those who read it without managing it", async () => {
      const given = { owner: world.engine.urn("b"), __provider: "text" };
      await assert.rejects(world.engine.process().read(idOf(), given), {
        message: new RegExp(`^there is no IncidentRecord ${idOf()}: check the id`),
      });
    });
  });
}

describe("an incident that somebody deletes while it is begun", () => {
  const world = simulated();
  const declared: Props = { title: "Drill", summary: "A drill.", tags: { team: "orders" } };

  for (const operation of ["GetIncidentRecord", "TagResource", "UpdateIncidentRecord", "ListRelatedItems"]) {
    it(`is not started again: before ${operation}`, async () => {
      const hold = world.aws.faults.hold(operation);
      const work = world.up(declared).catch((error) => error);
      await hold.reached;
      const [{ arn } = { arn: "" }] = await world.list();
      await world.remove(arn);
      hold.release();
      await work;
      const seen = world.starts();
      for (let times = 0; times < 2; times++) await world.up(declared).catch(() => {});
      await world.engine.refresh("a");
      assert.equal(world.starts(), Math.max(seen, world.idOf() === arn ? 1 : 2));
      assert.ok((await world.list()).length <= 1);
      await world.engine.destroy("a");
      assert.equal(world.engine.state.size, 0);
    });
  }
});
