import assert from "node:assert/strict";
import { AutomationExecutionStatus } from "@aws-sdk/client-ssm";
import {
  hasPassed,
  isChangeRequest,
  isEnded,
  isKnown,
  MILESTONES,
  type Milestone,
  type Phase,
  phaseOf,
} from "../../provider/automation/states";
import { execution } from "./executions";

const NONE: Milestone[] = [];
const APPROVED: Milestone[] = ["approved"];
const STARTED: Milestone[] = ["approved", "started"];
const ALL: Milestone[] = [...MILESTONES];

/** Every status of AWS: in which phase a request is, and what it has passed for certain. */
const states: Record<AutomationExecutionStatus, [phase: Phase, passed: Milestone[]]> = {
  Pending: ["waiting", NONE],
  PendingApproval: ["waiting", NONE],
  Approved: ["waiting", APPROVED],
  Scheduled: ["waiting", APPROVED],
  PendingChangeCalendarOverride: ["waiting", APPROVED],
  ChangeCalendarOverrideApproved: ["waiting", APPROVED],
  InProgress: ["running", NONE],
  Waiting: ["running", NONE],
  RunbookInProgress: ["running", STARTED],
  Cancelling: ["stopping", NONE],
  CompletedWithSuccess: ["ended", ALL],
  Success: ["ended", ALL],
  CompletedWithFailure: ["ended", NONE],
  Failed: ["ended", NONE],
  TimedOut: ["ended", NONE],
  Cancelled: ["ended", NONE],
  Rejected: ["ended", NONE],
  ChangeCalendarOverrideRejected: ["ended", NONE],
  Exited: ["ended", NONE],
};

const passedBy = (seen: ReturnType<typeof execution>) => MILESTONES.filter((milestone) => hasPassed(seen, milestone));

describe("the state of a change request", () => {
  it("is known for every status of the SDK", () =>
    assert.deepEqual(Object.keys(states).sort(), Object.values(AutomationExecutionStatus).sort()));

  for (const [status, [phase, passed]] of Object.entries(states)) {
    it(`is ${phase}, with ${passed.join(" and ") || "nothing"} passed, where it is ${status}`, () => {
      const seen = execution(status);
      assert.equal(isKnown(status), true);
      assert.equal(phaseOf(seen), phase);
      assert.equal(isEnded(status), phase === "ended");
      assert.deepEqual(passedBy(seen), passed);
    });
  }

  for (const status of ["Resolved", "Closed"]) {
    it(`has ended, and passed nothing, where its OpsItem is ${status}`, () => {
      assert.equal(isEnded(status), true);
      assert.deepEqual(passedBy(execution(status)), NONE);
    });
  }

  for (const status of ["Brand New", "", "constructor", "toString", "__proto__", undefined]) {
    it(`is not known where it is ${JSON.stringify(status)}: neither ended, nor passed, nor stopped unasked`, () => {
      assert.equal(isKnown(status), false);
      assert.equal(isEnded(status), false);
      assert.equal(phaseOf(execution(status as string)), "running");
      assert.deepEqual(passedBy(execution(status as string)), NONE);
    });
  }

  for (const status of ["InProgress", "Waiting"]) {
    it(`is waiting where it is ${status} and an approval is under way`, () =>
      assert.equal(phaseOf(execution(status, [], { CurrentAction: "aws:approve" })), "waiting"));
    it(`is running where it is ${status} and something else is under way`, () =>
      assert.equal(phaseOf(execution(status, [], { CurrentAction: "aws:executeAutomation" })), "running"));
  }

  it("is running where its runbook runs, whatever action is told", () =>
    assert.equal(phaseOf(execution("RunbookInProgress", [], { CurrentAction: "aws:approve" })), "running"));

  describe("with levels of approval", () => {
    for (const step of ["Pending", "InProgress", "Waiting", "PendingApproval"]) {
      for (const status of ["Approved", "Scheduled", "PendingChangeCalendarOverride"]) {
        it(`is not approved where it is ${status} and a level is still ${step}`, () =>
          assert.deepEqual(passedBy(execution(status, [{ status: "Success" }, { status: step }])), NONE));
      }
      it(`has started where its runbook runs, though a level is told to be ${step}`, () =>
        assert.deepEqual(passedBy(execution("RunbookInProgress", [{ status: step }])), STARTED));
    }

    it("is approved where all of them are", () =>
      assert.deepEqual(passedBy(execution("Scheduled", [{ status: "Success" }, { status: "Success" }])), APPROVED));

    it("minds no other step that waits", () =>
      assert.deepEqual(passedBy(execution("Approved", [{ status: "Success" }])), APPROVED));
  });
});

describe("an execution", () => {
  for (const [what, seen, expected] of [
    ["says so", { AutomationSubtype: "ChangeRequest" }, true],
    ["is an access request", { AutomationSubtype: "AccessRequest", OpsItemId: "oi-0123456789ab" }, false],
    ["tells nothing but what all of them have", { DocumentName: "AWS-HelloWorld", StepExecutions: [] }, false],
    ["has no subtype, and a name", { ChangeRequestName: "Resize" }, true],
    ["has no subtype, and an OpsItem", { OpsItemId: "oi-0123456789ab" }, true],
    ["has no subtype, and a runbook", { Runbooks: [{ DocumentName: "AWS-HelloWorld" }] }, true],
    ["has no subtype, and no runbooks", { Runbooks: [] }, false],
  ] as [string, Parameters<typeof isChangeRequest>[0], boolean][]) {
    it(`is ${expected ? "a" : "no"} change request where it ${what}`, () =>
      assert.equal(isChangeRequest(seen), expected));
  }
});
