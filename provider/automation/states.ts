import type { AutomationExecution } from "@aws-sdk/client-ssm";

/** What a deployment may wait for. Each includes those before it. */
export const MILESTONES = ["approved", "started", "completed"] as const;
export type Milestone = (typeof MILESTONES)[number];

/** `waiting`: its runbook has not begun. `stopping`: it was cancelled, and is about to end. */
export type Phase = "waiting" | "running" | "stopping" | "ended";

interface State {
  phase: Phase;
  /** The last milestone that it has passed. */
  passed?: Milestone;
}

/** The statuses of a change request. AWS has two spellings of the last ones, and does not say which it uses. */
const STATES: Record<string, State> = {
  Pending: { phase: "waiting" },
  PendingApproval: { phase: "waiting" },
  Approved: { phase: "waiting", passed: "approved" },
  Scheduled: { phase: "waiting", passed: "approved" },
  PendingChangeCalendarOverride: { phase: "waiting", passed: "approved" },
  ChangeCalendarOverrideApproved: { phase: "waiting", passed: "approved" },
  // These two do not say whether an approval is awaited or the runbook runs: nothing is stopped or let pass by them.
  Waiting: { phase: "running" },
  InProgress: { phase: "running" },
  RunbookInProgress: { phase: "running", passed: "started" },
  Cancelling: { phase: "stopping" },
  CompletedWithSuccess: { phase: "ended", passed: "completed" },
  Success: { phase: "ended", passed: "completed" },
  CompletedWithFailure: { phase: "ended" },
  Failed: { phase: "ended" },
  TimedOut: { phase: "ended" },
  Cancelled: { phase: "ended" },
  Rejected: { phase: "ended" },
  ChangeCalendarOverrideRejected: { phase: "ended" },
  Exited: { phase: "ended" },
  // Of its OpsItem, where AWS has forgotten the execution.
  Resolved: { phase: "ended" },
  Closed: { phase: "ended" },
};

export const isEnded = (status: unknown): boolean => STATES[String(status)]?.phase === "ended";

export const isKnown = (status: unknown): boolean => Object.hasOwn(STATES, String(status));

/** Whether an execution is one. AWS may tell no subtype; what else it tells only of change requests decides then. */
export function isChangeRequest({ AutomationSubtype: subtype, ...execution }: AutomationExecution): boolean {
  if (subtype !== undefined) return subtype === "ChangeRequest";
  return [execution.ChangeRequestName, execution.OpsItemId, execution.Runbooks?.[0]].some((each) => each !== undefined);
}

/** The phase of an execution. What is not known is not stopped unasked either. */
export function phaseOf({ AutomationExecutionStatus: status, CurrentAction }: AutomationExecution): Phase {
  const state = STATES[String(status)];
  return state?.phase === "running" && !state.passed && CurrentAction === APPROVE
    ? "waiting"
    : (state?.phase ?? "running");
}

/** Whether an execution has passed a milestone for certain. */
export function hasPassed(execution: AutomationExecution, milestone: Milestone): boolean {
  const passed = STATES[execution.AutomationExecutionStatus ?? ""]?.passed;
  if (!passed || MILESTONES.indexOf(passed) < MILESTONES.indexOf(milestone)) return false;
  // AWS does not say when exactly it writes `Scheduled`: an approval that is still awaited has the last word.
  return passed !== "approved" || !(execution.StepExecutions ?? []).some(isAwaited);
}

export const APPROVE = "aws:approve";

type Step = NonNullable<AutomationExecution["StepExecutions"]>[number];

const isAwaited = ({ Action, StepStatus }: Step): boolean =>
  Action === APPROVE && ["Pending", "InProgress", "Waiting", "PendingApproval"].includes(String(StepStatus));
