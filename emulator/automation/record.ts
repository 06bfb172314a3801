import type { AutomationExecution, AutomationExecutionStatus, StepExecution } from "@aws-sdk/client-ssm";
import type { Context } from "../operation";
import { automationNotFound } from "./errors";

/** An automation execution as the emulator keeps it: a change request, or the run of its runbook. */
export interface AutomationRecord {
  /** Order of creation, over all accounts. */
  readonly sequence: number;
  /** What GetAutomationExecution answers, but for the steps. */
  readonly execution: AutomationExecution & {
    AutomationExecutionId: string;
    AutomationExecutionStatus: AutomationExecutionStatus;
  };
  readonly steps: StepExecution[];
  tags: Map<string, string>;
  readonly maxTags: number;
  /** Whether reads see it yet. */
  readonly isVisible: () => boolean;
}

/** Statuses of executions under way; in all others nothing further happens. */
export const statusesUnderWay: AutomationExecutionStatus[] = [
  "Pending",
  "PendingApproval",
  "Approved",
  "Scheduled",
  "PendingChangeCalendarOverride",
  "ChangeCalendarOverrideApproved",
  "RunbookInProgress",
  "InProgress",
  "Waiting",
  "Cancelling",
];

export function isUnderWay({ execution }: AutomationRecord): boolean {
  return statusesUnderWay.includes(execution.AutomationExecutionStatus);
}

/** The execution that a read means. */
export function automationToRead(id: string, context: Context): AutomationRecord {
  const record = automationToWrite(id, context);
  if (!record.isVisible()) throw automationNotFound(id);
  return record;
}

/** The execution that a write means, seen by reads or not. */
export function automationToWrite(id: string, { place }: Context): AutomationRecord {
  const record = place.automations.get(id);
  if (!record) throw automationNotFound(id);
  return record;
}
