import type { Context } from "../operation";
import type { Place } from "../world";
import { opsItemAccessDenied, opsItemConflict, opsItemNotFound } from "./errors";
import { isLive, type OpsItemRecord } from "./record";

interface Reference {
  OpsItemId: string;
  /** Needed for OpsItems of other accounts, which an id alone does not reach. */
  OpsItemArn?: string;
}

/** The OpsItem that a read means. One that is being deleted is still found. */
export function opsItemToRead(reference: Reference, context: Context): OpsItemRecord {
  const record = find(reference, context);
  if (!record.isVisible()) throw opsItemNotFound(reference.OpsItemId);
  return record;
}

/** The OpsItem that a write means. One that is being deleted bears no writes. */
export function opsItemToWrite(reference: Reference, context: Context): OpsItemRecord {
  const record = find(reference, context);
  if (record.deletedAt) throw opsItemConflict(reference.OpsItemId);
  return record;
}

/** The place of an account, if the caller may work there. */
export function placeOfAccount(account: string, { place, world }: Context): Place {
  if (account === place.account) return place;
  if (!world.delegatedAdministrator) throw opsItemAccessDenied(account);
  return world.place(account, place.region);
}

function placeOf({ OpsItemId, OpsItemArn }: Reference, context: Context): Place {
  if (OpsItemArn === undefined) return context.place;
  const [, , , region, account = ""] = OpsItemArn.split(":");
  // AWS reaches other accounts, not other regions.
  if (region !== context.place.region) throw opsItemNotFound(OpsItemId);
  return placeOfAccount(account, context);
}

function find(reference: Reference, context: Context): OpsItemRecord {
  const record = placeOf(reference, context).opsItems.get(reference.OpsItemId);
  if (!record || !isLive(record, context.world)) throw opsItemNotFound(reference.OpsItemId);
  return record;
}
