import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import type { Operation } from "../operation";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const getCallerIdentity: Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> = (_, { caller }) => ({
  Account: caller.account,
  Arn: caller.arn,
  UserId: caller.userId,
});
