import { invalid, notFound } from "../incidentManager/errors";
import { dataSeen } from "../incidentManager/find";
import type { Context } from "../operation";
import type { Incident } from "./record";

export function incidentToRead(arn: string, context: Context): Incident {
  const incident = incidentToWrite(arn, context);
  if (!incident.isVisible()) throw notFound("INCIDENT_RECORD", arn);
  return incident;
}

/** The incident that a write means, seen by reads or not. */
export function incidentToWrite(arn: string, context: Context): Incident {
  const incident = dataSeen(context)?.incidents.get(arn);
  if (!incident) throw notFound("INCIDENT_RECORD", arn);
  return incident;
}

/** The incident of which something is listed; the lists declare no error for one that does not exist. */
export function incidentToList(arn: string, context: Context): Incident | undefined {
  const incident = dataSeen(context)?.incidents.get(arn);
  if (incident?.isVisible()) return incident;
  if (context.world.answers.listOfUnknownIncident === "ValidationException") {
    throw invalid(`Incident record ${arn} does not exist.`);
  }
  return undefined;
}
