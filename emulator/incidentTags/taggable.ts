import { invalid, notFound } from "../incidentManager/errors";
import { dataSeen } from "../incidentManager/find";
import type { Context } from "../operation";
import { ownSet } from "../replicationSet/find";

/** Something with tags. */
interface Tagged {
  tags: Map<string, string>;
  isVisible(): boolean;
}

interface Taggable {
  type: "INCIDENT_RECORD" | "REPLICATION_SET" | "RESPONSE_PLAN";
  find(arn: string, context: Context): Tagged | undefined;
}

/** What can have tags, by the resource that its ARN names. */
const taggable: Record<string, Taggable> = {
  "incident-record": { type: "INCIDENT_RECORD", find: (arn, context) => dataSeen(context)?.incidents.get(arn) },
  "response-plan": { type: "RESPONSE_PLAN", find: (arn, context) => dataSeen(context)?.responsePlans.get(arn) },
  "replication-set": {
    type: "REPLICATION_SET",
    find: (arn, context) => {
      const set = ownSet(context);
      return set?.arn === arn ? set : undefined;
    },
  },
};

/** The resource that a tag operation means; reads do not see every one. */
export function tagged(arn: string, context: Context, access: "read" | "write"): Tagged {
  const [, resource = ""] = /^arn:[^:]+:ssm-incidents::\d{12}:([^/]+)\/.+$/.exec(arn) ?? [];
  const row = Object.hasOwn(taggable, resource) ? taggable[resource] : undefined;
  if (!row) throw invalid(`'${arn}' is not the ARN of something that can have tags.`);
  const found = row.find(arn, context);
  if (!found || (access === "read" && !found.isVisible())) throw notFound(row.type, arn);
  return found;
}
