import assert from "node:assert/strict";
import { SSM } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "../../emulator";
import type { Props } from "../../provider/core/handler";
import { opsItem } from "../../provider/opsItem/handler";
import { SimulatedEngine } from "../support/simulatedEngine";

const required = { title: "Disk is filling up", description: "Above 80 %.", source: "orders" };
const whole: Props = {
  ...required,
  opsItemType: "/aws/issue",
  operationalData: {
    disk: { value: "/dev/xvda", type: "SearchableString" },
    "/aws/resources": { value: '[{"arn":"arn:aws:rds:eu-west-1:111122223333:db:orders"}]' },
  },
  notifications: [{ arn: "arn:aws:sns:eu-west-1:111122223333:ops" }],
  priority: 2,
  relatedOpsItems: [{ opsItemId: "oi-0123456789ab" }],
  category: "Availability",
  severity: "2",
  plannedStartTime: "2026-12-01T10:00:00+01:00",
  plannedEndTime: "2026-12-01T10:00:00Z",
  actualStartTime: "2026-12-01T09:00:00.500Z",
  actualEndTime: "2026-12-01T11:00:00Z",
  status: "InProgress",
  tags: { team: "orders", cost: "ops" },
};

describe("the OpsItem handler", () => {
  let aws: Emulator;
  let account = 100000000000;
  let engine: SimulatedEngine;
  let ssm: SSM;

  before(async () => {
    aws = await startEmulator({ deleteLagMs: 0 });
  });
  after(() => aws.close());
  beforeEach(() => {
    account++;
    aws.faults.clear();
    aws.requests.clear();
    engine = new SimulatedEngine(opsItem, aws, String(account));
    ssm = new SSM({
      endpoint: aws.url,
      region: "eu-west-1",
      credentials: { accessKeyId: String(account), secretAccessKey: "any" },
    });
  });

  const idOf = (name = "a") => engine.state.get(name)?.id as string;
  const outputs = (name = "a") => engine.state.get(name)?.outputs as Props;
  const live = async (id = idOf()) => (await ssm.getOpsItem({ OpsItemId: id })).OpsItem!;
  const items = async () => (await ssm.describeOpsItems({})).OpsItemSummaries ?? [];
  const calls = () => aws.requests.map(({ operation }) => operation);

  it("makes an item with every property, and then has nothing to do", async () => {
    assert.equal(await engine.up("a", whole), "create");
    const item = await live();
    assert.equal(item.Status, "InProgress");
    assert.equal(item.PlannedStartTime?.toISOString(), "2026-12-01T09:00:00.000Z");
    for (const [name, value] of Object.entries(whole)) {
      const shown =
        name === "operationalData"
          ? {
              ...(value as Props),
              "/aws/resources": { ...((value as Props)["/aws/resources"] as Props), type: "String" },
            }
          : value;
      assert.deepEqual(outputs()[name], shown, name);
    }
    aws.requests.clear();
    assert.equal(await engine.up("a", whole), "same");
    assert.deepEqual(calls(), []);
  });

  it("costs three calls to create, one to read, two to change and three to delete", async () => {
    await engine.up("a", required);
    assert.deepEqual(calls(), ["DescribeOpsItems", "CreateOpsItem", "GetOpsItem"]);
    aws.requests.clear();
    assert.equal(await engine.refresh("a"), "same");
    assert.deepEqual(calls(), ["GetOpsItem"]);
    aws.requests.clear();
    await engine.up("a", { ...required, title: "Disk is full" });
    assert.deepEqual(calls(), ["UpdateOpsItem", "GetOpsItem"]);
    aws.requests.clear();
    await engine.destroy("a");
    assert.deepEqual(calls(), ["GetCallerIdentity", "UpdateOpsItem", "DeleteOpsItem"]);
    assert.deepEqual(await items(), []);
  });

  for (const [property, value] of Object.entries({
    title: "Disk is full",
    description: "Above 95 %.",
    operationalData: { disk: { value: "/dev/xvdb", type: "SearchableString" }, more: { value: "x", type: "String" } },
    notifications: [{ arn: "arn:aws:sns:eu-west-1:111122223333:other" }],
    priority: 1,
    relatedOpsItems: [],
    category: "Cost",
    severity: "1",
    plannedStartTime: "2026-12-02T10:00:00Z",
    plannedEndTime: "2026-12-02T11:00:00Z",
    actualStartTime: "2026-12-02T12:00:00Z",
    actualEndTime: "2026-12-02T13:00:00Z",
    status: "Resolved",
    tags: { team: "orders", more: "x" },
  })) {
    it(`changes ${property} in place`, async () => {
      await engine.up("a", whole);
      const id = idOf();
      assert.equal(await engine.up("a", { ...whole, [property]: value }), "update");
      assert.equal(idOf(), id);
      assert.deepEqual(outputs()[property], value);
      assert.equal(await engine.refresh("a"), "same");
      assert.equal(await engine.up("a", { ...whole, [property]: value }), "same");
    });
  }

  for (const [property, value] of Object.entries({
    source: "billing",
    opsItemType: "/aws/insight",
    region: "eu-central-1",
  })) {
    it(`replaces the item when ${property} changes, the old one first`, async () => {
      await engine.up("a", required);
      const id = idOf();
      aws.requests.clear();
      assert.equal(await engine.up("a", { ...required, [property]: value }), "replace");
      assert.notEqual(idOf(), id);
      const order = calls().filter((operation) => /Delete|Create/.test(operation));
      assert.deepEqual(order, ["DeleteOpsItem", "CreateOpsItem"]);
    });
  }

  for (const property of [
    "opsItemType",
    "operationalData",
    "notifications",
    "priority",
    "relatedOpsItems",
    "category",
    "severity",
    "plannedStartTime",
    "status",
    "tags",
  ]) {
    it(`leaves an item alone that never had ${property} declared, and forgets it when it is removed`, async () => {
      await engine.up("a", whole);
      const { [property]: gone, ...rest } = whole;
      const clears = ["operationalData", "notifications", "relatedOpsItems", "tags"].includes(property);
      assert.equal(await engine.up("a", rest), property === "opsItemType" ? "same" : "update");
      assert.equal(await engine.refresh("a"), "same");
      assert.equal(await engine.up("a", rest), "same");
      const item = await live();
      if (property === "notifications") assert.deepEqual(item.Notifications, []);
      if (property === "relatedOpsItems") assert.deepEqual(item.RelatedOpsItems, []);
      if (property === "operationalData") assert.equal(item.OperationalData?.disk, undefined);
      if (!clears)
        assert.deepEqual(
          (outputs()[property] && new Date(String(outputs()[property])).getTime()) || outputs()[property],
          new Date(String(gone)).getTime() || gone,
        );
    });
  }

  it("keeps entries and tags of others", async () => {
    await engine.up("a", whole);
    await ssm.updateOpsItem({ OpsItemId: idOf(), OperationalData: { theirs: { Value: "x", Type: "String" } } });
    await ssm.addTagsToResource({ ResourceType: "OpsItem", ResourceId: idOf(), Tags: [{ Key: "theirs", Value: "x" }] });
    assert.equal(await engine.refresh("a"), "same");
    await engine.up("a", { ...required, source: "orders" });
    assert.equal((await live()).OperationalData?.theirs?.Value, "x");
    const { TagList } = await ssm.listTagsForResource({ ResourceType: "OpsItem", ResourceId: idOf() });
    assert.deepEqual(TagList, [{ Key: "theirs", Value: "x" }]);
  });
});
