import { createHash } from "node:crypto";
import type { Owner } from "../core/identity";

/** AWS forgets executions after 30 days and tokens never: those of one period all belong to executions that it knows. */
const PERIOD_MS = 30 * 24 * 60 * 60 * 1000;

export const periodOf = (ms: number): number => Math.floor(ms / PERIOD_MS);

/**
 * The token of the n-th request of a resource in a period. The inputs are not part of it: where they were edited after
 * a reply was lost, AWS itself refuses the second request, also while the first one is not shown yet.
 */
export function clientToken({ mark }: Owner, period: number, count: number): string {
  const hash = createHash("sha256").update(`change request\n${mark}\n${period}\n${count}`).digest("hex");
  return hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
