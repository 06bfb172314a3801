import assert from "node:assert/strict";
import type { Emulator } from "../../../emulator";
import type { Result } from "../../support/engine";
import { ChangeWorld, gate, region, request } from "./support";

/** As AWS has them, to the call: for everybody in an account and region together. */
const rates = {
  StartChangeRequestExecution: { perSecond: 1, burst: 1 },
  StopAutomationExecution: { perSecond: 1, burst: 1 },
  GetAutomationExecution: { perSecond: 3, burst: 3 },
  DescribeAutomationExecutions: { perSecond: 3, burst: 3 },
};

const throttled = ({ requests }: Emulator) =>
  requests.filter(({ outcome }) => outcome?.code === "ThrottlingException").map(({ operation }) => operation);

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name}-${n + 1}`);

describe("where AWS bears one start and three reads of automations a second", function () {
  this.timeout("10m");
  let world: ChangeWorld;

  before(async () => {
    world = await ChangeWorld.open("limits", { rates });
  });
  after(() => world.close());

  describe("ten change requests", () => {
    const names = numbered("change", 10);
    let result: Result;

    before(async () => {
      world.declare(...names.map((name) => request({ changeRequestName: name }, { name })));
      result = await world.stack.up({ flags: ["--parallel", "64"] });
    });

    it("are submitted with one `up`, without a word about it", () => {
      assert.deepEqual(result.summary, { create: names.length + 1 });
      assert.deepEqual(result.diagnostics, []);
    });
    it("are submitted once each, and are in the state", async () => {
      const started = world.aws.requests
        .of("StartChangeRequestExecution")
        .filter(({ outcome }) => outcome?.status === 200);
      assert.deepEqual(started.map(({ input }) => input.ChangeRequestName).sort(), [...names].sort());
      const inState = (await world.stack.export()).deployment.resources.flatMap(({ id, type }) =>
        type.includes("ChangeRequest") ? [id] : [],
      );
      calm();
      assert.deepEqual(inState.sort(), (await world.requests()).map(({ id }) => id).sort());
    });
    it("are destroyed with one `destroy`, without a word about it", async () => {
      const { diagnostics } = await world.stack.destroy({ flags: ["--parallel", "64"] });
      assert.deepEqual(diagnostics, []);
      calm();
      assert.deepEqual([...new Set((await world.requests()).map(({ status }) => status))], ["Cancelled"]);
    });
  });

  describe("thirty gates", () => {
    const names = numbered("gate", 30);
    const ids: string[] = [];
    let result: Result;

    before(async () => {
      const ssm = world.as();
      for (const name of names) {
        calm();
        const { AutomationExecutionId = "" } = await ssm.startChangeRequestExecution({
          DocumentName: "AWS-HelloWorldChangeTemplate",
          Runbooks: [{ DocumentName: "AWS-HelloWorld" }],
          Parameters: { Approver: ["alice"] },
          ChangeRequestName: name,
        });
        ids.push(AutomationExecutionId);
      }
      world.declare(...names.map((name, n) => gate({ changeRequest: ids[n] ?? "" }, { name })));
      world.aws.requests.clear();
      const run = world.stack.start("up", { flags: ["--parallel", "64"] });
      await world.asked("GetAutomationExecution", 33); // some of them a second time
      for (const id of ids) await world.decide("Approve", id);
      result = await run.result;
    });

    it("wait all at once, and are all passed once their requests are approved", async () => {
      assert.equal(result.code, 0, result.stdout);
      assert.deepEqual(result.summary, { create: names.length + 1 });
      assert.deepEqual((await world.names()).sort(), [...names].sort());
      assert.equal(new Set(world.aws.requests.of("GetAutomationExecution").map(askedFor)).size, names.length);
    });
    it("stay within three reads a second, so that not one call is throttled", () => {
      assert.deepEqual(throttled(world.aws), []);
    });
  });

  /** Lets the calls of a test itself pass, by the emulator's clock. */
  const calm = () => world.aws.clock.advance(1000);
  const askedFor = ({ input }: { input: Record<string, unknown> }) => input.AutomationExecutionId;
});

describe("change requests and gates in several regions", function () {
  this.timeout("10m");
  const [frankfurt, oregon] = ["eu-central-1", "us-west-2"];
  const where: Record<string, string> = { here: region, there: frankfurt, provided: oregon };
  const pairs = Object.keys(where);
  let world: ChangeWorld;
  let ids: Record<string, string>;

  before(async () => {
    world = await ChangeWorld.open("regions");
    const { url } = world.aws;
    const own: Record<string, object> = {
      there: { args: { region: frankfurt } },
      provided: { provider: "oregon" },
    };
    world.declared.declare({
      providers: {
        oregon: { region: oregon, accessKey: "AKIAEXAMPLE", secretKey: "any", endpoints: [{ ssm: url, sts: url }] },
      },
      resources: pairs.flatMap((name) => {
        const { args = {}, ...more } = (own[name] ?? {}) as { args?: Record<string, string> };
        return [
          request(args, { ...more, name }),
          gate({ ...args, changeRequest: { $output: name } }, { ...more, name: `${name}-gate` }),
        ];
      }),
    });
    const run = world.stack.start("up");
    await world.asked("GetAutomationExecution", 2 * pairs.length);
    for (const name of pairs) await approveAllIn(where[name] ?? "");
    const { code, stdout } = await run.result;
    assert.equal(code, 0, stdout);
    ids = Object.fromEntries(await Promise.all(pairs.map(async (name) => [name, await world.idOf(name)])));
  });
  after(() => world.close());

  const requestsIn = async (in_: string) =>
    (await world.as(undefined, in_).describeAutomationExecutions({})).AutomationExecutionMetadataList?.filter(
      ({ OpsItemId }) => OpsItemId,
    ) ?? [];
  async function approveAllIn(in_: string) {
    for (const { AutomationExecutionId } of await requestsIn(in_))
      await world.as("alice", in_).sendAutomationSignal({ AutomationExecutionId, SignalType: "Approve" });
  }

  it("are submitted and waited for where they belong", async () => {
    for (const name of pairs) {
      const in_ = where[name] ?? "";
      assert.deepEqual(
        (await requestsIn(in_)).map(({ AutomationExecutionId }) => AutomationExecutionId),
        [ids[name]],
      );
      for (const each of [name, `${name}-gate`]) {
        const { outputs } = await world.stack.resource(each);
        assert.equal(outputs.region, in_);
        assert.match(String(outputs.consoleUrl), new RegExp(`^https://${in_}\\.console`));
      }
      assert.equal((await world.stack.resource(`${name}-gate`)).outputs.changeRequest, ids[name]);
    }
  });
  it("are read and let go there too", async () => {
    const { same = 0, ...changes } = (await world.stack.refresh()).summary;
    assert.ok(same + (changes.update ?? 0) >= 2 * pairs.length);
    assert.equal(changes.delete, undefined);
    world.aws.requests.clear();
    await world.stack.destroy();
    const released = world.aws.requests.of("AddTagsToResource").map(({ region, input }) => [region, input.ResourceId]);
    assert.deepEqual(released.sort(), pairs.map((name) => [where[name], ids[name]]).sort());
  });
});
