import assert from "node:assert/strict";
import { SSM } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "../../../emulator";
import { type Stack, stepsOf } from "../../support/engine";
import { DeclaredStack } from "../../support/engine/declaredStack";

const args = { title: "Disk is filling up", description: "Above 80 %.", source: "orders" };
const [ours, other] = ["111111111111", "222222222222"];
const keys = (account: string) => ({ accessKeyId: account, secretAccessKey: "not-shown" });

describe("accounts and regions", function () {
  this.timeout("10m");
  let aws: Emulator;
  let declared: DeclaredStack;
  let stack: Stack;

  const seenBy = (account: string, region: string) => ({ endpoint: aws.url, region, credentials: keys(account) });
  const items = async (account: string, region: string) => {
    const ssm = new SSM({ endpoint: aws.url, region, credentials: keys(account) });
    return ((await ssm.describeOpsItems({})).OpsItemSummaries ?? []).map(({ OpsItemId }) => OpsItemId);
  };
  const id = async (name: string) => (await stack.resource(name)).id;

  before(async () => {
    aws = await startEmulator();
    declared = await DeclaredStack.init("accounts", { aws: seenBy(ours, "eu-west-1") });
    stack = declared.stack;
    declared.declare({ resources: [{ name: "a", args }] });
    await stack.up();
  });
  after(() => aws.close());

  for (const command of ["refresh", "destroy"] as const) {
    it(`refuses to ${command} with the credentials of another account, and drops nothing`, async () => {
      const before = await id("a");
      const { stdout } = await stack[command]({ fails: true, aws: seenBy(other, "eu-west-1") });
      assert.match(
        stdout,
        new RegExp(`OpsItem ${before} was made with credentials of account ${ours}, but .* ${other}`),
      );
      assert.equal(await id("a"), before);
      assert.deepEqual(await items(ours, "eu-west-1"), [before]);
    });
  }

  it("refuses to change it with the credentials of another account", async () => {
    declared.declare({ resources: [{ name: "a", args: { ...args, title: "Disk is full" } }] });
    const { stdout } = await stack.up({ fails: true, aws: seenBy(other, "eu-west-1") });
    assert.match(stdout, new RegExp(`account ${ours}, but .* account ${other}`));
    declared.declare({ resources: [{ name: "a", args }] });
  });

  it("calls nothing in an account that is not allowed", async () => {
    await stack.config.set("aws:allowedAccountIds[0]", other, { path: true });
    aws.requests.clear();
    declared.declare({
      resources: [
        { name: "a", args },
        { name: "b", args },
      ],
    });
    const { stdout } = await stack.up({ fails: true });
    assert.match(stdout, new RegExp(`account ${ours} is not among aws:allowedAccountIds`));
    assert.deepEqual([...new Set(aws.requests.map(({ operation }) => operation))], ["GetCallerIdentity"]);
    await stack.config.remove("aws:allowedAccountIds");
    declared.declare({ resources: [{ name: "a", args }] });
  });

  it("changes nothing when the region of the environment changes", async () => {
    aws.requests.clear();
    const elsewhere = { aws: seenBy(ours, "us-east-1") };
    assert.deepEqual((await stack.up(elsewhere)).summary, { same: 2 });
    assert.deepEqual((await stack.refresh(elsewhere)).summary, { same: 2 });
    assert.deepEqual([...new Set(aws.requests.map(({ region }) => region))], ["eu-west-1"]);
  });

  it("replaces the item when `aws:region` changes, and stays there when it is unset", async () => {
    const old = await id("a");
    await stack.config.set("aws:region", "eu-central-1");
    const preview = await stack.preview();
    assert.deepEqual(
      stepsOf(preview, "a")
        .flatMap(({ replaceReasons }) => replaceReasons)
        .slice(0, 1),
      ["region"],
    );
    await stack.up();
    assert.deepEqual(await items(ours, "eu-west-1"), []);
    assert.deepEqual(await items(ours, "eu-central-1"), [await id("a")]);
    assert.notEqual(await id("a"), old);
    await stack.config.remove("aws:region");
    assert.deepEqual((await stack.up()).summary, { same: 2 });
  });

  it("serves several regions and credentials in one stack, for refresh and destroy too", async () => {
    const provider = (account: string, region: string) => ({
      region,
      accessKey: account,
      secretKey: "not-shown",
      endpoints: [{ ssm: aws.url, sts: aws.url }],
    });
    const role = {
      ...provider(ours, "eu-north-1"),
      assumeRole: { roleArn: "arn:aws:iam::333333333333:role/operations", sessionName: "test" },
    };
    declared.declare({
      providers: { here: provider(ours, "us-east-1"), there: provider(other, "us-west-2"), assumed: role },
      resources: [
        { name: "a", args },
        { name: "own-region", args: { ...args, region: "ap-south-1" } },
        { name: "here-1", args, provider: "here" },
        { name: "there-1", args, provider: "there" },
        { name: "there-2", args: { ...args, region: "sa-east-1" }, provider: "there" },
        { name: "assumed-1", args, provider: "assumed" },
      ],
    });
    await stack.up();
    const where = {
      a: [ours, "eu-central-1"],
      "own-region": [ours, "ap-south-1"],
      "here-1": [ours, "us-east-1"],
      "there-1": [other, "us-west-2"],
      "there-2": [other, "sa-east-1"],
      "assumed-1": ["333333333333", "eu-north-1"],
    } as const;
    for (const [name, [account, region]] of Object.entries(where)) {
      assert.deepEqual(await items(account, region), [await id(name)], name);
    }
    const { same = 0, ...changes } = (await stack.refresh()).summary;
    assert.deepEqual(changes, {});
    assert.ok(same >= 7);
    await stack.destroy();
    for (const [name, [account, region]] of Object.entries(where)) {
      assert.deepEqual(await items(account, region), [], name);
    }
  });

  it("refuses a provider of another package before anything is made", async () => {
    aws.requests.clear();
    declared.declare({ resources: [{ name: "foreign", args, foreignProvider: "random" }] });
    const { stdout } = await stack.preview({ fails: true });
    assert.match(stdout, /OpsItem "foreign": its provider is of the package "random".*new ops\.Provider/);
    assert.deepEqual(aws.requests.length, 0);
  });
});
