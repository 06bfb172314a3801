import { arnOf, consoleUrl } from "../provider/core/awsPartition";
import { incidentRecord as handler } from "../provider/incidentRecord/handler";
import type {
  IncidentRecord,
  IncidentRecordArgs,
  IncidentRelatedItemOutput as Item,
} from "../provider/incidentRecord/incidentRecord";
import { withSecrets } from "../provider/incidentRecord/outs";
import { incidentArnIn, planArnOf } from "../provider/incidentRecord/reference";
import { parentIn } from "../provider/incidentRecord/relatedItems";
import { digestOf, opsItemIdOf, uuidOf } from "./ids";
import { deployerOf, type Kind, MADE_AT } from "./kind";

export const incidentRecord: Kind<IncidentRecord, IncidentRecordArgs> = {
  handler,
  idIn: incidentArnIn,
  newId: (digest, { responsePlanArn }) =>
    `${responsePlanArn.replace(":response-plan/", ":incident-record/")}/${uuidOf(digest)}`,
  existing: (arn) => ({ responsePlanArn: planArnOf(arn), relatedItems: [], tags: {}, tagsAll: {} }),
  told: (inputs, { id: arn, region, account }) => {
    const status = inputs.status ?? "OPEN";
    const items = withParent(
      inputs.relatedItems,
      arnOf("ssm", region, account, `opsitem/${opsItemIdOf(digestOf(arn))}`),
    );
    const parent = parentIn(items);
    return {
      title: inputs.title ?? "An incident",
      impact: inputs.impact ?? 3,
      notificationTargets: inputs.notificationTargets ?? [],
      status,
      relatedItemsAll: items.map(asAwsHasIt),
      region,
      account,
      arn,
      dedupeString: uuidOf(digestOf(arn, "dedupeString")),
      incidentRecordSource: {
        createdBy: deployerOf(account),
        invokedBy: deployerOf(account),
        source: inputs.triggerDetails?.source ?? "aws.ssm-incidents.custom",
        resourceArn: inputs.triggerDetails?.triggerArn,
      },
      automationExecutions: [],
      parentOpsItemArn: parent,
      parentOpsItemId: parent?.split("/").at(-1),
      creationTime: MADE_AT,
      resolvedTime: status === "RESOLVED" ? MADE_AT : undefined,
      lastModifiedTime: MADE_AT,
      lastModifiedBy: deployerOf(account),
      consoleUrl: consoleUrl(region, "systems-manager/incidents/home"),
    };
  },
  withSecrets,
};

/** Incident Manager makes a parent OpsItem, unless the incident is started with one. */
const withParent = (items: Item[] = [], arn: string): Item[] =>
  parentIn(items) ? items : [...items, { title: "parentItem", identifier: { type: "PARENT", value: { arn } } }];

const asAwsHasIt = (item: Item): Item => ({
  ...item,
  generatedId: `related-item/${item.identifier.type}/${digestOf(JSON.stringify(item.identifier)).slice(0, 32).toUpperCase()}`,
});
