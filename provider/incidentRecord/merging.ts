import type { IncidentRecord } from "@aws-sdk/client-ssm-incidents";
import type { Props } from "../core/handler";
import type { Owner } from "../core/identity";
import { readMark } from "../core/mark";
import { isSamePrincipal } from "../core/principal";
import type { IncidentApi } from "./api";

/**
 * AWS merges a start with an incident that is open and has the same deduplication string, and answers with that one. So
 * the incident that it answers with may be somebody else's.
 */

/** Clocks may differ, and lists may show an incident late, by so much. */
const TOLERANCE_MS = 20_000;

/** Whether an incident that was not listed before a start seems to have been there all the same. */
export function seemsOlder(
  { creationTime, incidentRecordSource }: IncidentRecord,
  start: number,
  caller: string,
): boolean {
  const { createdBy } = incidentRecordSource ?? {};
  const isOlder = creationTime !== undefined && creationTime.getTime() < start - TOLERANCE_MS;
  return isOlder || (createdBy !== undefined && !isSamePrincipal(createdBy, caller));
}

/** The deduplication string of an incident whose plan has none. */
const MADE_BY_AWS = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether AWS may have merged a start with it: by its trigger, by the plan's string, or by one that the plan had then. */
export async function mayBeMerged(
  { dedupeString = "" }: IncidentRecord,
  news: Props,
  api: IncidentApi,
): Promise<boolean> {
  const { triggerArn } = (news.triggerDetails ?? {}) as { triggerArn?: string };
  if (triggerArn !== undefined || !MADE_BY_AWS.test(dedupeString)) return true;
  return api.mergesDuplicates(String(news.responsePlanArn));
}

/** Whether it was started by somebody else, where AWS has answered a start with it and the first look has failed. */
export const mayBeOthers = (
  { incidentRecordSource }: IncidentRecord,
  tags: Record<string, string>,
  caller: string,
  owner: Owner,
): boolean => !readMark(tags, owner) && !isSamePrincipal(incidentRecordSource?.createdBy, caller);

export const startedByAnother = (arn: string, { incidentRecordSource }: IncidentRecord): Error =>
  new Error(
    `incident ${arn} was started by ${incidentRecordSource?.createdBy}, and was never seen to be this resource's: nothing ` +
      "was changed. Where it is, run with the credentials of then; where not, take it out of the state with `pulumi state delete`",
  );

export const merged = (arn: string, isOpen: boolean): Error =>
  new Error(
    isOpen
      ? `StartIncident: incident ${arn} is open and has the deduplication string of the response plan, or the same trigger: ` +
          "AWS has merged the start with it, or an earlier run has started it. It is not known to be this resource's, and " +
          "nothing of it was changed: wait until it is resolved and run `pulumi up` again, or take it over with " +
          `adopt: "${arn}"`
      : `StartIncident: AWS answers with incident ${arn}, which is resolved: an earlier run has started it, or was merged ` +
          `with it. Nothing was started: take it over with adopt: "${arn}", or change \`triggers\` to start a new one`,
  );
