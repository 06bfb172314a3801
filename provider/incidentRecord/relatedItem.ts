import type * as pulumi from "@pulumi/pulumi";

/** What a related item is to an incident. */
export type RelatedItemType =
  | "ANALYSIS"
  | "INCIDENT"
  | "METRIC"
  | "PARENT"
  | "ATTACHMENT"
  | "OTHER"
  | "AUTOMATION"
  | "INVOLVED_RESOURCE"
  | "TASK";

/**
 * Something that responders need to know about beside an incident.
 *
 * @see https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_RelatedItem.html
 */
export interface IncidentRelatedItem {
  /** What it is and where; two items of an incident must differ in it. */
  identifier: pulumi.Input<IncidentItemIdentifier>;
  /** At most 200 characters. */
  title?: pulumi.Input<string>;
}

export interface IncidentItemIdentifier {
  type: pulumi.Input<RelatedItemType>;
  /** Exactly one of the four forms. */
  value: pulumi.Input<IncidentItemValue>;
}

/** Where a related item is, in one of four forms. */
export type IncidentItemValue =
  | OneForm<{
      /** ARN of a resource of AWS. */
      arn: pulumi.Input<string>;
    }>
  | OneForm<{
      /** At most 1,000 characters. */
      url: pulumi.Input<string>;
    }>
  | OneForm<{
      /** Source of a widget of CloudWatch, JSON; at most 4,000 characters. */
      metricDefinition: pulumi.Input<string>;
    }>
  | OneForm<{ pagerDutyIncidentDetail: pulumi.Input<PagerDutyIncidentDetail> }>;

type Form = "arn" | "url" | "metricDefinition" | "pagerDutyIncidentDetail";

/** One form excludes the others. */
type OneForm<Given extends object> = Given & { [Other in Exclude<Form, keyof Given>]?: never };

/** An incident of PagerDuty. */
export interface PagerDutyIncidentDetail {
  /** Its id there, 1 to 200 characters. */
  id: pulumi.Input<string>;
  /** Whether resolving the incident resolves it too. */
  autoResolve?: pulumi.Input<boolean>;
  /** The secret of Secrets Manager that holds the key to PagerDuty: its id, 1 to 512 characters. */
  secretId?: pulumi.Input<string>;
}
