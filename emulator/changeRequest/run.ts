import { randomUUID } from "node:crypto";
import type { AutomationExecutionStatus, StepExecution } from "@aws-sdk/client-ssm";
import type { AutomationRecord } from "../automation/record";
import { runbookResult } from "./changeManager";
import type { ChangeRequestRecord, Run } from "./record";

/** The step that runs the runbook, while it waits for the approvals. */
export function newRunbookStep(name: string, version: string, parameters?: Record<string, string[]>): StepExecution {
  return {
    StepExecutionId: randomUUID(),
    StepName: "executeRunbook",
    Action: "aws:executeAutomation",
    StepStatus: "Pending",
    OnFailure: "Abort",
    MaxAttempts: 1,
    Inputs: {
      DocumentName: name,
      DocumentVersion: version,
      ...(parameters && { RuntimeParameters: JSON.stringify(parameters) }),
    },
  };
}

/** Starts the runbook of a request, in an execution of its own. */
export function beginRun(request: ChangeRequestRecord, at: Date): void {
  const { execution, runbook, runbookStep, submission } = request;
  const { seconds, outcome, failureMessage } = runbookResult(submission.world.changeManager, {
    documentName: runbook.name,
    parameters: execution.Runbooks?.[0]?.Parameters ?? {},
    changeRequestName: execution.ChangeRequestName,
    executionId: execution.AutomationExecutionId,
  });
  const child = submission.world.answers.runbookExecution === "child" ? newChild(request, at) : undefined;
  if (child) {
    submission.place.automations.set(child.execution.AutomationExecutionId, child);
    runbookStep.Outputs = { ExecutionId: [child.execution.AutomationExecutionId] };
  }
  request.run = { endsAt: new Date(at.getTime() + seconds * 1000), outcome, failureMessage, child };
  Object.assign(runbookStep, { StepStatus: "InProgress", ExecutionStartTime: at });
}

/** Lets a run end before its time, and as cancelled. */
export function cancelRun(request: ChangeRequestRecord, run: Run, now: Date): void {
  const soon = now.getTime() + request.submission.world.changeManager.cancellingSeconds * 1000;
  run.endsAt = new Date(Math.min(run.endsAt.getTime(), soon));
  run.outcome = "Cancelled";
  run.failureMessage = `Runbook ${request.runbook.name} was cancelled.`;
  request.runbookStep.StepStatus = "Cancelling";
  if (run.child) setStatus(run.child, "Cancelling", now);
}

/** Ends the run of a request. */
export function endRun({ runbookStep }: ChangeRequestRecord, { outcome, failureMessage, child }: Run, at: Date): void {
  Object.assign(runbookStep, { StepStatus: outcome, ExecutionEndTime: at });
  if (outcome === "Failed") runbookStep.FailureMessage = failureMessage;
  if (!child) return;
  runbookStep.Outputs = { ...runbookStep.Outputs, Status: [outcome] };
  setStatus(child, outcome, at);
  child.execution.ExecutionEndTime = at;
  if (outcome === "Failed") child.execution.FailureMessage = failureMessage;
}

function newChild(request: ChangeRequestRecord, at: Date): AutomationRecord {
  const { execution, runbook, submission, isVisible, maxTags } = request;
  const { DocumentName, DocumentVersion, ...input } = execution.Runbooks?.[0] ?? {};
  const child: AutomationRecord = {
    sequence: submission.world.nextSequence(),
    execution: {
      ...input,
      AutomationExecutionId: randomUUID(),
      ParentAutomationExecutionId: execution.AutomationExecutionId,
      DocumentName: runbook.name,
      DocumentVersion: runbook.version,
      AutomationExecutionStatus: "InProgress",
      ExecutedBy: execution.ExecutedBy,
      Mode: "Auto",
      ExecutionStartTime: at,
    },
    steps: runbook.content.steps.map(({ name, action }) => ({
      StepExecutionId: randomUUID(),
      StepName: name,
      Action: action,
      StepStatus: "Pending",
    })),
    tags: new Map(),
    maxTags,
    isVisible,
  };
  setStatus(child, "InProgress", at);
  return child;
}

/** What becomes of a run happens in its first step; the others follow only success. */
function setStatus({ execution, steps }: AutomationRecord, status: AutomationExecutionStatus, at: Date): void {
  const isOver = status === "Success" || status === "Failed" || status === "Cancelled";
  execution.AutomationExecutionStatus = status;
  execution.CurrentStepName = isOver ? undefined : steps[0]?.StepName;
  execution.CurrentAction = isOver ? undefined : steps[0]?.Action;
  for (const step of status === "Success" ? steps : steps.slice(0, 1)) {
    step.StepStatus = status;
    step.ExecutionStartTime ??= at;
    if (isOver) step.ExecutionEndTime = at;
  }
}
