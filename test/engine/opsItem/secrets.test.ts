import assert from "node:assert/strict";
import { SSM } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "../../../emulator";
import type { Result } from "../../support/engine";
import { DeclaredStack } from "../../support/engine/declaredStack";
import { inTheClear } from "../../support/engine/inTheClear";
import type { Value } from "../programs/declared/declared";

const region = "eu-west-1";
const account = "111122223333";

/** Every one is a word of its own, so that a single one that gets out is found. */
const secret = {
  title: "secrettitle",
  description: "secretdescription",
  source: "secretsource",
  entry: "secretentry",
  map: "secretmap",
  mapKey: "secretmapkey",
  topic: "secrettopic",
  tag: "secrettag",
  tagKey: "secrettagkey",
  oneTag: "secretonetag",
  category: "secretcategory",
  later: "secretlater",
  drift: "secretdrift",
  refused: "secretrefused",
  unfinished: "secretunfinished",
  secretKey: "secretkeyofthestack",
  token: "secrettokenofthestack",
  providersKey: "secretkeyoftheprovider",
  providersToken: "secrettokenoftheprovider",
} as const;

const $ = (value: Value): Value => ({ $secret: value });
const topic = (name: string) => `arn:aws:sns:${region}:${account}:${name}`;
const plain: Record<string, Value> = { title: "Disk is filling up", description: "Above 80 %.", source: "orders" };

/** A secret in every position. */
const items: Record<string, Record<string, Value>> = {
  texts: { title: $(secret.title), description: $(secret.description), source: $(secret.source) },
  entry: { operationalData: { disk: { value: $(secret.entry), type: "SearchableString" }, host: { value: "db-1" } } },
  map: { operationalData: $({ [secret.mapKey]: { value: secret.map } }) },
  element: { notifications: [{ arn: topic("plain") }, $({ arn: topic(secret.topic) })] },
  tags: { tags: $({ [secret.tagKey]: secret.tag }) },
  tag: { tags: { team: $(secret.oneTag), cost: "ops" } },
  changing: { category: $(secret.category), tags: { team: "orders" } },
};

/** The items, and one more, with the provider that is its own and the stack. */
const all = Object.keys(items).length + 3;

describe("a secret", function () {
  this.timeout("10m");
  let aws: Emulator;
  let declared: DeclaredStack;
  let ssm: SSM;
  /** All that was printed and logged so far. */
  const runs: Result[] = [];

  const program = (more: Record<string, Record<string, Value>> = {}, provider?: Record<string, Value>) => ({
    providers: {
      own: {
        region,
        accessKey: account,
        secretKey: secret.providersKey,
        token: $(secret.providersToken),
        endpoints: [{ ssm: aws.url, sts: aws.url }],
        ...provider,
      },
    },
    resources: [
      ...Object.entries({ ...items, ...more }).map(([name, args]) => ({ name, args: { ...plain, ...args } })),
      { name: "of-provider", args: plain, provider: "own" },
    ],
    outputs: ["entry", "map"],
  });
  const run = async (result: Promise<Result>) => {
    const done = await result;
    runs.push(done);
    return done;
  };

  before(async () => {
    aws = await startEmulator();
    ssm = new SSM({ endpoint: aws.url, region, credentials: { accessKeyId: account, secretAccessKey: "any" } });
    declared = await DeclaredStack.init("secrets", {
      aws: { endpoint: aws.url },
      config: { "aws:region": region },
    });
    const { config } = declared.stack;
    await config.set("aws:accessKey", account, { secret: true });
    await config.set("aws:secretKey", secret.secretKey, { secret: true });
    await config.set("aws:token", secret.token, { secret: true });
    declared.declare(program());
    await run(declared.stack.preview({ flags: ["--diff"] }));
    await run(declared.stack.up());
  });
  after(() => aws.close());

  const shown = () => inTheClear(Object.values(secret), declared.stack, runs);

  it("is sent to AWS", async () => {
    const { OpsItem } = await ssm.getOpsItem({ OpsItemId: await idOf("of-provider") });
    assert.equal(OpsItem?.Title, plain.title);
    const sent = JSON.stringify(aws.requests);
    for (const name of ["title", "entry", "map", "topic", "tag", "oneTag"] as const) {
      assert.ok(sent.includes(secret[name]), name);
    }
  });
  const idOf = async (name: string) => (await declared.stack.resource(name)).id as string;

  it("stands nowhere in the clear after a creation", async () => assert.deepEqual(await shown(), []));

  it("can be read by who may, as input and as output", async () => {
    const { resources } = (await declared.stack.export({ showSecrets: true })).deployment;
    const text = (name: string) => JSON.stringify(resources.find(({ urn }) => urn.endsWith(`::${name}`))?.inputs);
    const outputs = (name: string) => JSON.stringify(resources.find(({ urn }) => urn.endsWith(`::${name}`))?.outputs);
    for (const [name, words] of Object.entries({
      texts: [secret.title, secret.description, secret.source],
      entry: [secret.entry],
      map: [secret.mapKey, secret.map],
      element: [secret.topic],
      tags: [secret.tagKey, secret.tag],
      tag: [secret.oneTag],
      changing: [secret.category],
      own: [secret.providersKey, secret.providersToken],
    })) {
      for (const word of words) {
        assert.ok(text(name).includes(word), `${word} in the inputs of ${name}`);
        assert.ok(outputs(name).includes(word), `${word} in the outputs of ${name}`);
      }
    }
  });

  it("leaves what is not secret to be read", async () => {
    const { inputs } = await declared.stack.resource("entry");
    assert.deepEqual((inputs.operationalData as Record<string, unknown>).host, { value: "db-1", type: "String" });
    assert.equal((await declared.stack.resource("tag")).outputs.title, plain.title);
  });

  it("stands nowhere in the clear after a run without a change, and makes none", async () => {
    assert.deepEqual((await run(declared.stack.up())).summary, { same: all });
    assert.deepEqual(await shown(), []);
  });

  it("stands nowhere in the clear after drift, shown and repaired", async () => {
    await ssm.updateOpsItem({ OpsItemId: await idOf("texts"), Title: secret.drift });
    await ssm.updateOpsItem({
      OpsItemId: await idOf("map"),
      OperationalData: { [secret.mapKey]: { Value: secret.drift, Type: "String" } },
    });
    await run(declared.stack.preview({ flags: ["--refresh", "--diff"] }));
    const refreshed = await run(declared.stack.refresh({ flags: ["--diff"] }));
    assert.deepEqual(refreshed.summary, { update: 2, same: all - 2 });
    assert.deepEqual(await shown(), []);
    const repaired = await run(declared.stack.up({ flags: ["--diff"] }));
    assert.deepEqual(repaired.summary, { update: 2, same: all - 2 });
    assert.deepEqual(await shown(), []);
  });
  it("stands nowhere in the clear after an update, also of what was not secret before", async () => {
    declared.declare(
      program({
        changing: { category: $(secret.later), tags: $({ team: secret.later }), severity: $("2") },
        entry: { operationalData: { disk: { value: $(secret.later) }, more: { value: $(secret.later) } } },
      }),
    );
    await run(declared.stack.preview({ flags: ["--diff"] }));
    const updated = await run(declared.stack.up({ flags: ["--diff"] }));
    assert.deepEqual(updated.summary, { update: 2, same: all - 2 });
    await run(declared.stack.refresh());
    assert.deepEqual(await shown(), []);
  });

  it("stands nowhere in the clear when the program says it no more, though AWS keeps it", async () => {
    declared.declare(program({ changing: {}, tags: {}, element: {} }));
    assert.equal((await run(declared.stack.up())).summary.update, 4);
    assert.equal((await ssm.getOpsItem({ OpsItemId: await idOf("changing") })).OpsItem?.Category, secret.later);
    await run(declared.stack.refresh({ flags: ["--diff"] }));
    assert.deepEqual(await shown(), []);
  });

  describe("that AWS refuses", () => {
    const quotations: Record<string, (word: string) => string> = {
      "word for word": (word) => `'${word}' is not allowed here.`,
      "as AWS's validator does": (word) =>
        `1 validation error detected: Value '${word}' at 'title' failed to satisfy constraint: Member must be nice`,
      "in capitals, and cut off": (word) => `Bad title ${word.toUpperCase().slice(0, 11)}...`,
      "with its credentials": (word) => `Signed with ${secret.secretKey} and ${secret.token}: ${word}`,
    };
    it(`stands nowhere in the clear when AWS quotes it ${Object.keys(quotations).join(", ")}`, async () => {
      const refused = Object.entries(quotations).map(([how, quote], n) => {
        const title = `${secret.refused}${n}`;
        const where = ({ Title }: Record<string, unknown>) => Title === title;
        aws.faults.error("CreateOpsItem", "OpsItemInvalidParameterException", { message: quote(title), where });
        return [how, { title: $(title), tags: $({ team: secret.refused }) }] as const;
      });
      declared.declare(program(Object.fromEntries(refused)));
      const failed = await run(declared.stack.up({ fails: true, flags: ["--continue-on-error"] }));
      for (const [how] of refused) {
        const messages = failed.diagnostics.filter(({ name }) => name === how).map(({ message }) => message);
        assert.match(messages.join(), /CreateOpsItem failed: OpsItemInvalidParameterException/, how);
      }
      assert.deepEqual(await shown(), []);
    });

    it("stands nowhere in the clear when AWS's own limits are left to AWS", async () => {
      await declared.stack.config.set("aws-ops:validation", "off");
      declared.declare(
        program({
          refused: { title: $(secret.refused.repeat(80)), category: $(`${secret.refused} `.repeat(9)) },
        }),
      );
      const failed = await run(declared.stack.up({ fails: true }));
      assert.match(failed.stdout, /ValidationException: .*title: Member must have length less than or equal to 1024/);
      await declared.stack.config.remove("aws-ops:validation");
      assert.deepEqual(await shown(), []);
    });

    it("stands nowhere in the clear when our own check refuses it", async () => {
      declared.declare(program({ refused: { title: $(secret.refused.repeat(80)), status: $(secret.refused) } }));
      const failed = await run(declared.stack.preview({ fails: true, flags: ["--diff"] }));
      assert.match(failed.stderr, /title: must be 1 to 1024 characters long, not 1040/);
      assert.deepEqual(await shown(), []);
    });

    it("stands nowhere in the clear when AWS refuses it after the item was made", async () => {
      const { OpsItemId } = await ssm.createOpsItem({ Title: "x", Description: "x", Source: "orders" });
      declared.declare(
        program({
          made: { title: $(secret.unfinished), status: "InProgress" },
          adopted: { adopt: OpsItemId as string, title: $(secret.unfinished), tags: $({ team: secret.unfinished }) },
        }),
      );
      aws.faults.error("UpdateOpsItem", "InternalServerError", {
        message: `no ${secret.secretKey}`,
        status: 400,
        where: ({ Status }) => Status !== undefined,
      });
      aws.faults.error("AddTagsToResource", "ValidationException", { message: `no ${secret.unfinished}` });
      await run(declared.stack.up({ fails: true, flags: ["--continue-on-error"] }));
      assert.match(String((await declared.stack.resource("made")).initErrors), /UpdateOpsItem failed: /);
      assert.match(String((await declared.stack.resource("adopted")).initErrors), /AddTagsToResource failed: /);
      assert.deepEqual(await shown(), []);
      assert.equal((await run(declared.stack.up())).summary.update, 2);
      assert.deepEqual(await shown(), []);
    });

    it("stands nowhere in the clear when an update of it is refused, or a refresh fails", async () => {
      declared.declare(program({ texts: { ...items.texts, title: $(secret.later) } }));
      aws.faults.error("UpdateOpsItem", "OpsItemInvalidParameterException", {
        message: `no ${secret.later}, please`,
        where: ({ Title }) => Title === secret.later,
      });
      assert.match((await run(declared.stack.up({ fails: true }))).stdout, /OpsItemInvalidParameterException/);
      aws.faults.error("GetOpsItem", "AccessDeniedException", { message: `${secret.secretKey}, ${secret.token}: no` });
      assert.match((await run(declared.stack.refresh({ fails: true }))).stdout, /AccessDeniedException/);
      assert.deepEqual(await shown(), []);
    });
  });

  describe("and destroy", () => {
    it("shows none", async () => {
      await run(declared.stack.destroy({ flags: ["--diff"] }));
      assert.deepEqual(await shown(), []);
    });
  });
});
