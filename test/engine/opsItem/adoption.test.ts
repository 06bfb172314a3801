import assert from "node:assert/strict";
import { type CreateOpsItemCommandInput, SSM } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "../../../emulator";
import { type Result, stepsOf } from "../../support/engine";
import { DeclaredStack } from "../../support/engine/declaredStack";
import type { DeclaredResource, Value } from "../programs/declared/declared";

const region = "eu-west-1";
const elsewhere = "eu-central-1";
const account = "111122223333";
const credentials = { accessKeyId: account, secretAccessKey: "any" };

const wanted: Record<string, Value> = {
  title: "Disk is filling up",
  description: "Above 80 %.",
  source: "orders",
  operationalData: { disk: { value: "/dev/xvda", type: "SearchableString" } },
  priority: 2,
  tags: { team: "orders" },
};
/** As somebody has made it by hand. */
const foreign: CreateOpsItemCommandInput = {
  Title: "Disk???",
  Description: "Above 80 %.",
  Source: "orders",
  Severity: "2",
  OperationalData: { disk: { Value: "?" }, theirs: { Value: "x", Type: "String" } },
  Tags: [
    { Key: "team", Value: "billing" },
    { Key: "theirs", Value: "x" },
  ],
};

describe("adopting an OpsItem", function () {
  this.timeout("10m");
  let aws: Emulator;
  let declared: DeclaredStack;
  let others: DeclaredStack;

  const ssmIn = (region: string) => new SSM({ endpoint: aws.url, region, credentials });
  const make = async (input: Partial<CreateOpsItemCommandInput> = {}, inRegion = region) =>
    (await ssmIn(inRegion).createOpsItem({ ...foreign, ...input })).OpsItemId as string;
  const live = async (id: string, inRegion = region) => {
    const { OpsItem } = await ssmIn(inRegion).getOpsItem({ OpsItemId: id });
    const { TagList } = await ssmIn(inRegion).listTagsForResource({ ResourceType: "OpsItem", ResourceId: id });
    return { ...OpsItem!, tags: Object.fromEntries((TagList ?? []).map(({ Key, Value }) => [Key, Value])) };
  };
  const items = async (inRegion = region) =>
    ((await ssmIn(inRegion).describeOpsItems({})).OpsItemSummaries ?? []).map(({ OpsItemId }) => OpsItemId).sort();
  const writes = () =>
    aws.requests.flatMap(({ operation }) => (/^(Create|Update|Delete|Add|Remove)/.test(operation) ? [operation] : []));
  const errorsOf = ({ diagnostics }: Result, name: string) =>
    diagnostics.flatMap((each) => (each.name === name && each.severity === "error" ? [each.message] : [])).join("\n");

  before(async () => {
    aws = await startEmulator();
    const options = { aws: { endpoint: aws.url, region, credentials } };
    [declared, others] = await Promise.all([
      DeclaredStack.init("adoption", options),
      DeclaredStack.init("adoption-others", options),
    ]);
  });
  after(() => aws.close());

  describe("which does not fit", () => {
    let result: Result;
    const ids: Record<string, string> = {};
    let state: Record<string, unknown>;
    let written: string[];

    before(async () => {
      others.declare({ resources: [{ name: "theirs", args: wanted }] });
      await others.stack.up();
      ids.owned = (await others.stack.resource("theirs")).id as string;
      ids.fixed = await make({ Source: "billing", OpsItemType: "/aws/insight" });
      ids.dedup = await make();
      ids.gone = "oi-000000000000";
      ids.account = await make();
      ids.elsewhere = await make({}, elsewhere);
      const adopt: Record<string, string> = {
        owned: ids.owned,
        fixed: ids.fixed,
        dedup: ids.dedup,
        gone: ids.gone,
        account: `arn:aws:ssm:${region}:999999999999:opsitem/${ids.account}`,
        elsewhere: ids.elsewhere,
      };
      declared.declare({
        resources: Object.entries(adopt).map(([name, id]) => ({
          name,
          args: {
            ...wanted,
            ...(name === "fixed" && { opsItemType: "/aws/issue" }),
            ...(name === "dedup" && { operationalData: { "/aws/dedup": { value: '{"dedupString":"mine"}' } } }),
            adopt: id,
          },
        })),
      });
      state = await everything();
      aws.requests.clear();
      result = await declared.stack.up({ fails: true, flags: ["--continue-on-error"] });
      written = writes();
    });
    const everything = async () => {
      const known = [...(await items()).map((id) => live(id as string)), live(ids.elsewhere as string, elsewhere)];
      return Object.fromEntries((await Promise.all(known)).map((item) => [item.OpsItemId, item]));
    };

    it("is refused where it is another stack's, with the name of that resource", () => {
      assert.match(
        errorsOf(result, "owned"),
        new RegExp(
          `adopt: OpsItem ${ids.owned} belongs to urn:pulumi:adoption-others::.*::theirs\\. Nothing was changed`,
        ),
      );
    });
    it("is refused where AWS cannot change what differs, with the names of the properties", () => {
      assert.match(
        errorsOf(result, "fixed"),
        new RegExp(`OpsItem ${ids.fixed} differs .* in source, opsItemType, which`),
      );
      assert.match(errorsOf(result, "dedup"), /differs .* in operationalData\["\/aws\/dedup"\], which/);
    });
    it("is refused where there is no such item", () => {
      const none = (id: unknown) => new RegExp(`adopt: there is no OpsItem ${id} in ${region} of account ${account}`);
      assert.match(errorsOf(result, "gone"), none(ids.gone));
      assert.match(errorsOf(result, "account"), none(ids.account));
      assert.match(errorsOf(result, "elsewhere"), none(ids.elsewhere));
    });
    it("changes nothing", async () => {
      assert.deepEqual(written, []);
      assert.deepEqual(await everything(), state);
      assert.deepEqual(
        (await declared.stack.export()).deployment.resources.filter(({ id }) => id?.startsWith("oi-")),
        [],
      );
    });
  });

  it("says on the resource's own row what it changes, while it is at work", async () => {
    const id = await make();
    declared.declare({ resources: [{ name: "watched", args: { ...wanted, adopt: id } }] });
    const hold = aws.faults.hold("UpdateOpsItem");
    const run = declared.stack.start("up");
    await run.printed(
      new RegExp(`OpsItem watched .*adopting ${id}, changing title, operationalData, priority, tags\\n`),
    );
    hold.release();
    assert.equal((await run.result).code, 0);
    await declared.stack.destroy();
  });

  describe("which fits", () => {
    const ids: Record<string, string> = {};
    let references: Record<string, string>;
    let result: Result;
    const program = (adopt: Record<string, string | undefined>): DeclaredResource[] =>
      Object.entries(adopt).map(([name, id]) => ({ name, args: { ...wanted, ...(id && { adopt: id }) } }));

    before(async () => {
      for (const name of ["by-id", "refreshed"]) ids[name] = await make();
      ids["by-arn"] = await make();
      ids["with-region"] = await make({}, elsewhere);
      references = {
        ...ids,
        "by-arn": `arn:aws:ssm:${region}:${account}:opsitem/${ids["by-arn"]}`,
        "with-region": `${elsewhere}/${ids["with-region"]}`,
      };
      declared.declare({ resources: program(references) });
      aws.requests.clear();
      result = await declared.stack.up();
    });
    const hasNothingToDo = async () => {
      aws.requests.clear();
      assert.deepEqual((await declared.stack.up()).summary, { same: 5 });
      assert.deepEqual(aws.requests.length, 0);
    };

    it("brings it in line, and makes none", async () => {
      for (const [name, id] of Object.entries(ids)) {
        assert.deepEqual(
          stepsOf(result, name).map(({ op, id }) => [op, id]),
          [["create", id]],
        );
        const item = await live(id, name === "with-region" ? elsewhere : region);
        assert.equal(item.Title, wanted.title);
        assert.equal(item.Priority, 2);
        assert.deepEqual(item.OperationalData?.disk, { Value: "/dev/xvda", Type: "SearchableString" });
        assert.equal(item.tags.team, "orders");
      }
      assert.deepEqual(aws.requests.of("CreateOpsItem"), []);
    });
    it("sends only what differs", () => {
      const [update, ...more] = aws.requests
        .of("UpdateOpsItem")
        .filter(({ input }) => input.OpsItemId === ids["by-id"]);
      assert.deepEqual(more, []);
      const { OpsItemId, OperationalData, ...input } = update?.input ?? {};
      assert.deepEqual(input, { Title: wanted.title, Priority: 2 });
      assert.deepEqual(Object.keys(OperationalData as object).sort(), ["disk", "pulumi-aws-ops/owner"]);
    });
    it("keeps what others have written", async () => {
      const item = await live(ids["by-id"] as string);
      assert.equal(item.OperationalData?.theirs?.Value, "x");
      assert.equal(item.tags.theirs, "x");
      assert.equal(item.Severity, "2");
    });
    it("costs nothing afterwards", hasNothingToDo);

    it("costs nothing when it is dropped, also after a refresh", async () => {
      const { refreshed } = references;
      declared.declare({
        resources: program({ "by-id": undefined, refreshed, "by-arn": undefined, "with-region": undefined }),
      });
      await hasNothingToDo();
      assert.deepEqual((await declared.stack.refresh()).summary, { same: 5 });
      declared.declare({
        resources: program({ "by-id": undefined, refreshed: undefined, "by-arn": undefined, "with-region": undefined }),
      });
      await hasNothingToDo();
    });
    it("costs nothing when the same item is named in another way", async () => {
      declared.declare({
        resources: program({
          "by-id": `${region}/${ids["by-id"]}`,
          refreshed: `arn:aws:ssm:${region}:${account}:opsitem/${ids.refreshed}`,
          "by-arn": ids["by-arn"],
          "with-region": references["with-region"],
        }),
      });
      await hasNothingToDo();
    });
    it("replaces the item when another one is named", async () => {
      const another = await make();
      declared.declare({
        resources: program({ ...references, "by-id": another }),
      });
      const replaced = await declared.stack.up();
      assert.deepEqual(
        stepsOf(replaced, "by-id").map(({ op }) => op),
        ["delete-replaced", "replace", "create-replacement"],
      );
      assert.equal((await declared.stack.resource("by-id")).id, another);
      assert.equal((await live(another)).Title, wanted.title);
      assert.ok(!(await items()).includes(ids["by-id"]));
    });
    it("makes it the stack's: destroy deletes it", async () => {
      const before = await items();
      const owned = await Promise.all(
        ["by-id", "refreshed", "by-arn"].map(async (name) => (await declared.stack.resource(name)).id),
      );
      await declared.stack.destroy();
      assert.deepEqual(
        await items(),
        before.filter((id) => !owned.includes(id)),
      );
      assert.ok(!(await items(elsewhere)).includes(ids["with-region"]));
    });
  });

  describe("OpsItem.get, instead,", () => {
    let ids: string[];
    before(async () => {
      ids = [await make(), await make(), await make({}, elsewhere)];
      const [a, b, c] = ids;
      declared.declare({
        resources: [
          { name: "a", get: a },
          { name: "b", get: `arn:aws:ssm:${region}:${account}:opsitem/${b}` },
          { name: "c", get: `${elsewhere}/${c}` },
          {
            name: "made",
            args: {
              ...wanted,
              relatedOpsItems: [{ opsItemId: { $output: "c.opsItemId" } }],
              tags: { $output: "a.tags" },
            },
          },
        ],
      });
      aws.requests.clear();
    });

    it("reads all of an item, wherever it is", async () => {
      const result = await declared.stack.up();
      assert.deepEqual(
        stepsOf(result, "a").map(({ op }) => op),
        ["read"],
      );
      const [a, b, c] = await Promise.all(["a", "b", "c"].map((name) => declared.stack.resource(name)));
      assert.equal(a?.external, true);
      const { outputs } = a!;
      assert.equal(outputs.title, "Disk???");
      assert.equal(outputs.severity, "2");
      assert.deepEqual(outputs.operationalData, {
        disk: { value: "?", type: "String" },
        theirs: { value: "x", type: "String" },
      });
      assert.deepEqual(outputs.tags, { team: "billing", theirs: "x" });
      assert.deepEqual([b?.outputs.opsItemId, b?.outputs.region], [ids[1], region]);
      assert.deepEqual([c?.outputs.opsItemId, c?.outputs.region], [ids[2], elsewhere]);
    });
    it("hands its outputs to other resources", async () => {
      const made = await live((await declared.stack.resource("made")).id as string);
      assert.deepEqual(made.RelatedOpsItems, [{ OpsItemId: ids[2] }]);
      assert.deepEqual(made.tags, { team: "billing", theirs: "x" });
    });
    it("changes nothing, also in refresh and destroy", async () => {
      aws.requests.clear();
      await declared.stack.up();
      await declared.stack.refresh();
      assert.deepEqual(writes(), []);
      await declared.stack.destroy();
      for (const [index, id] of ids.entries()) await live(id, index === 2 ? elsewhere : region);
      const written = aws.requests.filter(
        ({ operation, input }) => /^(Upd|Del)/.test(operation) && ids.includes(String(input.OpsItemId)),
      );
      assert.deepEqual(written, []);
    });
    it("is an error where there is no such item, or no more", async () => {
      declared.declare({ resources: [{ name: "a", get: ids[0] }] });
      await declared.stack.up();
      await ssmIn(region).deleteOpsItem({ OpsItemId: ids[0] });
      assert.deepEqual(
        stepsOf(await declared.stack.refresh(), "a").map(({ op }) => op),
        ["delete"],
      );
      const result = await declared.stack.preview({ fails: true });
      assert.match(errorsOf(result, "a"), new RegExp(`there is no OpsItem ${ids[0]}: check the id`));
    });
  });
});
