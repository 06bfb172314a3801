import type { Props } from "../../../provider/core/handler";
import { incidentRecord as handler } from "../../../provider/incidentRecord/handler";
import { IncidentRecord } from "../../../provider/incidentRecord/incidentRecord";
import { recordOf } from "../../emulator/incidents";
import { link, required, simulated, topic, whole } from "../../incidentRecord/support";
import { states } from "../../states/incidentRecord";
import { many } from "../../support/tables";
import type { Kind, Refused } from "../kind";
import { refusedTags } from "./common";

const ARN = "arn:aws:ssm-incidents::111122223333:incident-record/drill/a6be9281-6d5f-4c8a-8a3c-2b1f5d0f7a11";
const incident = (more: Props = {}) => ({
  identifier: { type: "OTHER", value: { url: "https://example.com" }, ...more },
});
const ownTags = "two are our own, the second only once the incident is let go";
const ALWAYS = "it is always checked";
const oneForm = "must have exactly one of arn, url, metricDefinition and pagerDutyIncidentDetail";

export const incidentRecord: Kind<ReturnType<typeof simulated>> = {
  resource: IncidentRecord,
  handler,
  simulated,
  given: async (world) => ({ plan: world.plan(), other: world.plan("other") }),

  inputs: {
    whole: ({ plan }) => ({ ...whole, responsePlanArn: plan, region: "eu-west-1", onDelete: "resolve" }),
    minimal: ({ plan }) => ({ ...required, responsePlanArn: plan }),
  },
  others: ({ other }) => ({
    responsePlanArn: other,
    title: "Other",
    impact: 2,
    triggerDetails: { source: "others", timestamp: "2026-01-31T09:00:00Z" },
    relatedItems: [link("https://example.com/runbook", "How to restore it"), link("https://example.com/more")],
    triggers: ["2030-Q2"],
    summary: "Other",
    chatChannel: { chatbotSns: [topic("three")] },
    notificationTargets: [{ snsTopicArn: topic("three") }],
    status: "RESOLVED",
    tags: { team: "orders", more: "x" },
    reconcile: true,
    onDelete: "delete",
    region: "us-east-1",
  }),
  replacing: ["responsePlanArn", "triggerDetails", "triggers"],
  untold: ["triggerDetails", "relatedItems", "triggers", "reconcile", "onDelete"],

  status: async (aws, { arn }) => (await recordOf(aws.incidents(), String(arn)).catch(() => undefined))?.status,
  leaves: [
    [{}, "RESOLVED"],
    [{ onDelete: "resolve" }, "RESOLVED"],
    [{ onDelete: "delete" }, undefined],
  ],
  unknownId: ARN,
  gone: {
    how: (world, { arn }) => world.remove(String(arn)),
    refresh: "same",
    warns: "AWS does not know incident id any more: it is kept in the state, no new one is started",
    updates: { title: "update", tags: "update" },
  },
  account: "incident id",
  isMarked: true,

  states,

  model: {
    service: "ssm-incidents",
    operations: ["StartIncident", "UpdateIncidentRecord"],
    ours: ["clientToken", "arn"],
    changedOtherwise: ["relatedItems"],
    differences: {
      "relatedItems length": "a quota of incidents; a call may carry more",
      "relatedItems[] members": "AWS itself numbers the items that it adds",
      "notificationTargets[].snsTopicArn required": "a target without a topic means nothing",
      "tags{key} pattern": "what keys begin with is another rule of the table",
    },
  },
  patterns: {
    "an ARN": {
      taken: ["arn:aws:sns:eu-west-1:111122223333:ops", `arn:aws:sns:eu-west-1:111122223333:${"a".repeat(963)}`],
      refused: ["ops", "arn:aws:sns:eu-west-1:1111:ops", "arn:aws:sns:eu-west-1:111122223333:"],
    },
    "letters, digits, spaces and _=@:.+,-/ of ASCII": { taken: ["a 1_=@:.+,-/"], refused: ["ü", "a!", "a\nb"] },
  },
  samples: {
    "relatedItems[].identifier.value": (index) => ({ url: `https://example.com/${index}` }),
  },
  awsTakes: { "tags size": ownTags },
  rules: {
    taken: [
      ...[{ empty: {} }, { chatbotSns: [topic("one")] }].map((chatChannel) => ({ chatChannel })),
      { relatedItems: [link("https://example.com/1"), link("https://example.com/2")] },
      { tags: { "pulumi-aws-ops": "x" } },
      ...[ARN, `eu-west-1/${ARN}`].map((adopt) => ({ adopt })),
    ],
    refused: [
      ...refusedTags(48, ownTags),
      [
        { relatedItems: many(51, (index) => link(`https://example.com/${index}`)) },
        "relatedItems: must have at most 50 elements, not 51",
      ],
      [
        { triggerDetails: { source: "aws.drills", timestamp: "2026-01-31T09:00:00Z" } },
        "triggerDetails.source: must not begin with aws.",
      ],
      ...[{}, { empty: {}, chatbotSns: [topic("one")] }].map(
        (chatChannel): Refused => [
          { chatChannel },
          "chatChannel: must have exactly one of chatbotSns and empty",
          ALWAYS,
        ],
      ),
      ...[{}, { url: "https://example.com", arn: topic("one") }].map(
        (value): Refused => [
          { relatedItems: [incident({ value })] },
          `relatedItems[0].identifier.value: ${oneForm}`,
          ALWAYS,
        ],
      ),
      [
        { relatedItems: [link("https://example.com", "One"), link("https://example.com", "Two")] },
        "relatedItems[1].identifier: must differ from those before it",
        ALWAYS,
      ],
      ...["drill", "arn:aws:ssm-incidents::111122223333:response-plan/drill", `eu-west-1${ARN}`].map(
        (adopt): Refused => [
          { adopt },
          'adopt: must be the ARN of an incident record, with "region/" before it where needed',
        ],
      ),
      [
        { tags: { "pulumi-aws-ops:x": "y" } },
        'tags["pulumi-aws-ops:x"]: keys that begin with pulumi-aws-ops: are kept by this package',
        "we note there whose the incident is",
      ],
    ],
  },
  /** The value of an item has one form: the sample's goes where another one is tried. */
  fitting: ({ relatedItems, ...args }) => ({
    ...args,
    ...(relatedItems !== undefined && { relatedItems: (relatedItems as Props[]).map(inOneForm) }),
  }),
};

function inOneForm(item: Props): Props {
  const { identifier } = item as { identifier?: { value?: Props } };
  const { url, ...forms } = identifier?.value ?? {};
  if (url === undefined || Object.keys(forms).length === 0) return item;
  return { ...item, identifier: { ...identifier, value: forms } };
}
