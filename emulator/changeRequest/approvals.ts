import type { AutomationExecutionStatus } from "@aws-sdk/client-ssm";
import { invalidSignal } from "../automation/errors";
import { partitionOf } from "../callers";
import { AwsError } from "../errors";
import type { Context } from "../operation";
import { isFreezeApprover, linesOf } from "./approvers";
import { isApproved, showDecisions } from "./levels";
import { activeLevel, approveLevel, become, reject } from "./life";
import type { ChangeRequestRecord, Decision } from "./record";

type Verdict = Pick<Decision, "decision" | "comment">;

/** A caller approves or rejects a request: its active level or, while it waits for a calendar, the change freeze. */
export function decide(request: ChangeRequestRecord, verdict: Verdict, context: Context): void {
  const { AutomationExecutionId: id, AutomationExecutionStatus: status } = request.execution;
  const decideStatus = deciders[status];
  if (!decideStatus) {
    throw invalidSignal(`${verdict.decision} is not possible for execution ${id}, which is ${status}.`);
  }
  decideStatus(request, verdict, context);
}

const deciders: Partial<Record<AutomationExecutionStatus, typeof decide>> = {
  PendingApproval: decideLevel,
  PendingChangeCalendarOverride: decideFreeze,
};

function decideLevel(request: ChangeRequestRecord, { decision, comment }: Verdict, context: Context): void {
  const { caller, now, world } = context;
  const level = activeLevel(request);
  const lines = level && linesOf(caller, level.approvers, world.changeManager);
  if (!level || !lines?.length) throw notApprover(request, context);
  const isRepeated = level.decisions.some(({ approver }) => approver === caller.arn);
  // A second approval of the same person counts for nothing; a rejection always counts.
  if (isRepeated && decision === "Approve") return;
  level.decisions.push({ approver: caller.arn, decision, comment, time: now.toISOString(), lines });
  if (decision === "Reject") reject(request, level, caller.arn, now);
  else if (isApproved(level)) approveLevel(request, level, now);
  else showDecisions(level, "Waiting");
}

/** One freeze approver is enough for either. */
function decideFreeze(request: ChangeRequestRecord, { decision }: Verdict, context: Context): void {
  const { caller, now, world } = context;
  if (!isFreezeApprover(caller, world.changeManager)) throw notApprover(request, context);
  if (decision === "Approve") {
    become(request, "ChangeCalendarOverrideApproved", now);
  } else if (world.answers.freezeRejection === "ends") {
    request.execution.FailureMessage = `The change freeze was upheld by ${caller.arn}.`;
    become(request, "ChangeCalendarOverrideRejected", now);
  }
}

function notApprover({ execution }: ChangeRequestRecord, { caller, place, world }: Context): AwsError {
  const id = execution.AutomationExecutionId;
  if (world.answers.signalOfStranger === "InvalidAutomationSignalException") {
    return invalidSignal(`${caller.arn} is not an approver of the active step of execution ${id}.`);
  }
  const arn = `arn:${partitionOf(place.region)}:ssm:${place.region}:${place.account}:automation-execution/${id}`;
  const message = `User: ${caller.arn} is not authorized to perform: ssm:SendAutomationSignal on resource: ${arn}`;
  return new AwsError("AccessDeniedException", message);
}
