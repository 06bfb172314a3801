import type * as pulumi from "@pulumi/pulumi";
import { OpsResource } from "../hosts/dynamic/resource";
import { anySecret } from "../hosts/dynamic/secrets";
import type { IncidentRelatedItem } from "./relatedItem";

/**
 * Arguments of an incident. Unless it says otherwise, a change of a property is sent to AWS, and what people change of it
 * in the meantime stays as they have it.
 *
 * @see https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_StartIncident.html
 * @see https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_UpdateIncidentRecord.html
 */
export interface IncidentRecordArgs {
  /**
   * ARN of the response plan, at most 1,000 characters: it says whom to engage, which runbook to start, and what the
   * incident begins with. A change lets the incident go and starts a new one.
   */
  responsePlanArn: pulumi.Input<string>;
  /** Short heading, at most 200 characters. Default: the plan's. Removed from the program it stays. */
  title?: pulumi.Input<string>;
  /**
   * What it means to customers: 1 critical, 2 high, 3 medium, 4 low, 5 none. Default: the plan's. Removed from the
   * program it stays.
   */
  impact?: pulumi.Input<number>;
  /** What has set it off. Default: that somebody has started it. A change lets the incident go and starts a new one. */
  triggerDetails?: pulumi.Input<IncidentTriggerDetails>;
  /**
   * What responders need to know about: at most 50 items, no two with the same identifier, in any order. A change adds
   * and removes one by one; items that AWS or responders have added are never touched.
   */
  relatedItems?: pulumi.Input<pulumi.Input<IncidentRelatedItem>[]>;
  /** Any values; when they change, a new incident is started. Nothing else of them is used, and AWS never sees them. */
  triggers?: pulumi.Input<pulumi.Input<unknown>[]>;
  /** What is known; Markdown, at most 8,000 characters. Default: the plan's. Removed from the program it is cleared. */
  summary?: pulumi.Input<string>;
  /** Where responders talk. Default: the plan's. Removed from the program it is cleared. */
  chatChannel?: pulumi.Input<IncidentChatChannel>;
  /**
   * SNS topics that are told of changes, at most 10, in any order. Default: the plan's. Removed from the program they are
   * cleared.
   */
  notificationTargets?: pulumi.Input<pulumi.Input<IncidentNotificationTarget>[]>;
  /**
   * Whether it is open. A new incident is; `RESOLVED` resolves it at once. Removed from the program it stays as it is.
   * AWS does not say whether one that is resolved can be opened again.
   */
  status?: pulumi.Input<IncidentStatus>;
  /**
   * Tags, merged with the stack's `aws:defaultTags`; at most 48 together, in letters and digits of ASCII, spaces and
   * `_=@:.+,-/`. Tags that are not declared, such as the plan's, are never touched.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Whether `pulumi up` puts back what people have changed of the above, once a refresh has seen it. Default: false, the
   * incident is its responders'.
   */
  reconcile?: pulumi.Input<boolean>;
  /**
   * What destroy, and a replacement, does to it. `resolve`: resolves it; the record stays, with its timeline. `delete`:
   * deletes the record; its parent OpsItem stays. Default: `resolve`. A change concerns the next destroy, and calls
   * nothing.
   */
  onDelete?: pulumi.Input<"resolve" | "delete">;
  /**
   * Region of AWS in which calls are made, one of the replication set. Default: `aws:region`, then that of the
   * environment. A change moves nothing: the incident is in all of them.
   */
  region?: pulumi.Input<string>;
  /**
   * Takes over an existing incident instead of starting one: its ARN, with `region/` before it where needed. What the
   * program says is sent to it; one of another response plan, or of another resource, is refused. Removed later it
   * changes nothing; another ARN replaces.
   */
  adopt?: pulumi.Input<string>;
}

export type IncidentStatus = "OPEN" | "RESOLVED";

/** What has set off an incident. */
export interface IncidentTriggerDetails {
  /** What it comes from, at most 50 characters, not beginning with `aws.`. */
  source: pulumi.Input<string>;
  /** When it was set off: an ISO 8601 instant with its offset. */
  timestamp: pulumi.Input<string>;
  /** ARN of the resource that has set it off. */
  triggerArn?: pulumi.Input<string>;
  /** What that resource has told, at most 10,000 characters. */
  rawData?: pulumi.Input<string>;
}

/** The chat channel of an incident: 1 to 5 ARNs of SNS topics that AWS Chatbot listens to, or none. */
export type IncidentChatChannel =
  | { chatbotSns: pulumi.Input<pulumi.Input<string>[]>; empty?: never }
  | { empty: Record<string, never>; chatbotSns?: never };

export interface IncidentNotificationTarget {
  /** ARN of an SNS topic. */
  snsTopicArn: pulumi.Input<string>;
}

/** How an incident came about. */
export interface IncidentSource {
  /** Who or what has created the record. */
  createdBy: string;
  /** `aws.ssm-incidents.custom` where somebody has started it, else the source of the trigger details. */
  source: string;
  invokedBy?: string;
  /** ARN of what has set it off. */
  resourceArn?: string;
}

/** A related item as AWS has it. */
export interface IncidentRelatedItemOutput extends pulumi.Unwrap<IncidentRelatedItem> {
  /** Given by AWS: `related-item/`, the type, `/`, and 32 hexadecimal digits. */
  generatedId?: string;
}

/**
 * An incident of Incident Manager, started once: people are engaged as its response plan says. It is an event that has
 * happened: nothing starts it again but a change of `triggers`, `responsePlanArn` or `triggerDetails`, or destroying it
 * first. One that is deleted outside stays in the state with a warning. What people change of it is theirs, unless
 * `reconcile` is set.
 *
 * A start that AWS merges with an incident that is open already (the response plan has a deduplication string) is an
 * error that names that incident, and takes nothing over. Whatever is lost while it is started, the next `pulumi up`
 * continues with the incident.
 *
 * Incident Manager is closed to new customers since 7 November 2025.
 *
 * @see https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_IncidentRecord.html
 */
export class IncidentRecord extends OpsResource {
  declare readonly responsePlanArn: pulumi.Output<string>;
  declare readonly triggerDetails: pulumi.Output<pulumi.Unwrap<IncidentTriggerDetails> | undefined>;
  /** Title, impact, summary, channel, targets and status are AWS's, whether the program sets them or not. */
  declare readonly title: pulumi.Output<string>;
  declare readonly impact: pulumi.Output<number>;
  declare readonly summary: pulumi.Output<string | undefined>;
  /** Undefined where there is none. */
  declare readonly chatChannel: pulumi.Output<pulumi.Unwrap<IncidentChatChannel> | undefined>;
  declare readonly notificationTargets: pulumi.Output<pulumi.Unwrap<IncidentNotificationTarget>[]>;
  declare readonly status: pulumi.Output<IncidentStatus>;
  /** Those that the program declares and the incident has. */
  declare readonly relatedItems: pulumi.Output<pulumi.Unwrap<IncidentRelatedItem>[] | undefined>;
  /** All that it has, those of AWS and of responders too; secret where `relatedItems` or `triggerDetails` are. */
  declare readonly relatedItemsAll: pulumi.Output<IncidentRelatedItemOutput[]>;
  declare readonly triggers: pulumi.Output<unknown[] | undefined>;
  declare readonly tags: pulumi.Output<Record<string, string> | undefined>;
  /** The tags with `aws:defaultTags` merged in; secret where `tags` is. */
  declare readonly tagsAll: pulumi.Output<Record<string, string> | undefined>;
  declare readonly reconcile: pulumi.Output<boolean | undefined>;
  declare readonly onDelete: pulumi.Output<"resolve" | "delete" | undefined>;
  /** Where calls are made. */
  declare readonly region: pulumi.Output<string>;
  /** Account of the credentials. */
  declare readonly account: pulumi.Output<string>;
  /** The same as `id`. */
  declare readonly arn: pulumi.Output<string>;
  /** The plan's deduplication string, or one that AWS has made. */
  declare readonly dedupeString: pulumi.Output<string>;
  /** How it came about; secret where `relatedItems` or `triggerDetails` are. */
  declare readonly incidentRecordSource: pulumi.Output<IncidentSource>;
  /** Runbooks that the plan has started, by the ARNs of their executions. */
  declare readonly automationExecutions: pulumi.Output<{ ssmExecutionArn: string }[]>;
  /** The OpsItem that Incident Manager keeps about it, where it has shown one yet. */
  declare readonly parentOpsItemArn: pulumi.Output<string | undefined>;
  declare readonly parentOpsItemId: pulumi.Output<string | undefined>;
  /** When it was started; ISO 8601, UTC, like all times. */
  declare readonly creationTime: pulumi.Output<string>;
  declare readonly resolvedTime: pulumi.Output<string | undefined>;
  declare readonly lastModifiedTime: pulumi.Output<string>;
  declare readonly lastModifiedBy: pulumi.Output<string>;
  /** The incidents in the console, where it is among the open or the resolved ones: AWS documents no page of one. */
  declare readonly consoleUrl: pulumi.Output<string>;

  constructor(name: string, args: IncidentRecordArgs, opts?: pulumi.CustomResourceOptions) {
    const told = { ...args, keepsSecret: anySecret(args.relatedItems, args.triggerDetails) };
    super({ kind: "IncidentRecord", entry: "incidentRecord", outputs: OUTPUTS }, name, told, opts);
  }

  /**
   * Reads an existing incident without managing it.
   *
   * @param id Its ARN, with `region/` before it where the replication set has no region of the stack.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): IncidentRecord {
    return new IncidentRecord(name, {} as IncidentRecordArgs, { ...opts, id });
  }
}

type Outputs = Exclude<keyof IncidentRecord, keyof pulumi.CustomResource>;

/** By name, so that the compiler refuses a list that forgets one. */
const OUTPUT_NAMES: Record<Outputs, true> = {
  responsePlanArn: true,
  triggerDetails: true,
  title: true,
  impact: true,
  summary: true,
  chatChannel: true,
  notificationTargets: true,
  status: true,
  relatedItems: true,
  relatedItemsAll: true,
  triggers: true,
  tags: true,
  tagsAll: true,
  reconcile: true,
  onDelete: true,
  region: true,
  account: true,
  arn: true,
  dedupeString: true,
  incidentRecordSource: true,
  automationExecutions: true,
  parentOpsItemArn: true,
  parentOpsItemId: true,
  creationTime: true,
  resolvedTime: true,
  lastModifiedTime: true,
  lastModifiedBy: true,
  consoleUrl: true,
};
const OUTPUTS = Object.keys(OUTPUT_NAMES);
