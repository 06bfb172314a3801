/** What the content of a document says, once it was parsed and checked. */
export type DocumentContent = ChangeTemplate | Runbook | Calendar | OtherDocument;

/** A parameter as a document declares it. */
export interface ParameterDeclaration {
  type: string;
  description?: string;
  /** As written; the absence of it makes the parameter a required one. */
  default?: unknown;
  allowedValues?: unknown[];
}

/** Document type `Automation.ChangeTemplate`. */
export interface ChangeTemplate {
  kind: "changeTemplate";
  templateInformation?: string;
  parameters: Record<string, ParameterDeclaration>;
  /** The runbooks that a request may name; undefined leaves the choice to the requester. */
  executableRunBooks?: { name: string; version?: string }[];
  emergencyChange: boolean;
  autoApprovable: boolean;
  levels: ApprovalLevel[];
}

/** A step of action `aws:approve`; its texts may hold `{{ Parameter }}`. */
export interface ApprovalLevel {
  name: string;
  timeoutSeconds: number;
  message?: string;
  notificationArn?: string;
  approvers: Approver[];
  /** Approvals that the level needs in all, from any of its approvers. */
  minRequiredApprovals?: number | string;
}

export interface Approver {
  approver: string;
  /** `IamUser`, `IamGroup`, `IamRole`, `SSOGroup`, `SSOUser`, or a parameter. */
  type: string;
  /** Approvals that are needed of this line, in the older model. */
  minRequiredApprovals?: number | string;
}

/** Document type `Automation`. */
export interface Runbook {
  kind: "runbook";
  parameters: Record<string, ParameterDeclaration>;
  steps: { name: string; action: string }[];
}

/** Document type `ChangeCalendar`. */
export interface Calendar {
  kind: "calendar";
  /** What it is outside its events: a calendar of type DEFAULT_OPEN is closed during them. */
  defaultState: "OPEN" | "CLOSED";
  events: { start: Date; end: Date }[];
}

export interface OtherDocument {
  kind: "other";
}
