import { partitionOf } from "../callers";
import type { Context } from "../operation";
import { addOpsItem } from "../opsItem/addOpsItem";
import { addRelatedItem } from "../opsItem/addRelatedItem";
import type { OpsItemRecord } from "../opsItem/record";
import { tellUpdate } from "../timelineEvent/automatic";
import type { Incident } from "./record";
import { newRelatedItem } from "./relatedItems";
import { startRunbook } from "./runbook";

/** The service changes the record after it was made, however quick it is. */
const momentMs = 1;

/** AWS does not say what it writes there. */
const source = "Incident Manager";

/** Lets the service do what it does to an incident after its start, if that was due by a moment. */
export function settleStart(incident: Incident, until: Date): void {
  const { afterStart } = incident;
  if (!afterStart || afterStart.at > until) return;
  incident.afterStart = undefined;
  const at = new Date(afterStart.at.getTime() + momentMs);
  const context = { ...afterStart.start, now: at };
  startRunbook(incident, afterStart.plan, context);
  giveParent(incident, context);
}

/** Makes the parent OpsItem, unless the incident was started from one, and links the two. */
function giveParent(incident: Incident, context: Context): void {
  const { caller, now, world } = context;
  const given = incident.relatedItems.find(({ item }) => item.identifier.type === "PARENT");
  const parent = given ? opsItemUnder(given.item.identifier.value?.arn, context) : newParent(incident, context);
  if (parent) associate(parent, incident, context);
  if (!parent || given) return;
  const itemToAdd = { identifier: parentIdentifier(parent, context), title: "parentItem" };
  incident.relatedItems.push(newRelatedItem(itemToAdd, world));
  incident.record = { ...incident.record, lastModifiedTime: now, lastModifiedBy: caller.arn };
  tellUpdate(incident, caller.arn, { relatedItems: { itemToAdd } }, now, world);
}

/** Parent OpsItems count against no quota. */
function newParent({ record, isVisible }: Incident, context: Context): OpsItemRecord {
  const fields = { OpsItemType: "/aws/issue", Title: record.title, Description: record.summary, Source: source };
  return addOpsItem({ ...fields, Status: "Open" }, { isVisible }, context.place, context);
}

function opsItemUnder(arn: string | undefined, { place }: Context): OpsItemRecord | undefined {
  return [...place.opsItems.values()].find(({ item }) => item.OpsItemArn.toLowerCase() === arn?.toLowerCase());
}

function parentIdentifier({ item }: OpsItemRecord, { world }: Context) {
  const arn = item.OpsItemArn.replace(":opsitem/", `:${world.answers.parentArn}/`);
  return { type: "PARENT" as const, value: { arn } };
}

function associate(parent: OpsItemRecord, { record, isVisible }: Incident, context: Context): void {
  const { account, region } = context.place;
  const association = {
    AssociationType: "IsParentOf",
    ResourceType: "AWS::SSMIncidents::IncidentRecord",
    ResourceUri: record.arn,
  };
  const role = "assumed-role/AWSServiceRoleForIncidentManager/IncidentResponse";
  const arn = `arn:${partitionOf(region)}:sts::${account}:${role}`;
  addRelatedItem(parent, association, { arn, isVisible, context });
}
