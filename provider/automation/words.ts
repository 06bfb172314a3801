import type { AutomationExecution } from "@aws-sdk/client-ssm";
import { orList } from "../core/orList";
import { printable } from "../core/printable";
import { redact, redactWhole, stringsIn } from "../core/redact";
import {
  type Approval,
  activeLevelOf,
  approvalsOf,
  type Decision,
  decisionsOf,
  isApproval,
  isRejection,
} from "./approvals";

/** What people are told of a change request. */

const iso = (time: Date | undefined): string | undefined => time?.toISOString().replace(/\.\d+Z$/, "Z");

/** How things stand: state, since when, and who or what is waited for. */
export function standing(execution: AutomationExecution): string {
  const { AutomationExecutionStatus: status = "unknown", ExecutionStartTime, ScheduledTime } = execution;
  switch (status) {
    case "Scheduled":
      return `approved, and scheduled for ${iso(ScheduledTime) ?? "later"}`;
    case "PendingChangeCalendarOverride":
      return "approved, and held back by a Change Calendar until it opens or a freeze approver lets it pass";
    case "RunbookInProgress":
      return `its runbook ${runbookName(execution)} runs`;
    default: {
      const waiting = whoMayDecide(execution);
      // Of other statuses AWS does not tell when they began.
      const since = iso(waiting?.since ?? (status.startsWith("Pending") ? ExecutionStartTime : undefined));
      // Whom it waits for comes first: a narrow terminal cuts off the rest.
      return `${waiting ? `${waiting.text}, ` : ""}${status}${since ? ` since ${since}` : ""}`;
    }
  }
}

export const runbookName = ({ Runbooks = [] }: AutomationExecution): string => Runbooks[0]?.DocumentName ?? "";

/** How a request got past its approvals: its state, and who approved. */
export function course(execution: AutomationExecution): string {
  const by = [...new Set(decisionsOf(execution).filter(isApproval).map(said))];
  return `${execution.AutomationExecutionStatus}${by.length > 0 ? `, approved by ${by.join(", ")}` : ""}`;
}

/** Who can approve now, of the level whose turn it is. */
function whoMayDecide(execution: AutomationExecution): { text: string; since: Date | undefined } | undefined {
  const levels = approvalsOf(execution);
  const level = activeLevelOf(levels);
  if (!level) return undefined;
  const which = levels.length > 1 ? `level ${levels.indexOf(level) + 1} of ${levels.length} ` : "";
  const done = level.decisions.filter(isApproval).length;
  const count = needed(level) > 1 ? ` (${done} of ${needed(level)} approvals)` : "";
  const step = (execution.StepExecutions ?? []).find(({ StepName }) => StepName === level.name);
  return { text: `${which}waits for ${names(level)}${count}`, since: step?.ExecutionStartTime };
}

function needed({ minRequiredApprovals = 0, approvers }: Approval): number {
  const ofLines = approvers.reduce((sum, line) => sum + (line.minRequiredApprovals ?? 0), 0);
  return Math.max(minRequiredApprovals, ofLines, 1);
}

function names({ approvers }: Approval): string {
  const each = approvers.map(({ approver, type }) =>
    type && !/user/i.test(type) ? `${printable(approver)} (${printable(type)})` : printable(approver),
  );
  return each.length === 0 ? "its approvers" : orList(each);
}

/** Who can decide, as the beginning of an advice: "alice or bob can approve it". */
export function whoCan(execution: AutomationExecution, decide: "approve" | "reject" = "approve"): string {
  const level = activeLevelOf(approvalsOf(execution));
  return `${level ? names(level) : "its approvers"} can ${decide} it`;
}

/** How a request ended that did not complete, with who and why. */
export function ending(execution: AutomationExecution): string {
  const rejections = decisionsOf(execution).filter(isRejection);
  const why = failureOf(execution);
  switch (execution.AutomationExecutionStatus) {
    case "Rejected": {
      const by = rejections.map(said);
      return `was rejected${by.length > 0 ? ` by ${by.join(", ")}` : ""}${by.length === 0 && why ? `: ${why}` : ""}`;
    }
    case "ChangeCalendarOverrideRejected":
      return `was rejected by a freeze approver while a Change Calendar was closed${why ? `: ${why}` : ""}`;
    case "Cancelled":
    case "Cancelling":
      return `was cancelled${why ? `: ${why}` : ""}`;
    case "TimedOut":
      return `${isApproved(execution) ? "timed out" : "was not approved in time"}${why ? `: ${why}` : ""}`;
    default:
      return `ended as ${execution.AutomationExecutionStatus}${why ? `: ${why}` : ""}`;
  }
}

const isApproved = (execution: AutomationExecution): boolean =>
  approvalsOf(execution).every(({ status }) => status === "Success");

const said = ({ approver, comment }: Decision): string =>
  `${shortName(approver)}${comment ? ` ("${quoted(comment)}")` : ""}`;

export const quoted = (comment: string): string => [...printable(comment)].slice(0, 200).join("");

/** `alice` of `arn:aws:iam::111122223333:user/alice`. */
export const shortName = (approver: string): string => printable(approver.split("/").slice(1).join("/") || approver);

/**
 * Why it failed in AWS's words, without what was given to the template and the runbook, and without the request's name:
 * they may be secret. Names of runbooks and regions stay.
 */
export function failureOf(execution: AutomationExecution): string | undefined {
  const { FailureMessage, ChangeRequestName, Parameters, Runbooks = [] } = execution;
  if (!FailureMessage) return undefined;
  const given = Runbooks.map(({ DocumentName, DocumentVersion, TargetLocations = [], ...rest }) => ({
    ...rest,
    locations: TargetLocations.map(({ Regions, ...location }) => location),
  }));
  const unnamed = redactWhole(FailureMessage, stringsIn(ChangeRequestName));
  return printable(redact(unnamed, [...stringsIn(Parameters), ...stringsIn(given)])).replace(/\.$/, "");
}
