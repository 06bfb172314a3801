import type {
  OpsItemFilterKey,
  OpsItemStatus,
  StartChangeRequestExecutionRequest as Request,
} from "@aws-sdk/client-ssm";
import { isUnderWay } from "../automation/record";
import type { ChangeTemplate } from "../documents/content";
import type { Checked, Context } from "../operation";
import { addOpsItem } from "../opsItem/addOpsItem";
import type { OpsItemRecord } from "../opsItem/record";
import { nameIn } from "./approvers";
import type { ChangeRequestRecord, Level } from "./record";

/** AWS does not say what it writes there. */
const source = "Systems Manager Change Manager";

/** The execution's statuses that OpsItems do not have. */
const otherNames: Record<string, OpsItemStatus> = { Success: "CompletedWithSuccess" };

interface About {
  id: string;
  templateName: string;
  template: ChangeTemplate;
  levels: Level[];
  isVisible: () => boolean;
}

/** The OpsItem of type `/aws/changerequest` that goes with a new change request. */
export function addOpsItemOf(request: Checked<Request>, about: About, context: Context): OpsItemRecord {
  const fields = {
    OpsItemType: "/aws/changerequest",
    Title: request.ChangeRequestName ?? about.templateName,
    Description: request.ChangeDetails ?? about.template.templateInformation,
    Source: source,
    Status: "Open" as const,
    PlannedStartTime: request.ScheduledTime,
    PlannedEndTime: request.ScheduledEndTime,
  };
  const rest = { facets: facetsOf(request, about, context), isVisible: about.isVisible };
  return addOpsItem(fields, rest, context.place, context);
}

/** What DescribeOpsItems finds the item by, besides its own members. */
function facetsOf(request: Checked<Request>, { id, templateName, levels }: About, { caller }: Context) {
  const approvers = levels.flatMap((level) => level.approvers.map(({ approver }) => approver));
  const targets = request.Runbooks.flatMap(({ Targets = [] }) => Targets);
  const groups = targets.filter(({ Key }) => Key === "ResourceGroup").flatMap(({ Values = [] }) => Values);
  const facets: Partial<Record<OpsItemFilterKey, string[]>> = {
    AutomationId: [id],
    ChangeRequestByRequesterArn: [caller.arn],
    ChangeRequestByRequesterName: [nameIn(caller.arn)],
    ChangeRequestByApproverArn: levels.flatMap((level) => level.approvers.map((line) => arnOf(line, caller.arn))),
    ChangeRequestByApproverName: approvers.map(nameIn),
    ChangeRequestByTemplate: [templateName],
    ChangeRequestByTargetsResourceGroup: groups,
  };
  return facets;
}

const resources: Record<string, string> = { IamUser: "user", IamGroup: "group", IamRole: "role" };

/** Identity Center's users and groups have no ARN of this kind, and stay as they are. */
function arnOf({ approver, type }: { approver: string; type: string }, requester: string): string {
  const [, partition, , , account] = requester.split(":");
  const isNamed = Object.hasOwn(resources, type) && !approver.startsWith("arn:");
  return isNamed ? `arn:${partition}:iam::${account}:${resources[type]}/${approver}` : approver;
}

/** Brings the OpsItem in line with its request, as of a moment. */
export function mirror(request: ChangeRequestRecord, at: Date): void {
  const { opsItem, runbookStep } = request;
  opsItem.item = {
    ...opsItem.item,
    Status: statusFor(request),
    ActualStartTime: runbookStep.ExecutionStartTime,
    ActualEndTime: runbookStep.ExecutionEndTime,
    Version: String(Number(opsItem.item.Version) + 1),
    LastModifiedTime: at,
  };
}

function statusFor(request: ChangeRequestRecord): OpsItemStatus {
  const { AutomationExecutionStatus: status } = request.execution;
  const { answers } = request.submission.world;
  if (answers.changeRequestOpsItem === "openOrResolved") return isUnderWay(request) ? "Open" : "Resolved";
  return otherNames[status] ?? (status as OpsItemStatus);
}
