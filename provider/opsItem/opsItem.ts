import type * as pulumi from "@pulumi/pulumi";
import { parseReference } from "../core/common";
import { OpsResource } from "../hosts/dynamic/resource";

/** One entry of an OpsItem's operational data. */
export interface OperationalDataValue {
  /** Text of at most 20 KB (20,480 bytes of UTF-8), not blank. */
  value: pulumi.Input<string>;
  /**
   * `SearchableString` is found and shown by DescribeOpsItems, for everybody who may list items; `String` only by
   * GetOpsItem. Default: `String`.
   */
  type?: pulumi.Input<"String" | "SearchableString">;
}

/** An SNS topic that is told when an OpsItem changes. */
export interface OpsItemNotification {
  /** ARN of the topic; in the region of the item, and not encrypted with AWS's managed key. */
  arn: pulumi.Input<string>;
}

/** Another OpsItem that has something in common with this one. */
export interface RelatedOpsItem {
  /** Its id, `oi-` and 12 hexadecimal digits. */
  opsItemId: pulumi.Input<string>;
}

/** Status of an OpsItem. People choose among the first three; the others are set by Change Manager and its like. */
export type OpsItemStatus =
  | "Open"
  | "InProgress"
  | "Resolved"
  | "Pending"
  | "TimedOut"
  | "Cancelling"
  | "Cancelled"
  | "Failed"
  | "CompletedWithSuccess"
  | "CompletedWithFailure"
  | "Scheduled"
  | "RunbookInProgress"
  | "PendingChangeCalendarOverride"
  | "ChangeCalendarOverrideApproved"
  | "ChangeCalendarOverrideRejected"
  | "PendingApproval"
  | "Approved"
  | "Revoked"
  | "Rejected"
  | "Closed";

/**
 * Arguments of an OpsItem. Unless it says otherwise a change updates the item in place, and a property that is removed
 * from the program is cleared.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateOpsItem.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateOpsItem.html
 */
export interface OpsItemArgs {
  /** Short heading: the issue and what it concerns. One line of 1 to 1,024 characters, not blank. */
  title: pulumi.Input<string>;
  /** What people need to know when they see the item for the first time; Markdown, 1 to 2,048 characters, not blank. */
  description: pulumi.Input<string>;
  /**
   * Where the item comes from. One line of 1 to 128 characters, not blank, without `aws`, `amazon` and `amzn`.
   * A change replaces the item.
   */
  source: pulumi.Input<string>;
  /**
   * Kind of item: `/aws/issue`, `/aws/insight` or `/aws/changerequest`. Default: `/aws/issue`.
   * A change replaces the item.
   */
  opsItemType?: pulumi.Input<string>;
  /**
   * Details under keys of your own: 1 to 128 characters, not beginning with `aws`, `amazon`, `amzn` or `ssm`, with or
   * without a slash before it. AWS reads three keys itself, each with JSON as its value: `/aws/resources`
   * (`[{"arn": "…"}]`, at most 100), `/aws/automations` (`[{"automationId": "…", "automationType": "…"}]`, at most 10)
   * and `/aws/dedup` (`{"dedupString": "…"}`, at most 512 characters; a change replaces the item). Keys that are not
   * declared are never touched, and never shown as a difference.
   */
  operationalData?: pulumi.Input<Record<string, pulumi.Input<OperationalDataValue>>>;
  /** SNS topics that are told of changes. Their order says nothing. */
  notifications?: pulumi.Input<pulumi.Input<OpsItemNotification>[]>;
  /** 1 to 5; what they mean is yours. AWS cannot clear it: removed from the program it keeps its value, unmanaged. */
  priority?: pulumi.Input<number>;
  /** At most 10 other OpsItems that have something in common with this one. Their order says nothing. */
  relatedOpsItems?: pulumi.Input<pulumi.Input<RelatedOpsItem>[]>;
  /**
   * Availability, Cost, Performance, Recovery or Security; AWS takes any line of 1 to 64 characters. AWS cannot clear
   * it: removed from the program it keeps its value, unmanaged.
   */
  category?: pulumi.Input<string>;
  /**
   * `1` critical, `2` high, `3` medium, `4` low; AWS takes any line of 1 to 64 characters. AWS cannot clear it: removed
   * from the program it keeps its value, unmanaged.
   */
  severity?: pulumi.Input<string>;
  /**
   * When the work is to start, as an ISO 8601 instant with its offset. Of use for `/aws/changerequest`. AWS cannot
   * clear it: removed from the program it keeps its value, unmanaged. The same holds for the next three.
   */
  plannedStartTime?: pulumi.Input<string>;
  /** When the work is to end. */
  plannedEndTime?: pulumi.Input<string>;
  /** When the work has started. */
  actualStartTime?: pulumi.Input<string>;
  /** When the work has ended. */
  actualEndTime?: pulumi.Input<string>;
  /**
   * Account in which the item is made: 12 digits. Needs the management account, or a delegated administrator of
   * OpsCenter. Default: the account of the credentials. A change replaces the item.
   */
  accountId?: pulumi.Input<string>;
  /**
   * Open, InProgress or Resolved. Default: whatever it is; a new item is Open. Removed from the program it keeps its
   * value, unmanaged.
   */
  status?: pulumi.Input<OpsItemStatus>;
  /**
   * Tags, merged with the stack's `aws:defaultTags`; at most 50 together. Tags that are not declared are never touched,
   * and never shown as a difference.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * What destroy, and a replacement, does to the item: `delete` removes it from OpsCenter, `resolve` keeps it as
   * Resolved. Default: `delete`; with `accountId`, where AWS allows no deletion, only `resolve`.
   */
  onDelete?: pulumi.Input<"delete" | "resolve">;
  /** Region of AWS. Default: `aws:region`, then that of the environment. A change replaces the item. */
  region?: pulumi.Input<string>;
  /**
   * Takes over an existing item instead of making one: its id or ARN, with `region/` before it where needed. The item
   * is brought in line with the program, and belongs to it from then on; one that belongs to another resource is
   * refused. Removed later it changes nothing; another id replaces.
   */
  adopt?: pulumi.Input<string>;
}

/**
 * An OpsItem of AWS Systems Manager OpsCenter, kept as declared: what people change of the declared properties is shown
 * by `pulumi refresh` and put back by `pulumi up`; an item that is gone is made again.
 *
 * Destroying it deletes the item, or resolves it with `onDelete: "resolve"`.
 *
 * @example
 * const item = new ops.OpsItem("disk-filling-up", {
 *   title: "Disk of orders-db is filling up",
 *   description: "Above 80 % since the last release.",
 *   source: "orders",
 *   severity: "2",
 * });
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_OpsItem.html
 */
export class OpsItem extends OpsResource {
  /** Its id, `oi-` and 12 hexadecimal digits; the same as `id`, unless `get` was given more than that. */
  declare readonly opsItemId: pulumi.Output<string>;
  declare readonly opsItemArn: pulumi.Output<string>;
  declare readonly title: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string>;
  declare readonly source: pulumi.Output<string>;
  declare readonly opsItemType: pulumi.Output<string>;
  /** The declared entries; without any, all that the item has. */
  declare readonly operationalData: pulumi.Output<Record<string, { value: string; type: string }> | undefined>;
  declare readonly notifications: pulumi.Output<{ arn: string }[] | undefined>;
  declare readonly priority: pulumi.Output<number | undefined>;
  declare readonly relatedOpsItems: pulumi.Output<{ opsItemId: string }[] | undefined>;
  declare readonly category: pulumi.Output<string | undefined>;
  declare readonly severity: pulumi.Output<string | undefined>;
  declare readonly plannedStartTime: pulumi.Output<string | undefined>;
  declare readonly plannedEndTime: pulumi.Output<string | undefined>;
  declare readonly actualStartTime: pulumi.Output<string | undefined>;
  declare readonly actualEndTime: pulumi.Output<string | undefined>;
  declare readonly accountId: pulumi.Output<string | undefined>;
  declare readonly status: pulumi.Output<OpsItemStatus>;
  declare readonly tags: pulumi.Output<Record<string, string> | undefined>;
  /** The tags with the stack's `aws:defaultTags`; secret where the tags are. */
  declare readonly tagsAll: pulumi.Output<Record<string, string> | undefined>;
  declare readonly onDelete: pulumi.Output<"delete" | "resolve" | undefined>;
  declare readonly region: pulumi.Output<string>;
  /** The account whose credentials manage it. */
  declare readonly account: pulumi.Output<string>;
  /** ARN of whoever made it. */
  declare readonly createdBy: pulumi.Output<string>;
  /** ISO 8601, UTC, like all times. */
  declare readonly createdTime: pulumi.Output<string>;
  declare readonly lastModifiedBy: pulumi.Output<string>;
  declare readonly lastModifiedTime: pulumi.Output<string>;
  /** AWS counts edits in it. */
  declare readonly version: pulumi.Output<string>;
  /** Its page in the console. */
  declare readonly consoleUrl: pulumi.Output<string>;

  constructor(name: string, args: OpsItemArgs, opts?: pulumi.CustomResourceOptions) {
    super({ kind: "OpsItem", entry: "opsItem", outputs: OUTPUTS }, name, args, opts);
    // The id stays known in the preview of an update, where outputs do not. Of `get` it is whatever that was given.
    this.opsItemId = this.id.apply((id) => parseReference(id).id);
  }

  /**
   * Reads an existing item without managing it.
   *
   * @param id Its id or ARN, with `region/` before it where it is not in the region of the stack.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): OpsItem {
    return new OpsItem(name, {} as OpsItemArgs, { ...opts, id });
  }
}

type Outputs = Exclude<keyof OpsItem, keyof pulumi.CustomResource>;

/** By name, so that the compiler refuses a list that forgets one. */
const OUTPUT_NAMES: Record<Outputs, true> = {
  opsItemId: true,
  opsItemArn: true,
  title: true,
  description: true,
  source: true,
  opsItemType: true,
  operationalData: true,
  notifications: true,
  priority: true,
  relatedOpsItems: true,
  category: true,
  severity: true,
  plannedStartTime: true,
  plannedEndTime: true,
  actualStartTime: true,
  actualEndTime: true,
  accountId: true,
  status: true,
  tags: true,
  tagsAll: true,
  onDelete: true,
  region: true,
  account: true,
  createdBy: true,
  createdTime: true,
  lastModifiedBy: true,
  lastModifiedTime: true,
  version: true,
  consoleUrl: true,
};
const OUTPUTS = Object.keys(OUTPUT_NAMES);
