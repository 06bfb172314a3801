import { commonRows, ownerRow, parseReference } from "../core/common";
import { list, map, type Properties, type PropertyTable, struct, text, time, whole } from "../core/properties/rows";
import { tagRows } from "../core/tags";
import { isUnknown } from "../core/unknown";
import type { OpsItemArgs } from "./opsItem";

const STATUSES = [
  "Open",
  "InProgress",
  "Resolved",
  "Pending",
  "TimedOut",
  "Cancelling",
  "Cancelled",
  "Failed",
  "CompletedWithSuccess",
  "CompletedWithFailure",
  "Scheduled",
  "RunbookInProgress",
  "PendingChangeCalendarOverride",
  "ChangeCalendarOverrideApproved",
  "ChangeCalendarOverrideRejected",
  "PendingApproval",
  "Approved",
  "Revoked",
  "Rejected",
  "Closed",
] as const;

const heading = { notBlank: true, oneLine: true } as const;

/** Keys of operational data to which AWS gives a meaning. All others that begin like them are reserved. */
export const RESOURCES = "/aws/resources";
export const AUTOMATIONS = "/aws/automations";
export const DEDUP = "/aws/dedup";

/** Our own entry: says whose item it is. */
export const OWNER = "pulumi-aws-ops/owner";

const RESERVED = ["amazon", "aws", "amzn", "ssm", "/amazon", "/aws", "/amzn", "/ssm"];

const entry = (json: boolean) =>
  struct({
    value: text({ required: true, notBlank: true, bytes: 20_480, json }),
    type: text({ choices: ["String", "SearchableString"], default: "String" }),
  });

const { tags, tagsAll } = tagRows(
  50,
  "Tags, besides `aws:defaultTags`. Those that the program does not declare are never touched.",
);

/** Everything about each property of an OpsItem. Limits: the API reference of CreateOpsItem and UpdateOpsItem, and the quotas of OpsCenter. */
export const properties = {
  title: text({ ...heading, required: true, length: [1, 1024], doc: "Short heading: the issue and what it concerns." }),
  description: text({ required: true, length: [1, 2048], notBlank: true, doc: "What people need to know; Markdown." }),
  source: text({
    ...heading,
    required: true,
    createOnly: true,
    length: [1, 128],
    contains: { none: ["aws", "amazon", "amzn"] },
    doc: "Where the item comes from.",
  }),
  opsItemType: text({
    createOnly: true,
    reported: true,
    assumed: "/aws/issue",
    doc: "Kind of item: `/aws/issue`, `/aws/insight` or `/aws/changerequest`.",
  }),
  operationalData: map({
    cleared: {},
    createOnlyKeys: [DEDUP],
    keys: text({
      length: [1, 128],
      notBlank: true,
      oneLine: true,
      begins: { none: RESERVED, except: [RESOURCES, AUTOMATIONS, DEDUP] },
    }),
    of: entry(false),
    special: { [RESOURCES]: entry(true), [AUTOMATIONS]: entry(true) },
    ownRules: [isNotOurs],
    rules: [saysWhatAwsReads],
    doc: "Details under keys of your own. Keys that the program does not declare are never touched.",
  }),
  notifications: list({
    unordered: true,
    assumed: [],
    cleared: [],
    of: struct({ arn: text({ required: true, length: [1, 2048] }) }),
    doc: "SNS topics that are told of changes; in the region of the item.",
  }),
  priority: whole({ range: [1, 5], doc: "1 to 5; what they mean is yours." }),
  relatedOpsItems: list({
    unordered: true,
    assumed: [],
    cleared: [],
    length: [0, 10],
    of: struct({ opsItemId: text({ required: true, length: [1, 2048] }) }),
    doc: "Other OpsItems that have something in common with it; at most 10.",
  }),
  category: text({
    ...heading,
    length: [1, 64],
    doc: "Availability, Cost, Performance, Recovery or Security; AWS takes any text.",
  }),
  severity: text({
    ...heading,
    length: [1, 64],
    doc: "`1` critical, `2` high, `3` medium, `4` low; AWS takes any text.",
  }),
  plannedStartTime: time({ doc: "When the work is to start; of use for `/aws/changerequest`." }),
  plannedEndTime: time({ doc: "When the work is to end; of use for `/aws/changerequest`." }),
  actualStartTime: time({ doc: "When the work has started; of use for `/aws/changerequest`." }),
  actualEndTime: time({ doc: "When the work has ended; of use for `/aws/changerequest`." }),
  accountId: text({
    createOnly: true,
    unreadable: true,
    pattern: { matches: /^\d{12}$/, means: "an account id of 12 digits" },
    doc: "Account in which the item is made; by default that of the credentials.",
  }),
  status: text({ choices: STATUSES, reported: true, doc: "Open, InProgress or Resolved. A new item is Open." }),
  tags,
  onDelete: text({
    local: true,
    choices: ["delete", "resolve"],
    said: { removed: "its default" },
    doc: "What destroy does to it; `delete` by default; with `accountId`, where AWS allows no deletion, only `resolve`.",
  }),
  ...commonRows,
  adopt: { ...commonRows.adopt, ownRules: [isAnOpsItem] },
} satisfies Properties<OpsItemArgs>;

export const table: PropertyTable = { ...properties, owner: ownerRow, tagsAll };

function* isAnOpsItem(reference: string) {
  if (/^oi-[0-9a-f]{12}$/.test(parseReference(reference).id)) return;
  const means = 'the id of an OpsItem, "oi-" and 12 hexadecimal digits, or its ARN';
  yield { reason: `must be ${means}, with "region/" before it where needed` };
}

type OperationalData = Record<string, { value: string; type?: string }>;

function* isNotOurs(data: OperationalData) {
  if (Object.hasOwn(data, OWNER)) yield { path: `["${OWNER}"]`, reason: "is kept by this package: choose another key" };
  if (Object.hasOwn(data, "__proto__")) yield { path: '["__proto__"]', reason: "is no key: choose another one" };
}

/** The texts under AWS's own keys: their form, and how much they may hold. */
function* saysWhatAwsReads(data: OperationalData) {
  for (const [key, { means, atMost, isElement }] of Object.entries(LISTS)) {
    const value = data[key]?.value;
    if (typeof value !== "string" || isUnknown(value)) continue;
    const elements = parsed(value);
    const path = `["${key}"].value`;
    if (!Array.isArray(elements) || !elements.every(isElement))
      yield { path, reason: `must be JSON of the form ${means}` };
    else if (elements.length > atMost) yield { path, reason: `must name at most ${atMost}, not ${elements.length}` };
  }
  const dedup = data[DEDUP]?.value;
  if (typeof dedup !== "string" || isUnknown(dedup)) return;
  const { dedupString } = (parsed(dedup) ?? {}) as { dedupString?: unknown };
  if (typeof dedupString !== "string" || dedupString === "" || [...dedupString].length > 512) {
    yield {
      path: `["${DEDUP}"].value`,
      reason: 'must be JSON of the form {"dedupString": "…"} with 1 to 512 characters',
    };
  }
}

const has = (name: string) => (element: unknown) =>
  typeof (element as Record<string, unknown> | null)?.[name] === "string";

const LISTS = {
  [RESOURCES]: { means: '[{"arn": "…"}]', atMost: 100, isElement: has("arn") },
  [AUTOMATIONS]: {
    means: '[{"automationId": "…", "automationType": "…"}]',
    atMost: 10,
    isElement: has("automationId"),
  },
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
