import assert from "node:assert/strict";
import {
  AddTagsToResourceCommand,
  ListTagsForResourceCommand,
  RemoveTagsFromResourceCommand,
  type ResourceTypeForTagging,
  type SSMClient,
  type Tag,
} from "@aws-sdk/client-ssm";
import { codeOf, create, emulated } from "./support";

describe("tags", () => {
  const aws = emulated();
  const add = (ssm: SSMClient, ResourceId: string, Tags: Tag[], ResourceType: ResourceTypeForTagging = "OpsItem") =>
    ssm.send(new AddTagsToResourceCommand({ ResourceType, ResourceId, Tags }));
  const remove = (ssm: SSMClient, ResourceId: string, TagKeys: string[]) =>
    ssm.send(new RemoveTagsFromResourceCommand({ ResourceType: "OpsItem", ResourceId, TagKeys }));
  const list = async (ssm: SSMClient, ResourceId: string) =>
    (await ssm.send(new ListTagsForResourceCommand({ ResourceType: "OpsItem", ResourceId }))).TagList;

  it("are given at creation, added, overwritten and removed", async () => {
    const ssm = aws.ssm();
    const id = await create(ssm, { Tags: [{ Key: "team", Value: "orders" }] });
    await add(ssm, id, [
      { Key: "team", Value: "billing" },
      { Key: "empty", Value: "" },
    ]);
    assert.deepEqual(await list(ssm, id), [
      { Key: "team", Value: "billing" },
      { Key: "empty", Value: "" },
    ]);
    await remove(ssm, id, ["team", "absent"]);
    assert.deepEqual(await list(ssm, id), [{ Key: "empty", Value: "" }]);
  });

  it("are at most fifty, old and new together", async () => {
    const ssm = aws.ssm();
    const tags = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => ({ Key: `k${from + i}`, Value: "" }));
    const id = await create(ssm, { Tags: tags(0, 49) });
    assert.equal(await codeOf(add(ssm, id, tags(48, 2))), "success");
    assert.equal(await codeOf(add(ssm, id, tags(49, 2))), "TooManyTagsError");
    assert.equal((await list(ssm, id))?.length, 50);
  });

  for (const [what, type, id, tags, code] of [
    ["an unknown OpsItem", "OpsItem", "oi-000000000000", [], "InvalidResourceId"],
    ["an id of another form", "OpsItem", "web-1", [], "InvalidResourceId"],
    ["an unknown document", "Document", "Restart", [], "InvalidResourceId"],
    ["a type of which nothing exists", "PatchBaseline", "pb-0123456789abcdef0", [], "InvalidResourceId"],
    ["an unknown type", "Foo", "x", [], "ValidationException"],
    ["a reserved key", "OpsItem", "", [{ Key: "aws:x", Value: "" }], "ValidationException"],
  ] as [string, ResourceTypeForTagging, string, Tag[], string][]) {
    it(`are refused for ${what} with ${code}`, async () => {
      const ssm = aws.ssm();
      assert.equal(await codeOf(add(ssm, id || (await create(ssm)), tags, type)), code);
    });
  }

  it("are refused with an empty key to remove, in AWS's words for lists", async () => {
    const ssm = aws.ssm();
    const call = remove(ssm, await create(ssm), [""]);
    await assert.rejects(
      call,
      /Value '\[\]' at 'tagKeys' .*: Member must satisfy constraint: \[Member must have length/,
    );
  });
});
