import type { DeleteResponsePlanInput, DeleteResponsePlanOutput } from "@aws-sdk/client-ssm-incidents";
import { notFound } from "../incidentManager/errors";
import { dataSeen } from "../incidentManager/find";
import type { Operation } from "../operation";

/**
 * Succeeds for what is gone already, too. The plan's incidents stay.
 * https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_DeleteResponsePlan.html
 */
export const deleteResponsePlan: Operation<DeleteResponsePlanInput, DeleteResponsePlanOutput> = ({ arn }, context) => {
  const isDeleted = dataSeen(context)?.responsePlans.delete(arn);
  if (!isDeleted && context.world.answers.deleteOfAbsent !== "success") throw notFound("RESPONSE_PLAN", arn);
  return {};
};
