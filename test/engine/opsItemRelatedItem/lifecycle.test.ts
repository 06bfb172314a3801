import assert from "node:assert/strict";
import { stepsOf } from "../../support/engine";
import { item, LinkWorld, link, runbook } from "./support";

describe("associations of OpsItems", function () {
  this.timeout("10m");
  let world: LinkWorld;
  let incident: Awaited<ReturnType<LinkWorld["incident"]>>;

  before(async () => {
    world = await LinkWorld.open("links");
    incident = await world.incident();
  });
  after(() => world.close());

  const ops = (result: Parameters<typeof stepsOf>[0], name: string) => stepsOf(result, name).map(({ op }) => op);
  const withIncident = () => ({ resourceType: "AWS::SSMIncidents::IncidentRecord", resourceUri: incident.arn });
  const both = () => [item(), link("runbook"), link("incident", withIncident())];

  it("are made with a document and with an incident, and then nothing is planned, nor called", async () => {
    world.declare(...both());
    assert.deepEqual((await world.stack.up()).summary, { create: 4 });
    const made = await Promise.all(["runbook", "incident"].map((name) => world.idOf(name)));
    assert.deepEqual((await world.associations()).sort(), made.sort());
    const { outputs } = await world.stack.resource("incident");
    const { opsItemId, associationId, createdBy, account } = outputs;
    assert.deepEqual([`${opsItemId}/${associationId}`, account], [await world.idOf("incident"), "123456789012"]);
    assert.match(String(createdBy), /^arn:aws:iam::123456789012:user\//);
    world.aws.requests.clear();
    assert.deepEqual((await world.stack.up({ preview: true })).summary, { same: 4 });
    assert.deepEqual([...world.aws.requests], []);
    assert.deepEqual((await world.stack.refresh()).summary, { same: 4 });
  });

  it("are made again when they were removed outside, alone or with their OpsItem", async () => {
    const removed = await world.idOf("runbook");
    await world.remove(removed);
    const refreshed = await world.stack.refresh();
    assert.deepEqual(refreshed.summary, { same: 3, delete: 1 });
    assert.deepEqual((await world.stack.up()).summary, { same: 3, create: 1 });
    assert.notEqual(await world.idOf("runbook"), removed);

    await world.ssm.deleteOpsItem({ OpsItemId: await world.idOf("item") });
    const repaired = await world.stack.up({ flags: ["--refresh"] });
    assert.deepEqual(repaired.summary, { same: 1, create: 3 });
    assert.equal((await world.associations()).length, 2);
    assert.deepEqual((await world.stack.up()).summary, { same: 4 });
  });

  it("are replaced when what they say changes, the old one first", async () => {
    const old = await world.idOf("runbook");
    world.declare(item(), link("runbook", { associationType: "IsParentOf" }), link("incident", withIncident()));
    world.aws.requests.clear();
    const result = await world.stack.up();
    assert.deepEqual(ops(result, "runbook"), ["delete-replaced", "replace", "create-replacement"]);
    assert.deepEqual(stepsOf(result, "runbook")[2]?.replaceReasons, ["associationType"]);
    assert.deepEqual(world.writes(), ["DisassociateOpsItemRelatedItem", "AssociateOpsItemRelatedItem"]);
    assert.notEqual(await world.idOf("runbook"), old);
    assert.equal((await world.associations()).length, 2);
  });

  it("move with an OpsItem that is replaced, and go before it does", async () => {
    const old = await world.idOf("item");
    world.declare(item({ source: "billing" }), link("runbook"), link("incident", withIncident()));
    world.aws.requests.clear();
    await world.stack.up();
    assert.notEqual(await world.idOf("item"), old);
    assert.deepEqual(world.writes(), [
      ...["DisassociateOpsItemRelatedItem", "DisassociateOpsItemRelatedItem", "DeleteOpsItem"],
      ...["CreateOpsItem", "AssociateOpsItemRelatedItem", "AssociateOpsItemRelatedItem"],
    ]);
    assert.equal((await world.associations()).length, 2);
    assert.deepEqual((await world.stack.up()).summary, { same: 4 });
  });

  it("stay when their resource is renamed, with an alias and without one", async () => {
    const id = await world.idOf("runbook");
    world.declare(item({ source: "billing" }), link("renamed", {}, { options: { aliases: [{ name: "runbook" }] } }));
    world.aws.requests.clear();
    assert.deepEqual(ops(await world.stack.up(), "renamed"), ["update"]);
    assert.equal(await world.idOf("renamed"), id);
    world.declare(item({ source: "billing" }), link("otherwise"));
    const { diagnostics } = await world.stack.up();
    assert.equal(await world.idOf("otherwise"), id);
    assert.deepEqual(await world.associations(), [id]);
    assert.match(
      diagnostics.map(({ severity, name, message }) => `${severity} ${name}: ${message}`).join("\n"),
      /warning otherwise: an earlier run has made .*: continuing with it\n(.*\n)*warning renamed: association .* belongs to another resource of this program now/,
    );
    assert.deepEqual((await world.stack.up()).summary, { same: 3 });
  });

  it("are told of in the preview where they are declared wrongly, all at once and offline", async () => {
    world.declare(link("wrong", { opsItemId: "item", associationType: "Likes", resourceUri: "AWS-Restart" }));
    world.aws.requests.clear();
    const { stdout } = await world.stack.preview({ fails: true });
    for (const reason of [
      /opsItemId: must be the id/,
      /associationType: must be one of/,
      /resourceUri: must be an ARN/,
    ]) {
      assert.match(stdout, reason);
    }
    assert.deepEqual([...world.aws.requests], []);
  });

  describe("that two resources declare", () => {
    it("are an error for the second, whichever that is", async () => {
      world.declare(item({ source: "billing" }), link("otherwise"), link("twin"));
      const { stdout } = await world.stack.up({ fails: true });
      assert.match(stdout, /twin.*\n?.*which another resource has: declare it once/);
      assert.deepEqual(await world.associations(), [await world.idOf("otherwise")]);

      const twins = ["twin-1", "twin-2"].map((name) => link(name, { resourceUri: `${runbook}2` }));
      world.declare(item({ source: "billing" }), link("otherwise"), ...twins);
      await world.stack.up({ fails: true });
      assert.equal((await world.associations()).length, 2);
      const { resources } = (await world.stack.export()).deployment;
      assert.equal(resources.filter(({ urn }) => /::twin-\d$/.test(urn)).length, 1);
    });
  });

  describe("that somebody else has made", () => {
    const args = () => ({ ...withIncident(), opsItemId: incident.parent, associationType: "IsParentOf" });

    it("are an error that offers to adopt them, and stay as they are", async () => {
      world.declare(link("parent", args()));
      const { stdout } = await world.stack.up({ fails: true });
      assert.match(
        stdout,
        new RegExp(
          `by ${incident.association}, which was made by \\S+AWSServiceRoleForIncidentManager/\\S+, so it is not`,
        ),
      );
      assert.match(stdout, new RegExp(`take it over with adopt: "${incident.association}"`));
      await world.stack.destroy();
      assert.deepEqual(await world.associations(incident.parent), [incident.association]);
    });

    it("are read without being managed", async () => {
      world.declare(link("read", {}, { get: incident.association }));
      await world.stack.up();
      const { outputs, external } = await world.stack.resource("read");
      assert.equal(external, true);
      assert.equal(outputs.resourceUri, incident.arn);
      assert.equal(outputs.opsItemId, incident.parent);
      await world.stack.destroy();
      assert.deepEqual(await world.associations(incident.parent), [incident.association]);
    });

    it("are taken over by `adopt`, which may be dropped then, and are removed by destroy", async () => {
      world.declare(link("parent", { ...args(), adopt: incident.association }));
      world.aws.requests.clear();
      await world.stack.up();
      assert.equal(await world.idOf("parent"), incident.association);
      assert.deepEqual(world.writes(), []);
      world.declare(link("parent", args()));
      assert.deepEqual((await world.stack.up()).summary, { same: 2 });
      await world.stack.destroy();
      assert.deepEqual(await world.associations(incident.parent), []);
    });
  });

  it("are destroyed before their OpsItem, and where that is gone already", async () => {
    world.declare(...both());
    await world.stack.up();
    const before = await world.idOf("item");
    world.aws.requests.clear();
    await world.stack.destroy();
    assert.deepEqual(world.writes(), [
      ...["DisassociateOpsItemRelatedItem", "DisassociateOpsItemRelatedItem", "DeleteOpsItem"],
    ]);
    world.declare(...both());
    await world.stack.up();
    assert.notEqual(await world.idOf("item"), before);
    await world.ssm.deleteOpsItem({ OpsItemId: await world.idOf("item") });
    await world.stack.destroy();
    assert.deepEqual(
      (await world.stack.export()).deployment.resources?.filter(({ type }) => type.includes("aws-ops")) ?? [],
      [],
    );
  });
});
