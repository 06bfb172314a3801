import type { ApprovalLevel, Approver, ChangeTemplate } from "./content";
import type { ContentNode } from "./contentNode";
import { checkReferences, declaredParameters, isReference } from "./parameters";
import { mainSteps } from "./steps";

const maxLevels = 5;
const maxApprovers = 5;
const daySeconds = 24 * 60 * 60;
const defaultTimeoutSeconds = 7 * daySeconds;
const maxTimeoutSeconds = 30 * daySeconds;

const approverTypes = ["IamUser", "IamGroup", "IamRole", "SSOGroup", "SSOUser"];

/**
 * Keys that are not known are passed over: an example in AWS's own guide has one.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/change-templates-tools.html
 */
export function readChangeTemplate(root: ContentNode): ChangeTemplate {
  const parameters = declaredParameters(root);
  checkReferences(root.member("mainSteps"), parameters);
  root.member("cloudWatchMonitors").optional(checkMonitors);
  return {
    kind: "changeTemplate",
    templateInformation: root.member("templateInformation").optional((node) => node.text()),
    parameters,
    executableRunBooks: root.member("executableRunBooks").optional((node) => node.list(0).map(executableRunbook)),
    emergencyChange: root.member("emergencyChange").optional((node) => node.flag()) ?? false,
    autoApprovable: root.member("autoApprovable").optional((node) => node.flag()) ?? false,
    levels: mainSteps(root, maxLevels).map(approvalLevel),
  };
}

function approvalLevel(step: ContentNode): ApprovalLevel {
  const action = step.member("action");
  if (action.text() !== "aws:approve") throw action.mustBe("aws:approve");
  const inputs = step.member("inputs");
  const approvals = inputs.member("EnhancedApprovals");
  const timeout = step.member("timeoutSeconds").optional((node) => node.whole(1, maxTimeoutSeconds));
  return {
    name: step.member("name").text(),
    timeoutSeconds: timeout ?? defaultTimeoutSeconds,
    message: inputs.member("Message").optional((node) => node.text()),
    notificationArn: approvals.member("NotificationArn").optional((node) => node.text()),
    approvers: approvals.member("Approvers").list(1, maxApprovers).map(approver),
    minRequiredApprovals: inputs.member("MinRequiredApprovals").optional((node) => approvalCount(node, 1)),
  };
}

function approver(line: ContentNode): Approver {
  const type = line.member("type");
  if (!approverTypes.includes(type.text()) && !isReference(type.text())) {
    throw type.mustBe(`one of ${approverTypes.join(", ")}`);
  }
  return {
    approver: line.member("approver").text(),
    type: type.text(),
    // Zero, in the present model, says that this line's approvals count for the level but are not needed.
    minRequiredApprovals: line.member("minRequiredApprovals").optional((node) => approvalCount(node, 0)),
  };
}

function approvalCount(node: ContentNode, least: number): number | string {
  return typeof node.value === "string" && isReference(node.value) ? node.value : node.whole(least);
}

function executableRunbook(node: ContentNode): { name: string; version?: string } {
  const version = node.member("version");
  return {
    name: node.member("name").text(),
    version: version.optional(() => (typeof version.value === "number" ? String(version.value) : version.text())),
  };
}

function checkMonitors(node: ContentNode): void {
  for (const alarm of node.member("monitors").list(0)) alarm.text();
}
