import { describeAutomationExecutions } from "./automation/describeAutomationExecutions";
import { describeAutomationStepExecutions } from "./automation/describeAutomationStepExecutions";
import { getAutomationExecution } from "./automation/getAutomationExecution";
import { sendAutomationSignal } from "./automation/sendAutomationSignal";
import { stopAutomationExecution } from "./automation/stopAutomationExecution";
import { getCalendarState } from "./calendar/getCalendarState";
import { startChangeRequestExecution } from "./changeRequest/startChangeRequestExecution";
import { createDocument } from "./documents/createDocument";
import { deleteDocument } from "./documents/deleteDocument";
import { describeDocument } from "./documents/describeDocument";
import { getDocument } from "./documents/getDocument";
import { listDocuments } from "./documents/listDocuments";
import { updateDocument } from "./documents/updateDocument";
import { updateDocumentMetadata } from "./documents/updateDocumentMetadata";
import { models, type ServiceModel } from "./model";
import type { Context } from "./operation";
import { associateOpsItemRelatedItem } from "./opsItem/associateOpsItemRelatedItem";
import { createOpsItem } from "./opsItem/createOpsItem";
import { deleteOpsItem } from "./opsItem/deleteOpsItem";
import { describeOpsItems } from "./opsItem/describeOpsItems";
import { disassociateOpsItemRelatedItem } from "./opsItem/disassociateOpsItemRelatedItem";
import { getOpsItem } from "./opsItem/getOpsItem";
import { listOpsItemRelatedItems } from "./opsItem/listOpsItemRelatedItems";
import { updateOpsItem } from "./opsItem/updateOpsItem";
import { awsJson } from "./protocols/awsJson";
import type { HttpRequest, Protocol } from "./protocols/protocol";
import { query } from "./protocols/query";
import { assumeRole } from "./sts/assumeRole";
import { getCallerIdentity } from "./sts/getCallerIdentity";
import { addTagsToResource } from "./tags/addTagsToResource";
import { listTagsForResource } from "./tags/listTagsForResource";
import { removeTagsFromResource } from "./tags/removeTagsFromResource";

export interface Service {
  model: ServiceModel;
  protocol: Protocol;
  operations: Record<string, (input: never, context: Context) => object>;
}

/** What the emulator serves, by the service's signing name. */
export const services: Record<string, Service> = {
  ssm: {
    model: models.ssm,
    protocol: awsJson,
    operations: {
      AddTagsToResource: addTagsToResource,
      AssociateOpsItemRelatedItem: associateOpsItemRelatedItem,
      CreateDocument: createDocument,
      CreateOpsItem: createOpsItem,
      DeleteDocument: deleteDocument,
      DeleteOpsItem: deleteOpsItem,
      DescribeAutomationExecutions: describeAutomationExecutions,
      DescribeAutomationStepExecutions: describeAutomationStepExecutions,
      DescribeDocument: describeDocument,
      DescribeOpsItems: describeOpsItems,
      DisassociateOpsItemRelatedItem: disassociateOpsItemRelatedItem,
      GetAutomationExecution: getAutomationExecution,
      GetCalendarState: getCalendarState,
      GetDocument: getDocument,
      GetOpsItem: getOpsItem,
      ListDocuments: listDocuments,
      ListOpsItemRelatedItems: listOpsItemRelatedItems,
      ListTagsForResource: listTagsForResource,
      RemoveTagsFromResource: removeTagsFromResource,
      SendAutomationSignal: sendAutomationSignal,
      StartChangeRequestExecution: startChangeRequestExecution,
      StopAutomationExecution: stopAutomationExecution,
      UpdateDocument: updateDocument,
      UpdateDocumentMetadata: updateDocumentMetadata,
      UpdateOpsItem: updateOpsItem,
    },
  },
  sts: {
    model: models.sts,
    protocol: query,
    operations: { AssumeRole: assumeRole, GetCallerIdentity: getCallerIdentity },
  },
};

/** The service that a request is for: as it is signed or, without a signature, as it looks. */
export function serviceOf(signedFor: string | undefined, { headers }: HttpRequest): Service | undefined {
  if (signedFor !== undefined) return Object.hasOwn(services, signedFor) ? services[signedFor] : undefined;
  return headers["x-amz-target"] === undefined ? services.sts : services.ssm;
}
