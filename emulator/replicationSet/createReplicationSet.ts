import { randomUUID } from "node:crypto";
import type {
  CreateReplicationSetInput as Input,
  CreateReplicationSetOutput as Output,
} from "@aws-sdk/client-ssm-incidents";
import { arnOf } from "../incidentManager/account";
import { invalid, quotaExceeded } from "../incidentManager/errors";
import { oncePerToken } from "../incidentManager/tokens";
import { activate, beginChange } from "./life";
import { newRegion, type ReplicationSetRecord } from "./record";
import { supportedRegions } from "./regions";

/** https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_CreateReplicationSet.html */
export const createReplicationSet = oncePerToken<Input, Output>("CreateReplicationSet", (input, context) => {
  const { regions, tags = {} } = input;
  const { caller, now, place, world } = context;
  const data = world.incidentManager(place);
  const present = data.replicationSet?.arn;
  if (present !== undefined) {
    const about = { resourceIdentifier: present, resourceType: "REPLICATION_SET" } as const;
    throw quotaExceeded(`Account ${data.account} has a replication set already.`, about);
  }
  const names = Object.keys(regions);
  const unknown = names.find((name) => !supportedRegions.includes(name));
  if (unknown !== undefined) throw invalid(`Region '${unknown}' is not one of ${supportedRegions.join(", ")}.`);
  const arn = arnOf(data, "replication-set", randomUUID());
  const set: ReplicationSetRecord = {
    arn,
    status: "CREATING",
    regions: new Map(names.map((name) => [name, newRegion("CREATING", now, regions[name]?.sseKmsKeyId)])),
    deletionProtected: false,
    createdBy: caller.arn,
    createdTime: now,
    lastModifiedBy: caller.arn,
    lastModifiedTime: now,
    tags: new Map(Object.entries(tags)),
    isVisible: context.visibility(),
  };
  data.replicationSet = set;
  beginChange(set, "CREATING", context, (at) => activate(set, names, at));
  return { arn };
});
