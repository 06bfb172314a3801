import { opsItemRelatedItem as handler } from "../../../provider/opsItemRelatedItem/handler";
import { OpsItemRelatedItem } from "../../../provider/opsItemRelatedItem/opsItemRelatedItem";
import { document, incident, simulated } from "../../opsItemRelatedItem/support";
import { states } from "../../states/opsItemRelatedItem";
import type { Kind, Refused } from "../kind";

const ID = "oi-0123456789ab/ae6ea0d1-1c38-4b2e-a9e5-6ea5ec5a1bd5";

export const opsItemRelatedItem: Kind<ReturnType<typeof simulated>> = {
  resource: OpsItemRelatedItem,
  handler,
  simulated,
  given: async (world) => ({
    item: await world.opsItem(),
    other: await world.opsItem(),
    elsewhere: await world.opsItem("us-east-1"),
  }),

  inputs: {
    whole: ({ item }) => ({ ...document, opsItemId: item, region: "eu-west-1" }),
    minimal: ({ item }) => ({ ...document, opsItemId: item }),
  },
  others: ({ other }) => ({
    opsItemId: other,
    associationType: "IsParentOf",
    resourceType: incident.resourceType,
    resourceUri: incident.resourceUri,
    region: "us-east-1",
  }),
  alongside: ({ elsewhere }) => ({ region: { opsItemId: elsewhere } }),
  replacing: ["opsItemId", "associationType", "resourceType", "resourceUri", "region"],
  untold: [],

  async status(aws, { opsItemId, associationId, region }) {
    const list = aws.ssm(String(region)).listOpsItemRelatedItems({ OpsItemId: String(opsItemId) });
    const { Summaries = [] } = await list.catch(() => ({ Summaries: [] }));
    return Summaries.find(({ AssociationId }) => AssociationId === associationId)?.AssociationType;
  },
  leaves: [[{}, undefined]],
  unknownId: ID,
  gone: {
    how: (world, { opsItemId, associationId }) =>
      world.ssm().disassociateOpsItemRelatedItem({
        OpsItemId: String(opsItemId),
        AssociationId: String(associationId),
      }),
    refresh: "gone",
    updates: {},
  },
  account: "association id",
  isMarked: false,

  states,

  model: {
    service: "ssm",
    operations: ["AssociateOpsItemRelatedItem"],
    ours: [],
    differences: {
      "associationType choices": "documented, and left open by the model",
      "resourceType choices": "documented, and left open by the model",
      "resourceUri pattern": "documented, and left open by the model",
    },
  },
  patterns: {
    'the id of an OpsItem, "oi-" and 12 hexadecimal digits': {
      taken: ["oi-0123456789ab"],
      refused: ["oi-0123456789AB", "oi-0123456789a", "oi-0123456789abc", "oi-0123456789ab\n", "item"],
    },
    "an ARN": {
      taken: [
        ...[
          "arn:aws:ssm:eu-west-1::document/AWS-RestartEC2Instance",
          "arn:aws-cn:ssm:cn-north-1::document/AWS-Restart",
        ],
        "arn:aws:ssm-incidents::111122223333:incident-record/drill/a6be9281-6d5f-4c8a-8a3c-2b1f5d0f7a11",
      ],
      refused: [
        "AWS-RestartEC2Instance",
        "arn:aws:ssm:eu-west-1:1:document/x",
        "arn:aws:ssm:eu-west-1::",
        "x arn:aws:ssm:::y",
      ],
    },
  },
  awsTakes: { "resourceUri pattern": "what can be associated has an ARN; other text names nothing" },
  rules: {
    taken: [{ adopt: ID }, { adopt: `eu-west-1/${ID}` }],
    refused: [
      [{ associationType: "isParentOf" }, "associationType: must be one of IsParentOf, RelatesTo"],
      [
        { resourceType: "AWS::S3::Bucket" },
        "resourceType: must be one of AWS::SSMIncidents::IncidentRecord, AWS::SSM::Document",
      ],
      ...["oi-0123456789ab", "oi-0123456789ab/", `${ID}/x`, "x/y"].map(
        (adopt): Refused => [
          { adopt },
          `adopt: must be the id of an OpsItem and that of its association, as in "${ID}", with "region/" before it where needed`,
        ],
      ),
    ],
  },
};
