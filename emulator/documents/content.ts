/** What is known of a content once it was parsed and checked. */
export interface ReadContent {
  readonly content: DocumentContent;
  readonly schemaVersion?: string;
  readonly description?: string;
  /** The parameters that the content declares, whatever kind of document it is. */
  readonly parameters: Record<string, ParameterDeclaration>;
}

/** What the content of a document says. */
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
  events: CalendarEvent[];
}

/** An event; if it recurs, the times are those of its first occurrence. */
export interface CalendarEvent {
  start: Date;
  end: Date;
  recurrence?: Recurrence;
}

export interface Recurrence {
  frequency: "DAILY" | "WEEKLY" | "MONTHLY";
  /** Every how many days, weeks or months. */
  interval: number;
  /** How many occurrences there are, the first included. */
  count?: number;
  /** When the last occurrence begins at the latest. */
  until?: Date;
  /** Of a weekly event, 0 for Sunday to 6; absent, that of the first occurrence. */
  weekdays?: number[];
  /** The day with which weeks begin. */
  weekStart: number;
  /** The time zone in which the event comes at the same time of day; an IANA name. */
  zone: string;
}

export interface OtherDocument {
  kind: "other";
}
