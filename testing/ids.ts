import { createHash } from "node:crypto";
import { isOpsItemId } from "../provider/automation/reference";

/** Ids as AWS forms them, always the same for the same thing. */

/** 64 hexadecimal digits. */
export const digestOf = (...what: string[]): string => createHash("sha256").update(what.join("\n")).digest("hex");

export const opsItemIdOf = (digest: string): string => `oi-${digest.slice(0, 12)}`;

export const uuidOf = (digest: string): string =>
  digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, "$1-$2-$3-$4-$5");

/** A change request is named by its execution or by its OpsItem; either follows from the other one. */
export const executionIdOf = (named: string): string => (isOpsItemId(named) ? uuidOf(digestOf(named)) : named);
export const itemIdOf = (named: string): string => (isOpsItemId(named) ? named : opsItemIdOf(digestOf(named)));
