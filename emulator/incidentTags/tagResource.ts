import type { TagResourceRequest, TagResourceResponse } from "@aws-sdk/client-ssm-incidents";
import { quotaExceeded } from "../incidentManager/errors";
import type { Operation } from "../operation";
import { tagged } from "./taggable";

const maximum = 50;

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_TagResource.html */
export const tagResource: Operation<TagResourceRequest, TagResourceResponse> = ({ resourceArn, tags }, context) => {
  const resource = tagged(resourceArn, context, "write");
  const all = new Map([...resource.tags, ...Object.entries(tags)]);
  if (all.size > maximum) {
    throw quotaExceeded(`A resource can have at most ${maximum} tags.`, { resourceIdentifier: resourceArn });
  }
  resource.tags = all;
  return {};
};
