import type { TriggerDetails } from "@aws-sdk/client-ssm-incidents";
import type { Incident } from "../incidentRecord/record";
import type { ResponsePlan } from "../responsePlan/record";
import type { World } from "../world";
import { addEvent } from "./record";

/** Puts onto a timeline that an incident has started, and for what plan. */
export function tellStart(
  { engagements = [], actions }: ResponsePlan,
  incident: Incident,
  at: Date,
  world: World,
): void {
  const { arn, title, incidentRecordSource } = incident.record;
  const { documentName, documentVersion } = actions?.[0]?.ssmAutomation ?? {};
  const data = {
    incidentTitle: title,
    contactsEngage: engagements,
    ssmDocumentName: documentName,
    ssmDocumentVersion: documentVersion,
    triggerArn: incidentRecordSource.resourceArn,
  };
  addEvent(incident, { type: "SSM Incident Start", data: JSON.stringify(data), time: at }, world);
  const references = [{ resource: arn }];
  addEvent(incident, { type: "Custom Event", data: JSON.stringify("Incident Started"), time: at, references }, world);
}

/** Puts onto a timeline what set off the incident, or would have set off another one. */
export function tellTrigger(
  incident: Incident,
  createdIncident: boolean,
  { source, triggerArn, rawData, timestamp }: TriggerDetails,
  at: Date,
  world: World,
): void {
  const data = JSON.stringify({ createdIncident, incidentSource: source, triggerArn, rawData });
  addEvent(incident, { type: "SSM Incident Trigger", data, time: timestamp ?? at, entered: at }, world);
}

/** Puts onto a timeline who changed what of the incident's record. */
export function tellUpdate(
  incident: Incident,
  modifiedBy: string,
  changed: Record<string, unknown>,
  at: Date,
  world: World,
): void {
  const { arn, title } = incident.record;
  const modifiedAttributes = Object.entries(changed).map(([attributeName, value]) => {
    return { attributeName, newValue: typeof value === "string" ? value : JSON.stringify(value) };
  });
  const data = JSON.stringify({ modifiedBy, modifiedAttributes, incidentTitle: title });
  addEvent(incident, { type: "SSM Incident Record Update", data, time: at, references: [{ resource: arn }] }, world);
}

/** Puts onto a timeline that the plan's runbook did not start. AWS does not publish the form of the data. */
export function tellRunbookFailure(incident: Incident, document: string, reason: string, at: Date, world: World): void {
  const data = JSON.stringify({ ssmDocumentName: document, failureMessage: reason });
  addEvent(incident, { type: "SSM Automation Execution Start Failure for Incident", data, time: at }, world);
}
