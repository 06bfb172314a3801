import type {
  UpdateIncidentRecordInput as Input,
  UpdateIncidentRecordOutput as Output,
} from "@aws-sdk/client-ssm-incidents";
import { channelToKeep } from "../incidentManager/chatChannel";
import { conflict } from "../incidentManager/errors";
import { oncePerToken } from "../incidentManager/tokens";
import type { Checked, Context } from "../operation";
import { tellUpdate } from "../timelineEvent/automatic";
import { incidentToWrite } from "./find";
import type { Incident } from "./record";

type Update = Checked<Input>;
type Kept = Incident["record"];

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_UpdateIncidentRecord.html */
export const updateIncidentRecord = oncePerToken<Input, Output>("UpdateIncidentRecord", (input, context) => {
  const incident = incidentToWrite(input.arn, context);
  const { caller, now, world } = context;
  checkStatus(input, incident.record, context);
  incident.record = {
    ...merged(input, incident.record, context),
    lastModifiedTime: now,
    lastModifiedBy: caller.arn,
  };
  const { arn, clientToken, ...changed } = input;
  if (Object.keys(changed).length > 0) tellUpdate(incident, caller.arn, changed, now, world);
  return {};
});

function checkStatus({ status }: Update, record: Kept, { world }: Context): void {
  const isReopened = record.status === "RESOLVED" && status === "OPEN";
  if (isReopened && world.answers.reopenedIncident === "ConflictException") {
    throw conflict("INCIDENT_RECORD", record.arn, `Incident ${record.arn} is resolved and can't be opened again.`);
  }
}

/** Absent members stay; lists are replaced whole. */
function merged(update: Update, record: Kept, context: Context): Kept {
  const { title = record.title, impact = record.impact, status = record.status, chatChannel } = update;
  const resolvedTime = status === "RESOLVED" ? (record.resolvedTime ?? context.now) : undefined;
  return {
    ...record,
    title,
    impact,
    status,
    resolvedTime,
    summary: summaryAfter(update, record, context),
    chatChannel: chatChannel ? channelToKeep(chatChannel) : record.chatChannel,
    notificationTargets: update.notificationTargets ?? record.notificationTargets,
  };
}

function summaryAfter({ summary }: Update, record: Kept, { world }: Context): string | undefined {
  if (summary === undefined) return record.summary;
  if (summary !== "") return summary;
  return { clears: undefined, stored: "", ignored: record.summary }[world.answers.emptySummary];
}
