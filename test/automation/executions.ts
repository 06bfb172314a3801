import type { AutomationExecution, StepExecution } from "@aws-sdk/client-ssm";

/** Executions as GetAutomationExecution tells them, for what the emulator does not bring about. */

export interface Level {
  name?: string;
  status?: string;
  /** Lines of the template: a name alone is a user. */
  approvers?: (string | { approver: string; type?: string; minRequiredApprovals?: number | string })[];
  min?: string;
  /** Texts of the output that tells what was decided. */
  decisions?: string[];
  since?: string;
}

export function level({
  name = "approve",
  status = "Waiting",
  approvers,
  min,
  decisions,
  since,
}: Level): StepExecution {
  const lines = approvers?.map((one) => (typeof one === "string" ? { approver: one, type: "IamUser" } : one));
  return {
    StepName: name,
    Action: "aws:approve",
    StepStatus: status as never,
    Inputs: {
      ...(lines && { EnhancedApprovals: JSON.stringify({ Approvers: lines }) }),
      ...(min && { MinRequiredApprovals: min }),
    },
    ...(decisions && { Outputs: { ApprovalStatus: ["…"], ApproverDecisions: decisions } }),
    ...(since && { ExecutionStartTime: new Date(since) }),
  };
}

/** The step of the runbook, which is never an approval. */
export const runbookStep: StepExecution = {
  StepName: "executeRunbook",
  Action: "aws:executeAutomation",
  StepStatus: "Pending",
};

export const execution = (
  status: string,
  levels: Level[] = [],
  more: AutomationExecution = {},
): AutomationExecution => ({
  AutomationExecutionId: "01234567-89ab-cdef-0123-456789abcdef",
  AutomationSubtype: "ChangeRequest",
  AutomationExecutionStatus: status as never,
  ExecutionStartTime: new Date("2026-01-31T09:00:00.250Z"),
  Runbooks: [{ DocumentName: "AWS-ResizeInstance" }],
  StepExecutions: [...levels.map(level), runbookStep],
  ...more,
});

/** What was decided, as one of the output's texts. */
export const decision = (name: string, said: "Approve" | "Reject", comment?: string): string =>
  JSON.stringify({ approver: `arn:aws:iam::111122223333:user/${name}`, decision: said, ...(comment && { comment }) });
