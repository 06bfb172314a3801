import type { Context } from "../core/handler";
import { flagReleased } from "../core/mark";
import type { IncidentApi } from "./api";

/** Resolves or deletes an incident, and lets it go; one that is gone already is what is wanted. */
export async function letGo(
  api: IncidentApi,
  arn: string,
  onDelete: unknown,
  { owner }: Pick<Context, "owner">,
): Promise<void> {
  if (onDelete === "delete") {
    // Let go first: what is on its way out may still look alive to the next start.
    if (await flagReleased(api.tags(arn), owner)) await api.delete(arn);
    return;
  }
  const isResolved = (await api.get(arn))?.status === "RESOLVED"; // its responders have done it, and that is their event
  if (isResolved || (await api.update(arn, { status: "RESOLVED" }))) await flagReleased(api.tags(arn), owner);
}
