import type * as pulumi from "@pulumi/pulumi";
import { OpsResource } from "../hosts/dynamic/resource";

/**
 * Arguments of an association. AWS can change none of them: a change replaces the association.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AssociateOpsItemRelatedItem.html
 */
export interface OpsItemRelatedItemArgs {
  /** Id of the OpsItem, `oi-` and 12 hexadecimal digits; of the account and region that the association is made in. */
  opsItemId: pulumi.Input<string>;
  /** What the OpsItem is to the other: `IsParentOf` or `RelatesTo`. */
  associationType: pulumi.Input<"IsParentOf" | "RelatesTo">;
  /** What the other is. An OpsItem takes 100 incidents and 10 documents. */
  resourceType: pulumi.Input<"AWS::SSMIncidents::IncidentRecord" | "AWS::SSM::Document">;
  /** ARN of the incident, or of the document, such as a runbook. */
  resourceUri: pulumi.Input<string>;
  /** Region of AWS. Default: `aws:region`, then that of the environment. A change replaces the association. */
  region?: pulumi.Input<string>;
  /**
   * Takes over an existing association instead of making one: the id of the OpsItem and that of the association with a
   * slash between, as in `id`, with `region/` before it where needed. It must be as declared, and belongs to this resource
   * from then on, so that destroy removes it. Removed later it changes nothing; another id replaces.
   */
  adopt?: pulumi.Input<string>;
}

/**
 * An association of an OpsItem with an incident or a document, which both show each other from then on. One that is gone
 * is shown by `pulumi refresh` and made again by `pulumi up`.
 *
 * AWS takes one association of an OpsItem with each of them. If there is one that this resource has not made, such as the
 * one that Incident Manager makes between an incident and its parent OpsItem, creating it is an error that names it; `adopt`
 * takes it over. Destroying the resource removes the association, and nothing else.
 *
 * @example
 * new ops.OpsItemRelatedItem("runbook", {
 *   opsItemId: item.opsItemId,
 *   associationType: "RelatesTo",
 *   resourceType: "AWS::SSM::Document",
 *   resourceUri: "arn:aws:ssm:eu-west-1::document/AWS-RestartEC2Instance",
 * });
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_OpsItemRelatedItemSummary.html
 */
export class OpsItemRelatedItem extends OpsResource {
  declare readonly opsItemId: pulumi.Output<string>;
  /** Its id among those of the OpsItem; `id` is both, `<opsItemId>/<associationId>`. */
  declare readonly associationId: pulumi.Output<string>;
  declare readonly associationType: pulumi.Output<string>;
  declare readonly resourceType: pulumi.Output<string>;
  declare readonly resourceUri: pulumi.Output<string>;
  declare readonly region: pulumi.Output<string>;
  /** The account whose credentials manage it. */
  declare readonly account: pulumi.Output<string>;
  /** ARN of whoever made it. */
  declare readonly createdBy: pulumi.Output<string>;
  /** ISO 8601, UTC, like all times. */
  declare readonly createdTime: pulumi.Output<string>;
  declare readonly lastModifiedBy: pulumi.Output<string>;
  declare readonly lastModifiedTime: pulumi.Output<string>;

  constructor(name: string, args: OpsItemRelatedItemArgs, opts?: pulumi.CustomResourceOptions) {
    super({ kind: "OpsItemRelatedItem", entry: "opsItemRelatedItem", outputs: OUTPUTS }, name, args, opts);
  }

  /**
   * Reads an existing association without managing it.
   *
   * @param id `<id of the OpsItem>/<id of the association>`, with `region/` before it where it is not in the stack's.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): OpsItemRelatedItem {
    return new OpsItemRelatedItem(name, {} as OpsItemRelatedItemArgs, { ...opts, id });
  }
}

type Outputs = Exclude<keyof OpsItemRelatedItem, keyof pulumi.CustomResource>;

/** By name, so that the compiler refuses a list that forgets one. */
const OUTPUT_NAMES: Record<Outputs, true> = {
  opsItemId: true,
  associationId: true,
  associationType: true,
  resourceType: true,
  resourceUri: true,
  region: true,
  account: true,
  createdBy: true,
  createdTime: true,
  lastModifiedBy: true,
  lastModifiedTime: true,
};
const OUTPUTS = Object.keys(OUTPUT_NAMES);
