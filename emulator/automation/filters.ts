import type {
  AutomationExecutionFilter,
  AutomationExecutionFilterKey,
  AutomationType,
  StepExecution,
  StepExecutionFilter,
  StepExecutionFilterKey,
} from "@aws-sdk/client-ssm";
import { models } from "../model";
import type { Checked } from "../operation";
import { invalidFilterValue } from "./errors";
import type { AutomationRecord } from "./record";

/** A filter key: how it looks at an object, and what is wrong with a value. */
interface Row<One> {
  matches(one: One, value: string): boolean;
  refuses?(value: string): string | undefined;
}

const statuses = models.ssm.shapes.AutomationExecutionStatus?.enum ?? [];

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecutionFilter.html */
const executionKeys: Record<AutomationExecutionFilterKey, Row<AutomationRecord>> = {
  DocumentNamePrefix: { matches: ({ execution }, value) => execution.DocumentName?.startsWith(value) ?? false },
  ExecutionStatus: oneOf(statuses, ({ execution }) => execution.AutomationExecutionStatus),
  ExecutionId: equal(({ execution }) => [execution.AutomationExecutionId]),
  ParentExecutionId: equal(({ execution }) => [execution.ParentAutomationExecutionId]),
  CurrentAction: equal(({ execution }) => [execution.CurrentAction]),
  StartTimeBefore: time(({ execution }) => execution.ExecutionStartTime, "before"),
  StartTimeAfter: time(({ execution }) => execution.ExecutionStartTime, "after"),
  AutomationType: oneOf(["Local", "CrossAccount"], typeOf),
  TagKey: equal(({ tags }) => [...tags.keys()]),
  TargetResourceGroup: equal(({ execution }) => {
    const runbooks = [execution, ...(execution.Runbooks ?? [])];
    const targets = runbooks.flatMap(({ Targets = [] }) => Targets);
    return targets.filter(({ Key }) => Key === "ResourceGroup").flatMap(({ Values = [] }) => Values);
  }),
  AutomationSubtype: oneOf(["ChangeRequest", "AccessRequest"], ({ execution }) => execution.AutomationSubtype),
  OpsItemId: equal(({ execution }) => [execution.OpsItemId]),
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StepExecutionFilter.html */
const stepKeys: Record<StepExecutionFilterKey, Row<StepExecution>> = {
  StartTimeBefore: time((step) => step.ExecutionStartTime, "before"),
  StartTimeAfter: time((step) => step.ExecutionStartTime, "after"),
  StepExecutionStatus: oneOf(statuses, (step) => step.StepStatus),
  StepExecutionId: equal((step) => [step.StepExecutionId]),
  StepName: equal((step) => [step.StepName]),
  Action: equal((step) => [step.Action]),
  // Steps in loops have parents; the emulator's runbooks have no loops.
  ParentStepExecutionId: equal((step) => [step.ParentStepDetails?.StepExecutionId]),
  ParentStepIteration: equal((step) => [step.ParentStepDetails?.Iteration?.toString()]),
  ParentStepIteratorValue: equal((step) => [step.ParentStepDetails?.IteratorValue]),
};

/** One filter as a question to an execution: any of its values may match. Throws if it makes no sense. */
export function automationFilter({ Key, Values }: Checked<AutomationExecutionFilter>) {
  return question(Key, executionKeys[Key], Values);
}

/** The same for a step. */
export function stepFilter({ Key, Values }: Checked<StepExecutionFilter>) {
  return question(Key, stepKeys[Key], Values);
}

/** Whether an execution works in other accounts and Regions. */
export function typeOf({ execution }: AutomationRecord): AutomationType {
  const isElsewhere = execution.TargetLocations ?? execution.Runbooks?.some((runbook) => runbook.TargetLocations);
  return isElsewhere ? "CrossAccount" : "Local";
}

function question<One>(key: string, { matches, refuses }: Row<One>, values: string[]): (one: One) => boolean {
  for (const value of values) {
    const reason = refuses?.(value);
    if (reason) throw invalidFilterValue(`Value '${value}' of filter key '${key}' ${reason}`);
  }
  return (one) => values.some((value) => matches(one, value));
}

function equal<One>(texts: (one: One) => (string | undefined)[]): Row<One> {
  return { matches: (one, value) => texts(one).includes(value) };
}

function oneOf<One>(allowed: string[], text: (one: One) => string | undefined): Row<One> {
  return {
    matches: (one, value) => text(one) === value,
    refuses: (value) => (allowed.includes(value) ? undefined : `is not one of ${allowed.join(", ")}`),
  };
}

function time<One>(read: (one: One) => Date | undefined, side: "before" | "after"): Row<One> {
  return {
    matches: (one, value) => {
      const found = read(one);
      if (found === undefined) return false;
      return side === "before" ? found < new Date(value) : found > new Date(value);
    },
    refuses: (value) => (Number.isNaN(Date.parse(value)) ? "is no time in ISO 8601" : undefined),
  };
}
