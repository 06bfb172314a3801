import assert from "node:assert/strict";
import {
  DeleteReplicationSetCommand,
  GetReplicationSetCommand,
  ListIncidentRecordsCommand,
  ListReplicationSetsCommand,
  ListResponsePlansCommand,
  type SSMIncidentsClient,
  UpdateDeletionProtectionCommand,
  type UpdateReplicationSetAction,
  UpdateReplicationSetCommand,
} from "@aws-sdk/client-ssm-incidents";
import { createPlan, createSet, itemsOf, type Owner, owner, prepared, recordOf, setOf, start } from "./incidents";
import { codeOf, emulated, errorOf, region } from "./support";

const noon = new Date("2030-01-01T12:00:00Z");
const day = 24 * 3_600_000;
const other = "us-east-1";

const protect = async ({ client }: Owner, deletionProtected: boolean) =>
  client.send(new UpdateDeletionProtectionCommand({ arn: (await setOf(client)).arn, deletionProtected }));
const change = async ({ client }: Owner, action: object) => {
  const actions = [action as UpdateReplicationSetAction];
  await client.send(new UpdateReplicationSetCommand({ arn: (await setOf(client)).arn, actions }));
};
const add = (us: Owner, regionName: string) => change(us, { addRegionAction: { regionName } });
const drop = (us: Owner, regionName: string) => change(us, { deleteRegionAction: { regionName } });
const remove = ({ client }: Owner, arn: string) => client.send(new DeleteReplicationSetCommand({ arn }));
const arnsIn = async (client: SSMIncidentsClient) =>
  (await client.send(new ListReplicationSetsCommand({}))).replicationSetArns;

/** The statuses of a set and of its Regions. */
const statuses = async ({ client }: Owner) => {
  const { status, regionMap = {} } = await setOf(client);
  return [status, Object.fromEntries(Object.entries(regionMap).map(([name, info]) => [name, info.status]))];
};

describe("replication sets", () => {
  const aws = emulated({ now: noon });

  it("are active at once, with AWS's own key", async () => {
    const us = owner(aws);
    const arn = await createSet(us.client, [region, other]);
    assert.match(arn, new RegExp(`^arn:aws:ssm-incidents::${us.account}:replication-set/[0-9a-f-]{36}$`));
    const { createdTime, lastModifiedTime, regionMap, ...set } = await setOf(us.client);
    const by = `arn:aws:iam::${us.account}:user/${us.account}`;
    const rest = { status: "ACTIVE", deletionProtected: false, createdBy: by, lastModifiedBy: by };
    assert.deepEqual(set, { arn, ...rest });
    const info = { status: "ACTIVE", sseKmsKeyId: "DefaultKey", statusUpdateDateTime: createdTime };
    assert.deepEqual(regionMap, { [region]: info, [other]: info });
  });

  it("keep the keys that they are given", async () => {
    const us = owner(aws);
    const sseKmsKeyId = `arn:aws:kms:${region}:111122223333:key/x`;
    await createSet(us.client, [], { regions: { [region]: { sseKmsKeyId } } });
    assert.equal((await setOf(us.client)).regionMap?.[region]?.sseKmsKeyId, sseKmsKeyId);
  });

  it("are one for each account, whatever the Region", async () => {
    const us = owner(aws);
    const arn = await createSet(us.client, [region]);
    const elsewhere = aws.incidents(us.account, { region: other });
    for (const client of [us.client, elsewhere]) {
      const error = await errorOf(createSet(client, [other]));
      assert.deepEqual(
        [error.name, error.resourceType, error.resourceIdentifier, error.serviceCode],
        ["ServiceQuotaExceededException", "REPLICATION_SET", arn, "ssm-incidents"],
      );
      assert.equal((error.$metadata as { httpStatusCode: number }).httpStatusCode, 402);
    }
  });

  it("are created once for a client token", async () => {
    const us = owner(aws);
    const clientToken = "t";
    assert.equal(
      await createSet(us.client, [region], { clientToken }),
      await createSet(us.client, [region], { clientToken }),
    );
  });

  it("are seen in their Regions only, which share everything", async () => {
    const us = owner(aws);
    const arn = await createSet(us.client, [region, other]);
    await createPlan(us.client, "drill");
    const there = { ...us, client: aws.incidents(us.account, { region: other }) };
    const outside = { ...us, client: aws.incidents(us.account, { region: "us-west-2" }) };
    const incident = await start(there);
    assert.equal((await recordOf(us.client, incident)).arn, incident);
    const [parent] = await itemsOf(us.client, incident);
    assert.ok(
      parent?.identifier?.value?.arn?.startsWith(`arn:aws:ssm:${other}:`),
      "the parent is in the Region of the start",
    );
    assert.deepEqual([await arnsIn(there.client), await arnsIn(outside.client)], [[arn], []]);
    const { incidentRecordSummaries } = await outside.client.send(new ListIncidentRecordsCommand({}));
    assert.deepEqual(incidentRecordSummaries, []);
    assert.equal(await codeOf(recordOf(outside.client, incident)), "ResourceNotFoundException");
    const { name, resourceType } = await errorOf(start(outside));
    assert.deepEqual([name, resourceType], ["ResourceNotFoundException", "REPLICATION_SET"]);
  });

  it("are needed for response plans", async () => {
    const us = owner(aws);
    const { name, resourceType } = await errorOf(createPlan(us.client, "drill"));
    assert.deepEqual([name, resourceType], ["ResourceNotFoundException", "REPLICATION_SET"]);
  });

  it("gain a Region, and lose it when it is a day old", async () => {
    const us = owner(aws);
    await createSet(us.client, [region]);
    await add(us, other);
    assert.deepEqual(await statuses(us), ["ACTIVE", { [region]: "ACTIVE", [other]: "ACTIVE" }]);
    aws.emulator.clock.advance(day - 60_000);
    assert.equal(await codeOf(drop(us, other)), "ValidationException");
    aws.emulator.clock.advance(60_000);
    await drop(us, other);
    assert.deepEqual(await statuses(us), ["ACTIVE", { [region]: "ACTIVE" }]);
  });

  it("are not found by another ARN, or in a Region that is not theirs", async () => {
    const us = owner(aws);
    const own = await createSet(us.client, [region]);
    const elsewhere = aws.incidents(us.account, { region: other });
    const actions = [{ addRegionAction: { regionName: other } }];
    for (const [client, arn] of [
      [us.client, us.arnOf("replication-set/0")],
      [elsewhere, own],
    ] as const) {
      for (const call of [
        () => client.send(new GetReplicationSetCommand({ arn })),
        () => client.send(new UpdateReplicationSetCommand({ arn, actions })),
        () => client.send(new UpdateDeletionProtectionCommand({ arn, deletionProtected: true })),
        () => client.send(new DeleteReplicationSetCommand({ arn })),
      ]) {
        const { name, resourceType, resourceIdentifier } = await errorOf(call());
        const expected = ["ResourceNotFoundException", "REPLICATION_SET", arn];
        assert.deepEqual([name, resourceType, resourceIdentifier], expected);
      }
    }
  });

  for (const [what, act] of [
    ["a Region that they have", (us) => add(us, region)],
    ["a fourth Region", (us) => add(us, "us-west-2")],
    ["a Region without Incident Manager", (us) => add(us, "af-south-1")],
    ["to lose a Region that they have not", (us) => drop(us, "us-west-1")],
    [
      "both to gain and to lose a Region",
      (us) => change(us, { addRegionAction: { regionName: "us-west-2" }, deleteRegionAction: { regionName: other } }),
    ],
    ["nothing", (us) => change(us, {})],
  ] as [string, (us: Owner) => Promise<unknown>][]) {
    it(`refuse ${what}`, async () => {
      const us = owner(aws);
      await createSet(us.client, [region, other, "us-east-2"]);
      assert.equal(await codeOf(act(us)), "ValidationException");
    });
  }

  for (const [what, names] of [
    ["no Region", []],
    ["four Regions", [region, other, "us-east-2", "us-west-2"]],
    ["a Region that does not exist", ["eu-middle-1"]],
    ["a name of 21 characters", ["x".repeat(21)]],
  ] as [string, string[]][]) {
    it(`are refused with ${what}`, async () => {
      assert.equal(await codeOf(createSet(owner(aws).client, names)), "ValidationException");
    });
  }

  it("erase everything when they are deleted", async () => {
    const us = owner(aws);
    const arn = await createSet(us.client, [region]);
    await createPlan(us.client, "drill");
    const incident = await start(us, { clientToken: "t" });
    await remove(us, arn);
    assert.deepEqual(await arnsIn(us.client), []);
    assert.equal((await errorOf(remove(us, arn))).resourceType, "REPLICATION_SET");
    await createSet(us.client, [region]);
    const { responsePlanSummaries } = await us.client.send(new ListResponsePlansCommand({}));
    assert.deepEqual(responsePlanSummaries, []);
    await createPlan(us.client, "drill");
    assert.equal(await codeOf(recordOf(us.client, incident)), "ResourceNotFoundException");
    assert.notEqual(await start(us, { clientToken: "t" }), incident);
  });

  it("keep their last Region while they are protected, and go with it", async () => {
    const us = owner(aws);
    const arn = await createSet(us.client, [region]);
    await protect(us, true);
    assert.equal((await setOf(us.client)).deletionProtected, true);
    aws.emulator.clock.advance(day);
    for (const call of [() => remove(us, arn), () => drop(us, region)]) {
      const error = await errorOf(call());
      assert.deepEqual(
        [error.name, error.message],
        ["ValidationException", `Replication set ${arn} is protected from deletion.`],
      );
    }
    await protect(us, false);
    await drop(us, region);
    assert.deepEqual(await arnsIn(us.client), []);
  });
});

describe("replication sets with replicationSetSeconds", () => {
  const aws = emulated({ incidentManager: { replicationSetSeconds: 60 } });
  const wait = () => aws.emulator.clock.advance(60_000);

  it("are created, changed and deleted by the clock", async () => {
    const us = owner(aws);
    const arn = await createSet(us.client, [region]);
    assert.deepEqual(await statuses(us), ["CREATING", { [region]: "CREATING" }]);
    assert.equal(await codeOf(createPlan(us.client, "drill")), "ConflictException");
    assert.equal(await codeOf(add(us, other)), "ConflictException");
    assert.equal(await codeOf(remove(us, arn)), "ValidationException");
    wait();
    assert.deepEqual(await statuses(us), ["ACTIVE", { [region]: "ACTIVE" }]);
    await createPlan(us.client, "drill");
    const incident = await start(us);

    await add(us, other);
    assert.deepEqual(await statuses(us), ["UPDATING", { [region]: "ACTIVE", [other]: "CREATING" }]);
    const there = aws.incidents(us.account, { region: other });
    assert.equal(await codeOf(recordOf(there, incident)), "ResourceNotFoundException");
    assert.equal(await codeOf(recordOf(us.client, incident)), "success");
    assert.equal((await errorOf(start(us))).resourceType, "REPLICATION_SET");
    wait();
    assert.equal(await codeOf(recordOf(there, incident)), "success");

    aws.emulator.clock.advance(day);
    await drop(us, other);
    assert.deepEqual(await statuses(us), ["UPDATING", { [region]: "ACTIVE", [other]: "DELETING" }]);
    wait();
    assert.deepEqual(await statuses(us), ["ACTIVE", { [region]: "ACTIVE" }]);

    await remove(us, arn);
    await remove(us, arn);
    assert.deepEqual(await statuses(us), ["DELETING", { [region]: "DELETING" }]);
    assert.equal(await codeOf(recordOf(us.client, incident)), "ResourceNotFoundException");
    assert.equal(await codeOf(createSet(us.client, [region])), "ServiceQuotaExceededException");
    wait();
    assert.deepEqual(await arnsIn(us.client), []);
    assert.equal(await codeOf(createSet(us.client, [region])), "success");
  });
});

describe("a replication set that is there from the start", () => {
  const aws = emulated({ now: noon, incidentManager: { ...prepared, replicationSet: [region, other] } });

  it("is every account's own, as old as the emulator", async () => {
    const [us, others] = [owner(aws), owner(aws)];
    const { arn, createdTime, createdBy } = await setOf(us.client);
    assert.notEqual(arn, (await setOf(others.client)).arn);
    assert.ok((createdTime as Date).getTime() - noon.getTime() < 60_000);
    assert.equal(createdBy, `arn:aws:iam::${us.account}:root`);
    aws.emulator.clock.advance(day);
    assert.equal(await codeOf(drop(owner(aws), other)), "success");
  });
});
