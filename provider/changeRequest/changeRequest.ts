import type * as pulumi from "@pulumi/pulumi";
import type { Approval } from "../automation/approvals";
import { OpsResource } from "../hosts/dynamic/resource";
import { anySecret } from "../hosts/dynamic/secrets";
import type { ChangeRequestRunbook, DocumentParameters } from "./runbook";

/**
 * Arguments of a change request. A request cannot be changed: unless it says otherwise, a change of a property cancels
 * the request and submits a new one, which needs a new approval.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartChangeRequestExecution.html
 */
export interface ChangeRequestArgs {
  /** Name or ARN of the change template: 3 to 128 letters, digits and `_-.:/`. */
  documentName: pulumi.Input<string>;
  /** Version of the change template: a number from 1 on, `$LATEST` or `$DEFAULT`. Default: its default version. */
  documentVersion?: pulumi.Input<string>;
  /** Exactly one runbook, which runs once the request is approved. */
  runbooks: pulumi.Input<pulumi.Input<ChangeRequestRunbook>[]>;
  /**
   * Parameters of the change template: 1 to 200 names of 1 to 50 characters, each with at most 50 values of 1 to 512
   * characters.
   */
  parameters?: pulumi.Input<DocumentParameters>;
  /** What the request is called, 1 to 1,024 characters. */
  changeRequestName?: pulumi.Input<string>;
  /** What reviewers need to know; Markdown, 1 to 32,768 characters. Default: what the template says. */
  changeDetails?: pulumi.Input<string>;
  /** When the runbook is to run, if the request is approved by then: an ISO 8601 instant with its offset. Default: at once. */
  scheduledTime?: pulumi.Input<string>;
  /** When the work is expected to end, as an estimate for reviewers: an ISO 8601 instant with its offset. */
  scheduledEndTime?: pulumi.Input<string>;
  /**
   * Passes over the approvals, where the template allows it and no policy forbids it. A closed Change Calendar holds the
   * request all the same. Default: false.
   */
  autoApprove?: pulumi.Input<boolean>;
  /** Any values; when they change, a new request is submitted. Nothing else of them is used, and AWS never sees them. */
  triggers?: pulumi.Input<pulumi.Input<unknown>[]>;
  /**
   * Tags, merged with the stack's `aws:defaultTags`; at most 48 together. A change updates them in place, as long as the
   * request has not ended. Tags that are not declared are never touched, and never shown as a difference.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * What destroy, and a replacement, does to a request that has not ended. `cancel`: cancels it; while its runbook runs
   * that is an error, and nothing is done. `cancelRunning`: cancels it also then. `leave`: lets it go its way. Default:
   * `cancel`. A change concerns the next destroy, and calls nothing.
   */
  onDelete?: pulumi.Input<"cancel" | "cancelRunning" | "leave">;
  /** Region of AWS. Default: `aws:region`, then that of the environment. */
  region?: pulumi.Input<string>;
  /**
   * Takes over an existing request instead of submitting one: its id, that of its OpsItem, or its ARN, with `region/`
   * before it where needed. One that differs from the program, or belongs to another resource, is refused. Removed later
   * it changes nothing; another id replaces.
   */
  adopt?: pulumi.Input<string>;
}

/**
 * Status of a change request. AWS documents two spellings of how it completes. The last two are of its OpsItem, where AWS
 * has forgotten the request itself.
 */
export type ChangeRequestStatus =
  | "Pending"
  | "PendingApproval"
  | "Approved"
  | "Scheduled"
  | "PendingChangeCalendarOverride"
  | "ChangeCalendarOverrideApproved"
  | "ChangeCalendarOverrideRejected"
  | "Waiting"
  | "InProgress"
  | "RunbookInProgress"
  | "Cancelling"
  | "Cancelled"
  | "Rejected"
  | "TimedOut"
  | "Exited"
  | "CompletedWithSuccess"
  | "CompletedWithFailure"
  | "Success"
  | "Failed"
  | "Resolved"
  | "Closed";

/** The run of the runbook, as far as AWS tells of it. */
export interface ChangeRequestRun {
  documentName?: string;
  documentVersion?: string;
  /** The runbook's own execution, where it has one. */
  automationExecutionId?: string;
  status?: string;
  startTime?: string;
  endTime?: string;
}

/**
 * A change request of AWS Systems Manager Change Manager: a runbook that runs once people have approved it. It is an
 * event and no object: submitted once, and never again unasked. A new one comes only from a change of what cannot be
 * changed, of `triggers`, or after a destroy; one that has ended, or that AWS has forgotten (after 30 days), stays in the
 * state. It does not wait for approval; a {@link ChangeGate} does.
 *
 * Destroying it cancels a request that has not begun to run (see `onDelete`). One that has ended is history.
 *
 * Errors: AWS refuses templates that are not approved, parameters that the template or the runbook does not declare, and
 * accounts that had not used Change Manager before 7 November 2025.
 *
 * @example
 * const change = new ops.ChangeRequest("resize-db", {
 *   documentName: "DbResize",
 *   changeRequestName: "Resize the orders database",
 *   runbooks: [{ documentName: "AWS-ResizeInstance", parameters: { InstanceId: [db.id], InstanceType: [size] } }],
 *   triggers: [size],
 * });
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/change-manager.html
 */
export class ChangeRequest extends OpsResource {
  /** Id of its automation execution; the same as `id`, unless `get` was given more than that. */
  declare readonly automationExecutionId: pulumi.Output<string>;
  declare readonly documentName: pulumi.Output<string>;
  declare readonly documentVersion: pulumi.Output<string | undefined>;
  declare readonly runbooks: pulumi.Output<pulumi.Unwrap<ChangeRequestRunbook>[]>;
  declare readonly parameters: pulumi.Output<Record<string, string[]> | undefined>;
  declare readonly changeRequestName: pulumi.Output<string | undefined>;
  declare readonly changeDetails: pulumi.Output<string | undefined>;
  declare readonly scheduledTime: pulumi.Output<string | undefined>;
  declare readonly scheduledEndTime: pulumi.Output<string | undefined>;
  declare readonly autoApprove: pulumi.Output<boolean | undefined>;
  declare readonly triggers: pulumi.Output<unknown[] | undefined>;
  declare readonly tags: pulumi.Output<Record<string, string> | undefined>;
  /** The tags with the stack's `aws:defaultTags`; secret where the tags are. */
  declare readonly tagsAll: pulumi.Output<Record<string, string> | undefined>;
  declare readonly onDelete: pulumi.Output<"cancel" | "cancelRunning" | "leave" | undefined>;
  declare readonly region: pulumi.Output<string>;
  /** The account whose credentials manage it. */
  declare readonly account: pulumi.Output<string>;
  /** Id of the OpsItem that represents it. */
  declare readonly opsItemId: pulumi.Output<string>;
  /** As of the last `up` or `refresh`. */
  declare readonly status: pulumi.Output<ChangeRequestStatus>;
  /** ARN of whoever submitted it. */
  declare readonly executedBy: pulumi.Output<string>;
  /** When it was submitted; ISO 8601, UTC, like all times. */
  declare readonly executionStartTime: pulumi.Output<string>;
  declare readonly executionEndTime: pulumi.Output<string | undefined>;
  /** When the runbook began, as its OpsItem tells. */
  declare readonly actualStartTime: pulumi.Output<string | undefined>;
  declare readonly actualEndTime: pulumi.Output<string | undefined>;
  /** Levels of approval; secret where parameters or runbooks are, like the next two. */
  declare readonly approvals: pulumi.Output<Approval[]>;
  /** The run of the runbook. */
  declare readonly runbook: pulumi.Output<ChangeRequestRun | undefined>;
  /** Why it failed, in AWS's words, without the values that were given to template and runbook. */
  declare readonly failureMessage: pulumi.Output<string | undefined>;
  /** Its execution in the console, where it can also be approved. */
  declare readonly consoleUrl: pulumi.Output<string>;

  constructor(name: string, args: ChangeRequestArgs, opts?: pulumi.CustomResourceOptions) {
    const told = { ...args, keepsSecret: anySecret(args.parameters, args.runbooks) };
    super({ kind: "ChangeRequest", entry: "changeRequest", outputs: OUTPUTS }, name, told, opts);
  }

  /**
   * Reads an existing request without managing it.
   *
   * @param id Its id, that of its OpsItem, or its ARN, with `region/` before it where it is not in the region of the stack.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): ChangeRequest {
    return new ChangeRequest(name, {} as ChangeRequestArgs, { ...opts, id });
  }
}

type Outputs = Exclude<keyof ChangeRequest, keyof pulumi.CustomResource>;

/** By name, so that the compiler refuses a list that forgets one. */
const OUTPUT_NAMES: Record<Outputs, true> = {
  automationExecutionId: true,
  documentName: true,
  documentVersion: true,
  runbooks: true,
  parameters: true,
  changeRequestName: true,
  changeDetails: true,
  scheduledTime: true,
  scheduledEndTime: true,
  autoApprove: true,
  triggers: true,
  tags: true,
  tagsAll: true,
  onDelete: true,
  region: true,
  account: true,
  opsItemId: true,
  status: true,
  executedBy: true,
  executionStartTime: true,
  executionEndTime: true,
  actualStartTime: true,
  actualEndTime: true,
  approvals: true,
  runbook: true,
  failureMessage: true,
  consoleUrl: true,
};
const OUTPUTS = Object.keys(OUTPUT_NAMES);
