import type { ResourceTypeForTagging } from "@aws-sdk/client-ssm";
import { AwsError } from "../errors";
import type { Context } from "../operation";
import { isLive } from "../opsItem/record";

/** Something with tags. */
interface Tagged {
  tags: Map<string, string>;
  /** How many it may have, if not as many as most resources. */
  readonly maxTags?: number;
}

type Find = (resourceId: string, context: Context, access: "read" | "write") => Tagged | undefined;

/** How each type of resource is found; of the types that are not here, none exists. */
const finders: Partial<Record<ResourceTypeForTagging, Find>> = {
  Automation: (id, { place }, access) => {
    const record = place.automations.get(id);
    return access === "write" || record?.isVisible() ? record : undefined;
  },

  OpsItem: (id, { place, world }, access) => {
    const record = place.opsItems.get(id);
    if (!record || !isLive(record, world)) return undefined;
    if (access === "write") return record.deletedAt ? undefined : record;
    const isGone = record.deletedAt && world.answers.tagsWhileDeleting === "InvalidResourceId";
    return isGone || !record.isVisible() ? undefined : record;
  },

  Document: (name, { place, world }, access) => {
    const record = place.documents.get(name);
    if (access === "write") return record;
    return record?.isVisible() ? record : world.amazonDocuments.get(name);
  },
};

interface Reference {
  ResourceType: ResourceTypeForTagging;
  ResourceId: string;
}

/** The resource that a tag operation means. */
export function tagged({ ResourceType, ResourceId }: Reference, context: Context, access: "read" | "write"): Tagged {
  const resource = finders[ResourceType]?.(ResourceId, context, access);
  if (!resource) throw new AwsError("InvalidResourceId");
  return resource;
}
