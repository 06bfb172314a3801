import { createHash } from "node:crypto";
import type { Props } from "./handler";
import type { PropertyTable } from "./properties/rows";
import { toAws } from "./properties/toAws";

/** A short hash of all that cannot be changed on an object: the same for the same object, in whatever region. */
export function fingerprintOf(table: PropertyTable, news: Props): string {
  const fixed = Object.entries(table).filter(
    ([name, { createOnly, once }]) => createOnly && !once && name !== "region",
  );
  const given = Object.fromEntries(fixed.map(([name, { assumed }]) => [name, news[name] ?? assumed]));
  const told = { ...toAws(table, given), triggers: given.triggers };
  return createHash("sha256").update(canonical(told)).digest("hex").slice(0, 12);
}

/** JSON with its keys in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}
