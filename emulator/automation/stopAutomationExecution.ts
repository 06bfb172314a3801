import type { StopAutomationExecutionRequest, StopAutomationExecutionResult } from "@aws-sdk/client-ssm";
import { become, cancel } from "../changeRequest/life";
import { type ChangeRequestRecord, isChangeRequest } from "../changeRequest/record";
import { cancelRun } from "../changeRequest/run";
import type { Context, Operation } from "../operation";
import { invalidStatusUpdate } from "./errors";
import { type AutomationRecord, automationToWrite, isUnderWay } from "./record";

/**
 * Type `Complete` lets a running runbook finish.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StopAutomationExecution.html
 */
export const stopAutomationExecution: Operation<StopAutomationExecutionRequest, StopAutomationExecutionResult> = (
  { AutomationExecutionId, Type = "Cancel" },
  context,
) => {
  const record = automationToWrite(AutomationExecutionId, context);
  const { AutomationExecutionStatus: status } = record.execution;
  const isCancelling = status === "Cancelling";
  const isRefusedTwice = isCancelling && context.world.answers.stopWhileCancelling === "refused";
  if (!isUnderWay(record) || isRefusedTwice) throw cannotStop(record);
  if (isCancelling) return {};
  const isRunning = status === "RunbookInProgress" || status === "InProgress";
  if (isRunning && Type === "Cancel") stopRunning(record, context);
  if (!isRunning) stopWaiting(record as ChangeRequestRecord, context);
  return {};
};

/** The run of a runbook is stopped for itself, which lets its change request fail, or with its change request. */
function stopRunning(record: AutomationRecord, { place, now }: Context): void {
  const parent = place.automations.get(record.execution.ParentAutomationExecutionId ?? "");
  const request = parent ?? record;
  if (!isChangeRequest(request) || !request.run) return;
  cancelRun(request, request.run, now);
  if (request === record) become(request, "Cancelling", now);
}

function stopWaiting(request: ChangeRequestRecord, { world, now }: Context): void {
  if (world.answers.stopWhileWaiting === "refused") throw cannotStop(request);
  cancel(request, now);
}

function cannotStop({ execution }: AutomationRecord): Error {
  const { AutomationExecutionId: id, AutomationExecutionStatus: status } = execution;
  return invalidStatusUpdate(`Automation execution ${id} cannot be stopped: it is ${status}.`);
}
