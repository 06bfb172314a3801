import type { CreateResponsePlanInput, GetResponsePlanOutput, IncidentTemplate } from "@aws-sdk/client-ssm-incidents";
import { arnOf, type IncidentManagerAccount } from "../incidentManager/account";
import { channelToKeep } from "../incidentManager/chatChannel";
import type { Checked } from "../operation";

/** A response plan as the emulator keeps it. */
export interface ResponsePlanRecord {
  /** Order of creation, over all accounts. */
  readonly sequence: number;
  /** What GetResponsePlan answers. */
  plan: ResponsePlan;
  tags: Map<string, string>;
  /** Incidents that it has started, by month (`2026-01`). */
  readonly startedInMonth: Map<string, number>;
  /** Whether reads see it yet. */
  readonly isVisible: () => boolean;
}

export type ResponsePlan = Omit<GetResponsePlanOutput, "incidentTemplate"> & {
  arn: string;
  name: string;
  incidentTemplate: IncidentTemplate & { title: string; impact: number };
};

/** Puts a plan into an account. */
export function addResponsePlan(
  data: IncidentManagerAccount,
  input: Checked<CreateResponsePlanInput>,
  rest: Pick<ResponsePlanRecord, "sequence" | "isVisible">,
): ResponsePlanRecord {
  const { name, displayName, incidentTemplate, chatChannel, engagements, actions, integrations, tags = {} } = input;
  const arn = arnOf(data, "response-plan", name);
  const plan = {
    arn,
    name,
    displayName: displayName || undefined,
    incidentTemplate: templateToKeep(incidentTemplate),
    chatChannel: channelToKeep(chatChannel),
    engagements,
    actions,
    integrations,
  };
  const record = { ...rest, plan, tags: new Map(Object.entries(tags)), startedInMonth: new Map() };
  data.responsePlans.set(arn, record);
  return record;
}

/** Empty texts and maps stand for none. */
export function templateToKeep(template: ResponsePlan["incidentTemplate"]): ResponsePlan["incidentTemplate"] {
  const { summary, dedupeString, incidentTags = {} } = template;
  return {
    ...template,
    summary: summary || undefined,
    dedupeString: dedupeString || undefined,
    incidentTags: Object.keys(incidentTags).length > 0 ? incidentTags : undefined,
  };
}
