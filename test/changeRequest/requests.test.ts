import assert from "node:assert/strict";
import { clientToken, periodOf } from "../../provider/changeRequest/token";
import type { Props } from "../../provider/core/handler";
import { ownerOf } from "../../provider/core/identity";
import { markKey, markValue, releasedKey } from "../../provider/core/mark";
import { required, simulated, whole } from "./support";

const NOW = new Date("2027-02-01T12:00:00Z");

describe("the calls of a change request", () => {
  const world = simulated({ now: NOW });
  const owner = () => ownerOf(world.engine.owner("a"));
  const tokenOf = (count: number) => clientToken(owner(), periodOf(NOW.getTime()), count);
  const [key, released] = ["pulumi-aws-ops:c94f66f281cd9ced5504", "pulumi-aws-ops:c94f66f281cd9ced5504/released"];
  const inputsOf = (operation: string) => world.aws.requests.of(operation).map(({ input }) => input);
  const automation = (id = world.idOf()) => ({ ResourceType: "Automation", ResourceId: id });
  const tag = (Key: string, Value: string) => ({ Key, Value });

  it("are these for a new one", async () => {
    await world.engine.up("a", required);
    assert.deepEqual(
      world.aws.requests.map(({ operation, input }) => [operation, input]),
      [
        ["DescribeAutomationExecutions", { Filters: [{ Key: "TagKey", Values: [key] }] }],
        [
          "StartChangeRequestExecution",
          {
            DocumentName: "AWS-HelloWorldChangeTemplate",
            Runbooks: [{ DocumentName: "AWS-HelloWorld" }],
            Parameters: { Approver: ["reviewers"], ApproverType: ["IamGroup"] },
            ClientToken: tokenOf(0),
            Tags: [tag(key, `92e4d5f8d663 ${tokenOf(0).slice(0, 8)} ${owner().text}`)],
          },
        ],
        ["GetAutomationExecution", { AutomationExecutionId: world.idOf() }],
        ["ListTagsForResource", automation()],
      ],
    );
    assert.equal(markKey(owner()), key);
    assert.equal(releasedKey(owner()), released);
  });

  it("send everything that the program says in AWS's words", async () => {
    const documentName = await world.template();
    world.aws.requests.clear();
    await world.engine.up("a", { ...whole, documentName });
    const [{ ClientToken, Tags, ...sent } = {} as Props] = inputsOf("StartChangeRequestExecution");
    assert.deepEqual(sent, {
      DocumentName: documentName,
      DocumentVersion: "1",
      Runbooks: [
        {
          DocumentName: "AWS-HelloWorld",
          DocumentVersion: "$DEFAULT",
          Parameters: { AutomationAssumeRole: ["arn:aws:iam::111122223333:role/operator"] },
          MaxConcurrency: "10%",
          MaxErrors: "0",
          TargetLocations: [
            {
              Accounts: ["111122223333", "ou-ab12-cdefgh34"],
              Regions: ["eu-west-1"],
              TargetLocationMaxConcurrency: "1",
              TargetLocationMaxErrors: "0",
              ExecutionRoleName: "AWS-SystemsManager-AutomationExecutionRole",
              TargetLocationAlarmConfiguration: { IgnorePollAlarmFailure: true, Alarms: [{ Name: "Too many errors" }] },
              IncludeChildOrganizationUnits: true,
              ExcludeAccounts: ["444455556666"],
              TargetsMaxConcurrency: "1",
              TargetsMaxErrors: "0",
            },
          ],
        },
      ],
      Parameters: { Approver: ["reviewers"], ApproverType: ["IamGroup"] },
      ChangeRequestName: "Resize the orders database",
      ChangeDetails: "# Why\n\nIt is **full**.",
      ScheduledTime: Date.parse("2099-12-01T09:00:00Z") / 1000,
      ScheduledEndTime: Date.parse("2099-12-01T10:00:00Z") / 1000,
      AutoApprove: true,
    });
    assert.deepEqual((Tags as Props[]).slice(0, 2), [tag("team", "orders"), tag("cost", "ops")]);
  });

  it("send four tags and the mark with the request, and the others right after it", async () => {
    const tags = Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [name, name.toUpperCase()]));
    await world.engine.up("a", { ...required, tags });
    const [{ Tags } = {} as Props] = inputsOf("StartChangeRequestExecution");
    const mark = markValue({ fingerprint: "92e4d5f8d663", token: tokenOf(0).slice(0, 8) }, owner());
    assert.deepEqual(Tags, [tag("a", "A"), tag("b", "B"), tag("c", "C"), tag("d", "D"), tag(key, mark)]);
    assert.deepEqual(inputsOf("AddTagsToResource"), [{ ...automation(), Tags: [tag("e", "E"), tag("f", "F")] }]);
    assert.deepEqual(await world.tagsOf(), { ...tags, [key]: mark });
  });

  it("cancel it, and say that it was let go, when it is destroyed", async () => {
    await world.engine.up("a", required);
    const id = world.idOf();
    world.aws.requests.clear();
    await world.engine.destroy("a");
    assert.deepEqual(
      world.aws.requests.map(({ operation, input }) => [operation, input]),
      [
        ["ListTagsForResource", automation(id)],
        ["GetAutomationExecution", { AutomationExecutionId: id }],
        ["StopAutomationExecution", { AutomationExecutionId: id, Type: "Cancel" }],
        ["AddTagsToResource", { ...automation(id), Tags: [tag(released, "true")] }],
      ],
    );
  });

  it("take the next token for each further one", async () => {
    for (const count of [0, 1, 2]) {
      await world.engine.up("a", required);
      assert.equal(inputsOf("StartChangeRequestExecution").at(-1)?.ClientToken, tokenOf(count));
      await world.engine.destroy("a");
    }
  });

  it("take the tokens of a period of its own once AWS has forgotten the requests of before", async () => {
    await world.engine.up("a", required);
    await world.engine.destroy("a");
    world.aws.clock.advance(31 * 24 * 60 * 60 * 1000);
    try {
      await world.engine.up("a", required);
      const period = periodOf(world.aws.clock.now().getTime());
      assert.equal(inputsOf("StartChangeRequestExecution").at(-1)?.ClientToken, clientToken(owner(), period, 0));
    } finally {
      world.aws.clock.set(NOW);
    }
  });

  it("send the tags that differ, and no others, when they change", async () => {
    await world.engine.up("a", { ...required, tags: { same: "1", other: "1", gone: "1" } });
    world.aws.requests.clear();
    await world.engine.up("a", { ...required, tags: { same: "1", other: "2", more: "1" } });
    assert.deepEqual(
      world.aws.requests.map(({ operation, input }) => [operation, input]),
      [
        ["RemoveTagsFromResource", { ...automation(), TagKeys: ["gone"] }],
        ["AddTagsToResource", { ...automation(), Tags: [tag("other", "2"), tag("more", "1")] }],
      ],
    );
  });

  it("are three reads for a refresh", async () => {
    await world.engine.up("a", required);
    world.aws.requests.clear();
    await world.engine.refresh("a");
    assert.deepEqual(world.calls(), ["GetAutomationExecution", "GetOpsItem", "ListTagsForResource"]);
  });

  for (const [what, args] of [
    ["what destroy does", { onDelete: "leave" }],
    ["adopt names the request itself", { adopt: true }],
  ] as const) {
    it(`are none where ${what} changes`, async () => {
      await world.engine.up("a", required);
      world.aws.requests.clear();
      await world.engine.up("a", { ...required, ...args, ...("adopt" in args && { adopt: world.idOf() }) });
      assert.deepEqual(world.calls(), []);
    });
  }

  it("are none for a preview, of anything", async () => {
    await world.engine.up("a", required);
    world.aws.requests.clear();
    await world.engine.preview("a", { ...whole, documentVersion: "7" });
    await world.engine.preview("b", whole);
    assert.deepEqual(world.calls(), []);
  });

  it("are told without any value where AWS refuses what was sent, and keep nothing in the state", async () => {
    const args = {
      ...required,
      runbooks: [{ documentName: "AWS-HelloWorld", parameters: { Password: ["Tr0ub4dor"] } }],
    };
    await assert.rejects(world.engine.up("a", args), ({ message }: Error) => {
      assert.match(
        message,
        /^StartChangeRequestExecution failed: InvalidAutomationExecutionParametersException: Undefined execution inputs: \[Password\]/,
      );
      assert.match(
        message,
        /; parameters, runbook and targets must be such as the change template and the runbook declare$/,
      );
      return true;
    });
    assert.equal(world.engine.state.size, 0);
  });

  it("explain the refusal of an account that was not there before Change Manager was closed", async () => {
    world.aws.changeManager.onboarded = false;
    try {
      await assert.rejects(world.engine.up("a", required), {
        message: /closed to new customers since 7 November 2025/,
      });
    } finally {
      world.aws.changeManager.onboarded = true;
    }
  });
});
