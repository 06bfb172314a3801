import { notFound } from "../incidentManager/errors";
import { dataSeen } from "../incidentManager/find";
import type { Context } from "../operation";
import type { ResponsePlanRecord } from "./record";

export function planToRead(arn: string, context: Context): ResponsePlanRecord {
  const record = planToWrite(arn, context);
  if (!record.isVisible()) throw notFound("RESPONSE_PLAN", arn);
  return record;
}

/** The plan that a write means, seen by reads or not. Plans of other accounts are not shared, so not found. */
export function planToWrite(arn: string, context: Context): ResponsePlanRecord {
  const record = dataSeen(context)?.responsePlans.get(arn);
  if (!record) throw notFound("RESPONSE_PLAN", arn);
  return record;
}
