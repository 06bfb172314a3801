import type { AutomationExecution, OpsItem } from "@aws-sdk/client-ssm";
import { approvalsOf } from "../automation/approvals";
import { executionUrl } from "../automation/reference";
import { failureOf } from "../automation/words";
import { accountOfArn } from "../core/awsPartition";
import type { Props } from "../core/handler";
import { readBack } from "../core/properties/readBack";
import { withSecrets as keepSecrets } from "../core/secret";
import { table } from "./properties";

/** All outputs of a request. `declared`: its inputs; undefined for one that is only read. */
export function outsOf(
  region: string,
  execution: AutomationExecution,
  declared: Props | undefined,
  opsItem?: OpsItem,
): Props {
  const { AutomationExecutionId: id = "", ExecutedBy: executedBy } = execution;
  return withSecrets({
    ...(declared ? inputsIn(declared) : readBack(table, { ...execution } as Props)),
    ...addresses(region, id, executedBy && accountOfArn(executedBy)),
    opsItemId: execution.OpsItemId,
    status: execution.AutomationExecutionStatus,
    executedBy,
    executionStartTime: execution.ExecutionStartTime,
    executionEndTime: execution.ExecutionEndTime,
    actualStartTime: opsItem?.ActualStartTime,
    actualEndTime: opsItem?.ActualEndTime,
    approvals: approvalsOf(execution),
    runbook: runbookOf(execution),
    failureMessage: failureOf(execution),
    ...(!declared && { changeDetails: opsItem?.Description, scheduledEndTime: opsItem?.PlannedEndTime }),
  });
}

/** Outputs, with what may tell of secret inputs kept secret too. */
export const withSecrets = (outs: Props): Props => keepSecrets(outs, ["approvals", "runbook", "failureMessage"]);

/** Of outputs or inputs, what the program gives. */
export const inputsIn = (props: Props): Props =>
  Object.fromEntries(Object.keys(table).flatMap((name) => (props[name] === undefined ? [] : [[name, props[name]]])));

/** What follows from the id alone. */
export const addresses = (region: string, id: string, account: string | undefined): Props => ({
  automationExecutionId: id,
  region,
  account,
  consoleUrl: executionUrl(region, id),
});

/** The step that runs the runbook, as far as AWS shows it. */
function runbookOf({ Runbooks = [], StepExecutions = [] }: AutomationExecution): Props | undefined {
  const [runbook] = Runbooks;
  if (!runbook) return undefined;
  const step = StepExecutions.find(({ Action }) => Action === "aws:executeAutomation");
  const child = Object.entries(step?.Outputs ?? {}).find(([name]) => /executionid$/i.test(name))?.[1]?.[0];
  return {
    documentName: runbook.DocumentName,
    documentVersion: runbook.DocumentVersion,
    automationExecutionId: child,
    status: step?.StepStatus,
    startTime: step?.ExecutionStartTime,
    endTime: step?.ExecutionEndTime,
  };
}
