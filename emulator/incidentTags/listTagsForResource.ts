import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from "@aws-sdk/client-ssm-incidents";
import type { Operation } from "../operation";
import { tagged } from "./taggable";

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> = (
  { resourceArn },
  context,
) => ({ tags: Object.fromEntries(tagged(resourceArn, context, "read").tags) });
