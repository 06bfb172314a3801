import type { ListTagsForResourceRequest, ListTagsForResourceResult } from "@aws-sdk/client-ssm";
import type { Operation } from "../operation";
import { tagged } from "./taggable";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResult> = (
  input,
  context,
) => {
  const { tags } = tagged(input, context, "read");
  return { TagList: [...tags].map(([Key, Value]) => ({ Key, Value })) };
};
