import assert from "node:assert/strict";
import type { UpdateOpsItemRequest } from "@aws-sdk/client-ssm";
import type { Props } from "../../provider/core/handler";
import { required, simulated, whole } from "./support";

type Edit = Omit<UpdateOpsItemRequest, "OpsItemId">;

/** What people do to an item outside of Pulumi. */
const edits: Record<string, Edit> = {
  title: { Title: "Edited" },
  description: { Description: "Edited" },
  operationalData: { OperationalData: { disk: { Value: "edited", Type: "SearchableString" } } },
  "operationalData's type": { OperationalData: { disk: { Value: "/dev/xvda", Type: "String" } } },
  "an entry of operationalData, removed,": { OperationalDataToDelete: ["disk"] },
  notifications: { Notifications: [] },
  "notifications, one more,": {
    Notifications: [{ Arn: "arn:aws:sns:eu-west-1:111122223333:ops" }, { Arn: "arn:aws:sns:eu-west-1:111122223333:b" }],
  },
  priority: { Priority: 5 },
  relatedOpsItems: { RelatedOpsItems: [{ OpsItemId: "oi-ba9876543210" }] },
  category: { Category: "Cost" },
  severity: { Severity: "4" },
  plannedStartTime: { PlannedStartTime: new Date("2027-01-01T00:00:00Z") },
  plannedEndTime: { PlannedEndTime: new Date("2027-01-01T00:00:00Z") },
  actualStartTime: { ActualStartTime: new Date("2027-01-01T00:00:00Z") },
  actualEndTime: { ActualEndTime: new Date("2027-01-01T00:00:00Z") },
  status: { Status: "Resolved" },
};

const tagEdits: Record<string, { add?: Record<string, string>; remove?: string[] }> = {
  "a tag": { add: { team: "edited" } },
  "a tag, removed,": { remove: ["team"] },
  "all tags, removed,": { remove: ["team", "cost"] },
};

describe("the OpsItem handler, when an item is edited outside", () => {
  const world = simulated();
  const { idOf, live, outputs, ssm } = world;

  const edit = (change: Edit) => ssm().updateOpsItem({ OpsItemId: idOf(), ...change });
  async function editTags({ add = {}, remove = [] }: { add?: Record<string, string>; remove?: string[] }) {
    const resource = { ResourceType: "OpsItem" as const, ResourceId: idOf() };
    const Tags = Object.entries(add).map(([Key, Value]) => ({ Key, Value }));
    if (Tags.length > 0) await ssm().addTagsToResource({ ...resource, Tags });
    if (remove.length > 0) await ssm().removeTagsFromResource({ ...resource, TagKeys: remove });
  }
  const withoutVersion = ({ Version, LastModifiedTime, LastModifiedBy, ...item }: Awaited<ReturnType<typeof live>>) =>
    item;

  async function shownAndRepaired(change: () => Promise<unknown>) {
    await world.engine.up("a", whole);
    const before = withoutVersion(await live());
    const known = outputs();
    await change();
    assert.equal(await world.engine.refresh("a"), "drift");
    const { step } = await world.engine.preview("a", whole);
    assert.equal(step, "update");
    assert.equal(await world.engine.up("a", whole), "update");
    assert.deepEqual(withoutVersion(await live()), before);
    const { version, lastModifiedTime, ...outs } = outputs();
    assert.deepEqual({ ...outs, version: known.version, lastModifiedTime: known.lastModifiedTime }, known);
    assert.equal(await world.engine.refresh("a"), "same");
    assert.equal(await world.engine.up("a", whole), "same");
  }

  for (const [what, change] of Object.entries(edits)) {
    it(`shows ${what} and repairs it`, () => shownAndRepaired(() => edit(change)));
    it(`minds no ${what} that the program does not declare`, async () => {
      const property = Object.keys(whole).find((name) => what.includes(name)) as string;
      if (property in required) {
        await world.engine.up("a", required);
        return assert.ok(property in outputs()); // always declared
      }
      await world.engine.up("a", required);
      await edit(change);
      assert.equal(await world.engine.refresh("a"), "same");
      assert.equal(await world.engine.up("a", required), "same");
    });
  }
  for (const [what, change] of Object.entries(tagEdits)) {
    it(`shows ${what} and repairs it`, () => shownAndRepaired(() => editTags(change)));
  }

  it("minds no tags that the program does not declare", async () => {
    await world.engine.up("a", required);
    await editTags({ add: { theirs: "x" } });
    assert.equal(await world.engine.refresh("a"), "same");
    await world.engine.up("a", { ...required, tags: { team: "x" } });
    await editTags({ add: { theirs: "y" } });
    assert.equal(await world.engine.refresh("a"), "same");
    assert.deepEqual((await live()).Tags, { theirs: "y", team: "x" });
  });

  it("minds no entry that the program does not declare, and leaves it there", async () => {
    await world.engine.up("a", whole);
    await edit({ OperationalData: { theirs: { Value: "x", Type: "String" } } });
    assert.equal(await world.engine.refresh("a"), "same");
    await edit({ Title: "Edited" });
    await world.engine.refresh("a");
    await world.engine.up("a", whole);
    assert.equal((await live()).OperationalData?.theirs?.Value, "x");
  });

  it("shows several edits at once, and puts them back with one update", async () => {
    await world.engine.up("a", whole);
    await edit({ Title: "Edited", Priority: 5, Status: "Resolved" });
    await world.engine.refresh("a");
    world.aws.requests.clear();
    await world.engine.up("a", whole);
    const [update, ...rest] = world.aws.requests;
    assert.deepEqual(update?.input, { OpsItemId: idOf(), Title: whole.title, Priority: 2, Status: "InProgress" });
    assert.deepEqual(
      rest.map(({ operation }) => operation),
      ["GetOpsItem"],
    );
  });

  it("makes an item again that was deleted, also where up refreshes nothing but the program changes", async () => {
    await world.engine.up("a", whole);
    const id = idOf();
    await ssm().deleteOpsItem({ OpsItemId: id });
    await assert.rejects(world.engine.up("a", { ...whole, title: "Other" }), {
      message: `OpsItem ${id} is gone: run \`pulumi refresh\`, then \`pulumi up\` to make it again`,
    });
    assert.equal(await world.engine.refresh("a"), "gone");
    assert.equal(await world.engine.up("a", whole), "create");
    assert.notEqual(idOf(), id);
    assert.equal((await live()).Status, "InProgress");
  });

  it("minds no item that is gone when it is to be destroyed", async () => {
    await world.engine.up("a", required);
    await ssm().deleteOpsItem({ OpsItemId: idOf() });
    await world.engine.destroy("a");
    assert.equal(world.engine.state.size, 0);
  });

  it("keeps the program's spelling of instants and JSON through a refresh", async () => {
    const args: Props = {
      ...required,
      plannedStartTime: "2026-12-01T10:00:00.000+01:00",
      operationalData: { "/aws/resources": { value: '[ { "arn": "a" } ]' } },
      notifications: [{ arn: "arn:aws:sns:eu-west-1:1:b" }, { arn: "arn:aws:sns:eu-west-1:1:a" }].map(({ arn }) => ({
        arn: arn.replace(":1:", ":111122223333:"),
      })),
    };
    await world.engine.up("a", args);
    assert.equal(await world.engine.refresh("a"), "same");
    assert.equal(outputs().plannedStartTime, args.plannedStartTime);
    assert.deepEqual(outputs().notifications, args.notifications);
    assert.equal(await world.engine.up("a", args), "same");
  });
});
