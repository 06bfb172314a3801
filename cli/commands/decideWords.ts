import type { AutomationExecution } from "@aws-sdk/client-ssm";
import { hasPassed, isEnded, phaseOf } from "../../provider/automation/states";
import { ending, quoted, runbookName, shortName, standing, whoCan } from "../../provider/automation/words";

export type Verdict = "Approve" | "Reject";

export const VERBS = {
  Approve: { infinitive: "approve", participle: "approved" },
  Reject: { infinitive: "reject", participle: "rejected" },
} as const;

export const idOf = ({ AutomationExecutionId }: AutomationExecution): string => String(AutomationExecutionId);

/** By its name, where it has one. */
export function named(execution: AutomationExecution): string {
  const { ChangeRequestName: name } = execution;
  return name ? `"${quoted(name)}" (${idOf(execution)})` : `change request ${idOf(execution)}`;
}

/** What would run, and who wants it. */
export function about(execution: AutomationExecution): string {
  const { DocumentName: template, ExecutedBy: by } = execution;
  return [
    template && `template ${template}`,
    runbookName(execution) && `runbook ${runbookName(execution)}`,
    by && `submitted by ${shortName(by)}`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** What a decision has led to. */
export function outcome(verdict: Verdict, execution: AutomationExecution): string {
  const runbook = `its runbook ${runbookName(execution)}`;
  if (hasPassed(execution, "completed")) return `${runbook} has run`;
  if (!isEnded(execution.AutomationExecutionStatus)) return standing(execution);
  return verdict === "Reject" ? `${runbook} will not run` : `it ${ending(execution)}`;
}

/** Why AWS may refuse this person at this moment, as an advice. */
export function refusal(verdict: Verdict, execution: AutomationExecution, caller: string | undefined): string {
  const whose = caller ? `, and these are the credentials of ${caller}` : "";
  const { AutomationExecutionStatus: status } = execution;
  if (status === "PendingChangeCalendarOverride") {
    return `only a freeze approver of Change Manager's settings can ${VERBS[verdict].infinitive} it now${whose}`;
  }
  if (isEnded(status)) return `it ${ending(execution)}`;
  const isAwaited = phaseOf(execution) === "waiting" && !hasPassed(execution, "approved");
  return isAwaited ? `${whoCan(execution, VERBS[verdict].infinitive)}${whose}` : standing(execution);
}
