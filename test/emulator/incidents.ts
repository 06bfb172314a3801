import {
  CreateReplicationSetCommand,
  type CreateReplicationSetInput,
  CreateResponsePlanCommand,
  type CreateResponsePlanInput,
  CreateTimelineEventCommand,
  type CreateTimelineEventInput,
  GetIncidentRecordCommand,
  GetReplicationSetCommand,
  GetTimelineEventCommand,
  type IncidentRecord,
  ListRelatedItemsCommand,
  ListReplicationSetsCommand,
  ListTimelineEventsCommand,
  type RelatedItem,
  type ReplicationSet,
  type SSMIncidentsClient,
  StartIncidentCommand,
  type StartIncidentInput,
  type TimelineEvent,
  UpdateIncidentRecordCommand,
  type UpdateIncidentRecordInput,
} from "@aws-sdk/client-ssm-incidents";
import { type emulated, newAccount, region } from "./support";

export type Aws = ReturnType<typeof emulated>;

/** What lets incidents be started at once, of a plan without anything. */
export const prepared = { replicationSet: [region], responsePlans: [{ name: "drill" }] };

/** An account of its own, with a client of Incident Manager. */
export function owner(aws: Aws, account = newAccount()) {
  const client = aws.incidents(account);
  const arnOf = (resource: string) => `arn:aws:ssm-incidents::${account}:${resource}`;
  return { account, client, arnOf, plan: arnOf("response-plan/drill") };
}

export type Owner = ReturnType<typeof owner>;

/** Starts an incident, by the plan `drill` if none is given; answers its ARN. */
export async function start({ client, plan }: Owner, input: Partial<StartIncidentInput> = {}): Promise<string> {
  const answer = await client.send(new StartIncidentCommand({ responsePlanArn: plan, ...input }));
  return answer.incidentRecordArn as string;
}

export async function recordOf(client: SSMIncidentsClient, arn: string): Promise<IncidentRecord> {
  const { incidentRecord } = await client.send(new GetIncidentRecordCommand({ arn }));
  return incidentRecord as IncidentRecord;
}

export async function update(client: SSMIncidentsClient, input: UpdateIncidentRecordInput): Promise<void> {
  await client.send(new UpdateIncidentRecordCommand(input));
}

export async function itemsOf(client: SSMIncidentsClient, incidentRecordArn: string): Promise<RelatedItem[]> {
  const { relatedItems } = await client.send(new ListRelatedItemsCommand({ incidentRecordArn }));
  return relatedItems as RelatedItem[];
}

/** A related item that is a link. */
export function linkTo(url: string): RelatedItem {
  return { identifier: { type: "OTHER", value: { url } } };
}

/** Puts a note onto a timeline; answers its id. */
export async function addNote(
  client: SSMIncidentsClient,
  incidentRecordArn: string,
  more: Partial<CreateTimelineEventInput> = {},
): Promise<string> {
  const note = { incidentRecordArn, eventType: "Note", eventData: "looking", eventTime: new Date(), ...more };
  return (await client.send(new CreateTimelineEventCommand(note))).eventId as string;
}

export async function eventOf(
  client: SSMIncidentsClient,
  incidentRecordArn: string,
  eventId: string,
): Promise<TimelineEvent> {
  const { event } = await client.send(new GetTimelineEventCommand({ incidentRecordArn, eventId }));
  return event as TimelineEvent;
}

/** The timeline of an incident with all data, latest first. */
export async function timelineOf(client: SSMIncidentsClient, incidentRecordArn: string): Promise<TimelineEvent[]> {
  const { eventSummaries = [] } = await client.send(new ListTimelineEventsCommand({ incidentRecordArn }));
  return Promise.all(eventSummaries.map(({ eventId }) => eventOf(client, incidentRecordArn, eventId as string)));
}

/** The data of an incident's events of a type, latest first. */
export async function dataOf(client: SSMIncidentsClient, arn: string, type: string): Promise<unknown[]> {
  const events = (await timelineOf(client, arn)).filter(({ eventType }) => eventType === type);
  return events.map(({ eventData }) => JSON.parse(eventData as string));
}

/** Creates a response plan; answers its ARN. */
export async function createPlan(
  client: SSMIncidentsClient,
  name: string,
  input: Partial<CreateResponsePlanInput> = {},
): Promise<string> {
  const incidentTemplate = { title: "Drill", impact: 3 };
  const { arn } = await client.send(new CreateResponsePlanCommand({ name, incidentTemplate, ...input }));
  return arn as string;
}

/** Creates a replication set of the Regions named; answers its ARN. */
export async function createSet(
  client: SSMIncidentsClient,
  names: string[],
  more: Partial<CreateReplicationSetInput> = {},
): Promise<string> {
  const regions = Object.fromEntries(names.map((name) => [name, {}]));
  return (await client.send(new CreateReplicationSetCommand({ regions, ...more }))).arn as string;
}

/** The replication set that the client's account has. */
export async function setOf(client: SSMIncidentsClient): Promise<ReplicationSet> {
  const { replicationSetArns: [arn] = [] } = await client.send(new ListReplicationSetsCommand({}));
  const { replicationSet } = await client.send(new GetReplicationSetCommand({ arn }));
  return replicationSet as ReplicationSet;
}
