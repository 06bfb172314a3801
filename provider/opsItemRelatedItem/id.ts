import { parseReference } from "../core/common";

/** AWS finds an association by these two together. */
export interface AssociationId {
  OpsItemId: string;
  AssociationId: string;
}

/** The id in the state. Its form is in the states of every release: frozen by `test/opsItemRelatedItem/id.test.ts`. */
export const idOf = ({ OpsItemId, AssociationId }: AssociationId): string => `${OpsItemId}/${AssociationId}`;

/** Wider than AWS documents: with `aws-ops:validation` off, what was made must still be read and removed. */
const FORM = /^(oi-[^/]+)\/([^/]+)$/;
const MEANS =
  'the id of an OpsItem and that of its association, as in "oi-0123456789ab/ae6ea0d1-1c38-4b2e-a9e5-6ea5ec5a1bd5"';

/** What an id says, with or without `region/` before it. */
export function parseId(reference: string): AssociationId {
  const [, OpsItemId, AssociationId] = FORM.exec(parseReference(reference).id) ?? [];
  if (OpsItemId && AssociationId) return { OpsItemId, AssociationId };
  throw new Error(`an OpsItemRelatedItem is named by ${MEANS}`);
}

/** A rule. */
export function* isAssociation(reference: string) {
  if (!FORM.test(parseReference(reference).id))
    yield { reason: `must be ${MEANS}, with "region/" before it where needed` };
}
