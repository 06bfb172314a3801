import assert from "node:assert/strict";
import { required, simulated, whole } from "./support";

describe("the OpsItem handler, under settings", () => {
  const world = simulated();
  const { idOf, live, outputs, ssm, calls, items } = world;

  describe("of regions", () => {
    const region = process.env.AWS_REGION;
    afterEach(() => {
      if (region === undefined) delete process.env.AWS_REGION;
      else process.env.AWS_REGION = region;
    });

    it("replaces when the stack's region changes", async () => {
      await world.engine.up("a", required);
      world.engine.config["aws:region"] = "eu-central-1";
      assert.deepEqual(await world.engine.preview("a", required), {
        failures: [],
        step: "replace",
        replaces: ["region"],
      });
      await world.engine.up("a", required);
      assert.equal(outputs().region, "eu-central-1");
      assert.match(String(outputs().opsItemArn), /^arn:aws:ssm:eu-central-1:/);
      assert.match(
        String(outputs().consoleUrl),
        /^https:\/\/eu-central-1\.console\.aws\.amazon\.com\/systems-manager\/opsitems\/oi-[0-9a-f]{12}\?region=eu-central-1$/,
      );
      assert.deepEqual(await items(), []);
    });

    it("minds no change of the stack's region where the resource has its own", async () => {
      const args = { ...required, region: "us-east-1" };
      await world.engine.up("a", args);
      world.engine.config["aws:region"] = "eu-central-1";
      assert.equal(await world.engine.up("a", args), "same");
    });

    it("takes the environment's for a new item, and minds no change of it then", async () => {
      delete world.engine.config["aws:region"];
      process.env.AWS_REGION = "us-west-2";
      await world.engine.up("a", required);
      assert.equal(outputs().region, "us-west-2");
      process.env.AWS_REGION = "us-east-1";
      assert.equal(await world.engine.up("a", required), "same");
      assert.equal(await world.engine.refresh("a"), "same");
      await world.engine.destroy("a");
      assert.deepEqual((await ssm("us-west-2").describeOpsItems({})).OpsItemSummaries, []);
    });

    it("keeps the item where the stack's region is no longer written down", async () => {
      await world.engine.up("a", required);
      delete world.engine.config["aws:region"];
      process.env.AWS_REGION = "us-east-1";
      assert.equal(await world.engine.up("a", required), "same");
    });
  });

  describe("of default tags", () => {
    const defaults = (tags: object) => {
      world.engine.config["aws:defaultTags"] = JSON.stringify({ tags });
    };

    it("sets them on an item without tags of its own", async () => {
      defaults({ team: "ops" });
      await world.engine.up("a", required);
      assert.deepEqual((await live()).Tags, { team: "ops" });
      assert.equal("tags" in outputs(), false);
      assert.deepEqual(outputs().tagsAll, { team: "ops" });
      assert.equal(await world.engine.refresh("a"), "same");
      assert.equal(await world.engine.up("a", required), "same");
    });

    it("lets the item's own win", async () => {
      defaults({ team: "ops", stage: "dev" });
      await world.engine.up("a", { ...required, tags: { team: "orders" } });
      assert.deepEqual((await live()).Tags, { team: "orders", stage: "dev" });
      assert.deepEqual(outputs().tags, { team: "orders" });
      assert.deepEqual(outputs().tagsAll, { team: "orders", stage: "dev" });
    });

    it("changes the tags alone when they change", async () => {
      defaults({ team: "ops", stage: "dev" });
      await world.engine.up("a", required);
      defaults({ team: "ops", stage: "prod", cost: "x" });
      world.aws.requests.clear();
      assert.equal(await world.engine.up("a", required), "update");
      assert.deepEqual(calls(), ["AddTagsToResource"]);
      assert.deepEqual((await live()).Tags, { team: "ops", stage: "prod", cost: "x" });
    });

    it("removes them when they go, and no tags of others", async () => {
      defaults({ team: "ops", stage: "dev" });
      await world.engine.up("a", { ...required, tags: { own: "x" } });
      await ssm().addTagsToResource({
        ResourceType: "OpsItem",
        ResourceId: idOf(),
        Tags: [{ Key: "theirs", Value: "x" }],
      });
      delete world.engine.config["aws:defaultTags"];
      await world.engine.up("a", { ...required, tags: { own: "x" } });
      assert.deepEqual((await live()).Tags, { own: "x", theirs: "x" });
    });

    it("shows and repairs one that was changed outside", async () => {
      defaults({ team: "ops" });
      await world.engine.up("a", required);
      await ssm().removeTagsFromResource({ ResourceType: "OpsItem", ResourceId: idOf(), TagKeys: ["team"] });
      assert.equal(await world.engine.refresh("a"), "drift");
      await world.engine.up("a", required);
      assert.deepEqual((await live()).Tags, { team: "ops" });
    });
  });

  it("reads an item that it does not manage, whole, and drops none of it at a refresh", async () => {
    await world.engine.up("a", whole);
    const id = idOf();
    await ssm().addTagsToResource({ ResourceType: "OpsItem", ResourceId: id, Tags: [{ Key: "theirs", Value: "x" }] });
    for (const reference of [id, `eu-west-1/${id}`, String(outputs().opsItemArn)]) {
      const read = await world.engine.process().read(reference, { owner: world.engine.urn("b"), __provider: "text" });
      assert.equal(read.id, id);
      assert.equal("inputs" in read, false);
      const { title, priority, tags, status, operationalData, __managed } = read.props ?? {};
      assert.deepEqual({ title, priority, status }, { title: whole.title, priority: 2, status: "InProgress" });
      assert.deepEqual(tags, { ...(whole.tags as object), theirs: "x" });
      assert.deepEqual(operationalData, whole.operationalData);
      assert.equal(__managed, undefined);
      const again = await world.engine.process().read(id, read.props ?? {});
      assert.deepEqual(again, read);
    }
  });

  it("works with items of another account, resolving them on destroy", async () => {
    const accountId = "888888888888";
    const args = { ...required, accountId, tags: undefined };
    await world.engine.up("a", args);
    const id = idOf();
    const theirs = ssm("eu-west-1", accountId);
    assert.equal((await theirs.getOpsItem({ OpsItemId: id })).OpsItem?.Title, required.title);
    assert.equal(outputs().account, world.account);
    assert.match(String(outputs().opsItemArn), new RegExp(`:${accountId}:opsitem/${id}$`));
    assert.equal(await world.engine.up("a", args), "same");
    assert.equal(await world.engine.up("a", { ...args, title: "Other" }), "update");
    assert.equal(await world.engine.refresh("a"), "same");
    world.engine.state.clear();
    await world.engine.up("a", { ...args, title: "Other" });
    assert.equal(idOf(), id);
    await world.engine.destroy("a");
    assert.equal((await theirs.getOpsItem({ OpsItemId: id })).OpsItem?.Status, "Resolved");
  });

  it("sends what the limits refuse when they are switched off, and gives AWS's refusal on", async () => {
    const args = { ...required, title: "😀".repeat(1025) };
    await assert.rejects(world.engine.up("a", args), { message: /title: must be 1 to 1024 characters long, not 1025/ });
    assert.deepEqual(calls(), []);
    world.engine.config["aws-ops:validation"] = "off";
    await assert.rejects(world.engine.up("a", args), {
      message: /ValidationException: title: Member must have length less than or equal to 1024/,
    });
  });

  it("tells of bad settings in the preview, calling nothing", async () => {
    world.engine.config["aws:maxRetries"] = "many";
    assert.deepEqual((await world.engine.preview("a", required)).failures, [
      "configuration: aws:maxRetries must be a whole number from 0 to 999",
    ]);
    assert.deepEqual(calls(), []);
  });
});

describe("secrets of an OpsItem", () => {
  const world = simulated();
  const SECRET = "Tr0ub4dor&3-zwölf";
  const args = {
    ...required,
    title: `Title ${SECRET}`,
    description: `${SECRET}\nand more`,
    operationalData: { login: { value: SECRET, type: "SearchableString" } },
    tags: { login: SECRET.replace("&", "+") },
  };
  const tag = SECRET.replace("&", "+");
  const assertClean = (text: string) => {
    for (const secret of [SECRET, tag, "Tr0ub4dor", "zwölf", "not-shown"]) assert.ok(!text.includes(secret), text);
  };
  const quotes = `Value '${SECRET}' at 'title' failed; got ${SECRET.toUpperCase()}, ${SECRET.slice(0, 9)}… and ${tag} by not-shown`;

  it("are in no error of CreateOpsItem that quotes them", async () => {
    world.aws.faults.error("CreateOpsItem", "SomeException", { message: quotes });
    await assert.rejects(world.engine.up("a", args), (error: Error) => {
      assertClean(error.message + error.stack);
      return true;
    });
  });
  for (const operation of ["UpdateOpsItem", "AddTagsToResource"]) {
    it(`are in no error of ${operation} that quotes them`, async () => {
      await world.engine.up("a", required);
      const message =
        operation === "AddTagsToResource" ? `Tag ${tag} and ${tag.toLowerCase()}` : quotes.replace(` and ${tag}`, "");
      world.aws.faults.error(operation, "SomeException", { message });
      await assert.rejects(world.engine.up("a", args), (error: Error & { reasons?: string[] }) => {
        assertClean(error.message + error.stack + JSON.stringify(error.reasons ?? []));
        return true;
      });
    });
  }

  it("are in no failure of check", async () => {
    const wrong = {
      ...args,
      title: `${SECRET}\n`,
      source: `aws ${SECRET}`,
      priority: SECRET,
      category: SECRET.repeat(9),
      status: SECRET,
      plannedStartTime: SECRET,
      notifications: [{ arn: { a: SECRET } }],
      operationalData: { "/aws/dedup": { value: SECRET }, "/aws/resources": { value: SECRET, type: SECRET } },
      tags: { login: `${SECRET}!` },
      accountId: SECRET,
    };
    const { failures } = await world.engine.preview("a", wrong);
    assert.equal(failures.length, 10);
    assertClean(failures.join("\n"));
  });

  it("stand in the state only where the program has put them", async () => {
    await world.engine.up("a", args);
    await world.engine.refresh("a");
    const { title, description, operationalData, tags, tagsAll, ...rest } = world.outputs();
    assertClean(JSON.stringify(rest));
    assert.deepEqual(
      { title, description, operationalData, tags },
      {
        title: args.title,
        description: args.description,
        operationalData: args.operationalData,
        tags: args.tags,
      },
    );
    assert.deepEqual(tagsAll, args.tags);
  });

  it("are in no message, whatever is done", async () => {
    await world.engine.up("a", args);
    world.engine.state.clear();
    await world.engine.up("a", { ...args, title: `Other ${SECRET}` });
    await world.engine.destroy("a");
    assert.equal(world.engine.messages.length, 1);
    assertClean(world.engine.messages.join("\n"));
  });
});
