import { createHash } from "node:crypto";
import type { Owner } from "../core/identity";

/**
 * The client token of the n-th incident that a resource starts with the same fixed inputs, of which the fingerprint is
 * made. Frozen by `test/incidentRecord/mark.test.ts`.
 */
export const clientToken = ({ mark }: Owner, fingerprint: string, count: number): string =>
  createHash("sha256").update(`incident\n${mark}\n${fingerprint}\n${count}`).digest("hex").slice(0, 32);

/** What the tag keeps of a token. */
export const beginningOf = (token: string): string => token.slice(0, 8);
