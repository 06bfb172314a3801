import assert from "node:assert/strict";
import { UpdateReplicationSetCommand } from "@aws-sdk/client-ssm-incidents";
import { ownerOf } from "../../provider/core/identity";
import { markKey } from "../../provider/core/mark";
import { fingerprint } from "../../provider/incidentRecord/requests";
import { clientToken } from "../../provider/incidentRecord/token";
import { setOf } from "../emulator/incidents";
import { incidentManager, link, simulated, topic, whole } from "./support";

describe("the calls of an incident", () => {
  const world = simulated();
  const { idOf, up } = world;
  const owner = () => ownerOf(world.engine.owner("a"));
  const tokenOf = (count: number) => clientToken(owner(), fingerprint(world.declared()), count);
  const mark = () => ({
    [markKey(owner())]: `${fingerprint(world.declared())} ${tokenOf(0).slice(0, 8)} ${owner().text}`,
  });
  const said = () => world.aws.requests.map(({ operation, input }) => [operation, withoutToken(input)]);
  /** Of updates the SDK makes the tokens. */
  const withoutToken = ({ clientToken: _, ...input }: Record<string, unknown>) => input;
  const open = { filters: [{ key: "status", condition: { equals: { stringValues: ["OPEN"] } } }] };

  it("are these for a new one", async () => {
    await up();
    const arn = idOf();
    assert.deepEqual(said(), [
      ["GetCallerIdentity", {}],
      ["ListIncidentRecords", open],
      ["StartIncident", { responsePlanArn: world.plan() }],
      ["GetIncidentRecord", { arn }],
      ["ListTagsForResource", { resourceArn: arn }],
      ["TagResource", { resourceArn: arn, tags: mark() }],
      ["ListTagsForResource", { resourceArn: arn }],
      ["ListRelatedItems", { incidentRecordArn: arn }],
      ["GetIncidentRecord", { arn }],
    ]);
    assert.equal(world.aws.requests.of("StartIncident")[0]?.input.clientToken, tokenOf(0));
  });

  it("send at the start what that takes, in AWS's words, and the rest with one update right after it", async () => {
    await up({ ...whole, status: "RESOLVED" });
    const [start] = world.aws.requests.of("StartIncident").map(({ input }) => withoutToken(input));
    const { title, impact, triggerDetails, relatedItems, summary, chatChannel, notificationTargets, tags } = whole;
    assert.deepEqual(start, {
      responsePlanArn: world.plan(),
      title,
      impact,
      triggerDetails: { ...(triggerDetails as object), timestamp: Date.parse("2029-12-31T22:59:00Z") / 1000 },
      relatedItems,
    });
    assert.deepEqual(
      world.aws.requests.of("UpdateIncidentRecord").map(({ input }) => withoutToken(input)),
      [{ arn: idOf(), summary, chatChannel, notificationTargets, status: "RESOLVED" }],
    );
    const [, declared] = world.aws.requests.of("TagResource").map(({ input }) => input.tags);
    assert.deepEqual(declared, tags);
    assert.deepEqual(world.aws.requests.of("UpdateRelatedItems"), []);
  });

  it("send nothing that the plan says already", async () => {
    await up({
      responsePlanArn: world.plan("staffed"),
      title: "Orders are down",
      impact: 2,
      summary: "The plan's.",
      chatChannel: { chatbotSns: [topic("plan")] },
      notificationTargets: [{ snsTopicArn: topic("plan") }],
      status: "OPEN",
      tags: { from: "plan" },
    });
    assert.deepEqual(world.writes(), ["StartIncident", "TagResource"]);
  });

  it("take the next token for each further one", async () => {
    for (const count of [0, 1, 2]) {
      await up();
      const starts = world.aws.requests.of("StartIncident").map(({ input }) => input.clientToken);
      assert.equal(starts.at(-1), tokenOf(count));
      await world.engine.destroy("a");
    }
  });

  it("are one for each related item that goes or comes", async () => {
    await up({ relatedItems: [link("a"), link("b", "B"), link("c")] });
    world.aws.requests.clear();
    await up({ relatedItems: [link("c"), link("b", "Other"), link("d")] });
    const incidentRecordArn = idOf();
    assert.deepEqual(said().slice(0, 4), [
      ["UpdateRelatedItems", { incidentRecordArn, relatedItemsUpdate: { itemToRemove: link("a").identifier } }],
      ["UpdateRelatedItems", { incidentRecordArn, relatedItemsUpdate: { itemToRemove: link("b").identifier } }],
      ["UpdateRelatedItems", { incidentRecordArn, relatedItemsUpdate: { itemToAdd: link("b", "Other") } }],
      ["UpdateRelatedItems", { incidentRecordArn, relatedItemsUpdate: { itemToAdd: link("d") } }],
    ]);
  });

  it("resolve it, and say that it was let go, when it is destroyed", async () => {
    await up();
    const arn = idOf();
    world.aws.requests.clear();
    await world.engine.destroy("a");
    assert.deepEqual(said(), [
      ["GetCallerIdentity", {}],
      ["ListTagsForResource", { resourceArn: arn }],
      ["GetIncidentRecord", { arn }],
      ["UpdateIncidentRecord", { arn, status: "RESOLVED" }],
      ["TagResource", { resourceArn: arn, tags: { [`${markKey(owner())}/released`]: "true" } }],
    ]);
  });

  it("are three reads for a refresh", async () => {
    await up();
    world.aws.requests.clear();
    await world.engine.refresh("a");
    assert.deepEqual(world.calls().sort(), ["GetIncidentRecord", "ListRelatedItems", "ListTagsForResource"]);
  });

  it("are none for a preview, of anything, and none where nothing changes", async () => {
    await up(whole);
    world.aws.requests.clear();
    await world.preview({ ...whole, title: "x", triggers: [7] });
    await world.preview(whole, "b");
    assert.equal(await up(whole), "same");
    assert.equal(await up({ ...whole, adopt: idOf() }), "same");
    assert.deepEqual(world.calls(), []);
  });

  it("are told without any value where AWS refuses what was sent, and keep nothing in the state", async () => {
    world.aws.faults.error("StartIncident", "ValidationException", { message: "Value 'Tr0ub4dor' at 'title' failed" });
    await assert.rejects(up({ title: "Tr0ub4dor" }), ({ message }: Error) => {
      assert.match(
        message,
        /^StartIncident failed: ValidationException: .* at 'title' failed .*aws-ops:validation off/,
      );
      assert.ok(!message.includes("Tr0ub4dor"));
      return true;
    });
    assert.equal(world.engine.state.size, 0);
  });

  for (const [what, more] of [
    ["plan", { responsePlanArn: "arn:aws:ssm-incidents::111122223333:response-plan/none" }],
    ["replication set", { region: "us-west-2" }],
  ] as const) {
    it(`explain the refusal where there is no such ${what}`, async () => {
      await assert.rejects(up(more), {
        message: /^StartIncident failed: ResourceNotFoundException.*the response plan must exist, and Incident Manager/,
      });
      assert.equal(world.engine.state.size, 0);
    });
  }
});

/** Both answers that AWS may give while the replication set is being changed. */
for (const pendingReplicationSet of ["ConflictException", "ValidationException"] as const) {
  describe(`the start of an incident while the replication set is being changed, which AWS refuses with ${pendingReplicationSet}`, () => {
    const world = simulated({
      incidentManager: { ...incidentManager, replicationSetSeconds: 600 },
      answers: { pendingReplicationSet },
    });

    it("fails at once with AWS's words, and is done once it is ready", async () => {
      const client = world.incidents();
      const { arn } = await setOf(client);
      const actions = [{ addRegionAction: { regionName: "us-west-2" } }];
      await client.send(new UpdateReplicationSetCommand({ arn, actions }));
      world.aws.requests.clear();
      await assert.rejects(world.up(), { message: new RegExp(`^StartIncident failed: ${pendingReplicationSet}`) });
      assert.equal(world.starts(), 1);
      assert.equal(world.engine.state.size, 0);
      world.aws.clock.advance(3_600_000);
      await world.up();
      assert.equal((await world.list()).length, 1);
    });
  });
}

describe("conflicts that AWS does not explain", () => {
  const world = simulated();

  it("end after a few, and start nothing", async () => {
    world.aws.faults.error("StartIncident", "ConflictException", { count: Infinity });
    await assert.rejects(world.up(), { message: /^StartIncident failed: ConflictException/ });
    assert.equal(world.starts(), 11);
    assert.deepEqual(await world.list(), []);
    assert.equal(world.engine.state.size, 0);
  });
});
