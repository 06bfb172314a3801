import { create } from "../emulator/support";
import { document, incident } from "../opsItemRelatedItem/support";
import { renamed, type States } from "./fixture";

export const states: States = {
  name: "resize-db",
  cases: {
    document: { what: "an association with a document, and what is required", args: document },
    incident: {
      what: "an association with an incident, and every property",
      args: { ...incident, associationType: "IsParentOf", region: "eu-west-1" },
    },
    partialFailure: {
      what: "an association whose create failed after AssociateOpsItemRelatedItem",
      args: document,
      fails: "ListOpsItemRelatedItems",
    },
    get: { what: "an association that is only read", args: document, isRead: true },
  },
  given: async (stand) => ({ opsItemId: await create(stand.ssm()) }),
  async restore(stand, fixture) {
    const { opsItemId, associationId, associationType, resourceType, resourceUri } = fixture.outputs;
    const OpsItemId = await create(stand.ssm());
    const { AssociationId } = await stand.ssm().associateOpsItemRelatedItem({
      OpsItemId,
      AssociationType: String(associationType),
      ResourceType: String(resourceType),
      ResourceUri: String(resourceUri),
    });
    return renamed(fixture, { [String(opsItemId)]: OpsItemId, [String(associationId)]: AssociationId });
  },
  replacedBy: { resourceUri: "arn:aws:ssm:eu-west-1:111122223333:document/Other" },
};
