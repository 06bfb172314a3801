import { randomUUID } from "node:crypto";
import type { StepExecution } from "@aws-sdk/client-ssm";
import type { ApprovalLevel } from "../documents/content";
import { approverTypes } from "./approvers";
import type { ParameterValues } from "./parameters";
import type { ApproverLine, Decision, Level } from "./record";

/** A level of a template, with the request's parameters in the place of `{{ Name }}`. */
export function levelFrom(written: ApprovalLevel, values: ParameterValues): Level {
  const { name, timeoutSeconds, notificationArn, message } = written;
  const text = (one: string | undefined) => one && filledIn(one, values);
  const approvers = written.approvers.flatMap((line) => linesFrom(line, values));
  const minRequiredApprovals = countFrom(written.minRequiredApprovals, values);
  const enhanced = { Approvers: approvers, NotificationArn: text(notificationArn) || undefined };
  const step: StepExecution = {
    StepExecutionId: randomUUID(),
    StepName: name,
    Action: "aws:approve",
    StepStatus: "Pending",
    TimeoutSeconds: timeoutSeconds,
    OnFailure: "Abort",
    MaxAttempts: 1,
    Inputs: withoutUndefined({
      EnhancedApprovals: JSON.stringify(enhanced),
      MinRequiredApprovals: minRequiredApprovals?.toString(),
      Message: text(message),
    }),
  };
  return { step, approvers, minRequiredApprovals, decisions: [] };
}

/** What keeps a level from being decided by anyone, such as a parameter that gives no type of approver. */
export function faultOf({ approvers, minRequiredApprovals }: Level): string | undefined {
  const stranger = approvers.find(({ type }) => !approverTypes.includes(type));
  if (stranger) return `'${stranger.type}' is not a type of approver`;
  const counts = [minRequiredApprovals, ...approvers.map((line) => line.minRequiredApprovals)];
  // A line may need none: its approvals count for the level.
  if (counts.some((count) => count !== undefined && !(Number.isSafeInteger(count) && count >= 0))) {
    return "the number of approvals is no whole number";
  }
  return approvers.length === 0 ? "there are no approvers" : undefined;
}

/**
 * Whether a level has the approvals that it needs: so many of each line, or so many in all, whichever are more; one if
 * nothing is said. https://docs.aws.amazon.com/systems-manager/latest/userguide/cm-approvals-templates.html
 */
export function isApproved({ approvers, minRequiredApprovals, decisions }: Level): boolean {
  const approvals = decisions.filter(({ decision }) => decision === "Approve");
  const neededOf = (line: ApproverLine) => line.minRequiredApprovals ?? 0;
  const neededOfLines = approvers.reduce((sum, line) => sum + neededOf(line), 0);
  const neededInAll = minRequiredApprovals ?? 1;
  if (neededInAll > neededOfLines) return approvals.length >= neededInAll;
  return approvers.every((line) => approvals.filter(({ lines }) => lines.includes(line)).length >= neededOf(line));
}

/** Writes the decisions of a level where GetAutomationExecution shows them. */
export function showDecisions({ step, decisions }: Level, status: "Waiting" | "Approved" | "Rejected"): void {
  const shown = decisions.map(({ lines, ...decision }: Decision) => JSON.stringify(decision));
  step.Outputs = { ApprovalStatus: [status], ApproverDecisions: shown };
}

/** A parameter of several values in the place of the approver gives a line for each. */
function linesFrom(line: ApprovalLevel["approvers"][number], values: ParameterValues): ApproverLine[] {
  const type = filledIn(line.type, values);
  const minRequiredApprovals = countFrom(line.minRequiredApprovals, values);
  const named = withoutUndefined({ type, minRequiredApprovals });
  const [, name] = /^\s*\{\{\s*([\w.-]+)\s*\}\}\s*$/.exec(line.approver) ?? [];
  const approvers = (name && values.get(name)) || [filledIn(line.approver, values)];
  return approvers.map((approver) => ({ approver, ...named }));
}

function countFrom(written: number | string | undefined, values: ParameterValues): number | undefined {
  return written === undefined ? undefined : Number(filledIn(String(written), values));
}

function filledIn(text: string, values: ParameterValues): string {
  return text.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (whole, name) => values.get(name)?.join(", ") ?? whole);
}

function withoutUndefined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: NonNullable<Fields[Name]> } {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [Name in keyof Fields]: NonNullable<Fields[Name]> };
}
