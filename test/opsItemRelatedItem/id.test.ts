import assert from "node:assert/strict";
import { idOf, parseId } from "../../provider/opsItemRelatedItem/id";

const OpsItemId = "oi-0123456789ab";
const AssociationId = "ae6ea0d1-1c38-4b2e-a9e5-6ea5ec5a1bd5";

/** In the states of every release: a change of it is a migration. */
const FROZEN = "oi-0123456789ab/ae6ea0d1-1c38-4b2e-a9e5-6ea5ec5a1bd5";

describe("the id of an association", () => {
  it("is what it always was", () => assert.equal(idOf({ OpsItemId, AssociationId }), FROZEN));

  for (const reference of [FROZEN, `eu-west-1/${FROZEN}`, `us-gov-west-1/${FROZEN}`]) {
    it(`is read as ${reference}`, () => assert.deepEqual(parseId(reference), { OpsItemId, AssociationId }));
  }

  it("is read also where AWS has come to make longer ones", () =>
    assert.deepEqual(parseId("oi-0123456789abcdef/x"), { OpsItemId: "oi-0123456789abcdef", AssociationId: "x" }));

  for (const reference of ["", OpsItemId, AssociationId, `${OpsItemId}/`, `${FROZEN}/x`, `x/${FROZEN}`, "x/y"]) {
    it(`is not ${JSON.stringify(reference)}`, () =>
      assert.throws(() => parseId(reference), {
        message: /^an OpsItemRelatedItem is named by the id of an OpsItem and that of its association, as in "oi-/,
      }));
  }
});
