export type { Approval, Decision } from "./automation/approvals";
export { ChangeGate, type ChangeGateArgs } from "./changeGate/changeGate";
export {
  ChangeRequest,
  type ChangeRequestArgs,
  type ChangeRequestRun,
  type ChangeRequestStatus,
} from "./changeRequest/changeRequest";
export type {
  ChangeRequestAlarmConfiguration,
  ChangeRequestRunbook,
  ChangeRequestTarget,
  ChangeRequestTargetLocation,
  DocumentParameters,
} from "./changeRequest/runbook";
export { type AssumeRoleArgs, Provider, type ProviderArgs } from "./hosts/dynamic/explicitProvider";
export {
  type IncidentChatChannel,
  type IncidentNotificationTarget,
  IncidentRecord,
  type IncidentRecordArgs,
  type IncidentRelatedItemOutput,
  type IncidentSource,
  type IncidentStatus,
  type IncidentTriggerDetails,
} from "./incidentRecord/incidentRecord";
export type {
  IncidentItemIdentifier,
  IncidentItemValue,
  IncidentRelatedItem,
  PagerDutyIncidentDetail,
  RelatedItemType,
} from "./incidentRecord/relatedItem";
export {
  type OperationalDataValue,
  OpsItem,
  type OpsItemArgs,
  type OpsItemNotification,
  type OpsItemStatus,
  type RelatedOpsItem,
} from "./opsItem/opsItem";
export { OpsItemRelatedItem, type OpsItemRelatedItemArgs } from "./opsItemRelatedItem/opsItemRelatedItem";
