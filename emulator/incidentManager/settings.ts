import type { CreateResponsePlanInput, IncidentTemplate } from "@aws-sdk/client-ssm-incidents";
import { AwsError } from "../errors";
import { models } from "../model";
import type { Checked } from "../operation";
import { fromJson } from "../protocols/jsonTypes";
import { maxRegions, supportedRegions } from "../replicationSet/regions";
import { validate } from "../validate";

/** How Incident Manager is, and what every account has of it from the start. */
export interface IncidentManagerOptions {
  /** Regions of a replication set that is there from the start, such as `["eu-west-1"]`; default none, as in AWS. */
  replicationSet?: string[];
  /** Response plans that are there from the start, which needs a replication set; default none. */
  responsePlans?: InitialResponsePlan[];
  /** How long it takes to create, change and delete a replication set, by the emulator's clock; default 0. */
  replicationSetSeconds?: number;
  /** How long after StartIncident an incident gets its runbook and its parent OpsItem; default 0. */
  afterStartSeconds?: number;
}

/** In the words of CreateResponsePlan. The template's default title is the plan's name, its default impact 3. */
export type InitialResponsePlan = Partial<Omit<CreateResponsePlanInput, "name" | "incidentTemplate">> & {
  name: string;
  incidentTemplate?: Partial<IncidentTemplate>;
};

/** The options, checked, with their defaults. */
export interface IncidentManagerSettings {
  replicationSet: string[];
  responsePlans: Checked<CreateResponsePlanInput>[];
  replicationSetSeconds: number;
  afterStartSeconds: number;
}

interface Row {
  is(value: unknown): boolean;
  /** What a value must be. */
  must: string;
}

const seconds: Row = {
  is: (value) => typeof value === "number" && Number.isFinite(value) && value >= 0,
  must: "must be a number of seconds from 0",
};

const rows: Record<keyof IncidentManagerOptions, Row> = {
  replicationSet: {
    is: isRegions,
    must: `must be a list of 1 to ${maxRegions} different Regions of ${supportedRegions.join(", ")}`,
  },
  responsePlans: {
    is: isPlans,
    must: 'must be a list of response plans, each with a name of its own, such as [{ name: "drill" }]',
  },
  replicationSetSeconds: seconds,
  afterStartSeconds: seconds,
};

export function incidentManagerSettings(options: IncidentManagerOptions = {}): IncidentManagerSettings {
  for (const [name, value] of Object.entries(options)) if (value !== undefined) check(name, value);
  const { responsePlans = [], replicationSet = [] } = options;
  if (responsePlans.length > 0 && replicationSet.length === 0) {
    throw new Error("incidentManager.responsePlans: need incidentManager.replicationSet as well");
  }
  return {
    replicationSet,
    responsePlans: responsePlans.map(checkedPlan),
    replicationSetSeconds: options.replicationSetSeconds ?? 0,
    afterStartSeconds: options.afterStartSeconds ?? 0,
  };
}

function check(name: string, value: unknown): void {
  if (!Object.hasOwn(rows, name)) {
    throw new Error(`incidentManager: there is no option "${name}", only ${Object.keys(rows).join(", ")}`);
  }
  const { is, must } = rows[name as keyof IncidentManagerOptions];
  if (!is(value)) throw new Error(`incidentManager.${name}: ${must}`);
}

const model = models["ssm-incidents"];
const input = model.operations.CreateResponsePlan?.input;

/** A plan that CreateResponsePlan would take. */
function checkedPlan(given: InitialResponsePlan, index: number): Checked<CreateResponsePlanInput> {
  const where = `incidentManager.responsePlans[${index}]`;
  const members = Object.keys(model.shapes[input?.shape ?? ""]?.members ?? {});
  const unknown = Object.keys(given).find((name) => !members.includes(name));
  if (unknown !== undefined) throw new Error(`${where}: there is no member "${unknown}", only ${members.join(", ")}`);
  const incidentTemplate = { title: given.name, impact: 3, ...given.incidentTemplate };
  try {
    const plan = fromJson({ ...given, incidentTemplate }, input, model);
    validate(plan, input, model, "ValidationException");
    return plan as Checked<CreateResponsePlanInput>;
  } catch (error) {
    throw error instanceof AwsError ? new Error(`${where}: ${error.message}`) : error;
  }
}

function isRegions(value: unknown): boolean {
  if (!Array.isArray(value) || value.length < 1 || value.length > maxRegions) return false;
  return value.every((region) => supportedRegions.includes(region)) && new Set(value).size === value.length;
}

function isPlans(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const names = value.map((plan) => (plan as { name?: unknown } | null)?.name);
  return names.every((name) => typeof name === "string") && new Set(names).size === names.length;
}
