import type { StepExecution } from "@aws-sdk/client-ssm";
import type { AutomationRecord } from "../automation/record";
import type { Approver, ChangeTemplate, Runbook } from "../documents/content";
import type { Context } from "../operation";
import type { OpsItemRecord } from "../opsItem/record";

/** A change request as the emulator keeps it. */
export interface ChangeRequestRecord extends AutomationRecord {
  /** The call that submitted it, on whose behalf everything else happens. */
  readonly submission: Context;
  readonly template: ChangeTemplate;
  readonly levels: Level[];
  readonly autoApprove: boolean;
  readonly runbook: FoundRunbook;
  /** The step that runs the runbook, after those of the levels. */
  readonly runbookStep: StepExecution;
  readonly opsItem: OpsItemRecord;
  /** When its status began. */
  statusSince: Date;
  /** Up to when everything that was due has been done. */
  settledUntil: Date;
  /** What it need no longer wait for. */
  readonly passed: Set<Gate>;
  run?: Run;
}

/** What holds an approved request back until its runbook may run. */
export type Gate = "time" | "calendar";

export interface FoundRunbook {
  name: string;
  version: string;
  content: Runbook;
}

/** An approval level of a request: the template's, with the request's parameters in place. */
export interface Level {
  readonly step: StepExecution;
  readonly approvers: ApproverLine[];
  /** Approvals that the level needs in all, if it says so. */
  readonly minRequiredApprovals?: number;
  readonly decisions: Decision[];
}

export interface ApproverLine extends Approver {
  minRequiredApprovals?: number;
}

export interface Decision {
  /** ARN of who decided. */
  approver: string;
  decision: "Approve" | "Reject";
  comment?: string;
  time: string;
  /** The lines of the level that name who decided. */
  lines: ApproverLine[];
}

/** The run of the runbook. */
export interface Run {
  endsAt: Date;
  outcome: "Success" | "Failed" | "Cancelled";
  failureMessage?: string;
  /** Its own execution, if AWS makes one. */
  child?: AutomationRecord;
}

export function isChangeRequest(record: AutomationRecord): record is ChangeRequestRecord {
  return record.execution.AutomationSubtype === "ChangeRequest";
}
