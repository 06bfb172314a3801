import { commonRows, ownerRow } from "../core/common";
import { type Properties, type PropertyTable, text } from "../core/properties/rows";
import { isAssociation } from "./id";
import type { OpsItemRelatedItemArgs } from "./opsItemRelatedItem";

/** AWS can change none of them. */
const sent = { required: true, createOnly: true } as const;

/** Everything about each property of an association. Limits: the API reference of AssociateOpsItemRelatedItem. */
export const properties = {
  opsItemId: text({
    ...sent,
    pattern: { matches: /^oi-[0-9a-f]{12}$/, means: 'the id of an OpsItem, "oi-" and 12 hexadecimal digits' },
    doc: "The OpsItem.",
  }),
  associationType: text({
    ...sent,
    choices: ["IsParentOf", "RelatesTo"],
    doc: "What the OpsItem is to the other: its parent, or related to it.",
  }),
  resourceType: text({
    ...sent,
    choices: ["AWS::SSMIncidents::IncidentRecord", "AWS::SSM::Document"],
    doc: "Whether the other is an incident or a document, such as a runbook.",
  }),
  resourceUri: text({
    ...sent,
    pattern: { matches: /^arn:aws(-cn|-us-gov)?:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+$/, means: "an ARN" },
    doc: "ARN of the incident or of the document.",
  }),
  ...commonRows,
  adopt: {
    ...commonRows.adopt,
    ownRules: [isAssociation],
    doc: "Takes over an existing association instead of making one: `<id of the OpsItem>/<id of the association>`, with `region/` before it where needed.",
  },
} satisfies Properties<OpsItemRelatedItemArgs>;

export const table: PropertyTable = { ...properties, owner: ownerRow };
