import { createHash } from "node:crypto";
import { AwsError } from "../errors";
import type { Answers } from "../openQuestions";
import type { Place, World } from "../world";
import { dedupStringIn, type OperationalData, resourcesKey } from "./operationalData";
import { liveOpsItems } from "./record";

const endedStatuses = [
  "Resolved",
  "TimedOut",
  "Cancelled",
  "Failed",
  "CompletedWithSuccess",
  "CompletedWithFailure",
  "ChangeCalendarOverrideRejected",
  "Revoked",
  "Rejected",
  "Closed",
];

/** The hash by which AWS finds duplicates; none without a deduplication string. */
export function dedupHash(data: OperationalData | undefined, source: string, answers: Answers): string | undefined {
  const written = dedupStringIn(data);
  if (written === undefined) return undefined;
  const text = answers.dedupCase === "insensitive" ? written.toLowerCase() : written;
  const resources = data?.[resourcesKey]?.Value ?? "";
  const scope = { nothing: [], resources: [resources], resourcesAndSource: [resources, source] }[answers.dedupScope];
  return createHash("sha256")
    .update(JSON.stringify([text, ...scope]))
    .digest("hex");
}

/** Whether a status blocks duplicates. An item that is being deleted blocks on, by the status it had. */
export function blocksDuplicates(status: string | undefined, { dedupStatuses }: Answers): boolean {
  if (dedupStatuses === "notEnded") return !endedStatuses.includes(status ?? "");
  return status === "Open" || status === "InProgress";
}

/** Throws OpsItemAlreadyExistsException, with the id, when another OpsItem of the place has the same hash. */
export function refuseDuplicate(dedup: string | undefined, place: Place, world: World, except?: string): void {
  if (dedup === undefined) return;
  const twin = liveOpsItems(place, world).find(
    (record) =>
      record.dedup === dedup && record.item.OpsItemId !== except && blocksDuplicates(record.item.Status, world.answers),
  );
  if (!twin) return;
  const { OpsItemId } = twin.item;
  const message = `OpsItem with OpsItemId ${OpsItemId} has the same deduplication string and is not resolved.`;
  throw new AwsError("OpsItemAlreadyExistsException", message, { OpsItemId });
}
