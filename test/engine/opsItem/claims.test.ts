import assert from "node:assert/strict";
import { SSM } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "../../../emulator";
import { Stack, someCredentials, stepsOf } from "../../support/engine";
import { DeclaredStack } from "../../support/engine/declaredStack";
import type { DeclaredResource } from "../programs/declared/declared";

const args = { title: "Disk is filling up", description: "Above 80 %.", source: "orders" };
const region = "eu-west-1";
const HOUR = 3_600_000;
const dedup = { "/aws/dedup": { value: '{"dedupString":"disk of orders"}' } };

describe("one resource, one item", function () {
  this.timeout("10m");
  let aws: Emulator;
  let ssm: SSM;
  let declared: DeclaredStack;
  let stack: Stack;

  before(async () => {
    aws = await startEmulator({ deleteLagMs: HOUR });
    ssm = new SSM({ endpoint: aws.url, region, credentials: someCredentials });
    declared = await DeclaredStack.init("claims", { aws: { endpoint: aws.url, region, credentials: someCredentials } });
    stack = declared.stack;
  });
  after(() => aws.close());

  const declare = (...resources: DeclaredResource[]) => declared.declare({ resources });
  const item = (name: string, more: Partial<DeclaredResource> = {}): DeclaredResource => ({ name, args, ...more });
  const id = async (name: string) => (await stack.resource(name)).id as string;
  const live = async (itemId: string) => (await ssm.getOpsItem({ OpsItemId: itemId })).OpsItem;
  const ownerOn = async (itemId: string) =>
    JSON.parse((await live(itemId))?.OperationalData?.["pulumi-aws-ops/owner"]?.Value ?? "{}");
  const dedupOf = (input: Record<string, unknown>): string => {
    const data = input.OperationalData as Record<string, { Value: string }>;
    return JSON.parse(data["/aws/dedup"]?.Value ?? "{}").dedupString ?? "";
  };
  /** Ids of all items, those on their way out included. */
  const all = async () =>
    ((await ssm.describeOpsItems({ MaxResults: 50 })).OpsItemSummaries ?? []).map((each) => each.OpsItemId);
  const idsInState = async () =>
    (await stack.export()).deployment.resources.filter(({ type }) => type.includes("OpsItem")).map((each) => each.id);

  it("makes two items for two resources with the same arguments", async () => {
    declare(item("twin-1"), item("twin-2"));
    await stack.up();
    assert.equal(new Set(await all()).size, 2);
    assert.notEqual(await id("twin-1"), await id("twin-2"));
  });

  it("makes new items when `up` follows `destroy` at once, while AWS still shows the old ones", async () => {
    const old = await idsInState();
    await stack.destroy();
    assert.equal((await all()).length, 2, "the deleted items are still shown");
    await stack.up();
    const now = await idsInState();
    assert.deepEqual(
      now.filter((each) => old.includes(each)),
      [],
    );
    assert.equal((await all()).length, 4);
  });

  it("continues with the item of a lost reply even after its first token has become free again", async () => {
    declare(item("twin-1"), item("twin-2"), item("lost"));
    await stack.up();
    declare(item("twin-1"), item("twin-2"));
    await stack.up(); // the first token of "lost" belongs to an item on its way out
    declare(item("twin-1"), item("twin-2"), item("lost"));
    await stack.config.set("aws:maxRetries", "0");
    aws.faults.loseReply("CreateOpsItem", { where: (input) => dedupOf(input).endsWith("-1") });
    await stack.up({ fails: true });
    aws.faults.clear();
    aws.clock.advance(2 * HOUR); // now it is free
    const before = await all();
    assert.equal(before.length, 3);
    await stack.up();
    await stack.config.remove("aws:maxRetries");
    assert.deepEqual(await all(), before);
    assert.ok(before.includes(await id("lost")));
  });

  it("keeps the item when a resource is renamed by an alias, and makes another one under the old name", async () => {
    const old = await id("twin-1");
    declare(item("renamed", { options: { aliases: [{ name: "twin-1" }] } }), item("twin-2"), item("lost"));
    const renamed = await stack.up();
    assert.deepEqual(
      stepsOf(renamed, "renamed").map(({ op, changed }) => [op, changed]),
      [["update", ["owner"]]],
    );
    assert.equal(await id("renamed"), old);
    assert.match((await ownerOn(old)).owner, /::renamed$/);
    declare(item("renamed"), item("twin-1"), item("twin-2"), item("lost"));
    assert.deepEqual((await stack.up()).summary, { create: 1, same: 4 });
    assert.equal(await id("renamed"), old);
    assert.notEqual(await id("twin-1"), old);
  });

  it("replaces on demand with a new item, the old one deleted first", async () => {
    const old = await id("twin-2");
    aws.requests.clear();
    const { urn } = await stack.resource("twin-2");
    await stack.up({ flags: ["--target-replace", urn] });
    assert.notEqual(await id("twin-2"), old);
    const order = aws.requests.map(({ operation }) => operation).filter((name) => /^(Create|Delete)/.test(name));
    assert.deepEqual(
      order.filter((name, at) => name !== order[at - 1]),
      ["DeleteOpsItem", "CreateOpsItem"],
    );
  });

  it("makes a new item for a replacement that retains the old one, which no later run takes up", async () => {
    const kept = item("kept", { options: { retainOnDelete: true } });
    declare(kept);
    await stack.up();
    const old = await id("kept");
    declare({ ...kept, args: { ...args, source: "billing" } });
    await stack.up();
    const replacement = await id("kept");
    assert.notEqual(replacement, old);
    assert.equal((await live(old))?.Status, "Open");
    assert.equal((await ownerOn(old)).released, true);
    assert.equal((await ownerOn(replacement)).released, undefined);
    assert.deepEqual((await stack.up()).summary, { same: 2 });
  });

  describe("with a dedup string of the program's own", () => {
    const own = item("own", { args: { ...args, operationalData: dedup } });

    it("sends it as it is, and makes a new item when `up` follows `destroy` at once", async () => {
      declare(own);
      await stack.up();
      const old = await id("own");
      assert.equal((await live(old))?.OperationalData?.["/aws/dedup"]?.Value, dedup["/aws/dedup"].value);
      await stack.destroy();
      await stack.up();
      assert.notEqual(await id("own"), old);
    });

    it("continues after a lost reply", async () => {
      await stack.destroy();
      aws.faults.loseReply("CreateOpsItem");
      const before = await all();
      await stack.up();
      assert.equal((await all()).length, before.length + 1);
    });

    it("takes nothing of somebody else's who uses the same string", async () => {
      await stack.destroy();
      const theirs = await ssm.createOpsItem({
        Title: "theirs",
        Description: "d",
        Source: "orders",
        OperationalData: { "/aws/dedup": { Value: dedup["/aws/dedup"].value, Type: "SearchableString" } },
      });
      const { stdout } = await stack.up({ fails: true });
      assert.match(stdout, new RegExp(`${theirs.OpsItemId} has the dedup string of operationalData\\["/aws/dedup"\\]`));
      assert.equal((await live(theirs.OpsItemId!))?.Version, "1");
      await ssm.updateOpsItem({ OpsItemId: theirs.OpsItemId, Status: "Resolved" });
    });
  });

  it("takes up its item after the state was lost, within a day", async () => {
    const before = await stack.export();
    declare(item("forgotten"));
    await stack.up();
    const made = await id("forgotten");
    await stack.import(before);
    await stack.up();
    assert.equal(await id("forgotten"), made);
  });

  it("names an item of more than a day, makes none, and takes it over when `adopt` says so", async () => {
    const before = await stack.export();
    aws.clock.set(new Date(Date.now() - 30 * HOUR));
    declare(item("old"));
    await stack.up();
    const made = await id("old");
    await stack.import(before);
    const there = await all();
    const { stdout } = await stack.up({ fails: true });
    assert.match(stdout, new RegExp(`OpsItem ${made} carries the owner.*more than a day ago.*adopt: "${made}"`));
    assert.deepEqual(await all(), there);
    declare(item("old", { args: { ...args, adopt: made } }));
    await stack.up();
    assert.equal(await id("old"), made);
    aws.clock.set(new Date());
  });

  it("keeps the items of a renamed stack apart from those of a new stack of the old name", async () => {
    declare(item("shared"));
    await stack.up();
    const first = await id("shared");
    await stack.rename("claims-renamed");
    assert.deepEqual((await stack.up()).summary, { update: 1, same: 1 });
    assert.match((await ownerOn(first)).owner, /^urn:pulumi:claims-renamed::/);
    const second = await Stack.init(stack.program, { name: "claims", aws: stack.aws });
    await second.up();
    assert.notEqual((await second.resource("shared")).id, first);
    await second.destroy();
    assert.deepEqual((await stack.up()).summary, { same: 2 });
    assert.equal((await live(first))?.Status, "Open");
  });
});
