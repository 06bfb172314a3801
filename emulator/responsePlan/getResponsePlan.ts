import type { GetResponsePlanInput, GetResponsePlanOutput } from "@aws-sdk/client-ssm-incidents";
import { channelAsRead } from "../incidentManager/chatChannel";
import type { Operation } from "../operation";
import { planToRead } from "./find";

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_GetResponsePlan.html */
export const getResponsePlan: Operation<GetResponsePlanInput, GetResponsePlanOutput> = ({ arn }, context) => {
  const { plan } = planToRead(arn, context);
  return { ...plan, chatChannel: channelAsRead(plan.chatChannel, context.world.answers) };
};
