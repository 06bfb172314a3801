import type { AddTagsToResourceRequest, AddTagsToResourceResult } from "@aws-sdk/client-ssm";
import type { Operation } from "../operation";
import { tagged } from "./taggable";
import { addTags } from "./tags";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html */
export const addTagsToResource: Operation<AddTagsToResourceRequest, AddTagsToResourceResult> = (input, context) => {
  const resource = tagged(input, context, "write");
  resource.tags = addTags(resource.tags, input.Tags, resource.maxTags);
  return {};
};
