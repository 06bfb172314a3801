import { consoleUrl } from "../core/awsPartition";
import { parseReference } from "../core/common";
import type { AutomationApi } from "./api";

const EXECUTION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const OPS_ITEM_ID = /^oi-[0-9a-f]{12}$/;

export const isExecutionId = (id: string): boolean => EXECUTION_ID.test(id);
export const isOpsItemId = (id: string): boolean => OPS_ITEM_ID.test(id);

/** What names a change request: for properties that take such a reference. */
export function* isAChangeRequest(reference: string) {
  const { id } = parseReference(reference);
  if (isExecutionId(id) || isOpsItemId(id)) return;
  const means = "the id of a change request (of its automation execution), its ARN, or the id of its OpsItem";
  yield { reason: `must be ${means}, with "region/" before it where needed` };
}

/** Its page in the console, where a change request can also be approved. */
export const executionUrl = (region: string, id: string): string =>
  consoleUrl(region, `systems-manager/automation/execution/${id}`);

/** The id of the execution that is meant; undefined when AWS knows none. */
export async function executionIdOf(api: AutomationApi, id: string): Promise<string | undefined> {
  return isOpsItemId(id) ? (await api.ofOpsItem(id))[0]?.AutomationExecutionId : id;
}
