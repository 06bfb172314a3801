import { parseReference } from "./common";
import type { Change, Props } from "./handler";
import { hasUnknown, isUnknown } from "./unknown";

/**
 * What `adopt` makes of the changes of an object. Dropped it changes nothing; another object replaces. `names`: the ids
 * by which the present object may have been adopted. `idIn`: the id in what `adopt` says.
 */
export function withAdoption(
  changes: Change[],
  news: Props,
  names: readonly unknown[],
  idIn = (reference: string): string | undefined => parseReference(reference).id,
): Change[] {
  const others = changes.filter(({ property }) => property !== "adopt");
  if (news.adopt === undefined) return others;
  const isThis = !isUnknown(news.adopt) && names.includes(idIn(String(news.adopt)));
  if (!isThis) return [...others, { path: "adopt", property: "adopt", replaces: true }];
  const replacing = others.find(({ property, replaces }) => replaces && !hasUnknown(news[property]));
  if (!replacing) return others;
  // The replacement would let go of the adopted object, and then have none to adopt.
  throw new Error(
    `adopt: must be dropped before ${replacing.path} changes: ${names[0]} is adopted, and would be replaced`,
  );
}
