export { type AssumeRoleArgs, Provider, type ProviderArgs } from "./hosts/dynamic/explicitProvider";
export {
  type OperationalDataValue,
  OpsItem,
  type OpsItemArgs,
  type OpsItemNotification,
  type OpsItemStatus,
  type RelatedOpsItem,
} from "./opsItem/opsItem";
