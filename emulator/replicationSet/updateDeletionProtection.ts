import type {
  UpdateDeletionProtectionInput as Input,
  UpdateDeletionProtectionOutput as Output,
} from "@aws-sdk/client-ssm-incidents";
import { oncePerToken } from "../incidentManager/tokens";
import { setToWrite } from "./find";

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_UpdateDeletionProtection.html */
export const updateDeletionProtection = oncePerToken<Input, Output>("UpdateDeletionProtection", (input, context) => {
  const set = setToWrite(input.arn, context);
  set.deletionProtected = input.deletionProtected;
  set.lastModifiedBy = context.caller.arn;
  set.lastModifiedTime = context.now;
  return {};
});
