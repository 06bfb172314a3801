import { parseReference } from "../core/common";

const INCIDENT = /^arn:[a-z-]+:ssm-incidents::\d{12}:incident-record\/([^/]+)\/[^/]+$/;

/** The ARN of the incident in what names it: an ARN, with or without `region/` before it. */
export function incidentArnIn(reference: string): string | undefined {
  const arn = reference.slice(Math.max(0, reference.indexOf("arn:")));
  const isWhole = arn === reference || parseReference(reference).region !== undefined;
  return isWhole && INCIDENT.test(arn) ? arn : undefined;
}

/**
 * The ARN of the response plan: the record does not tell it, but that of the incident has its name. A plan of that name is
 * meant as the program has it, which may be one that is shared by another account.
 */
export const planArnOf = (incidentArn: string, declared?: unknown): string =>
  typeof declared === "string" && planNameIn(declared) === planNameIn(incidentArn)
    ? declared
    : incidentArn.replace(/:incident-record\/([^/]+)\/.*$/, ":response-plan/$1");

/** The name of the plan in its own ARN, or in that of an incident. */
export const planNameIn = (arn: string): string | undefined =>
  /:(?:incident-record|response-plan)\/([^/]+)/.exec(arn)?.[1];
