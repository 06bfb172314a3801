import type { AutomationExecution, StepExecution } from "@aws-sdk/client-ssm";
import { APPROVE } from "./states";

/** A level of approval: who may decide, and what was said. */
export interface Approval {
  /** Name of the template's step. */
  name: string;
  /** `Pending` before its turn, `Waiting` while people are asked, then how it ended. */
  status?: string;
  approvers: { approver: string; type?: string; minRequiredApprovals?: number }[];
  /** Approvals that the level needs in all. */
  minRequiredApprovals?: number;
  decisions: Decision[];
}

export interface Decision {
  approver: string;
  /** `Approve` or `Reject`. */
  decision: string;
  comment?: string;
  /** ISO 8601. */
  time?: string;
}

/** The levels of approval in their order, as far as AWS tells of them. */
export function approvalsOf({ StepExecutions = [] }: AutomationExecution): Approval[] {
  return StepExecutions.filter(({ Action }) => Action === APPROVE).map(approvalOf);
}

/** The level whose turn it is; undefined when none is waited for. */
export const activeLevelOf = (levels: Approval[]): Approval | undefined =>
  levels.find(({ status }) => status === "Waiting" || status === "InProgress");

/** All that was said, on any level. */
export const decisionsOf = (execution: AutomationExecution): Decision[] =>
  approvalsOf(execution).flatMap(({ decisions }) => decisions);

export const isApproval = ({ decision }: Decision): boolean => /^approve/i.test(decision);
export const isRejection = ({ decision }: Decision): boolean => /^reject/i.test(decision);

function approvalOf({ StepName = "", StepStatus, Inputs = {}, Outputs = {} }: StepExecution): Approval {
  const enhanced = object(json(Inputs.EnhancedApprovals));
  const lines = list(enhanced.Approvers ?? json(Inputs.Approvers));
  const total = number(Inputs.MinRequiredApprovals ?? enhanced.MinRequiredApprovals);
  return {
    name: StepName,
    ...(StepStatus && { status: StepStatus }),
    approvers: lines.flatMap(approverOf),
    ...(total !== undefined && { minRequiredApprovals: total }),
    decisions: (Outputs.ApproverDecisions ?? []).flatMap((text) => decisionsIn(json(text) ?? text)),
  };
}

function approverOf(line: unknown): Approval["approvers"] {
  if (typeof line === "string") return [{ approver: line }];
  const { approver, type, minRequiredApprovals } = object(line);
  const needed = number(minRequiredApprovals);
  if (typeof approver !== "string") return [];
  return [
    {
      approver,
      ...(typeof type === "string" && { type }),
      ...(needed !== undefined && { minRequiredApprovals: needed }),
    },
  ];
}

/** AWS documents them as "a JSON map" and shows no sample: one decision, a list of them, or approver to decision. */
function decisionsIn(told: unknown): Decision[] {
  if (Array.isArray(told)) return told.flatMap(decisionsIn);
  const { approver, decision, comment, time, ...rest } = object(told);
  if (typeof approver === "string" && typeof decision === "string") {
    return [
      {
        approver,
        decision,
        ...(typeof comment === "string" && { comment }),
        ...(typeof time === "string" && { time }),
      },
    ];
  }
  return Object.entries(rest).flatMap(([name, said]) =>
    typeof said === "string" ? [{ approver: name, decision: said }] : decisionsIn({ approver: name, ...object(said) }),
  );
}

function json(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

const object = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const number = (value: unknown): number | undefined => {
  const read = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
};
