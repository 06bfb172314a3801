import type { SendAutomationSignalRequest, SendAutomationSignalResult, SignalType } from "@aws-sdk/client-ssm";
import { decide } from "../changeRequest/approvals";
import { isChangeRequest } from "../changeRequest/record";
import type { Checked, Context, Operation } from "../operation";
import { invalidSignal, stepNotFound } from "./errors";
import { type AutomationRecord, automationToWrite } from "./record";

type Payload = Checked<SendAutomationSignalRequest>["Payload"];
type Receive = (record: AutomationRecord, payload: Payload, context: Context) => void;

/** What each signal does. */
const signals: Record<SignalType, Receive> = {
  Approve: deciding("Approve"),
  Reject: deciding("Reject"),
  StartStep: forStep("StartStep", "StepName"),
  Resume: forStep("Resume", "StepName"),
  StopStep: forStep("StopStep", "StepExecutionId"),
  Revoke: () => {
    throw invalidSignal("Only access requests can be revoked.");
  },
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendAutomationSignal.html */
export const sendAutomationSignal: Operation<SendAutomationSignalRequest, SendAutomationSignalResult> = (
  { AutomationExecutionId, SignalType, Payload },
  context,
) => {
  signals[SignalType](automationToWrite(AutomationExecutionId, context), Payload, context);
  return {};
};

function deciding(decision: "Approve" | "Reject"): Receive {
  return (record, payload, context) => {
    if (!isChangeRequest(record)) throw invalidSignal("The execution has no step that waits for approval.");
    decide(record, { decision, comment: payload?.Comment?.[0] }, context);
  };
}

/** The steps that these signals are for belong to interactive executions, which change requests and their runs are not. */
function forStep(signal: SignalType, member: "StepName" | "StepExecutionId"): Receive {
  return ({ steps }, payload) => {
    const [wanted = ""] = payload?.[member] ?? [];
    if (!steps.some((step) => step[member] === wanted)) throw stepNotFound(wanted);
    throw invalidSignal(`${signal} is not possible for an execution of mode Auto.`);
  };
}
