import type { DeleteIncidentRecordInput, DeleteIncidentRecordOutput } from "@aws-sdk/client-ssm-incidents";
import { notFound } from "../incidentManager/errors";
import { dataSeen } from "../incidentManager/find";
import type { Operation } from "../operation";

/**
 * Succeeds for what is gone already, too. The parent OpsItem stays, and goes on to name the incident.
 * https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_DeleteIncidentRecord.html
 */
export const deleteIncidentRecord: Operation<DeleteIncidentRecordInput, DeleteIncidentRecordOutput> = (
  { arn },
  context,
) => {
  const isDeleted = dataSeen(context)?.incidents.delete(arn);
  if (!isDeleted && context.world.answers.deleteOfAbsent !== "success") throw notFound("INCIDENT_RECORD", arn);
  return {};
};
