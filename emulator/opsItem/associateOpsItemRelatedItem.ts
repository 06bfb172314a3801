import type {
  AssociateOpsItemRelatedItemRequest as Request,
  AssociateOpsItemRelatedItemResponse as Response,
} from "@aws-sdk/client-ssm";
import { AwsError } from "../errors";
import type { Checked, Operation } from "../operation";
import { actor } from "./actor";
import { addRelatedItem } from "./addRelatedItem";
import { invalidParameter, limitExceeded } from "./errors";
import { opsItemToWrite } from "./find";
import type { OpsItemRecord } from "./record";

const associationTypes = ["IsParentOf", "RelatesTo"];

/** Types of related items, and how many of each an OpsItem may have. */
const limits: Record<string, number> = { "AWS::SSMIncidents::IncidentRecord": 100, "AWS::SSM::Document": 10 };

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AssociateOpsItemRelatedItem.html */
export const associateOpsItemRelatedItem: Operation<Request, Response> = (input, context) => {
  const record = opsItemToWrite(input, context);
  checkNew(input, record);
  const { AssociationType, ResourceType, ResourceUri } = input;
  const association = { AssociationType, ResourceType, ResourceUri };
  const made = { arn: actor(context), isVisible: context.visibility(), context };
  return { AssociationId: addRelatedItem(record, association, made) };
};

function checkNew(input: Checked<Request>, { relatedItems }: OpsItemRecord): void {
  const { OpsItemId, AssociationType, ResourceType, ResourceUri } = input;
  if (!associationTypes.includes(AssociationType)) {
    throw invalidParameter("AssociationType", `'${AssociationType}' is not one of ${associationTypes.join(", ")}.`);
  }
  const limit = Object.hasOwn(limits, ResourceType) ? limits[ResourceType] : undefined;
  if (limit === undefined) {
    throw invalidParameter("ResourceType", `'${ResourceType}' is not one of ${Object.keys(limits).join(", ")}.`);
  }
  const present = [...relatedItems.values()].filter(({ summary }) => summary.ResourceType === ResourceType);
  if (present.some(({ summary }) => summary.ResourceUri === ResourceUri)) {
    const message = `OpsItem with OpsItemId ${OpsItemId} is already associated with ${ResourceUri}.`;
    throw new AwsError("OpsItemRelatedItemAlreadyExistsException", message, { ResourceUri, OpsItemId });
  }
  if (present.length >= limit) {
    throw limitExceeded(
      ResourceType,
      limit,
      "RelatedItems",
      `An OpsItem can have at most ${limit} of ${ResourceType}.`,
    );
  }
}
