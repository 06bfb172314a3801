/**
 * Which actions of IAM are needed, for what: the data of `docs/permissions.md`. Tests hold them against the calls that
 * are really made (`test/permissions/`).
 */

export interface Part {
  /** When its actions are called: a column each. */
  phases: Record<string, string>;
  actions: Record<string, Permission>;
}

export interface Permission {
  calledIn?: readonly string[];
  /** Where it is not called, but AWS asks for it in the name of whoever has called something else. */
  askedIn?: readonly string[];
  when?: string;
  /** What a policy can narrow it to. */
  policy?: { Resource?: string; Condition?: object };
}

/** AWS allows it to everybody. */
export const FREE = "sts:GetCallerIdentity";

const phases = { create: "create, `adopt`", read: "refresh, `get`", update: "update", delete: "destroy" };
const ALL = Object.keys(phases);

export const permissions: Record<string, Part> = {
  OpsItem: {
    phases,
    actions: {
      "ssm:CreateOpsItem": { calledIn: ["create"] },
      "ssm:DescribeOpsItems": { calledIn: ["create"], when: "looks for what an interrupted run has left" },
      "ssm:GetOpsItem": { calledIn: ALL },
      "ssm:UpdateOpsItem": { calledIn: ["create", "update", "delete"] },
      "ssm:DeleteOpsItem": { calledIn: ["delete"], when: 'unless `onDelete` is `"resolve"`' },
      "ssm:ListTagsForResource": { calledIn: ["create", "read"], when: "with tags" },
      "ssm:AddTagsToResource": { calledIn: ["create", "update"], when: "with tags; CreateOpsItem asks for it too" },
      "ssm:RemoveTagsFromResource": { calledIn: ["update"], when: "with tags" },
      [FREE]: { calledIn: ALL },
    },
  },
  OpsItemRelatedItem: {
    phases,
    actions: {
      "ssm:AssociateOpsItemRelatedItem": { calledIn: ["create"] },
      "ssm:ListOpsItemRelatedItems": { calledIn: ["create", "read", "update"] },
      "ssm:GetOpsItem": { calledIn: ["create", "read", "update"], when: "where the OpsItem may be gone" },
      "ssm:DisassociateOpsItemRelatedItem": { calledIn: ["delete"] },
      [FREE]: { calledIn: ["create", "read", "delete"] },
    },
  },
  ChangeRequest: {
    phases,
    actions: {
      "ssm:StartChangeRequestExecution": { calledIn: ["create"] },
      "iam:PassRole": {
        askedIn: ["create"],
        when: "for the role that a runbook runs as (`AutomationAssumeRole`)",
        policy: {
          Resource: "arn:aws:iam::111122223333:role/the-role-of-the-runbook",
          Condition: { StringEquals: { "iam:PassedToService": "ssm.amazonaws.com" } },
        },
      },
      "ssm:GetAutomationExecution": { calledIn: ALL },
      "ssm:DescribeAutomationExecutions": { calledIn: ["create", "read"] },
      "ssm:GetOpsItem": { calledIn: ["read"] },
      "ssm:DescribeOpsItems": { calledIn: ["create"], when: "where AWS shows a new request late" },
      "ssm:StopAutomationExecution": { calledIn: ["create", "delete"] },
      "ssm:ListTagsForResource": { calledIn: ALL },
      "ssm:AddTagsToResource": { calledIn: ["create", "update", "delete"] },
      "ssm:RemoveTagsFromResource": { calledIn: ["create", "update"] },
      [FREE]: { calledIn: ALL },
    },
  },
  ChangeGate: {
    phases,
    actions: {
      "ssm:GetAutomationExecution": { calledIn: ["create", "update"] },
      "ssm:DescribeAutomationExecutions": {
        calledIn: ["create", "update"],
        when: "where `changeRequest` is the id of an OpsItem",
      },
      [FREE]: { calledIn: ["create", "update"] },
    },
  },
  IncidentRecord: {
    phases,
    actions: {
      "ssm-incidents:StartIncident": { calledIn: ["create"] },
      ...forwarded("ssm:CreateOpsItem", "for the parent OpsItem"),
      ...forwarded("ssm-contacts:StartEngagement", "for whom the response plan engages"),
      "ssm-incidents:GetResponsePlan": { calledIn: ["create"], when: "where AWS may have merged the start" },
      "ssm-incidents:ListIncidentRecords": { calledIn: ["create"] },
      "ssm-incidents:GetIncidentRecord": { calledIn: ALL },
      "ssm-incidents:UpdateIncidentRecord": { calledIn: ["create", "update", "delete"] },
      "ssm-incidents:DeleteIncidentRecord": { calledIn: ["create", "delete"], when: 'with `onDelete: "delete"`' },
      "ssm-incidents:ListRelatedItems": { calledIn: ["create", "read", "update"] },
      "ssm-incidents:UpdateRelatedItems": { calledIn: ["create", "update"] },
      "ssm-incidents:ListTagsForResource": { calledIn: ALL },
      "ssm-incidents:TagResource": { calledIn: ["create", "update", "delete"], when: "StartIncident asks for it too" },
      "ssm-incidents:UntagResource": { calledIn: ["create", "update"] },
      [FREE]: { calledIn: ALL },
    },
  },
  "`pulumi-aws-ops approve` and `reject`": {
    phases: { decide: "called" },
    actions: {
      "ssm:SendAutomationSignal": { calledIn: ["decide"] },
      "ssm:GetAutomationExecution": { calledIn: ["decide"] },
      "ssm:DescribeAutomationExecutions": { calledIn: ["decide"], when: "with the id of the OpsItem" },
      "ssm:GetOpsItem": { calledIn: ["decide"], when: "with the id of another OpsItem, to say so" },
      [FREE]: { calledIn: ["decide"] },
    },
  },
};

/** Incident Manager acts with the credentials of whoever has started the incident. */
function forwarded(action: string, when: string): Record<string, Permission> {
  const Condition = { StringEquals: { "aws:CalledViaFirst": "ssm-incidents.amazonaws.com" } };
  return { [action]: { askedIn: ["create"], when, policy: { Condition } } };
}
