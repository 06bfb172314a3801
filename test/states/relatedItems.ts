import type { Props } from "../../provider/core/handler";
import { providerText } from "../../provider/hosts/dynamic/text";
import { opsItemRelatedItem } from "../../provider/opsItemRelatedItem/handler";
import { minimal } from "../emulator/support";
import { document, incident } from "../opsItemRelatedItem/support";
import { type Fixture, plain, Stand, withText } from "./changeRequests";

interface Case {
  what: string;
  /** But for the OpsItem; undefined for one that is only read. */
  args?: Props;
  /** The operation that fails. */
  fails?: string;
}

export const cases: Record<string, Case> = {
  "opsItemRelatedItem/document": { what: "an association with a document, and what is required", args: document },
  "opsItemRelatedItem/incident": {
    what: "an association with an incident, and every property",
    args: { ...incident, associationType: "IsParentOf", region: "eu-west-1" },
  },
  "opsItemRelatedItem/partialFailure": {
    what: "an association whose create failed after AssociateOpsItemRelatedItem",
    args: document,
    fails: "ListOpsItemRelatedItems",
  },
  "opsItemRelatedItem/get": { what: "an association that is only read" },
};

export const open = (): Promise<Stand> => Stand.open(opsItemRelatedItem);

/** What the present build writes. */
export async function write(name: string): Promise<Fixture> {
  const { what, args: declared, fails } = cases[name] as Case;
  const stand = await open();
  const text = providerText("opsItemRelatedItem");
  try {
    const { OpsItemId: opsItemId } = await stand.ssm().createOpsItem(minimal);
    const args = { ...(declared ?? document), opsItemId };
    if (fails) stand.aws.faults.error(fails, "InternalServerError", { message: "It broke" });
    await stand.up(args).catch((error) => {
      if (!fails) throw error;
    });
    const { id, inputs, outputs, initErrors } = stand.entry as NonNullable<typeof stand.entry>;
    if (declared === undefined) {
      const { props = {} } = await stand.engine
        .process()
        .read(id, { owner: stand.engine.urn("read"), __provider: "text" });
      return plain({ what, config: {}, id, outputs: withText(props, text) });
    }
    return plain({
      ...{ what, config: {}, args, id, inputs: withText(inputs, text), outputs: withText(outputs, text) },
      ...(initErrors && { initErrors }),
    });
  } finally {
    await stand.close();
  }
}

/** AWS as it was; OpsItem and association have other ids now, which the answer has in the places of the old ones. */
export async function restore(stand: Stand, fixture: Fixture): Promise<Fixture> {
  const { opsItemId, associationId, associationType, resourceType, resourceUri } = fixture.outputs;
  const { OpsItemId } = await stand.ssm().createOpsItem(minimal);
  const { AssociationId } = await stand.ssm().associateOpsItemRelatedItem({
    OpsItemId,
    AssociationType: String(associationType),
    ResourceType: String(resourceType),
    ResourceUri: String(resourceUri),
  });
  const text = JSON.stringify(fixture)
    .replaceAll(String(opsItemId), String(OpsItemId))
    .replaceAll(String(associationId), String(AssociationId));
  const moved = JSON.parse(text) as Fixture;
  stand.restore(moved);
  stand.aws.requests.clear();
  return moved;
}
