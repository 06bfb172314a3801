import type { IncidentRecord, IncidentRecordSource, ItemIdentifier, RelatedItem } from "@aws-sdk/client-ssm-incidents";
import type { Context } from "../operation";
import type { ResponsePlan } from "../responsePlan/record";
import type { TimelineEventRecord } from "../timelineEvent/record";

/** An incident as the emulator keeps it. */
export interface Incident {
  /** Order of creation, over all accounts. */
  readonly sequence: number;
  /** What GetIncidentRecord answers. */
  record: IncidentRecord & {
    arn: string;
    title: string;
    impact: number;
    creationTime: Date;
    incidentRecordSource: IncidentRecordSource;
  };
  /** Oldest first. */
  relatedItems: RelatedItemRecord[];
  /** By id. */
  readonly events: Map<string, TimelineEventRecord>;
  tags: Map<string, string>;
  /** Whether reads see it yet. */
  readonly isVisible: () => boolean;
  /** What the service does once the call that started it is answered, and when. */
  afterStart?: AfterStart;
}

export interface RelatedItemRecord {
  readonly sequence: number;
  /** What ListRelatedItems answers. */
  readonly item: RelatedItem & { identifier: ItemIdentifier; generatedId: string };
}

export interface AfterStart {
  at: Date;
  /** The call, on whose behalf it is done. */
  start: Context;
  plan: ResponsePlan;
}
