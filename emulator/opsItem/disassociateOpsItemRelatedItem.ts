import type {
  DisassociateOpsItemRelatedItemRequest as Request,
  DisassociateOpsItemRelatedItemResponse as Response,
} from "@aws-sdk/client-ssm";
import { AwsError } from "../errors";
import type { Operation } from "../operation";
import { opsItemToWrite } from "./find";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DisassociateOpsItemRelatedItem.html */
export const disassociateOpsItemRelatedItem: Operation<Request, Response> = (input, context) => {
  const { OpsItemId, AssociationId } = input;
  if (!opsItemToWrite(input, context).relatedItems.delete(AssociationId)) {
    const message = `OpsItem with OpsItemId ${OpsItemId} has no association ${AssociationId}.`;
    throw new AwsError("OpsItemRelatedItemAssociationNotFoundException", message);
  }
  return {};
};
