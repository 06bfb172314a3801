import assert from "node:assert/strict";
import { document, incident, simulated } from "./support";

describe("the OpsItemRelatedItem handler", () => {
  const world = simulated();
  const { idOf, outputs, calls, associations, ids, ssm } = world;

  for (const [what, args] of Object.entries({ document, incident })) {
    it(`associates with ${what === "incident" ? "an" : "a"} ${what}, and then has nothing to do`, async () => {
      assert.equal(await world.engine.up("a", args), "create");
      const [{ OpsItemId, AssociationId, CreatedBy, CreatedTime, LastModifiedBy, LastModifiedTime, ...rest } = {}] =
        await associations();
      assert.equal(idOf(), `${OpsItemId}/${AssociationId}`);
      const { associationType: AssociationType, resourceType: ResourceType, resourceUri: ResourceUri } = args;
      assert.deepEqual(rest, { AssociationType, ResourceType, ResourceUri });
      const { owner, __managed, __provider, ...outs } = outputs();
      assert.deepEqual(outs, {
        ...args,
        associationId: AssociationId,
        createdBy: CreatedBy?.Arn,
        createdTime: CreatedTime?.toISOString(),
        lastModifiedBy: LastModifiedBy?.Arn,
        lastModifiedTime: LastModifiedTime?.toISOString(),
        account: world.account,
        region: "eu-west-1",
      });
      world.aws.requests.clear();
      assert.equal(await world.engine.up("a", args), "same");
      assert.deepEqual(calls(), []);
      assert.equal(await world.engine.refresh("a"), "same");
      assert.deepEqual(calls(), ["ListOpsItemRelatedItems"]);
    });
  }

  it("removes it, and nothing else", async () => {
    await world.engine.up("a", document);
    await world.engine.up("b", incident);
    await world.engine.destroy("a");
    assert.deepEqual(await ids(), [idOf("b")]);
  });

  describe("replaces it, the old one first, when", () => {
    const others: Record<string, () => unknown> = {
      opsItemId: () => world.opsItem(),
      associationType: () => "IsParentOf",
      resourceUri: () => "arn:aws:ssm:eu-west-1:111122223333:document/Other",
      resourceType: () => incident.resourceType,
    };
    for (const [property, other] of Object.entries(others)) {
      it(`${property} changes`, async () => {
        await world.engine.up("a", document);
        const id = idOf();
        const args = { ...document, [property]: await other() };
        world.aws.requests.clear();
        assert.deepEqual(await world.engine.preview("a", args), {
          failures: [],
          step: "replace",
          replaces: [property],
        });
        assert.equal(await world.engine.up("a", args), "replace");
        assert.notEqual(idOf(), id);
        const writes = calls().filter((operation) => /ssociate/.test(operation));
        assert.deepEqual(writes, ["DisassociateOpsItemRelatedItem", "AssociateOpsItemRelatedItem"]);
        assert.equal((await associations(String(args.opsItemId))).length, 1);
        assert.equal(await world.engine.up("a", args), "same");
      });
    }

    it("region changes", async () => {
      await world.engine.up("a", document);
      const args = { ...document, region: "eu-central-1", opsItemId: await world.opsItem("eu-central-1") };
      assert.equal(await world.engine.up("a", args), "replace");
      assert.deepEqual(await ids(), []);
      assert.equal((await associations(String(args.opsItemId), "eu-central-1")).length, 1);
    });
  });

  it("costs no call when only the resource is called otherwise", async () => {
    await world.engine.up("a", document);
    world.engine.config["aws-ops:namespace"] = "blue";
    world.aws.requests.clear();
    assert.equal(await world.engine.up("a", document), "update");
    assert.deepEqual(calls(), []);
    assert.match(String(outputs().owner), /^blue\//);
    assert.equal(await world.engine.refresh("a"), "same");
    assert.equal(await world.engine.up("a", document), "same");
  });

  it("shows in a refresh what AWS tells otherwise, and is replaced then", async () => {
    await world.engine.up("a", document);
    const other = { ...document, associationType: "IsParentOf" };
    const { inputs, outputs: outs } = world.engine.state.get("a")!;
    for (const props of [inputs, outs]) Object.assign(props, other);
    assert.equal(await world.engine.refresh("a"), "drift");
    assert.equal(outputs().associationType, "RelatesTo");
    assert.equal(await world.engine.up("a", other), "replace");
    assert.deepEqual(
      (await associations()).map(({ AssociationType }) => AssociationType),
      ["IsParentOf"],
    );
  });

  describe("where it is gone", () => {
    const goings: Record<string, () => Promise<unknown>> = {
      "somebody has removed it": async () => {
        const [OpsItemId, AssociationId] = idOf().split("/");
        await ssm().disassociateOpsItemRelatedItem({ OpsItemId, AssociationId });
      },
      "its OpsItem is gone": () => ssm().deleteOpsItem({ OpsItemId: String(document.opsItemId) }),
    };
    for (const [what, goes] of Object.entries(goings)) {
      it(`since ${what}, a refresh shows it`, async () => {
        await world.engine.up("a", document);
        await goes();
        assert.equal(await world.engine.refresh("a"), "gone");
        const opsItemId = what.includes("OpsItem") ? await world.opsItem() : document.opsItemId;
        assert.equal(await world.engine.up("a", { ...document, opsItemId }), "create");
        assert.equal((await associations(String(opsItemId))).length, 1);
      });

      it(`since ${what}, destroy minds it not`, async () => {
        await world.engine.up("a", document);
        await goes();
        await world.engine.destroy("a");
        assert.equal(world.engine.state.has("a"), false);
      });

      for (const [how, run] of [
        ["refresh", () => world.engine.refresh("a")],
        ["destroy", () => world.engine.destroy("a")],
        ["a replacement", () => world.engine.up("a", { ...document, associationType: "IsParentOf" })],
      ] as [string, () => Promise<unknown>][]) {
        it(`since ${what}, ${how} with credentials of another account takes nothing for gone`, async () => {
          await world.engine.up("a", document);
          await goes();
          world.engine.config["aws:accessKey"] = "999999999999";
          const before = structuredClone(world.engine.state.get("a"));
          await assert.rejects(run(), {
            message: `association ${idOf()} was made with credentials of account ${world.account}, but the present ones belong to account 999999999999: nothing was changed; set the credentials of the first account and run again`,
          });
          assert.deepEqual(world.engine.state.get("a"), before);
        });
      }
    }
  });

  it("takes no refusal to list for a sign that it is gone", async () => {
    await world.engine.up("a", document);
    world.aws.faults.error("ListOpsItemRelatedItems", "OpsItemInvalidParameterException");
    await assert.rejects(world.engine.refresh("a"), {
      message: /^ListOpsItemRelatedItems failed: OpsItemInvalidParameterException/,
    });
    assert.equal(await world.engine.refresh("a"), "same");
  });

  for (const operation of ["GetOpsItem", "GetCallerIdentity"]) {
    it(`calls it gone only once ${operation} has answered`, async () => {
      world.engine.config["aws:maxRetries"] = "0";
      await world.engine.up("a", document);
      await ssm().deleteOpsItem({ OpsItemId: String(document.opsItemId) });
      world.aws.faults.error(operation, "InternalServerError");
      await assert.rejects(world.engine.refresh("a"), { message: new RegExp(`^${operation} failed: `) });
      assert.equal(await world.engine.refresh("a"), "gone");
    });
  }

  describe("reading one that it does not manage", () => {
    const get = (reference: string) =>
      world.engine.process().read(reference, { owner: world.engine.urn("b"), __provider: "text" });

    for (const before of ["", "eu-west-1/"]) {
      it(`finds it by ${before}<id of the OpsItem>/<id of the association>`, async () => {
        await world.engine.up("a", document);
        const read = await get(before + idOf());
        assert.equal(read.id, idOf());
        assert.equal("inputs" in read, false);
        const { owner: _, __managed, ...outs } = outputs();
        assert.deepEqual(read.props, outs);
        assert.deepEqual(await world.engine.process().read(idOf(), read.props ?? {}), read);
      });
    }

    it("says so when there is none", async () => {
      const nowhere = `${document.opsItemId}/00000000-0000-0000-0000-000000000000`;
      await assert.rejects(get(nowhere), { message: new RegExp(`^there is no OpsItemRelatedItem ${nowhere}: check`) });
      await assert.rejects(get("oi-000000000000/x"), {
        message: /^there is no OpsItemRelatedItem oi-000000000000\/x: /,
      });
    });

    it("says how one is named when it is given something else", () =>
      assert.rejects(get(String(document.opsItemId)), { message: /^an OpsItemRelatedItem is named by / }));
  });

  describe("refused by AWS", () => {
    for (const [what, given, message] of [
      [
        "an OpsItem that is not there",
        async () => ({ ...document, opsItemId: "oi-000000000000" }),
        /OpsItemNotFoundException: .*; opsItemId must be that of an OpsItem in this account and region$/,
      ],
      [
        "an 11th document",
        async () => {
          for (let n = 0; n < 10; n++) await world.foreign({ ResourceUri: `${document.resourceUri}${n}` });
          return document;
        },
        /OpsItemLimitExceededException: .*; an OpsItem is associated with 10 documents and 100 incidents at most: remove some, or name another OpsItem$/,
      ],
    ] as const) {
      it(`says why, for ${what}`, async () => {
        const args = await given();
        await assert.rejects(world.engine.up("a", args), (error: Error) => {
          assert.match(error.message, /^AssociateOpsItemRelatedItem failed: /);
          assert.match(error.message, message);
          return true;
        });
        assert.equal(world.engine.state.size, 0);
      });
    }
  });
});

describe("the OpsItemRelatedItem handler, while its OpsItem is being deleted", () => {
  const world = simulated({ deleteLagMs: 60_000 });
  const deleteItem = () => world.ssm().deleteOpsItem({ OpsItemId: String(document.opsItemId) });

  it("is destroyed", async () => {
    await world.engine.up("a", document);
    await deleteItem();
    await world.engine.destroy("a");
    assert.equal(world.engine.state.has("a"), false);
  });

  it("says so when it is to be made", async () => {
    await deleteItem();
    await assert.rejects(world.engine.up("a", document), {
      message:
        /^AssociateOpsItemRelatedItem failed: OpsItemConflictException: .*; the OpsItem is being deleted: name another one$/,
    });
  });
});
