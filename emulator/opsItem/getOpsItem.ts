import type { GetOpsItemRequest, GetOpsItemResponse } from "@aws-sdk/client-ssm";
import type { Operation } from "../operation";
import { opsItemToRead } from "./find";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetOpsItem.html */
export const getOpsItem: Operation<GetOpsItemRequest, GetOpsItemResponse> = (input, context) => ({
  OpsItem: opsItemToRead(input, context).item,
});
