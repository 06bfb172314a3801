import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as ops from "../../provider";
import { type OpsMocks, type OpsMocksOptions, opsMocks, promiseOf } from "../../testing";

const item = { title: "Disk is filling up", description: "Above 80 %.", source: "orders" };
const request = { documentName: "DbResize", runbooks: [{ documentName: "AWS-ResizeInstance" }] };
const EXECUTION = "01234567-89ab-cdef-0123-456789abcdef";
const PLAN = "arn:aws:ssm-incidents::123456789012:response-plan/drill";
const INCIDENT =
  /^arn:aws:ssm-incidents::123456789012:incident-record\/drill\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ITEM = "oi-0123456789ab";

class Bucket extends pulumi.CustomResource {
  declare readonly size: pulumi.Output<number>;

  constructor(name: string, size: pulumi.Input<number>, opts?: pulumi.CustomResourceOptions) {
    super("other:index:Bucket", name, { size }, opts);
  }
}

class Team extends pulumi.ComponentResource {
  constructor(name: string) {
    super("my:index:Team", name);
  }
}

describe("opsMocks", () => {
  let mocks: OpsMocks;

  async function use(options?: OpsMocksOptions, preview = false) {
    mocks = opsMocks(options);
    await pulumi.runtime.setMocks(mocks, "project", "dev", preview);
  }

  /** What was printed. */
  const errors: string[] = [];
  const print = console.error;

  beforeEach(async () => {
    errors.length = 0;
    console.error = (text: string) => errors.push(text);
    pulumi.runtime.setAllConfig({});
    await use();
  });
  afterEach(async () => {
    console.error = print;
    await mocks.settled();
  });
  after(() => pulumi.runtime.setAllConfig({}));

  const idOf = ({ id }: pulumi.CustomResource) => promiseOf(id);
  const isSecret = (output: unknown) => pulumi.isSecret(output as pulumi.Output<unknown>);
  const anItem = (name = "a", opts?: pulumi.CustomResourceOptions) => new ops.OpsItem(name, item, opts);
  const anAssociation = () =>
    new ops.OpsItemRelatedItem("a", {
      opsItemId: ITEM,
      associationType: "RelatesTo",
      resourceType: "AWS::SSM::Document",
      resourceUri: "arn:aws:ssm:us-east-1::document/AWS-HelloWorld",
    });
  const wrongItem = (name = "a") => new ops.OpsItem(name, { ...item, title: "", priority: 6 });
  const WRONG = /^OpsItem "a": title: must be .*; priority: must be /;

  describe("names things as AWS does", () => {
    for (const [type, make, pattern] of [
      ["an OpsItem", anItem, /^oi-[0-9a-f]{12}$/],
      ["a change request", () => new ops.ChangeRequest("a", request), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
      ["an incident", () => new ops.IncidentRecord("a", { responsePlanArn: PLAN }), INCIDENT],
      ["an association", anAssociation, /^oi-0123456789ab\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
      ["a gate", () => new ops.ChangeGate("a", { changeRequest: EXECUTION }), /^gate-[0-9a-f]{20}$/],
    ] as const) {
      it(`with an id for ${type} that is the same in every run`, async () => {
        const first = await idOf(make());
        assert.match(first, pattern);
        await use();
        assert.equal(await idOf(make()), first);
      });
    }

    it("with an id of its own for each resource, also under the same name", async () => {
      const ids = await Promise.all([anItem("a"), anItem("b"), anItem("a", { parent: new Team("team") })].map(idOf));
      assert.equal(new Set(ids).size, 3);
    });

    it("with one OpsItem for a request and its gate", async () => {
      const change = new ops.ChangeRequest("change", request);
      const gate = new ops.ChangeGate("gate", { changeRequest: change.id });
      assert.equal(await promiseOf(gate.opsItemId), await promiseOf(change.opsItemId));
    });

    it("with ARNs and pages of the region and account", async () => {
      await use({ account: "111122223333", region: "cn-north-1" });
      const { opsItemArn, consoleUrl, account } = anItem();
      assert.match(await promiseOf(opsItemArn), /^arn:aws-cn:ssm:cn-north-1:111122223333:opsitem\/oi-/);
      assert.match(await promiseOf(consoleUrl), /^https:\/\/console\.amazonaws\.cn\/systems-manager\/opsitems\/oi-/);
      assert.equal(await promiseOf(account), "111122223333");
    });
  });

  describe("takes the region", () => {
    it("of the resource", async () =>
      assert.equal(await promiseOf(new ops.OpsItem("a", { ...item, region: "eu-west-1" }).region), "eu-west-1"));

    it("of its provider, which inherits nothing of the stack", async () => {
      pulumi.runtime.setAllConfig({ "aws:region": "eu-west-1", "aws:defaultTags": '{"tags":{"team":"orders"}}' });
      const provider = new ops.Provider("frankfurt", { region: "eu-central-1", token: "secret" });
      const { region, tagsAll } = anItem("a", { provider });
      assert.equal(await promiseOf(region), "eu-central-1");
      assert.equal(await promiseOf(tagsAll), undefined);
    });

    it("of the stack", async () => {
      pulumi.runtime.setAllConfig({ "aws:region": "eu-west-1" });
      assert.equal(await promiseOf(anItem().region), "eu-west-1");
    });
  });

  it("merges the stack's default tags", async () => {
    pulumi.runtime.setAllConfig({ "aws:defaultTags": '{"tags":{"team":"orders"}}' });
    const { tags, tagsAll } = new ops.OpsItem("a", { ...item, tags: { cost: "ops" } });
    assert.deepEqual(await promiseOf(tags), { cost: "ops" });
    assert.deepEqual(await promiseOf(tagsAll), { team: "orders", cost: "ops" });
  });

  describe("keeps secret", () => {
    it("what is given as a secret, under its own name and others", async () => {
      const { tags, tagsAll, title } = new ops.OpsItem("a", { ...item, tags: pulumi.secret({ team: "orders" }) });
      assert.deepEqual(await Promise.all([tags, tagsAll, title].map(isSecret)), [true, true, false]);
      assert.deepEqual(await promiseOf(tagsAll), { team: "orders" });
    });

    it("what tells of secret parameters", async () => {
      const parameters = { Password: [pulumi.secret("hunter2")] };
      const { approvals, runbook, status } = new ops.ChangeRequest("a", { ...request, parameters });
      assert.deepEqual(await Promise.all([approvals, runbook, status].map(isSecret)), [true, true, false]);
    });
  });

  describe("reads", () => {
    it("an OpsItem in another region", async () => {
      const got = ops.OpsItem.get("a", `eu-west-1/${ITEM}`);
      assert.equal(await promiseOf(got.opsItemId), ITEM);
      assert.equal(await promiseOf(got.opsItemArn), `arn:aws:ssm:eu-west-1:123456789012:opsitem/${ITEM}`);
      assert.equal(await promiseOf(got.title), "An OpsItem");
      assert.deepEqual(await promiseOf(got.tags), {});
    });

    it("a change request by its OpsItem", async () => {
      const got = ops.ChangeRequest.get("a", ITEM);
      assert.equal(await promiseOf(got.opsItemId), ITEM);
      assert.match(await promiseOf(got.automationExecutionId), /^[0-9a-f]{8}-/);
    });

    it("an incident, with the plan that its ARN names", async () => {
      const arn = `${PLAN.replace("response-plan", "incident-record")}/${EXECUTION}`;
      const got = ops.IncidentRecord.get("a", `eu-west-1/${arn}`);
      assert.equal(await promiseOf(got.arn), arn);
      assert.equal(await promiseOf(got.responsePlanArn), PLAN);
      assert.equal(await promiseOf(got.region), "eu-west-1");
    });

    it("an object of another account by its ARN", async () => {
      const got = ops.OpsItem.get("a", `arn:aws:ssm:eu-west-1:444455556666:opsitem/${ITEM}`);
      assert.equal(await promiseOf(got.account), "444455556666");
      assert.equal(await promiseOf(got.region), "eu-west-1");
    });
  });

  it("gives what is adopted the id that it has", async () => {
    const adopted = new ops.OpsItem("a", { ...item, region: "eu-west-1", adopt: `eu-west-1/${ITEM}` });
    assert.equal(await idOf(adopted), ITEM);
  });

  it("makes no parent for an incident that is started with one", async () => {
    const arn = `arn:aws:ssm:us-east-1:123456789012:opsitem/${ITEM}`;
    const relatedItems = [{ identifier: { type: "PARENT" as const, value: { arn } } }];
    const incident = new ops.IncidentRecord("a", { responsePlanArn: PLAN, relatedItems });
    assert.equal(await promiseOf(incident.parentOpsItemId), ITEM);
    assert.equal((await promiseOf(incident.relatedItemsAll)).length, 1);
  });

  describe("answers otherwise on request", () => {
    it("for all resources of a type", async () => {
      await use({ states: { OpsItem: { status: "Resolved" } } });
      assert.equal(await promiseOf(anItem().status), "Resolved");
      assert.equal(await promiseOf(anItem().title), item.title);
    });

    it("by outputs and name", async () => {
      await use({ states: { OpsItem: ({ title }, name) => (name === "b" ? { title: title.toUpperCase() } : {}) } });
      assert.equal(await promiseOf(anItem("a").title), "Disk is filling up");
      assert.equal(await promiseOf(anItem("b").title), "DISK IS FILLING UP");
    });

    it("with a failure, after which nothing is made of what waits", async () => {
      const rejected = () => {
        throw new Error("was rejected by alice");
      };
      await use({ states: { ChangeGate: rejected } });
      const gate = new ops.ChangeGate("gate", { changeRequest: EXECUTION });
      const behind = new Bucket("behind", 1, { dependsOn: gate });
      new Bucket("far behind", 1, { dependsOn: behind });
      const beside = new Bucket("beside", 1);
      new Bucket("further", 1, { dependsOn: new Bucket("beside too", 1, { dependsOn: beside }) });
      await assert.rejects(mocks.settled(), /^Error: was rejected by alice$/);
      await assert.rejects(idOf(gate), /was rejected by alice/);
      anItem("afterwards");
      await mocks.settled();
      assert.deepEqual(
        mocks.made.map(({ name }) => name),
        ["beside", "beside too", "further", "afterwards"],
      );
    });
  });

  describe("checks inputs as a preview does", () => {
    it("and lets the resource fail with all that is wrong", async () => {
      const wrong = wrongItem();
      await assert.rejects(mocks.settled(), ({ message }: Error) => WRONG.test(message));
      await assert.rejects(idOf(wrong), /title: must be/);
      assert.equal(errors.length, 1);
      assert.match(errors[0] ?? "", /^error: .*OpsItem "a": title: must be/);
    });

    it("and tells of every resource once", async () => {
      for (const name of ["a", "b", "c"]) wrongItem(name);
      await assert.rejects(mocks.settled(), ({ message }: Error) => message.split("\n").length === 3);
      await mocks.settled();
    });

    it("also where the configuration is wrong", async () => {
      pulumi.runtime.setAllConfig({ "aws:maxRetries": "many" });
      anItem();
      await assert.rejects(mocks.settled(), /aws:maxRetries must be a whole number/);
    });

    it("but not where the test does not want it", async () => {
      await use({ check: false });
      assert.equal(await promiseOf(wrongItem().priority), 6);
    });

    it("but no limits of AWS where the stack leaves them to AWS", async () => {
      pulumi.runtime.setAllConfig({ "aws-ops:validation": "off" });
      assert.equal(await promiseOf(wrongItem().priority), 6);
    });

    it("but nothing that a preview cannot know", async () => {
      const mocksOfPreview: OpsMocksOptions = { newResource: ({ name }) => ({ id: name, state: {} }) };
      await use(mocksOfPreview, true);
      const { size } = new Bucket("later", 1);
      const { priority, title } = new ops.OpsItem("a", { ...item, priority: size, tags: { size: size.apply(String) } });
      assert.equal(await promiseOf(title), item.title);
      assert.equal(await promiseOf(priority), undefined);
    });
  });

  it("tells what was made, with secrets in the clear", async () => {
    const first = new Bucket("logs", pulumi.secret(3));
    await idOf(first);
    new ops.OpsItem("disk", { ...item, title: pulumi.secret("hunter2") }, { dependsOn: first });
    await mocks.settled();
    assert.deepEqual(mocks.made[0], { type: "other:index:Bucket", name: "logs", id: "logs_id", outputs: { size: 3 } });
    const { type, outputs } = mocks.made[1] ?? assert.fail();
    assert.match(type, /:OpsItem$/);
    assert.deepEqual([outputs.title, outputs.status], ["hunter2", "Open"]);
  });

  describe("answers for other packages", () => {
    it("with their own inputs", async () => {
      const bucket = new Bucket("logs", 3);
      assert.equal(await promiseOf(bucket.size), 3);
      assert.equal(await idOf(bucket), "logs_id");
      assert.deepEqual(await pulumi.runtime.invoke("other:index:getBucket", { name: "logs" }), { name: "logs" });
    });

    it("with the test's own mocks, which are asked for nothing of ours", async () => {
      const asked: string[] = [];
      const newResource: OpsMocksOptions["newResource"] = ({ name, type }) => {
        asked.push(type);
        return { id: `${name}-1`, state: { size: 7 } };
      };
      await use({ newResource, call: () => ({ size: 8 }) });
      const bucket = new Bucket("logs", 3);
      assert.equal(await promiseOf(bucket.size), 7);
      assert.equal(await idOf(bucket), "logs-1");
      assert.match(await idOf(anItem()), /^oi-/);
      assert.deepEqual(await pulumi.runtime.invoke("other:index:getBucket", {}), { size: 8 });
      assert.deepEqual(asked, ["other:index:Bucket"]);
    });

    it("and tells what went wrong with them", async () => {
      await use({ newResource: () => assert.fail("no such bucket") });
      new Bucket("logs", 3);
      await assert.rejects(mocks.settled(), /no such bucket/);
    });
  });
});
