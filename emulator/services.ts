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
import { deleteIncidentRecord } from "./incidentRecord/deleteIncidentRecord";
import { getIncidentRecord } from "./incidentRecord/getIncidentRecord";
import { listIncidentRecords } from "./incidentRecord/listIncidentRecords";
import { listRelatedItems } from "./incidentRecord/listRelatedItems";
import { startIncident } from "./incidentRecord/startIncident";
import { updateIncidentRecord } from "./incidentRecord/updateIncidentRecord";
import { updateRelatedItems } from "./incidentRecord/updateRelatedItems";
import { listTagsForResource as listIncidentTags } from "./incidentTags/listTagsForResource";
import { tagResource } from "./incidentTags/tagResource";
import { untagResource } from "./incidentTags/untagResource";
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
import { isPathOf, restJson } from "./protocols/restJson";
import { createReplicationSet } from "./replicationSet/createReplicationSet";
import { deleteReplicationSet } from "./replicationSet/deleteReplicationSet";
import { getReplicationSet } from "./replicationSet/getReplicationSet";
import { listReplicationSets } from "./replicationSet/listReplicationSets";
import { updateDeletionProtection } from "./replicationSet/updateDeletionProtection";
import { updateReplicationSet } from "./replicationSet/updateReplicationSet";
import { createResponsePlan } from "./responsePlan/createResponsePlan";
import { deleteResponsePlan } from "./responsePlan/deleteResponsePlan";
import { getResponsePlan } from "./responsePlan/getResponsePlan";
import { listResponsePlans } from "./responsePlan/listResponsePlans";
import { updateResponsePlan } from "./responsePlan/updateResponsePlan";
import { assumeRole } from "./sts/assumeRole";
import { getCallerIdentity } from "./sts/getCallerIdentity";
import { addTagsToResource } from "./tags/addTagsToResource";
import { listTagsForResource } from "./tags/listTagsForResource";
import { removeTagsFromResource } from "./tags/removeTagsFromResource";
import { createTimelineEvent } from "./timelineEvent/createTimelineEvent";
import { deleteTimelineEvent } from "./timelineEvent/deleteTimelineEvent";
import { getTimelineEvent } from "./timelineEvent/getTimelineEvent";
import { listTimelineEvents } from "./timelineEvent/listTimelineEvents";
import { updateTimelineEvent } from "./timelineEvent/updateTimelineEvent";

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
  "ssm-incidents": {
    model: models["ssm-incidents"],
    protocol: restJson,
    operations: {
      CreateReplicationSet: createReplicationSet,
      CreateResponsePlan: createResponsePlan,
      CreateTimelineEvent: createTimelineEvent,
      DeleteIncidentRecord: deleteIncidentRecord,
      DeleteReplicationSet: deleteReplicationSet,
      DeleteResponsePlan: deleteResponsePlan,
      DeleteTimelineEvent: deleteTimelineEvent,
      GetIncidentRecord: getIncidentRecord,
      GetReplicationSet: getReplicationSet,
      GetResponsePlan: getResponsePlan,
      GetTimelineEvent: getTimelineEvent,
      ListIncidentRecords: listIncidentRecords,
      ListRelatedItems: listRelatedItems,
      ListReplicationSets: listReplicationSets,
      ListResponsePlans: listResponsePlans,
      ListTagsForResource: listIncidentTags,
      ListTimelineEvents: listTimelineEvents,
      StartIncident: startIncident,
      TagResource: tagResource,
      UntagResource: untagResource,
      UpdateDeletionProtection: updateDeletionProtection,
      UpdateIncidentRecord: updateIncidentRecord,
      UpdateRelatedItems: updateRelatedItems,
      UpdateReplicationSet: updateReplicationSet,
      UpdateResponsePlan: updateResponsePlan,
      UpdateTimelineEvent: updateTimelineEvent,
    },
  },
  sts: {
    model: models.sts,
    protocol: query,
    operations: { AssumeRole: assumeRole, GetCallerIdentity: getCallerIdentity },
  },
};

/** The service that a request is for: as it is signed or, without a signature, as it looks. */
export function serviceOf(signedFor: string | undefined, request: HttpRequest): Service | undefined {
  if (signedFor !== undefined) return Object.hasOwn(services, signedFor) ? services[signedFor] : undefined;
  if (request.headers["x-amz-target"] !== undefined) return services.ssm;
  return isPathOf(request, models["ssm-incidents"]) ? services["ssm-incidents"] : services.sts;
}
