import type { UntagResourceRequest, UntagResourceResponse } from "@aws-sdk/client-ssm-incidents";
import type { Operation } from "../operation";
import { tagged } from "./taggable";

/**
 * Keys that are not there are no error.
 * https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_UntagResource.html
 */
export const untagResource: Operation<UntagResourceRequest, UntagResourceResponse> = (input, context) => {
  const { tags } = tagged(input.resourceArn, context, "write");
  for (const key of input.tagKeys) tags.delete(key);
  return {};
};
