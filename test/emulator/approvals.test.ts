import assert from "node:assert/strict";
import type { SSMClient, StepExecution } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { createTemplate, execution, level, signal, start, status } from "./changeRequests";
import { codeOf, emulated, errorOf, region } from "./support";

const account = "123456789012";
const arnOf = (user: string) => `arn:aws:iam::${account}:user/${user}`;

describe("approvals", () => {
  const aws = emulated({
    changeManager: {
      groups: { ops: ["alice", arnOf("carol")] },
      ssoUsers: { "dora@example.com": ["dora"] },
      ssoGroups: { leads: ["dora@example.com", "erik@example.com"] },
      freezeApprovers: ["ops"],
      runbook: () => ({ seconds: 60 }),
    },
  });
  let bob: SSMClient;
  before(() => {
    bob = aws.ssm("bob");
  });

  /** Clients by name: users by their access key, `role/session` by a session of that role. */
  const clientOf = async (who: string): Promise<SSMClient> => {
    const [path, session] = who.split(":");
    if (!session) return aws.ssm(who);
    const keys = { accessKeyId: "bob", secretAccessKey: "any" };
    const sts = new STSClient({ region, endpoint: aws.emulator.url, credentials: keys });
    const RoleArn = `arn:aws:iam::${account}:role/${path}`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: session }));
    sts.destroy();
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = Credentials ?? {};
    return aws.ssm(accessKeyId, { credentials: { accessKeyId, secretAccessKey } });
  };

  const request = async (mainSteps: object[], content: object = {}, Parameters?: Record<string, string[]>) =>
    start(bob, { DocumentName: await createTemplate(bob, { mainSteps, ...content }), Parameters });

  const sso = "aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef";

  for (const [who, type, approver, code] of [
    ["alice", "IamUser", "alice", "success"],
    ["alice", "IamUser", arnOf("alice"), "success"],
    ["alice", "IamUser", "carol", "AccessDeniedException"],
    ["alice", "IamUser", "arn:aws:iam::210987654321:user/alice", "AccessDeniedException"],
    ["alice", "IamRole", "alice", "AccessDeniedException"],
    ["Approver:jane", "IamRole", "Approver", "success"],
    ["path/Approver:jane", "IamRole", `arn:aws:iam::${account}:role/path/Approver`, "success"],
    ["Approver:jane", "IamRole", "arn:aws:iam::210987654321:role/Approver", "AccessDeniedException"],
    ["Other:jane", "IamRole", "Approver", "AccessDeniedException"],
    ["Approver:alice", "IamUser", "alice", "AccessDeniedException"],
    ["alice", "IamGroup", "ops", "success"],
    ["carol", "IamGroup", `arn:aws:iam::${account}:group/ops`, "success"],
    ["dora", "IamGroup", "ops", "AccessDeniedException"],
    ["alice", "IamGroup", "unknown", "AccessDeniedException"],
    [`${sso}:erik@example.com`, "SSOUser", "erik@example.com", "success"],
    ["Admin:erik@example.com", "SSOUser", "erik@example.com", "AccessDeniedException"],
    ["dora", "SSOUser", "dora@example.com", "success"],
    ["alice", "SSOUser", "dora@example.com", "AccessDeniedException"],
    [`${sso}:erik@example.com`, "SSOGroup", "leads", "success"],
    ["dora", "SSOGroup", "leads", "success"],
    ["alice", "SSOGroup", "leads", "AccessDeniedException"],
  ] as const) {
    it(`answer ${code} to ${who.split("_")[0]} where the approver is ${type} ${approver}`, async () => {
      const id = await request([level("approve", [{ approver, type }])]);
      const client = await clientOf(who);
      assert.equal(await codeOf(signal(client, id, "Approve")), code);
      assert.equal(await status(bob, id), code === "success" ? "RunbookInProgress" : "PendingApproval");
    });
  }

  const line = (approver: string, minRequiredApprovals?: number, type = "IamUser") => ({
    approver,
    type,
    minRequiredApprovals,
  });

  for (const [what, approvers, min, by, isApproved] of [
    ["one approval, if nothing is said", ["alice", "carol"], undefined, ["carol"], true],
    ["as many as the level says, from any of its approvers", ["alice", "carol", "dora"], 2, ["dora", "alice"], true],
    ["no fewer than the level says", ["alice", "carol", "dora"], 2, ["dora"], false],
    ["each line's own", [line("alice", 1), line("carol", 1)], undefined, ["alice", "carol"], true],
    ["each line's own, not others instead", [line("ops", 2, "IamGroup"), line("dora", 1)], undefined, ["alice"], false],
    [
      "several members of a group, and the other line",
      [line("ops", 2, "IamGroup"), line("dora", 1)],
      undefined,
      ["carol", "dora", "alice"],
      true,
    ],
    ["none of lines that need none", [line("alice", 1), line("carol", 0)], undefined, ["alice"], true],
    ["the level's number if it is the larger one", [line("alice", 1), line("carol")], 2, ["alice"], false],
    ["the lines' numbers if they are larger", [line("alice", 1), line("carol", 1)], 1, ["alice"], false],
    ["different people: a second approval counts for nothing", ["alice", "carol"], 2, ["alice", "alice"], false],
  ] as const) {
    it(`need ${what}`, async () => {
      const id = await request([level("approve", [...approvers], { min })]);
      for (const who of by) await signal(aws.ssm(who), id, "Approve");
      assert.equal(await status(bob, id), isApproved ? "RunbookInProgress" : "PendingApproval");
    });
  }

  it("go level by level: a later one cannot be approved before its turn", async () => {
    const id = await request([level("first", ["alice"]), level("second", ["carol"])]);
    const [alice, carol] = [aws.ssm("alice"), aws.ssm("carol")];
    assert.equal(await codeOf(signal(carol, id, "Approve")), "AccessDeniedException");
    await signal(alice, id, "Approve");
    const { AutomationExecutionStatus, CurrentStepName, StepExecutions = [] } = await execution(bob, id);
    assert.deepEqual([AutomationExecutionStatus, CurrentStepName], ["PendingApproval", "second"]);
    assert.deepEqual(
      StepExecutions.map(({ StepStatus }) => StepStatus),
      ["Success", "Waiting", "Pending"],
    );
    await signal(carol, id, "Approve");
    assert.equal(await status(bob, id), "RunbookInProgress");
  });

  it("may be followed by a rejection of the same person, which counts", async () => {
    const id = await request([level("approve", ["alice", "carol"], { min: 2 })]);
    const alice = aws.ssm("alice");
    await signal(alice, id, "Approve");
    await signal(alice, id, "Reject");
    assert.equal(await status(bob, id), "Rejected");
  });

  it("are refused to strangers in the words of IAM", async () => {
    const id = await start(bob);
    const { message } = await errorOf(signal(bob, id, "Approve"));
    assert.match(message, /^User: arn:aws:iam::\d+:user\/bob is not authorized to perform: ssm:SendAutomationSignal/);
  });

  it("are skipped under AutoApprove", async () => {
    const DocumentName = await createTemplate(bob, { autoApprovable: true });
    const { StepExecutions = [] } = await execution(bob, await start(bob, { DocumentName, AutoApprove: true }));
    assert.deepEqual(
      StepExecutions.map(({ StepStatus, Outputs }) => [StepStatus, Outputs?.ApprovalStatus]),
      [
        ["Success", ["Approved"]],
        ["InProgress", undefined],
      ],
    );
  });

  describe("as a step", () => {
    const inputsOf = ({ Inputs: { EnhancedApprovals = "{}", ...rest } = {} }: StepExecution) => ({
      ...rest,
      ...JSON.parse(EnhancedApprovals),
    });

    it("tell who may approve, with the request's parameters in place", async () => {
      const parameters = {
        Who: { type: "StringList" },
        Type: { type: "String", default: "IamUser" },
        Min: { type: "Integer", default: 2 },
        Topic: { type: "String" },
      };
      const one = level("approve", [{ approver: "{{ Who }}", type: "{{Type}}" }, line("carol", 1)]);
      const approvals = { ...one.inputs.EnhancedApprovals, NotificationArn: "arn:{{ Topic }}" };
      const inputs = { Message: "For {{ Topic }}", MinRequiredApprovals: "{{ Min }}", EnhancedApprovals: approvals };
      const Parameters = { Who: ["alice", "dora"], Topic: ["disks"] };
      const id = await request([{ ...one, timeoutSeconds: 90, inputs }], { parameters }, Parameters);
      const { StepExecutions: [step = {}] = [] } = await execution(bob, id);
      assert.deepEqual([step.StepName, step.Action, step.TimeoutSeconds], ["approve", "aws:approve", 90]);
      assert.deepEqual(inputsOf(step), {
        Message: "For disks",
        MinRequiredApprovals: "2",
        NotificationArn: "arn:disks",
        Approvers: [
          { approver: "alice", type: "IamUser" },
          { approver: "dora", type: "IamUser" },
          { approver: "carol", type: "IamUser", minRequiredApprovals: 1 },
        ],
      });
      for (const who of ["dora", "alice"]) await signal(aws.ssm(who), id, "Approve");
      assert.equal(await status(bob, id), "RunbookInProgress");
    });

    it("tell each decision: whose it is, when and why", async () => {
      const id = await request([level("approve", ["alice", "carol"], { min: 2 })]);
      const step = async () => (await execution(bob, id)).StepExecutions?.[0] as StepExecution;
      const decisions = async () => (await step()).Outputs?.ApproverDecisions?.map((text) => JSON.parse(text));
      assert.deepEqual((await step()).Outputs, { ApprovalStatus: ["Waiting"], ApproverDecisions: [] });
      await signal(aws.ssm("alice"), id, "Approve", "Looks good.");
      const [first] = (await decisions()) ?? [];
      assert.ok(Math.abs(Date.parse(first.time) - aws.emulator.clock.now().getTime()) < 60_000);
      assert.deepEqual(first, {
        approver: arnOf("alice"),
        decision: "Approve",
        comment: "Looks good.",
        time: first.time,
      });
      await signal(aws.ssm("carol"), id, "Reject");
      const [, second] = (await decisions()) ?? [];
      assert.deepEqual([second.approver, second.decision, second.comment], [arnOf("carol"), "Reject", undefined]);
      assert.deepEqual((await step()).Outputs?.ApprovalStatus, ["Rejected"]);
    });
  });
});
