import type { AutomationExecutionStatus, StepExecution } from "@aws-sdk/client-ssm";
import { isUnderWay } from "../automation/record";
import { AwsError } from "../errors";
import { opensAt } from "./calendarGate";
import { faultOf, showDecisions } from "./levels";
import { mirror } from "./opsItem";
import type { ChangeRequestRecord, Gate, Level } from "./record";
import { beginRun, endRun } from "./run";

type Request = ChangeRequestRecord;

/** Something that becomes due by itself. */
interface Change {
  at: Date;
  make(request: Request, at: Date): void;
}

/** What a status leads to when nobody does anything, looking no further than `until`. */
type Next = (request: Request, until: Date) => Change | undefined;

/** How long a request is Pending, if it is at all: `openQuestions.pendingAtFirst`. */
const pendingMs = 1000;

const next: Partial<Record<AutomationExecutionStatus, Next>> = {
  Pending: ({ statusSince }) => ({ at: later(statusSince, pendingMs), make: begin }),

  PendingApproval: (request) => {
    const { ExecutionStartTime: start, TimeoutSeconds: seconds = 0 } = activeLevel(request)?.step ?? {};
    return start && { at: later(start, seconds * 1000), make: timeOut };
  },

  Approved: afterApproval,
  ChangeCalendarOverrideApproved: afterApproval,

  Scheduled: (request) => {
    const at = request.execution.ScheduledTime;
    return at && { at, make: passing("time") };
  },

  PendingChangeCalendarOverride: (request, until) => {
    // A calendar or a setting that was changed holds from then on, not from when the wait began.
    const from = new Date(Math.max(request.statusSince.getTime(), request.settledUntil.getTime()));
    const open = stateOfCalendars(request, from, until);
    if (open.fault !== undefined) return { at: from, make: (_, at) => fail(request, open.fault, at) };
    return open.at && { at: open.at, make: passing("calendar") };
  },

  RunbookInProgress: ({ run }) => run && { at: run.endsAt, make: finish },
  Cancelling: ({ run }) => run && { at: run.endsAt, make: finish },
};

/** Lets everything happen to a request that was due by a moment, in order and each at its own time. */
export function settle(request: Request, until: Date): void {
  for (;;) {
    const change = next[request.execution.AutomationExecutionStatus]?.(request, until);
    if (!change || change.at > until) break;
    change.make(request, change.at);
  }
  if (until > request.settledUntil) request.settledUntil = until;
}

/** The first level or, if nobody needs to approve, what comes after the last. */
export function begin(request: Request, at: Date): void {
  const [first] = request.levels;
  if (first && !request.autoApprove) {
    activate(request, first, at);
    return;
  }
  for (const level of request.levels) {
    level.step.ExecutionStartTime = at;
    showDecisions(level, "Approved");
    endStep(level.step, "Success", at);
  }
  become(request, "Approved", at);
}

/** The level that waits for decisions. */
export function activeLevel({ levels }: Request): Level | undefined {
  return levels.find(({ step }) => step.StepStatus === "Waiting");
}

/** The active level has its approvals: on to the next one. */
export function approveLevel(request: Request, level: Level, at: Date): void {
  showDecisions(level, "Approved");
  endStep(level.step, "Success", at);
  const following = request.levels[request.levels.indexOf(level) + 1];
  if (following) activate(request, following, at);
  else become(request, "Approved", at);
}

export function reject(request: Request, level: Level, by: string, at: Date): void {
  showDecisions(level, "Rejected");
  endStep(level.step, "Failed", at);
  request.execution.FailureMessage = `Step ${level.step.StepName} was rejected by ${by}.`;
  become(request, "Rejected", at);
}

/** Ends a request that waits. */
export function cancel(request: Request, at: Date): void {
  const level = activeLevel(request);
  if (level) endStep(level.step, "Cancelled", at);
  become(request, "Cancelled", at);
}

/** Gives a request a status; one in which nothing further happens ends it. */
export function become(request: Request, status: AutomationExecutionStatus, at: Date): void {
  const { execution } = request;
  execution.AutomationExecutionStatus = status;
  request.statusSince = at;
  if (!isUnderWay(request)) execution.ExecutionEndTime = at;
  const current = [...request.levels.map(({ step }) => step), request.runbookStep].find(isCurrent);
  execution.CurrentStepName = current?.StepName;
  execution.CurrentAction = current?.Action;
  mirror(request, at);
}

function activate(request: Request, level: Level, at: Date): void {
  const { step } = level;
  step.ExecutionStartTime = at;
  const fault = faultOf(level);
  if (fault === undefined) {
    step.StepStatus = "Waiting";
    showDecisions(level, "Waiting");
    become(request, "PendingApproval", at);
  } else {
    step.FailureMessage = fault;
    endStep(step, "Failed", at);
    fail(request, `Step ${step.StepName} cannot be approved: ${fault}.`, at);
  }
}

function timeOut(request: Request, at: Date): void {
  const { step } = activeLevel(request) as Level;
  endStep(step, "TimedOut", at);
  request.execution.FailureMessage = `Step ${step.StepName} timed out after ${step.TimeoutSeconds} seconds.`;
  become(request, "TimedOut", at);
}

/** Something went wrong outside the runbook. */
function fail(request: Request, message: string, at: Date): void {
  request.execution.FailureMessage = message;
  become(request, "Failed", at);
}

function afterApproval({ statusSince, submission, execution }: Request): Change {
  const { approvedSeconds } = submission.world.changeManager;
  const make = execution.AutomationExecutionStatus === "Approved" ? proceed : passing("calendar");
  return { at: later(statusSince, approvedSeconds * 1000), make };
}

function passing(gate: Gate): Change["make"] {
  return (request, at) => {
    request.passed.add(gate);
    proceed(request, at);
  };
}

/** To the first gate that holds an approved request back, or through all of them to its runbook. */
function proceed(request: Request, at: Date): void {
  const { answers } = request.submission.world;
  const gates: Gate[] = answers.calendarCheck === "atScheduledTime" ? ["time", "calendar"] : ["calendar", "time"];
  for (const gate of gates) {
    if (request.passed.has(gate)) continue;
    const held = holds[gate](request, at);
    if (held) {
      held();
      return;
    }
    request.passed.add(gate);
  }
  beginRun(request, at);
  become(request, "RunbookInProgress", at);
}

/** What a gate does to a request that it does not let through yet. */
const holds: Record<Gate, (request: Request, at: Date) => (() => void) | undefined> = {
  time: (request, at) => {
    const { ScheduledTime } = request.execution;
    return ScheduledTime && ScheduledTime > at ? () => become(request, "Scheduled", at) : undefined;
  },
  calendar: (request, at) => {
    const open = stateOfCalendars(request, at, at);
    if (open.fault !== undefined) return () => fail(request, open.fault, at);
    return open.at ? undefined : () => become(request, "PendingChangeCalendarOverride", at);
  },
};

/** When the calendars open, or what is wrong with them: a setting may name one that does not exist. */
function stateOfCalendars(request: Request, from: Date, until: Date): { at?: Date; fault?: undefined } | Fault {
  try {
    return { at: opensAt(request, from, until) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { fault: `The calendars cannot be checked: ${error.message || error.code}` };
  }
}

interface Fault {
  at?: undefined;
  fault: string;
}

function finish(request: Request, at: Date): void {
  const { run, execution, submission } = request;
  if (!run) return;
  const isCancelled = execution.AutomationExecutionStatus === "Cancelling";
  const ends = finalStatuses[submission.world.answers.finalStatuses];
  endRun(request, run, at);
  if (!isCancelled && run.outcome !== "Success") execution.FailureMessage = run.failureMessage;
  become(request, isCancelled ? "Cancelled" : ends[run.outcome], at);
}

/** How a request ends by the outcome of its run; a run that was cancelled for itself counts as failed. */
const finalStatuses = {
  completed: { Success: "CompletedWithSuccess", Failed: "CompletedWithFailure", Cancelled: "CompletedWithFailure" },
  classic: { Success: "Success", Failed: "Failed", Cancelled: "Failed" },
} as const;

function endStep(step: StepExecution, status: AutomationExecutionStatus, at: Date): void {
  step.StepStatus = status;
  step.ExecutionEndTime = at;
}

function isCurrent({ StepStatus }: StepExecution): boolean {
  return StepStatus === "Waiting" || StepStatus === "InProgress" || StepStatus === "Cancelling";
}

function later(time: Date, ms: number): Date {
  return new Date(time.getTime() + ms);
}
