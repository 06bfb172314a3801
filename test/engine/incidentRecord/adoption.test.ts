import assert from "node:assert/strict";
import type { StartIncidentInput } from "@aws-sdk/client-ssm-incidents";
import { type Result, stepsOf } from "../../support/engine";
import { account, IncidentWorld, incident, planArn, region } from "./support";
import { type Args, link, trigger } from "./whole";

const [elsewhere, outside] = ["eu-central-1", "us-west-2"];
const args = { title: "Ours", relatedItems: [link], tags: { team: "orders" } };

describe("an existing incident", function () {
  this.timeout("10m");
  let world: IncidentWorld;

  before(async () => {
    const responsePlans = ["drill", "other"].map((name) => ({
      name,
      incidentTemplate: { summary: "Theirs.", incidentTags: { plan: name } },
    }));
    world = await IncidentWorld.open("incident-adoption", {
      incidentManager: { replicationSet: [region, elsewhere], responsePlans },
    });
  });
  after(() => world.close());

  /** As somebody has started it by hand. */
  const start = async (input: Partial<StartIncidentInput> = {}): Promise<string> =>
    (await world.as("alice").startIncident({ responsePlanArn: planArn(), ...input })).incidentRecordArn ?? "";
  const declare = (each: Record<string, Args>) =>
    world.declare(...Object.entries(each).map(([name, more]) => incident({ ...args, ...more }, { name })));

  describe("that does not fit", () => {
    let arn: string;
    let result: Result;

    before(async () => {
      arn = await start();
      const gone = await start();
      await world.as("alice").deleteIncidentRecord({ arn: gone });
      const adopt = arn;
      declare({
        plan: { adopt, responsePlanArn: planArn("other") },
        trigger: { adopt, triggerDetails: trigger },
        gone: { adopt: gone },
        outside: { adopt: `${outside}/${arn}` },
        account: { adopt: arn.replace(account, "222222222222") },
      });
      world.aws.requests.clear();
      result = await world.stack.up({ fails: true, flags: ["--continue-on-error"] });
    });

    for (const [where, name, says] of [
      ["it is of another plan", "plan", /incident .* differs from the program in responsePlanArn, which AWS cannot/],
      ["something else has set it off", "trigger", /incident .* differs from the program in triggerDetails, which AWS/],
      ["it was deleted", "gone", new RegExp(`there is no incident .* in ${region} for account ${account}`)],
      ["the region is none of the set", "outside", new RegExp(`there is no incident .* in ${outside} for account`)],
      ["it is another account's", "account", /there is no incident arn:aws:ssm-incidents::222222222222:/],
    ] as const) {
      it(`is not adopted where ${where}`, () => {
        const said = result.diagnostics.flatMap((each) => (each.name === name ? [each.message] : []));
        assert.match(said.join(), says);
      });
    }
    it("is left as it is", async () => {
      assert.deepEqual(world.writes(), []);
      assert.deepEqual(await world.ids(), {});
      assert.deepEqual(await world.tagsOf(arn), { plan: "drill" });
    });
  });

  describe("that fits", () => {
    const ids: Record<string, string> = {};
    let own: Record<string, Args>;

    /** The resources, with `adopt` or without it any more. */
    const declareAs = (adopt: Record<string, string> = {}) =>
      declare(
        Object.fromEntries(
          Object.entries(own).map(([name, more]) => [name, { ...more, ...(adopt[name] && { adopt: adopt[name] }) }]),
        ),
      );

    before(async () => {
      const { source, triggerArn } = trigger;
      const triggerDetails = { source, triggerArn, timestamp: new Date() };
      Object.assign(ids, {
        bare: await start(),
        triggered: await start({ triggerDetails }),
        there: await start(),
        resolved: await start(),
      });
      await world.as("alice").updateIncidentRecord({ arn: ids.resolved, status: "RESOLVED" });
      own = { bare: {}, triggered: { triggerDetails: trigger }, there: {}, resolved: {} };
      declareAs({ ...ids, there: `${elsewhere}/${ids.there}` });
      world.aws.requests.clear();
    });

    it("is taken over as the program says, and none is started", async () => {
      const result = await world.stack.up();
      for (const [name, arn] of Object.entries(ids)) {
        assert.deepEqual(
          stepsOf(result, name).map(({ op, id }) => [op, id]),
          [["create", arn]],
        );
        const { title, summary, status } = await world.record(arn);
        assert.deepEqual([title, summary, status], ["Ours", "Theirs.", name === "resolved" ? "RESOLVED" : "OPEN"]);
        assert.deepEqual((await world.stack.resource(name)).outputs.relatedItems, [link]);
        assert.equal((await world.itemsOf(arn)).length, 2);
        const { plan, team, ...marks } = await world.tagsOf(arn);
        assert.deepEqual([plan, team], ["drill", "orders"]);
        assert.match(Object.values(marks).join(), new RegExp(`::${name}$`));
      }
      assert.equal((await world.stack.resource("there")).outputs.region, elsewhere);
      assert.deepEqual(world.aws.requests.of("StartIncident"), []);
    });
    it("costs nothing afterwards, with `adopt` or without it, also after a refresh", async () => {
      const otherwise = { bare: `${region}/${ids.bare}`, triggered: ids.triggered ?? "" };
      for (const adopt of [otherwise, undefined]) {
        declareAs(adopt);
        world.aws.requests.clear();
        assert.deepEqual((await world.stack.up()).summary, { same: 5 });
        assert.deepEqual([...world.aws.requests], []);
        await world.stack.refresh();
        assert.deepEqual((await world.stack.up()).summary, { same: 5 });
      }
    });
    it("is replaced when another one is named, and not by a change while one is", async () => {
      const another = await start();
      declareAs({ bare: another });
      await world.stack.up();
      assert.equal(await world.idOf("bare"), another);
      assert.equal((await world.record(ids.bare ?? "")).status, "RESOLVED");
      ids.bare = another;
      own.bare = { triggers: [1] };
      declareAs({ bare: another });
      world.aws.requests.clear();
      const { stdout } = await world.stack.up({ fails: true });
      assert.match(stdout, /adopt: must be dropped before triggers changes: .* is adopted/);
      assert.deepEqual(world.writes(), []);
    });
    it("is the stack's: destroy lets it go", async () => {
      await world.stack.destroy();
      for (const arn of Object.values(ids)) {
        assert.equal((await world.record(arn)).status, "RESOLVED");
        assert.ok(Object.keys(await world.tagsOf(arn)).some((key) => key.endsWith("/released")));
      }
    });
  });
});
