import type { Approval } from "../provider/automation/approvals";
import { executionUrl } from "../provider/automation/reference";
import type {
  ChangeRequest,
  ChangeRequestArgs,
  ChangeRequestRun,
  ChangeRequestStatus,
} from "../provider/changeRequest/changeRequest";
import { changeRequest as handler } from "../provider/changeRequest/handler";
import { withSecrets } from "../provider/changeRequest/outs";
import { digestOf, executionIdOf, itemIdOf, uuidOf } from "./ids";
import { deployerOf, type Inputs, type Kind, MADE_AT } from "./kind";

type Given = Inputs<ChangeRequest, ChangeRequestArgs>;

export const changeRequest: Kind<ChangeRequest, ChangeRequestArgs> = {
  handler,
  newId: uuidOf,
  existing: () => ({
    documentName: "AWS-HelloWorldChangeTemplate",
    documentVersion: "1",
    parameters: {},
    runbooks: [{ documentName: "AWS-HelloWorld" }],
    changeDetails: "It was there before.",
    tags: {},
    tagsAll: {},
  }),
  told: (inputs, { id: named, region, account }) => {
    const id = executionIdOf(named);
    const [runbook] = inputs.runbooks;
    return {
      automationExecutionId: id,
      region,
      account,
      opsItemId: itemIdOf(named),
      status: statusOf(inputs),
      executedBy: deployerOf(account),
      executionStartTime: MADE_AT,
      executionEndTime: undefined,
      actualStartTime: undefined,
      actualEndTime: undefined,
      approvals: [approval(inputs)],
      runbook: {
        ...runOf(id, inputs),
        documentName: runbook?.documentName,
        documentVersion: runbook?.documentVersion,
      },
      failureMessage: undefined,
      consoleUrl: executionUrl(region, id),
    };
  },
  withSecrets,
};

function statusOf({ autoApprove, scheduledTime }: Given): ChangeRequestStatus {
  if (!autoApprove) return "PendingApproval";
  return scheduledTime === undefined ? "RunbookInProgress" : "Scheduled";
}

/** Who may approve stands in the template, which only AWS knows. */
const approval = ({ autoApprove }: Given): Approval => ({
  name: "Approval",
  status: autoApprove ? "Success" : "Waiting",
  approvers: [{ approver: "reviewer", type: "IamUser", minRequiredApprovals: 1 }],
  decisions: [],
});

const runOf = (id: string, inputs: Given): ChangeRequestRun =>
  statusOf(inputs) === "RunbookInProgress"
    ? { status: "InProgress", startTime: MADE_AT, automationExecutionId: uuidOf(digestOf(id, "runbook")) }
    : { status: "Pending" };
