import type { RemoveTagsFromResourceRequest, RemoveTagsFromResourceResult } from "@aws-sdk/client-ssm";
import type { Operation } from "../operation";
import { tagged } from "./taggable";

/**
 * Keys that are not there are no error.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RemoveTagsFromResource.html
 */
export const removeTagsFromResource: Operation<RemoveTagsFromResourceRequest, RemoveTagsFromResourceResult> = (
  input,
  context,
) => {
  const { tags } = tagged(input, context, "write");
  for (const key of input.TagKeys) tags.delete(key);
  return {};
};
