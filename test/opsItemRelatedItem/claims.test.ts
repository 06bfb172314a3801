import assert from "node:assert/strict";
import { DAY, document, simulated } from "./support";

const ASSOCIATE = "AssociateOpsItemRelatedItem";

describe("the OpsItemRelatedItem handler, making one association for one resource", () => {
  const world = simulated();
  const { idOf, ids, lose, associations, foreign, warnings } = world;

  const continued = (id: string) => [`a: warning: an earlier run has made ${id} for this resource: continuing with it`];

  /** What is true in the end, whatever was lost. */
  async function isWhole(name = "a") {
    assert.deepEqual(await ids(), [idOf(name)]);
    assert.equal(await world.engine.refresh(name), "same");
    world.aws.requests.clear();
    assert.equal(await world.engine.up(name, document), "same");
    assert.deepEqual(world.calls(), []);
  }

  it("continues within one run when the reply is lost", async () => {
    world.aws.faults.loseReply(ASSOCIATE);
    await world.engine.up("a", document);
    assert.equal(world.aws.requests.of(ASSOCIATE).length, 2);
    await isWhole();
  });

  it("continues in the next run when every reply is lost, and says so", async () => {
    world.engine.config["aws:maxRetries"] = "0";
    world.aws.faults.loseReply(ASSOCIATE);
    await assert.rejects(world.engine.up("a", document), { message: /^AssociateOpsItemRelatedItem failed: / });
    assert.equal(world.engine.state.size, 0);
    const [made] = await ids();
    await world.engine.up("a", document);
    assert.deepEqual(warnings(), continued(String(made)));
    await isWhole();
  });

  it("continues in the next run when it was killed before it wrote the state", async () => {
    await world.engine.up("a", document);
    const id = lose();
    await world.engine.up("a", document);
    assert.equal(idOf(), id);
    await isWhole();
  });

  it("makes it when the run was killed before AWS has done anything", async () => {
    world.engine.config["aws:maxRetries"] = "0";
    world.aws.faults.reset(ASSOCIATE);
    await assert.rejects(world.engine.up("a", document));
    assert.deepEqual(await ids(), []);
    await world.engine.up("a", document);
    assert.deepEqual(warnings(), []);
    await isWhole();
  });

  it("keeps its id when it cannot be read, and completes it with the next run", async () => {
    world.engine.config["aws:maxRetries"] = "0";
    world.aws.faults.error("ListOpsItemRelatedItems", "InternalServerError");
    await assert.rejects(world.engine.up("a", document), { message: /^ListOpsItemRelatedItems failed: / });
    const [made] = await ids();
    assert.equal(idOf(), made);
    const { associationType, account, createdTime } = world.outputs();
    assert.deepEqual([associationType, account, createdTime], ["RelatesTo", world.account, undefined]);
    assert.equal(await world.engine.up("a", document), "update");
    assert.ok(world.outputs().createdTime);
    await isWhole();
  });

  describe("that AWS shows late", () => {
    it("waits for it", async () => {
      world.aws.faults.hideNew(ASSOCIATE, { ms: 5_000 });
      await world.engine.up("a", document);
      assert.ok(world.aws.requests.of("ListOpsItemRelatedItems").length > 1);
      await isWhole();
    });

    it("waits for it also when the reply was lost", async () => {
      world.aws.faults.hideNew(ASSOCIATE, { ms: 5_000 });
      world.aws.faults.loseReply(ASSOCIATE);
      await world.engine.up("a", document);
      await isWhole();
    });

    it("keeps its id when it is not shown at all, and completes it with the next run", async () => {
      const hidden = world.aws.faults.hideNew(ASSOCIATE);
      await assert.rejects(world.engine.up("a", document), {
        message: /^association .* was made, but AWS does not show it yet: run `pulumi up` again; if it was removed, /,
      });
      const id = idOf();
      hidden.reveal();
      assert.equal(await world.engine.up("a", document), "update");
      assert.equal(idOf(), id);
      await isWhole();
    });

    it("continues with it when a refresh in between did not see it", async () => {
      const hidden = world.aws.faults.hideNew(ASSOCIATE);
      await assert.rejects(world.engine.up("a", document));
      const id = idOf();
      assert.equal(await world.engine.refresh("a"), "gone");
      await assert.rejects(world.engine.up("a", document), {
        message: `OpsItem ${document.opsItemId} is associated with resourceUri already, but AWS does not show it yet: run \`pulumi up\` again later`,
      });
      hidden.reveal();
      await world.engine.up("a", document);
      assert.equal(idOf(), id);
      await isWhole();
    });
  });

  describe("under a role", () => {
    const deployAs = (role: string, sessionName: string) => {
      const roleArn = `arn:aws:iam::${world.account}:role/ci/${role}`;
      world.engine.config["aws:assumeRoles"] = JSON.stringify([{ roleArn, sessionName }]);
    };

    it("continues with what an earlier session of the role has made", async () => {
      deployAs("deploy", "run-1");
      await world.engine.up("a", document);
      const id = lose();
      deployAs("deploy", "run-2");
      await world.engine.up("a", document);
      assert.equal(idOf(), id);
      await isWhole();
    });

    it("refuses what another role has made, also in a session of the same name", async () => {
      deployAs("audit", "run-1");
      await world.engine.up("a", document);
      const id = lose();
      deployAs("deploy", "run-1");
      await refuses(id, `was made by arn:aws:sts::${world.account}:assumed-role/audit/run-1`);
    });
  });

  /** That the association is named and left alone, and nothing that was sent is told. */
  async function refuses(id: string, why: string) {
    const before = await associations();
    await assert.rejects(world.engine.up("a", document), {
      message:
        `OpsItem ${document.opsItemId} is associated with resourceUri already, by ${id}, which ${why}, so it is not what an ` +
        `interrupted run has left: take it over with adopt: "${id}", or remove it, and run \`pulumi up\` again`,
    });
    assert.equal(world.engine.state.size, 0);
    assert.deepEqual(await associations(), before);
    await world.engine.up("a", { ...document, adopt: id });
    assert.equal(idOf(), id);
    await isWhole();
  }

  it("refuses what was made more than a day ago", async () => {
    await world.engine.up("a", document);
    const id = lose();
    world.aws.clock.advance(DAY + 60_000);
    await refuses(id, "was made more than a day ago");
  });

  it("refuses one of another type, and does not offer to adopt what it could not adopt", async () => {
    const id = await foreign({ AssociationType: "IsParentOf" });
    await assert.rejects(world.engine.up("a", document), {
      message:
        `OpsItem ${document.opsItemId} is associated with resourceUri already, by ${id}, which differs from the program in ` +
        "associationType, which AWS cannot change: make the program agree with it, or remove it",
    });
    assert.equal(world.engine.state.size, 0);
  });

  it("refuses the one that was kept when the resource was replaced", async () => {
    const other = { ...document, region: "eu-west-1" };
    await world.engine.up("a", document);
    const id = idOf();
    const process = world.engine.process();
    await process.diff(id, world.engine.state.get("a")!.outputs, world.engine.state.get("a")!.inputs);
    lose();
    await assert.rejects(world.engine.up("a", other, { process }), {
      message: /, which was kept when this resource was replaced, so it is not what an interrupted run has left: /,
    });
  });

  it("refuses the one that Incident Manager has made for an incident and its parent, which destroy would end", async () => {
    const resourceUri = await world.incident();
    const [parent] = (await world.ssm().listOpsItemRelatedItems({})).Summaries ?? [];
    const args = {
      opsItemId: parent?.OpsItemId,
      associationType: "IsParentOf",
      resourceType: "AWS::SSMIncidents::IncidentRecord",
      resourceUri,
    };
    const id = `${parent?.OpsItemId}/${parent?.AssociationId}`;
    await assert.rejects(world.engine.up("a", args), {
      message: new RegExp(
        `, by ${id}, which was made by arn:aws:sts::${world.account}:assumed-role/AWSServiceRoleForIncidentManager/IncidentResponse, ` +
          `so it is not .*: take it over with adopt: "${id}"`,
      ),
    });
    assert.equal((await associations(parent?.OpsItemId)).length, 1);
    await world.engine.up("a", { ...args, adopt: id });
    assert.equal(idOf(), id);
  });

  describe("that two resources of a program declare", () => {
    const ofAnother =
      /, which another resource has: declare it once, and give a resource that was renamed an alias of /;

    it("makes it for one of them, and tells the other", async () => {
      const process = world.engine.process();
      const outcomes = await Promise.allSettled(["a", "b"].map((name) => world.engine.up(name, document, { process })));
      const [refused, ...more] = outcomes.flatMap((each) => (each.status === "rejected" ? [each.reason.message] : []));
      assert.match(refused, ofAnother);
      assert.deepEqual(more, []);
      const [name = ""] = world.engine.state.keys();
      await isWhole(name);
    });

    it("tells the second when the first is in the state", async () => {
      await world.engine.up("a", document);
      const process = world.engine.process();
      assert.equal(await world.engine.up("a", document, { process }), "same");
      await assert.rejects(world.engine.up("b", document, { process }), { message: ofAnother });
      await isWhole();
    });

    it("lets one of them have it also where the reply to the first comes after that to the second", async () => {
      const process = world.engine.process();
      const hold = world.aws.faults.hold(ASSOCIATE, { when: "after" });
      const first = world.engine.up("a", document, { process });
      await hold.reached;
      await world.engine.up("b", document, { process });
      hold.release();
      await assert.rejects(first, { message: `another resource of this run has taken up association ${idOf("b")}` });
      assert.deepEqual([...world.engine.state.keys()], ["b"]);
      await isWhole("b");
    });
  });

  it("stays under a new name without an alias: the old resource lets it go", async () => {
    await world.engine.up("a", document);
    const { id, outputs } = world.engine.state.get("a")!;
    const process = world.engine.process();
    await world.engine.up("b", document, { process });
    await process.delete(id, outputs);
    world.engine.state.delete("a");
    assert.equal(idOf("b"), id);
    assert.match(
      warnings().at(-1) ?? "",
      /^a: warning: association .* belongs to another resource of this program now: /,
    );
    await isWhole("b");
  });
});

describe("the OpsItemRelatedItem handler, where AWS tells only the account of who has made an association", () => {
  const world = simulated({ answers: { createdBy: "account" } });

  it("continues with none, since it could be anybody's", async () => {
    await world.engine.up("a", document);
    world.lose();
    await assert.rejects(world.engine.up("a", document), {
      message: /which was made by arn:aws:iam::\d+:root, so it is/,
    });
  });
});
