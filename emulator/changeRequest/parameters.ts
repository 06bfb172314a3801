import type { Runbook as RunbookInput, Target } from "@aws-sdk/client-ssm";
import type { ParameterDeclaration } from "../documents/content";
import type { Checked } from "../operation";
import { invalidParameters } from "./errors";

/** Values of parameters by name: those given and, for the others, the defaults. */
export type ParameterValues = Map<string, string[]>;

type Given = Record<string, string[]>;
type Declared = Record<string, ParameterDeclaration>;

/**
 * Throws unless what is given fits what a document declares. `otherwise` are parameters that get their values in some
 * other way.
 */
export function checkParameters(given: Given, declared: Declared, otherwise: string[] = []): void {
  const undeclared = [...Object.keys(given), ...otherwise].filter((name) => !Object.hasOwn(declared, name));
  if (undeclared.length > 0) throw invalidParameters(`Undefined execution inputs: [${undeclared.join(", ")}]`);
  for (const [name, { default: byDefault, allowedValues }] of Object.entries(declared)) {
    const values = Object.hasOwn(given, name) ? given[name] : undefined;
    if (!values && byDefault === undefined && !otherwise.includes(name)) {
      throw invalidParameters(`Missing required parameter: ${name} in user inputs.`);
    }
    const refused = allowedValues && values?.find((value) => !allowedValues.map(asText).includes(value));
    if (refused !== undefined) {
      const allowed = allowedValues?.map(asText).join(", ");
      throw invalidParameters(`Parameter "${name}" has value "${refused}" not found in [${allowed}].`);
    }
  }
}

export function parameterValues(given: Given, declared: Declared): ParameterValues {
  const defaults = Object.entries(declared).filter(([, { default: byDefault }]) => byDefault !== undefined);
  const values = defaults.map(([name, { default: byDefault }]) => {
    return [name, (Array.isArray(byDefault) ? byDefault : [byDefault]).map(asText)] as const;
  });
  return new Map([...values, ...Object.entries(given)]);
}

const targetKey = /^(ParameterValues|ResourceGroup|tag-key|tag:.+|resource-groups:.+)$/;

/** Checks the targets of a runbook; answers which parameters they give values to. */
export function targetedParameters(runbook: Checked<RunbookInput>): string[] {
  const { Targets = [], TargetMaps = [], TargetParameterName, TargetLocations = [] } = runbook;
  const targets: Target[] = [...Targets, ...TargetLocations.flatMap((location) => location.Targets ?? [])];
  if (targets.some(({ Key = "" }) => !targetKey.test(Key))) {
    throw invalidParameters("Target key can have only following values : ParameterValues, ResourceGroup");
  }
  if (targets.length > 0 && TargetParameterName === undefined) {
    throw invalidParameters("TargetParameterName is required with Targets.");
  }
  const mapped = TargetMaps.flatMap((map) => Object.keys(map));
  return [...new Set([...(targets.length > 0 ? [TargetParameterName as string] : []), ...mapped])];
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
