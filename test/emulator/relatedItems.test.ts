import assert from "node:assert/strict";
import {
  AssociateOpsItemRelatedItemCommand,
  DeleteOpsItemCommand,
  DisassociateOpsItemRelatedItemCommand,
  ListOpsItemRelatedItemsCommand,
  paginateListOpsItemRelatedItems,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { codeOf, create, emulated, errorOf } from "./support";

const incident = "AWS::SSMIncidents::IncidentRecord";
const document = "AWS::SSM::Document";
const uri = (name: string | number) => `arn:aws:ssm:eu-west-1:111122223333:document/${name}`;

describe("related items", () => {
  const aws = emulated({ deleteLagMs: 60_000 });

  const associate = (ssm: SSMClient, OpsItemId: string, more = {}) =>
    ssm.send(
      new AssociateOpsItemRelatedItemCommand({
        OpsItemId,
        AssociationType: "RelatesTo",
        ResourceType: document,
        ResourceUri: uri("Restart"),
        ...more,
      }),
    );

  it("are associated, listed and disassociated", async () => {
    const ssm = aws.ssm();
    const OpsItemId = await create(ssm);
    const { AssociationId } = await associate(ssm, OpsItemId);
    const list = async () => (await ssm.send(new ListOpsItemRelatedItemsCommand({ OpsItemId }))).Summaries ?? [];
    const [{ CreatedTime, CreatedBy, LastModifiedTime, LastModifiedBy, ...summary } = {}] = await list();
    assert.deepEqual(summary, {
      OpsItemId,
      AssociationId,
      AssociationType: "RelatesTo",
      ResourceType: document,
      ResourceUri: uri("Restart"),
    });
    assert.match(CreatedBy?.Arn ?? "", /^arn:aws:iam::/);
    assert.deepEqual([LastModifiedTime, LastModifiedBy], [CreatedTime, CreatedBy]);
    const remove = () => ssm.send(new DisassociateOpsItemRelatedItemCommand({ OpsItemId, AssociationId }));
    await remove();
    assert.deepEqual(await list(), []);
    assert.equal(await codeOf(remove()), "OpsItemRelatedItemAssociationNotFoundException");
  });

  it("name what is associated already", async () => {
    const ssm = aws.ssm();
    const OpsItemId = await create(ssm);
    await associate(ssm, OpsItemId);
    const error = await errorOf(associate(ssm, OpsItemId));
    assert.equal(error.name, "OpsItemRelatedItemAlreadyExistsException");
    assert.deepEqual([error.ResourceUri, error.OpsItemId], [uri("Restart"), OpsItemId]);
  });

  it("are at most ten runbooks", async () => {
    const ssm = aws.ssm();
    const OpsItemId = await create(ssm);
    for (let count = 0; count < 10; count++) await associate(ssm, OpsItemId, { ResourceUri: uri(count) });
    assert.equal(await codeOf(associate(ssm, OpsItemId)), "OpsItemLimitExceededException");
    assert.equal(await codeOf(associate(ssm, OpsItemId, { ResourceType: incident })), "success");
  });

  for (const [what, more, code] of [
    ["an unknown association type", { AssociationType: "Likes" }, "OpsItemInvalidParameterException"],
    ["an unknown resource type", { ResourceType: "AWS::S3::Bucket" }, "OpsItemInvalidParameterException"],
    ["no URI", { ResourceUri: undefined }, "ValidationException"],
    ["an OpsItem that does not exist", { OpsItemId: "oi-000000000000" }, "OpsItemNotFoundException"],
  ] as const) {
    it(`are refused with ${what}`, async () => {
      const ssm = aws.ssm();
      assert.equal(await codeOf(associate(ssm, await create(ssm), more)), code);
    });
  }

  it("are listed late where that is asked for, and known to writes at once", async () => {
    const ssm = aws.ssm();
    const OpsItemId = await create(ssm);
    const hidden = aws.emulator.faults.hideNew("AssociateOpsItemRelatedItem");
    await associate(ssm, OpsItemId);
    const count = async () => (await ssm.send(new ListOpsItemRelatedItemsCommand({ OpsItemId }))).Summaries?.length;
    assert.equal(await count(), 0);
    assert.equal(await codeOf(associate(ssm, OpsItemId)), "OpsItemRelatedItemAlreadyExistsException");
    hidden.reveal();
    assert.equal(await count(), 1);
  });

  it("cannot be changed while the OpsItem is being deleted", async () => {
    const ssm = aws.ssm();
    const OpsItemId = await create(ssm);
    const { AssociationId } = await associate(ssm, OpsItemId);
    await ssm.send(new DeleteOpsItemCommand({ OpsItemId }));
    assert.equal(await codeOf(associate(ssm, OpsItemId, { ResourceUri: uri("b") })), "OpsItemConflictException");
    const remove = ssm.send(new DisassociateOpsItemRelatedItemCommand({ OpsItemId, AssociationId }));
    assert.equal(await codeOf(remove), "OpsItemConflictException");
  });

  it("are listed in pages, by filter, and for all OpsItems without an id", async () => {
    const ssm = aws.ssm();
    const [one, other] = [await create(ssm), await create(ssm)];
    for (const name of ["a", "b", "c"]) await associate(ssm, one, { ResourceUri: uri(name) });
    await associate(ssm, other, { ResourceType: incident });
    const all: (string | undefined)[] = [];
    for await (const page of paginateListOpsItemRelatedItems({ client: ssm, pageSize: 2 }, {})) {
      all.push(...(page.Summaries ?? []).map(({ ResourceUri }) => ResourceUri));
    }
    assert.deepEqual(all, [uri("a"), uri("b"), uri("c"), uri("Restart")]);
    const Filters = [{ Key: "ResourceType", Operator: "Equal", Values: [incident] }] as const;
    const { Summaries } = await ssm.send(new ListOpsItemRelatedItemsCommand({ Filters: [...Filters] as never }));
    assert.deepEqual(
      Summaries?.map(({ OpsItemId }) => OpsItemId),
      [other],
    );
  });

  it("refuse a token that is made up and an OpsItem that does not exist", async () => {
    const ssm = aws.ssm();
    for (const input of [{ NextToken: "garbage" }, { OpsItemId: "oi-000000000000" }]) {
      const { name, ParameterNames } = await errorOf(ssm.send(new ListOpsItemRelatedItemsCommand(input)));
      assert.deepEqual([name, ParameterNames], ["OpsItemInvalidParameterException", Object.keys(input)]);
    }
  });
});
