import type { OpsItemDataValue } from "@aws-sdk/client-ssm";

export type OperationalData = Record<string, OpsItemDataValue>;

/** Keys with a meaning to AWS, the only ones allowed under `/aws`. */
export const resourcesKey = "/aws/resources";
export const automationsKey = "/aws/automations";
export const dedupKey = "/aws/dedup";

/** Ids or ARNs of the resources that an OpsItem names, from JSON such as `[{"arn":"…"}]`. */
export function resourcesIn(data: OperationalData = {}): string[] {
  return entriesOf(data[resourcesKey], "arn") ?? [];
}

/** Runbooks that an OpsItem names, from JSON such as `[{"automationId":"…","automationType":"…"}]`. */
export function automationsIn(data: OperationalData = {}): string[] {
  return entriesOf(data[automationsKey], "automationId") ?? [];
}

/** The deduplication string, from JSON such as `{"dedupString":"…"}`. */
export function dedupStringIn(data: OperationalData = {}): string | undefined {
  const text = parsed(data[dedupKey]);
  const value = (text as { dedupString?: unknown } | undefined)?.dedupString;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Whether a value is JSON of the form that its key asks for. */
export const wellFormed: Record<string, (value: OpsItemDataValue) => boolean> = {
  [resourcesKey]: (value) => entriesOf(value, "arn") !== undefined,
  [automationsKey]: (value) => entriesOf(value, "automationId") !== undefined,
  [dedupKey]: (value) => typeof (parsed(value) as { dedupString?: unknown } | undefined)?.dedupString === "string",
};

function entriesOf(value: OpsItemDataValue | undefined, member: string): string[] | undefined {
  const list = parsed(value);
  if (!Array.isArray(list)) return undefined;
  const entries = list.map((entry) => (entry as Record<string, unknown> | null)?.[member]);
  return entries.every((entry) => typeof entry === "string") ? entries : undefined;
}

function parsed(value: OpsItemDataValue | undefined): unknown {
  try {
    return JSON.parse(value?.Value ?? "") ?? undefined;
  } catch {
    return undefined;
  }
}

/** Entries that name no type are of type String. */
export function withDefaultTypes(data: OperationalData): OperationalData {
  return Object.fromEntries(Object.entries(data).map(([key, entry]) => [key, { Type: "String", ...entry }]));
}
