import assert from "node:assert/strict";
import type { AutomationExecution } from "@aws-sdk/client-ssm";
import { AutomationExecutionStatus } from "@aws-sdk/client-ssm";
import { course, ending, failureOf, standing, whoCan } from "../../provider/automation/words";
import { decision, execution, type Level } from "./executions";

const since = "2026-01-31T10:00:00.999Z";
const group = { approver: "ops", type: "IamGroup" };
const waits = (...levels: Level[]) => execution("PendingApproval", levels);

describe("what people are told of a change request that goes on", () => {
  for (const [seen, said] of [
    [waits({ approvers: ["alice"], since }), "waits for alice, PendingApproval since 2026-01-31T10:00:00Z"],
    [waits({ approvers: ["alice"] }), "waits for alice, PendingApproval since 2026-01-31T09:00:00Z"],
    [
      waits({ approvers: ["alice", "bob"], since }),
      "waits for alice or bob, PendingApproval since 2026-01-31T10:00:00Z",
    ],
    [
      waits({ approvers: ["alice", "bob", group], since }),
      "waits for alice, bob or ops (IamGroup), PendingApproval since 2026-01-31T10:00:00Z",
    ],
    [
      waits({ approvers: [{ approver: "jane@example.com", type: "SSOUser" }, { approver: "x" }], since }),
      "waits for jane@example.com or x, PendingApproval since 2026-01-31T10:00:00Z",
    ],
    [
      waits(
        { name: "a", status: "Success", approvers: ["alice"] },
        { name: "b", approvers: ["bob"], since },
        { name: "c", status: "Pending", approvers: ["carol"] },
      ),
      "level 2 of 3 waits for bob, PendingApproval since 2026-01-31T10:00:00Z",
    ],
    [
      waits({ approvers: ["alice", "bob"], min: "2", decisions: [decision("alice", "Approve")], since }),
      "waits for alice or bob (1 of 2 approvals), PendingApproval since 2026-01-31T10:00:00Z",
    ],
    [
      waits({
        approvers: [
          { ...group, minRequiredApprovals: 2 },
          { approver: "alice", minRequiredApprovals: 1 },
        ],
        since,
      }),
      "waits for ops (IamGroup) or alice (0 of 3 approvals), PendingApproval since 2026-01-31T10:00:00Z",
    ],
    [
      waits({ approvers: ["alice", "bob"], min: "2", decisions: ['{"alice":"Approved"}', '{"x":"Rejected"}'], since }),
      "waits for alice or bob (1 of 2 approvals), PendingApproval since 2026-01-31T10:00:00Z",
    ],
    [waits({ since }), "waits for its approvers, PendingApproval since 2026-01-31T10:00:00Z"],
    [waits({ status: "Pending", approvers: ["alice"] }), "PendingApproval since 2026-01-31T09:00:00Z"],
    [execution("Pending"), "Pending since 2026-01-31T09:00:00Z"],
    [execution("Pending", [], { ExecutionStartTime: undefined }), "Pending"],
    [
      execution("InProgress", [{ approvers: ["alice"], since, status: "InProgress" }]),
      "waits for alice, InProgress since 2026-01-31T10:00:00Z",
    ],
    [
      execution("Scheduled", [{ status: "Success" }], { ScheduledTime: new Date("2026-02-01T00:00:00Z") }),
      "approved, and scheduled for 2026-02-01T00:00:00Z",
    ],
    [execution("Approved", [{ status: "Success", since }]), "Approved"],
    [execution("Cancelling", [{ status: "Success", since }]), "Cancelling"],
    [execution("Scheduled"), "approved, and scheduled for later"],
    [
      execution("PendingChangeCalendarOverride", [{ status: "Success" }]),
      "approved, and held back by a Change Calendar until it opens or a freeze approver lets it pass",
    ],
    [execution("RunbookInProgress"), "its runbook AWS-ResizeInstance runs"],
    [{}, "unknown"],
  ] as [AutomationExecution, string][]) {
    it(`is "${said}"`, () => assert.equal(standing(seen), said));
  }

  it("is something for every status", () => {
    for (const status of Object.values(AutomationExecutionStatus)) assert.ok(standing(execution(status)));
  });
});

describe("who can decide", () => {
  for (const [seen, said] of [
    [waits({ approvers: ["alice", group] }), "alice or ops (IamGroup) can approve it"],
    [
      waits({ name: "a", status: "Success", approvers: ["alice"] }, { name: "b", approvers: ["bob"] }),
      "bob can approve it",
    ],
    [waits({}), "its approvers can approve it"],
    [waits(), "its approvers can approve it"],
  ] as [AutomationExecution, string][]) {
    it(`is told as "${said}"`, () => assert.equal(whoCan(seen), said));
  }
});

describe("how a change request came so far", () => {
  const comment = decision("bob", "Approve", "go on");
  for (const [seen, said] of [
    [
      execution("Approved", [{ status: "Success", decisions: [decision("alice", "Approve")] }]),
      "Approved, approved by alice",
    ],
    [
      execution("RunbookInProgress", [
        { status: "Success", decisions: [decision("alice", "Approve"), comment] },
        { status: "Success", decisions: ['{"carol":"Approved"}'] },
      ]),
      'RunbookInProgress, approved by alice, bob ("go on"), carol',
    ],
    [execution("CompletedWithSuccess"), "CompletedWithSuccess"],
  ] as [AutomationExecution, string][]) {
    it(`is told as "${said}"`, () => assert.equal(course(seen), said));
  }
});

describe("what people are told of a change request that did not complete", () => {
  const FailureMessage = "Step approve failed.";
  for (const [seen, said] of [
    [
      execution("Rejected", [{ status: "Failed", decisions: [decision("alice", "Reject", "not on\n a Friday")] }]),
      'was rejected by alice ("not on a Friday")',
    ],
    [
      execution(
        "Rejected",
        [
          { status: "Success", decisions: [decision("bob", "Approve", "fine")] },
          { status: "Failed", decisions: [decision("alice", "Reject")] },
        ],
        { FailureMessage },
      ),
      "was rejected by alice",
    ],
    [execution("Rejected", [{ decisions: ['{"carol":"Rejected"}'] }]), "was rejected by carol"],
    [
      execution("Rejected", [
        {
          decisions: [
            '{"approver":"arn:aws:sts::1:assumed-role/AWSReservedSSO_x/jane@example.com","decision":"Reject"}',
          ],
        },
      ]),
      "was rejected by AWSReservedSSO_x/jane@example.com",
    ],
    [execution("Rejected", [], { FailureMessage }), "was rejected: Step approve failed"],
    [execution("Rejected"), "was rejected"],
    [
      execution("ChangeCalendarOverrideRejected"),
      "was rejected by a freeze approver while a Change Calendar was closed",
    ],
    [
      execution("ChangeCalendarOverrideRejected", [], { FailureMessage: "Upheld." }),
      "was rejected by a freeze approver while a Change Calendar was closed: Upheld",
    ],
    [execution("Cancelled"), "was cancelled"],
    [execution("Cancelling", [], { FailureMessage: "Stopped by bob." }), "was cancelled: Stopped by bob"],
    [execution("TimedOut", [{ status: "TimedOut" }]), "was not approved in time"],
    [
      execution("TimedOut", [{ status: "TimedOut" }], { FailureMessage }),
      "was not approved in time: Step approve failed",
    ],
    [execution("TimedOut", [{ status: "Success" }]), "timed out"],
    [execution("TimedOut"), "timed out"],
    [execution("CompletedWithFailure"), "ended as CompletedWithFailure"],
    [execution("Failed", [], { FailureMessage: "The volume is busy." }), "ended as Failed: The volume is busy"],
    [execution("Exited"), "ended as Exited"],
  ] as [AutomationExecution, string][]) {
    it(`is "it ${said}"`, () => assert.equal(ending(seen), said));
  }

  it("quotes nothing that a terminal would obey", () => {
    const seen = execution("Rejected", [{ decisions: [decision("alice", "Reject", "no\u001b[2J\nnever")] }]);
    assert.equal(ending(seen), 'was rejected by alice ("no[2J never")');
  });

  it("quotes a comment no further than 200 characters", () => {
    const seen = execution("Rejected", [{ decisions: [decision("alice", "Reject", "x".repeat(500))] }]);
    assert.equal(ending(seen), `was rejected by alice ("${"x".repeat(200)}")`);
  });
});

describe("why a change request failed", () => {
  const given: AutomationExecution = {
    ChangeRequestName: "Resize the volume",
    Parameters: { Approver: ["hunter2-approver"], Many: ["one-secret", "two-secret"] },
    Runbooks: [
      {
        DocumentName: "AWS-ResizeInstance",
        Parameters: { InstanceId: ["i-0abc"], Password: ["Tr0ub4dor&3"] },
        Targets: [{ Key: "tag:Stage", Values: ["sekret-stage"] }],
        TargetMaps: [{ Host: ["host-of-ours"] }],
        TargetLocations: [{ Regions: ["eu-central-1"], ExecutionRoleName: "sekret-role" }],
      },
    ],
  };
  for (const [what, FailureMessage, said] of [
    ["AWS's words without their full stop", "The volume is busy.", "The volume is busy"],
    ["nothing where AWS says nothing", undefined, undefined],
    ["no parameter of the template", "hunter2-approver is nobody, nor is two-secret", "… is nobody, nor is …"],
    ["no parameter of the runbook", "Login with Tr0ub4dor&3 at i-0abc failed", "Login with … at … failed"],
    ["no part of one, in any case", "Login with TR0UB4DOR failed", "Login with … failed"],
    ["no value of a target", "Nothing has sekret-stage", "Nothing has …"],
    ["no value of a target map", "host-of-ours did not answer", "… did not answer"],
    ["no role of a location", "sekret-role may not", "… may not"],
    ["no name of the request", "Cannot start resize the volume", "Cannot start …"],
    [
      "the words of that name where they stand alone",
      "Cannot resize: the volume is busy",
      "Cannot resize: the volume is busy",
    ],
    ["the region, which is no secret", "Failed in eu-central-1", "Failed in eu-central-1"],
    ["the runbook's name, which is no secret", "AWS-ResizeInstance failed", "AWS-ResizeInstance failed"],
  ] as const) {
    it(`is told with ${what}`, () => assert.equal(failureOf({ ...given, FailureMessage }), said));
  }

  it("quotes none of them in the sentence of its end either", () => {
    const seen = { ...given, AutomationExecutionStatus: "Failed" as const, FailureMessage: "Tr0ub4dor&3 is wrong." };
    assert.equal(ending(seen), "ended as Failed: … is wrong");
  });
});

describe("how a change request got past its approvals", () => {
  for (const [seen, said] of [
    [execution("Approved", []), "Approved"],
    [
      execution("RunbookInProgress", [
        { decisions: [decision("alice", "Approve", "go on")] },
        { decisions: [decision("bob", "Approve")] },
      ]),
      'RunbookInProgress, approved by alice ("go on"), bob',
    ],
  ] as const) {
    it(`is told as ${said}`, () => assert.equal(course(seen), said));
  }
});
