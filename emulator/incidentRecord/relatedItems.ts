import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { ItemIdentifier, RelatedItem } from "@aws-sdk/client-ssm-incidents";
import { invalid } from "../incidentManager/errors";
import type { Checked, Context } from "../operation";
import type { World } from "../world";
import type { Incident, RelatedItemRecord } from "./record";

/** A related item to add. */
export type NewItem = Checked<RelatedItem>;

/** A related item as it is kept: under an id that the service makes. */
export function newRelatedItem({ identifier, title }: NewItem, world: World): RelatedItemRecord {
  const generatedId = `related-item/${identifier.type}/${randomBytes(16).toString("hex").toUpperCase()}`;
  return { sequence: world.nextSequence(), item: { identifier, title, generatedId } };
}

export function findItem({ relatedItems }: Incident, identifier: ItemIdentifier): RelatedItemRecord | undefined {
  return relatedItems.find(({ item }) => isDeepStrictEqual(item.identifier, identifier));
}

/** Checks what an incident is given, beside so many items that it has. */
export function checkItems(given: NewItem[], present: number, { world }: Context): void {
  const { answers, quotas } = world;
  if (answers.generatedIdGiven === "ValidationException" && given.some((item) => item.generatedId !== undefined)) {
    throw invalid("generatedId can't be specified for a related item to add.");
  }
  if (present + given.length > quotas.relatedItems && answers.tooManyRelatedItems === "ValidationException") {
    throw invalid(`An incident can have at most ${quotas.relatedItems} related items.`);
  }
}
