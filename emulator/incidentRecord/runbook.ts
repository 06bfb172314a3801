import { randomUUID } from "node:crypto";
import type { SsmAutomation } from "@aws-sdk/client-ssm-incidents";
import { checkParameters } from "../changeRequest/parameters";
import { findDocument } from "../documents/find";
import { AwsError } from "../errors";
import type { Context } from "../operation";
import type { ResponsePlan } from "../responsePlan/record";
import { tellRunbookFailure } from "../timelineEvent/automatic";
import type { Incident } from "./record";
import { newRelatedItem } from "./relatedItems";

const maxTags = 50;

type ParameterValues = Record<string, string[]>;

/** Starts the runbook of the plan, if it has one. What is wrong with it shows on the timeline; the incident goes on. */
export function startRunbook(incident: Incident, { actions }: ResponsePlan, context: Context): void {
  const automation = actions?.[0]?.ssmAutomation;
  if (!automation) return;
  try {
    run(incident, automation, context);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    tellRunbookFailure(incident, automation.documentName ?? "", error.message, context.now, context.world);
  }
}

function run(incident: Incident, automation: SsmAutomation, context: Context): void {
  const { name, version, content } = runbookOf(automation, context);
  const Parameters = parametersFor(incident, automation);
  checkParameters(Parameters, content.parameters);
  const { place, world, now } = context;
  const AutomationExecutionId = randomUUID();
  const over = { ExecutionStartTime: now, ExecutionEndTime: now };
  place.automations.set(AutomationExecutionId, {
    sequence: world.nextSequence(),
    execution: {
      AutomationExecutionId,
      AutomationExecutionStatus: "Success",
      DocumentName: name,
      DocumentVersion: version,
      Parameters,
      ExecutedBy: automation.roleArn,
      Mode: "Auto",
      ...over,
    },
    steps: content.steps.map((step) => ({
      StepExecutionId: randomUUID(),
      StepName: step.name,
      Action: step.action,
      StepStatus: "Success",
      ...over,
    })),
    tags: new Map(),
    maxTags,
    isVisible: incident.isVisible,
  });
  tellOf(AutomationExecutionId, incident, context);
}

function runbookOf({ documentName = "", documentVersion }: SsmAutomation, context: Context) {
  const found = findDocument(documentName, documentVersion, context);
  const content = typeof found === "object" ? found.version.content : undefined;
  if (typeof found !== "object" || content?.kind !== "runbook") {
    throw new AwsError(
      "AutomationDefinitionNotFoundException",
      `Automation definition ${documentName} does not exist.`,
    );
  }
  return { name: found.record.name, version: found.version.number, content };
}

/** The plan's parameters, and what stands for the values that an incident gives. */
function parametersFor(
  { record, relatedItems }: Incident,
  { parameters, dynamicParameters = {} }: SsmAutomation,
): ParameterValues {
  const involved = relatedItems.filter(({ item }) => item.identifier.type === "INVOLVED_RESOURCE");
  const values: ParameterValues = {
    INCIDENT_RECORD_ARN: [record.arn],
    INVOLVED_RESOURCES: involved.flatMap(({ item }) => item.identifier.value?.arn ?? []),
  };
  const dynamic = Object.entries(dynamicParameters).map(([name, { variable = "" }]) => [name, values[variable] ?? []]);
  return { ...parameters, ...Object.fromEntries(dynamic) };
}

/** The record and its related items name the execution. */
function tellOf(executionId: string, incident: Incident, { place, world }: Context): void {
  const [, partition] = incident.record.arn.split(":");
  const arn = `arn:${partition}:ssm:${place.region}:${place.account}:automation-execution/${executionId}`;
  incident.record = { ...incident.record, automationExecutions: [{ ssmExecutionArn: arn }] };
  incident.relatedItems.push(newRelatedItem({ identifier: { type: "AUTOMATION", value: { arn } } }, world));
}
