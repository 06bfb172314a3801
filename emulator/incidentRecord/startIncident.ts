import { randomUUID } from "node:crypto";
import type {
  StartIncidentInput as Input,
  StartIncidentOutput as Output,
  TriggerDetails,
} from "@aws-sdk/client-ssm-incidents";
import { AwsError } from "../errors";
import { arnOf, type IncidentManagerAccount } from "../incidentManager/account";
import { conflict, invalid } from "../incidentManager/errors";
import { dataReady } from "../incidentManager/find";
import { oncePerToken } from "../incidentManager/tokens";
import type { Checked, Context } from "../operation";
import { planToWrite } from "../responsePlan/find";
import type { ResponsePlanRecord } from "../responsePlan/record";
import { tellStart, tellTrigger } from "../timelineEvent/automatic";
import { settleStart } from "./afterStart";
import type { Incident } from "./record";
import { checkItems, newRelatedItem } from "./relatedItems";

type Start = Checked<Input>;

/** Where an incident comes from that somebody starts by hand. */
const byHand = "aws.ssm-incidents.custom";

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_StartIncident.html */
export const startIncident = oncePerToken<Input, Output>("StartIncident", (input, context) => {
  const data = dataReady(context);
  const planRecord = planToWrite(input.responsePlanArn, context);
  if (input.triggerDetails?.source.startsWith("aws.")) {
    throw invalid("triggerDetails.source can't begin with aws., which is reserved.");
  }
  const twin = duplicateOf(input, planRecord, data, context);
  if (twin) return merge(input, twin, context);
  checkItems(input.relatedItems ?? [], 0, context);
  countAgainstQuota(planRecord, context);
  return { incidentRecordArn: start(input, planRecord, data, context).record.arn };
});

/** The open incident that a start would duplicate. */
function duplicateOf(
  { triggerDetails }: Start,
  { plan }: ResponsePlanRecord,
  { incidents }: IncidentManagerAccount,
  { world }: Context,
): Incident | undefined {
  const { dedupeString } = plan.incidentTemplate;
  const trigger = world.answers.sameTrigger === "oneIncident" ? triggerDetails?.triggerArn : undefined;
  const open = [...incidents.values()].filter(({ record }) => record.status === "OPEN");
  return open.find(({ record }) => {
    const isSameCause = dedupeString !== undefined && record.dedupeString === dedupeString;
    return isSameCause || (trigger !== undefined && record.incidentRecordSource.resourceArn === trigger);
  });
}

/** A start that duplicates an open incident only shows on that one's timeline. */
function merge({ triggerDetails }: Start, twin: Incident, { world, now }: Context): { incidentRecordArn: string } {
  const { arn } = twin.record;
  if (world.answers.duplicateIncident === "ConflictException") {
    throw conflict("INCIDENT_RECORD", arn, `Incident ${arn} is open and has the same deduplication string.`);
  }
  tellTrigger(twin, false, triggerDetails ?? { source: byHand, timestamp: now }, now, world);
  return { incidentRecordArn: arn };
}

function countAgainstQuota({ plan, startedInMonth }: ResponsePlanRecord, { world, now }: Context): void {
  const month = now.toISOString().slice(0, 7);
  const started = startedInMonth.get(month) ?? 0;
  if (started >= world.quotas.incidentsPerPlanPerMonth) {
    throw new AwsError(world.answers.tooManyIncidents, `Response plan ${plan.name} has started too many incidents.`);
  }
  startedInMonth.set(month, started + 1);
}

function start(input: Start, { plan }: ResponsePlanRecord, data: IncidentManagerAccount, context: Context): Incident {
  const { world, now } = context;
  const incident = newIncident(input, plan, data, context);
  data.incidents.set(incident.record.arn, incident);
  if (input.triggerDetails) tellTrigger(incident, true, input.triggerDetails, now, world);
  tellStart(plan, incident, now, world);
  settleStart(incident, now);
  return incident;
}

/** What the plan's template says, unless the call says otherwise. */
function newIncident(
  input: Start,
  plan: ResponsePlanRecord["plan"],
  data: IncidentManagerAccount,
  context: Context,
): Incident {
  const { caller, world, now } = context;
  const { title, impact, summary, dedupeString, notificationTargets = [], incidentTags = {} } = plan.incidentTemplate;
  return {
    sequence: world.nextSequence(),
    record: {
      arn: arnOf(data, "incident-record", `${plan.name}/${randomUUID()}`),
      title: input.title ?? title,
      impact: input.impact ?? impact,
      summary,
      status: "OPEN",
      dedupeString: dedupeString ?? randomUUID(),
      incidentRecordSource: sourceOf(input.triggerDetails, context),
      chatChannel: plan.chatChannel,
      notificationTargets,
      automationExecutions: [],
      creationTime: now,
      lastModifiedTime: now,
      lastModifiedBy: caller.arn,
    },
    relatedItems: (input.relatedItems ?? []).map((item) => newRelatedItem(item, world)),
    events: new Map(),
    tags: new Map(Object.entries(incidentTags)),
    isVisible: context.visibility(),
    afterStart: {
      at: new Date(now.getTime() + world.incidentManagerSettings.afterStartSeconds * 1000),
      start: context,
      plan,
    },
  };
}

function sourceOf(trigger: TriggerDetails | undefined, { caller, world }: Context) {
  const invokedBy = world.answers.invokedBy === "caller" ? caller.arn : undefined;
  return { source: trigger?.source ?? byHand, createdBy: caller.arn, invokedBy, resourceArn: trigger?.triggerArn };
}
