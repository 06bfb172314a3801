import type {
  CreateResponsePlanInput as Input,
  CreateResponsePlanOutput as Output,
} from "@aws-sdk/client-ssm-incidents";
import { arnOf } from "../incidentManager/account";
import { conflict } from "../incidentManager/errors";
import { dataReady } from "../incidentManager/find";
import { oncePerToken } from "../incidentManager/tokens";
import { addResponsePlan } from "./record";

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_CreateResponsePlan.html */
export const createResponsePlan = oncePerToken<Input, Output>("CreateResponsePlan", (input, context) => {
  const data = dataReady(context);
  const arn = arnOf(data, "response-plan", input.name);
  if (data.responsePlans.has(arn)) {
    throw conflict("RESPONSE_PLAN", arn, `A response plan with the name ${input.name} exists already.`);
  }
  addResponsePlan(data, input, { sequence: context.world.nextSequence(), isVisible: context.visibility() });
  return { arn };
});
