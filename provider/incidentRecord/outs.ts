import type { ChatChannel, IncidentRecord, RelatedItem } from "@aws-sdk/client-ssm-incidents";
import { consoleUrl } from "../core/awsPartition";
import type { Props } from "../core/handler";
import { withoutMarks } from "../core/mark";
import { readBack } from "../core/properties/readBack";
import { withSecrets as keepSecrets } from "../core/secret";
import { tagOuts } from "../core/tags";
import { table } from "./properties";
import { planArnOf } from "./reference";
import { declaredAmong, type Item, parentIn } from "./relatedItems";

/** An incident as AWS has it. */
export interface Live {
  record: IncidentRecord;
  items: RelatedItem[];
  tags: Record<string, string>;
}

/** What people may change of an incident as well as the program. */
const SHARED = [
  "title",
  "impact",
  "summary",
  "chatChannel",
  "notificationTargets",
  "status",
  "relatedItems",
  "tags",
  "tagsAll",
];

/** Of inputs or outputs, what people may change as well. */
export const sharedIn = (props: Props): Props =>
  Object.fromEntries(SHARED.flatMap((name) => (props[name] === undefined ? [] : [[name, props[name]]])));

/** Outputs with the inputs that are nobody else's as the program has them now. */
export function carried(outputs: Props, news: Props): Props {
  const ofTable = (name: string) => Object.hasOwn(table, name);
  const known = Object.entries(outputs).filter(([name]) => !ofTable(name) || SHARED.includes(name));
  const own = Object.entries(news).filter(([name]) => ofTable(name) && !SHARED.includes(name));
  const { keepsSecret } = outputs; // what is carried was told while it was so
  return withSecrets({ ...(keepsSecret === true && { keepsSecret }), ...Object.fromEntries([...known, ...own]) });
}

/** All outputs of an incident. `declared`: its inputs; undefined for one that is only read. */
export function outsOf(region: string, live: Live, declared: Props | undefined, account: unknown): Props {
  const { record, items, tags } = live;
  const arn = record.arn ?? "";
  const parent = parentIn(items);
  return withSecrets({
    ...readBack(table, asDeclarable(arn, live, declared), declared),
    ...tagOuts(withoutMarks(tags), declared),
    arn,
    region,
    account,
    dedupeString: record.dedupeString,
    incidentRecordSource: record.incidentRecordSource,
    automationExecutions: record.automationExecutions ?? [],
    relatedItemsAll: items,
    parentOpsItemArn: parent,
    parentOpsItemId: parent?.split("/").at(-1),
    creationTime: record.creationTime,
    resolvedTime: record.resolvedTime,
    lastModifiedTime: record.lastModifiedTime,
    lastModifiedBy: record.lastModifiedBy,
    consoleUrl: consoleUrl(region, "systems-manager/incidents/home"),
  });
}

/** The record with what AWS tells elsewhere, and with one form for each thing that it tells in several. */
function asDeclarable(arn: string, { record, items }: Live, declared: Props | undefined): Props {
  return {
    ...record,
    responsePlanArn: planArnOf(arn, declared?.responsePlanArn),
    summary: record.summary || (declared?.summary === "" ? "" : undefined),
    chatChannel: channelOf(record.chatChannel, declared?.chatChannel),
    notificationTargets: record.notificationTargets ?? [],
    relatedItems: declared ? declaredAmong((declared.relatedItems ?? []) as Item[], items) : items,
  };
}

/** AWS tells that there is none by an empty one, or by nothing. */
function channelOf(channel: ChatChannel | undefined, declared: unknown): unknown {
  if (channel?.chatbotSns) return { chatbotSns: channel.chatbotSns };
  return (declared as { empty?: object } | undefined)?.empty ? { empty: {} } : undefined;
}

/** Outputs, with what may tell of secret inputs kept secret too. */
export const withSecrets = (outs: Props): Props => keepSecrets(outs, ["relatedItemsAll", "incidentRecordSource"]);

/** A start whose incident AWS does not show has no time yet. */
export const wasNeverSeen = ({ creationTime }: Props): boolean => creationTime === undefined;

export const notShownYet = (arn: string): Error =>
  new Error(`incident ${arn} was started, but AWS does not show it yet: run \`pulumi up\` again in a minute`);
