import type {
  UpdateResponsePlanInput as Input,
  UpdateResponsePlanOutput as Output,
} from "@aws-sdk/client-ssm-incidents";
import { channelToKeep } from "../incidentManager/chatChannel";
import { invalid } from "../incidentManager/errors";
import { oncePerToken } from "../incidentManager/tokens";
import type { Checked, Context } from "../operation";
import { planToWrite } from "./find";
import { type ResponsePlan, templateToKeep } from "./record";

type Update = Checked<Input>;

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_UpdateResponsePlan.html */
export const updateResponsePlan = oncePerToken<Input, Output>("UpdateResponsePlan", (input, context) => {
  const record = planToWrite(input.arn, context);
  checkSpaces(input, context);
  record.plan = merged(input, record.plan);
  return {};
});

/** AWS's page says that both "can't contain spaces", and has spaces in its examples. */
function checkSpaces({ displayName = "", incidentTemplateTitle = "" }: Update, { world }: Context): void {
  const hasSpaces = [displayName, incidentTemplateTitle].some((text) => text.includes(" "));
  if (hasSpaces && world.answers.spacesInPlanUpdate === "ValidationException") {
    throw invalid("displayName and incidentTemplateTitle can't contain spaces.");
  }
}

/** Absent members stay; empty ones clear. */
function merged(update: Update, plan: ResponsePlan): ResponsePlan {
  const { chatChannel, displayName = plan.displayName, engagements = plan.engagements } = update;
  const { integrations = plan.integrations } = update;
  const template = plan.incidentTemplate;
  return {
    ...plan,
    displayName: displayName || undefined,
    engagements,
    integrations,
    actions: update.actions ?? plan.actions,
    chatChannel: chatChannel ? channelToKeep(chatChannel) : plan.chatChannel,
    incidentTemplate: templateToKeep({
      title: update.incidentTemplateTitle ?? template.title,
      impact: update.incidentTemplateImpact ?? template.impact,
      summary: update.incidentTemplateSummary ?? template.summary,
      dedupeString: update.incidentTemplateDedupeString ?? template.dedupeString,
      notificationTargets: update.incidentTemplateNotificationTargets ?? template.notificationTargets,
      incidentTags: update.incidentTemplateTags ?? template.incidentTags,
    }),
  };
}
