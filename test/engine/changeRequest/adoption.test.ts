import assert from "node:assert/strict";
import type { StartChangeRequestExecutionCommandInput } from "@aws-sdk/client-ssm";
import { type Result, stepsOf } from "../../support/engine";
import type { DeclaredResource, Value } from "../programs/declared/declared";
import { ChangeWorld, region, request } from "./support";

const elsewhere = "eu-central-1";
const account = "123456789012";
const tags = { team: "orders" };

const errorsOf = ({ diagnostics }: Result, name: string) =>
  diagnostics.flatMap((each) => (each.name === name && each.severity === "error" ? [each.message] : [])).join("\n");

const named = (name: string, args: Record<string, Value> = {}, more: Partial<DeclaredResource> = {}) =>
  request({ changeRequestName: "Say hello", ...args }, { ...more, name });

describe("an existing change request", function () {
  this.timeout("10m");
  let world: ChangeWorld;

  before(async () => {
    world = await ChangeWorld.open("change-adoption");
  });
  after(() => world.close());

  /** As somebody has made it by hand. */
  async function make(input: Partial<StartChangeRequestExecutionCommandInput> = {}, where = region) {
    const { AutomationExecutionId = "" } = await world.as(undefined, where).startChangeRequestExecution({
      DocumentName: "AWS-HelloWorldChangeTemplate",
      Runbooks: [{ DocumentName: "AWS-HelloWorld" }],
      Parameters: { Approver: ["alice"] },
      ChangeRequestName: "Say hello",
      Tags: [{ Key: "theirs", Value: "x" }],
      ...input,
    });
    return AutomationExecutionId;
  }
  const live = async (id: string, where = region) =>
    (await world.as(undefined, where).getAutomationExecution({ AutomationExecutionId: id })).AutomationExecution ?? {};
  const opsItemOf = async (id: string) => (await live(id)).OpsItemId ?? "";
  const arn = (id: string, of = account) => `arn:aws:ssm:${region}:${of}:automation-execution/${id}`;

  describe("that does not fit", () => {
    const ids: Record<string, string> = {};
    let result: Result;

    before(async () => {
      ids.differing = await make({ ChangeRequestName: "Say goodbye", Parameters: { Approver: ["bob"] } });
      const parent = await make();
      await world.decide("Approve", parent);
      const run = (await live(parent)).StepExecutions?.find(({ Action }) => Action === "aws:executeAutomation");
      ids.automation = run?.Outputs?.ExecutionId?.[0] ?? "";
      ids.gone = "00000000-0000-4000-8000-000000000000";
      ids["no-item"] = "oi-000000000000";
      ids.account = arn(await make(), "999999999999");
      ids.elsewhere = await make({}, elsewhere);
      world.declare(
        named("theirs"),
        named("owned", { adopt: { $output: "theirs" } }),
        ...Object.entries(ids).map(([name, adopt]) => named(name, { adopt, tags })),
      );
      world.aws.requests.clear();
      result = await world.stack.up({ fails: true, flags: ["--continue-on-error"] });
    });

    it("is not adopted where it belongs to another resource, which is named", async () => {
      const theirs = await world.idOf("theirs");
      assert.match(
        errorsOf(result, "owned"),
        new RegExp(`adopt: change request ${theirs} belongs to urn:pulumi:.*::theirs\\. Nothing was changed`),
      );
    });
    it("is not adopted where it differs, with the names of the properties", () => {
      assert.match(
        errorsOf(result, "differing"),
        new RegExp(`change request ${ids.differing} differs from the program in parameters, changeRequestName, which`),
      );
    });
    it("is not adopted where it is an automation of another kind", () => {
      assert.match(errorsOf(result, "automation"), /adopt: .* is an automation, but no change request/);
    });
    it("is not adopted where there is none", () => {
      for (const name of ["gone", "no-item", "account", "elsewhere"]) {
        const id = ids[name]?.split("/").at(-1);
        assert.match(
          errorsOf(result, name),
          new RegExp(`adopt: there is no change request ${id} in ${region} of account ${account}`),
        );
      }
    });
    it("is left as it is", async () => {
      assert.deepEqual(world.writes(), ["StartChangeRequestExecution"]); // of "theirs"
      assert.deepEqual(await world.names(), ["theirs"]);
    });
  });

  describe("that fits", () => {
    const ids: Record<string, string> = {};
    let references: Record<string, string>;

    before(async () => {
      for (const name of ["by-id", "by-item", "by-arn"]) ids[name] = await make();
      ids["with-region"] = await make({}, elsewhere);
      references = {
        "by-id": ids["by-id"] ?? "",
        "by-item": await opsItemOf(ids["by-item"] ?? ""),
        "by-arn": arn(ids["by-arn"] ?? ""),
        "with-region": `${elsewhere}/${ids["with-region"]}`,
      };
      declare(references);
      world.aws.requests.clear();
    });
    const declare = (adopt: Record<string, string | undefined>, more: Record<string, Value> = {}) =>
      world.declare(
        ...Object.entries(adopt).map(([name, id]) => named(name, { tags, ...more, ...(id && { adopt: id }) })),
      );
    async function hasNothingToDo() {
      world.aws.requests.clear();
      assert.deepEqual((await world.stack.up()).summary, { same: 5 });
      assert.equal(world.aws.requests.length, 0);
    }

    it("is taken over as it is, but for its tags, and none is submitted", async () => {
      const result = await world.stack.up();
      for (const [name, id] of Object.entries(ids)) {
        assert.deepEqual(
          stepsOf(result, name).map(({ op, id }) => [op, id]),
          [["create", id]],
        );
        const { outputs } = await world.stack.resource(name);
        assert.equal(outputs.status, "PendingApproval");
        assert.match(String(outputs.opsItemId), /^oi-/);
      }
      const { theirs, team, ...ours } = await world.tagsOf(ids["by-id"] ?? "");
      assert.deepEqual({ theirs, team }, { theirs: "x", team: "orders" });
      assert.match(String(Object.values(ours)), /::by-id$/);
      assert.deepEqual(world.aws.requests.of("StartChangeRequestExecution"), []);
    });
    it("costs nothing afterwards, named in another way, or dropped, also after a refresh", async () => {
      declare({
        "by-id": `${region}/${references["by-item"] && (await opsItemOf(ids["by-id"] ?? ""))}`,
        "by-item": ids["by-item"],
        "by-arn": undefined,
        "with-region": undefined,
      });
      await hasNothingToDo();
      await world.stack.refresh();
      declare({ "by-id": undefined, "by-item": ids["by-item"], "by-arn": undefined, "with-region": undefined });
      await hasNothingToDo();
    });
    it("is replaced when another one is named, and not by a change while one is", async () => {
      const another = await make();
      declare({ "by-id": another, "by-item": undefined, "by-arn": undefined, "with-region": undefined });
      await world.stack.up();
      assert.equal(await world.idOf("by-id"), another);
      assert.equal(await world.status(ids["by-id"] ?? ""), "Cancelled");
      ids["by-id"] = another;
      declare({ "by-id": another }, { changeRequestName: "Say goodbye" });
      world.aws.requests.clear();
      const { stdout } = await world.stack.up({ fails: true });
      assert.match(
        stdout,
        new RegExp(`adopt: must be dropped before changeRequestName changes: ${another} is adopted`),
      );
      assert.deepEqual(world.writes(), []);
    });
    it("is the stack's: destroy cancels it", async () => {
      await world.stack.destroy();
      for (const [name, id] of Object.entries(ids)) {
        const { AutomationExecutionStatus } = await live(id, name === "with-region" ? elsewhere : region);
        assert.equal(AutomationExecutionStatus, "Cancelled");
      }
    });
  });

  describe("read by `ChangeRequest.get`", () => {
    let ids: string[];

    before(async () => {
      ids = [await make({ ChangeDetails: "Why." }), await make(), await make({}, elsewhere)];
      const [pending = "", ended = "", there = ""] = ids;
      await world.decide("Approve", ended, { comment: "fine" });
      world.declare(
        { name: "pending", kind: "ChangeRequest", get: await opsItemOf(pending) },
        { name: "ended", kind: "ChangeRequest", get: arn(ended) },
        { name: "there", kind: "ChangeRequest", get: `${elsewhere}/${there}` },
        { name: "gate", kind: "ChangeGate", args: { changeRequest: { $output: "ended" }, until: "completed" } },
        {
          name: "follow-up",
          args: {
            title: { $concat: [{ $output: "pending.changeRequestName" }, " at ", { $output: "there.region" }] },
            description: { $output: "pending.changeDetails" },
            source: "orders",
          },
        },
      );
      world.aws.requests.clear();
    });
    const writesAboutThem = () =>
      world.aws.requests.filter(
        ({ operation, input }) =>
          !/^(Get|List|Describe)/.test(operation) &&
          ids.includes(String(input.ResourceId ?? input.AutomationExecutionId)),
      );

    it("tells all of it, live or ended, wherever it is", async () => {
      const result = await world.stack.up();
      assert.deepEqual(
        stepsOf(result, "pending").map(({ op }) => op),
        ["read"],
      );
      const [pending, ended, there] = await Promise.all(
        ["pending", "ended", "there"].map((name) => world.stack.resource(name)),
      );
      assert.deepEqual(
        [pending, ended, there].map((each) => [each?.external, each?.id, each?.outputs.automationExecutionId]),
        ids.map((id) => [true, id, id]),
      );
      const { outputs } = pending!;
      assert.equal(outputs.status, "PendingApproval");
      assert.equal(outputs.documentName, "AWS-HelloWorldChangeTemplate");
      assert.deepEqual(outputs.runbooks, [{ documentName: "AWS-HelloWorld" }]);
      assert.deepEqual(outputs.parameters, { Approver: ["alice"] });
      assert.equal(outputs.changeDetails, "Why.");
      assert.deepEqual(outputs.tags, { theirs: "x" });
      assert.equal(outputs.account, account);
      assert.equal(ended?.outputs.status, "CompletedWithSuccess");
      const [approval] = ended!.outputs.approvals as { decisions: { comment: string }[] }[];
      assert.equal(approval?.decisions[0]?.comment, "fine");
      assert.equal(there?.outputs.region, elsewhere);
    });
    it("serves other resources, a gate among them", async () => {
      assert.equal((await world.stack.resource("gate")).outputs.status, "CompletedWithSuccess");
      const { outputs } = await world.stack.resource("follow-up");
      assert.deepEqual([outputs.title, outputs.description], [`Say hello at ${elsewhere}`, "Why."]);
    });
    it("is never touched, neither by refresh nor by destroy", async () => {
      await world.stack.refresh();
      await world.stack.destroy();
      assert.deepEqual(writesAboutThem(), []);
      assert.equal(await world.status(ids[0] ?? ""), "PendingApproval");
    });
    it("is an error where there is none", async () => {
      const none = "00000000-0000-4000-8000-000000000000";
      world.declare({ name: "none", kind: "ChangeRequest", get: none });
      const result = await world.stack.preview({ fails: true });
      assert.match(errorsOf(result, "none"), new RegExp(`there is no ChangeRequest ${none}: check the id`));
    });
  });
});
