export { ChangeGate, type ChangeGateArgs } from "./changeGate/changeGate";
export {
  ChangeRequest,
  type ChangeRequestAlarmConfiguration,
  type ChangeRequestApproval,
  type ChangeRequestArgs,
  type ChangeRequestRun,
  type ChangeRequestRunbook,
  type ChangeRequestStatus,
  type ChangeRequestTarget,
  type ChangeRequestTargetLocation,
  type DocumentParameters,
} from "./changeRequest/changeRequest";
export { type AssumeRoleArgs, Provider, type ProviderArgs } from "./hosts/dynamic/explicitProvider";
export {
  type OperationalDataValue,
  OpsItem,
  type OpsItemArgs,
  type OpsItemNotification,
  type OpsItemStatus,
  type RelatedOpsItem,
} from "./opsItem/opsItem";
