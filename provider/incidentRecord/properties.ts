import { commonRows, ownerRow } from "../core/common";
import { isNotOurs } from "../core/mark";
import {
  any,
  flag,
  list,
  type Properties,
  type PropertyTable,
  spelledAlike,
  struct,
  type TextShape,
  text,
  time,
  whole,
} from "../core/properties/rows";
import { tagRows } from "../core/tags";
import { hasUnknown, isUnknown } from "../core/unknown";
import type { IncidentRecordArgs } from "./incidentRecord";
import { incidentArnIn } from "./reference";
import { type Item, identityOf } from "./relatedItems";

const arn: Partial<TextShape> = {
  length: [0, 1000],
  pattern: { matches: /^arn:aws(-cn|-us-gov)?:[a-z0-9-]*:[a-z0-9-]*:([0-9]{12})?:.+$/, means: "an ARN" },
};

const relatedItem = struct({
  identifier: {
    ...struct({
      type: text({
        required: true,
        choices: [
          "ANALYSIS",
          "INCIDENT",
          "METRIC",
          "PARENT",
          "ATTACHMENT",
          "OTHER",
          "AUTOMATION",
          "INVOLVED_RESOURCE",
          "TASK",
        ],
      }),
      value: {
        ...struct({
          arn: text({ ...arn }),
          url: text({ length: [0, 1000] }),
          metricDefinition: text({ length: [0, 4000] }),
          pagerDutyIncidentDetail: struct({
            id: text({ required: true, length: [1, 200] }),
            autoResolve: flag<object>({}),
            secretId: text({ length: [1, 512] }),
          }),
        }),
        required: true,
      },
    }),
    required: true,
  },
  title: text({ length: [0, 200] }),
});

/** One tag says whose the incident is, and a second one that it was let go. */
const { tags, tagsAll } = tagRows(
  48,
  "Tags, besides `aws:defaultTags`. Those that the program does not declare, such as the plan's, are never touched.",
  { matches: /^[A-Za-z0-9 _=@:.+-/]*$/, means: "letters, digits, spaces and _=@:.+,-/ of ASCII" },
);

const createOnly = true;
/** Also where the program does not set it: the response plan does. */
const reported = true;

/** Everything about each property of an incident. Limits: the API reference of StartIncident and UpdateIncidentRecord. */
export const properties = spelledAlike({
  responsePlanArn: text({
    ...arn,
    required: true,
    createOnly,
    doc: "ARN of the response plan: whom to engage, and what the incident begins with.",
  }),
  title: text({ length: [0, 200], reported, doc: "Short heading; by default the plan's." }),
  impact: whole({
    range: [1, 5],
    reported,
    doc: "1 critical, 2 high, 3 medium, 4 low, 5 none; by default the plan's.",
  }),
  triggerDetails: {
    ...struct({
      source: text({ required: true, length: [0, 50], begins: { none: ["aws."] } }),
      timestamp: time({ required: true }),
      triggerArn: text({ ...arn }),
      rawData: text({ length: [0, 10_000] }),
    }),
    createOnly,
    unreadable: true, // AWS puts it on the timeline
    doc: "What has set off the incident.",
  },
  relatedItems: list({
    unordered: true,
    cleared: [],
    length: [0, 50],
    of: relatedItem,
    ownRules: [noneTwice, eachInOneForm],
    doc: "What responders need to know about. Items that AWS or responders add are never touched.",
  }),
  triggers: list({
    local: true,
    createOnly,
    of: any<object>({}),
    doc: "Any values: when they change, a new incident is started.",
  }),
  summary: text({ length: [0, 8000], cleared: "", reported, doc: "What is known; Markdown. By default the plan's." }),
  chatChannel: {
    ...struct({
      chatbotSns: list({ length: [1, 5], unordered: true, of: text({ length: [0, 1000] }) }),
      empty: struct({}),
    }),
    cleared: { empty: {} },
    reported,
    ownRules: [ofOneKind],
    doc: "SNS topics of the chat channel, or `{ empty: {} }` for none; by default the plan's.",
  },
  notificationTargets: list({
    length: [0, 10],
    unordered: true,
    cleared: [],
    reported,
    of: struct({ snsTopicArn: text({ ...arn, required: true }) }),
    doc: "SNS topics that are told of changes of the incident; by default the plan's.",
  }),
  status: text({ choices: ["OPEN", "RESOLVED"], reported, doc: "A new incident is open." }),
  tags: { ...tags, ownRules: [isNotOurs] },
  reconcile: flag({
    local: true,
    assumed: false,
    said: { removed: "`false`" },
    doc: "Puts back what people have changed of the above. By default an incident is its responders'.",
  }),
  onDelete: text({
    local: true,
    choices: ["resolve", "delete"],
    said: { removed: "its default" },
    doc: "What destroy and a replacement do to it; `resolve` by default.",
  }),
  ...commonRows,
  region: {
    ...commonRows.region,
    createOnly: false, // the ARN has none: an incident is in all regions of the replication set
    said: { change: "calls go there", removed: commonRows.region.said.removed },
  },
  adopt: { ...commonRows.adopt, ownRules: [isAnIncident] },
} satisfies Properties<IncidentRecordArgs>);

export const table: PropertyTable = {
  ...properties,
  owner: ownerRow,
  tagsAll: { ...tagsAll, ownRules: [isNotOurs] },
  keepsSecret: flag({
    local: true,
    hidden: true,
    doc: "Whether related items or trigger details are secret: then so is what AWS tells of them.",
  }),
};

function* isAnIncident(reference: string) {
  if (incidentArnIn(reference)) return;
  yield { reason: 'must be the ARN of an incident record, with "region/" before it where needed' };
}

/** AWS tells items apart by their identifiers alone. */
function* noneTwice(items: Item[]) {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (hasUnknown(item)) continue;
    const identity = identityOf(item);
    if (seen.has(identity)) yield { path: `[${index}].identifier`, reason: "must differ from those before it" };
    seen.add(identity);
  }
}

function* eachInOneForm(items: Item[]) {
  for (const [index, item] of items.entries()) {
    const { identifier } = item;
    if (isUnknown(item) || isUnknown(identifier) || isUnknown(identifier.value) || given(identifier.value).length === 1)
      continue;
    const reason = "must have exactly one of arn, url, metricDefinition and pagerDutyIncidentDetail";
    yield { path: `[${index}].identifier.value`, reason };
  }
}

function* ofOneKind(channel: Record<string, unknown>) {
  if (given(channel).length !== 1) yield { reason: "must have exactly one of chatbotSns and empty" };
}

const given = (union: Record<string, unknown>): string[] =>
  Object.keys(union).filter((name) => union[name] !== undefined && union[name] !== null);
