import type { Value } from "../programs/declared/declared";
import { account, planArn, region } from "./support";

export type Args = Record<string, Value>;

export const topic = (name: string) => `arn:aws:sns:${region}:${account}:${name}`;

export const item = (type: string, value: Args, title?: string) => ({
  identifier: { type, value },
  ...(title !== undefined && { title }),
});

export const link = item("OTHER", { url: "https://wiki.example.com/orders" }, "What to know of orders");

/** One in each form. */
export const everyItem = [
  item("INVOLVED_RESOURCE", { arn: `arn:aws:rds:${region}:${account}:db:orders` }, "Database"),
  link,
  item("METRIC", { metricDefinition: '{"metrics":[["AWS/RDS","CPUUtilization"]]}' }),
  item("TASK", { pagerDutyIncidentDetail: { id: "PD-1", autoResolve: true, secretId: "pager-duty" } }, "PagerDuty"),
];

export const trigger = {
  source: "orders.alarms",
  timestamp: "2026-02-03T10:20:30.500+01:00",
  triggerArn: `arn:aws:cloudwatch:${region}:${account}:alarm:slow`,
  rawData: '{"p99": 12.5}',
};

/** Every parameter of StartIncident and UpdateIncidentRecord. */
export const whole = {
  responsePlanArn: planArn(),
  title: "Orders are slow",
  impact: 2,
  triggerDetails: trigger,
  relatedItems: everyItem,
  triggers: [1, "two", { three: [true, null] }],
  summary: "# Slow\n\nSince *noon*.",
  chatChannel: { chatbotSns: [topic("chat"), topic("chat-too")] },
  notificationTargets: [{ snsTopicArn: topic("told") }, { snsTopicArn: topic("told-too") }],
  status: "OPEN",
  tags: { team: "orders", empty: "" },
  onDelete: "resolve",
} satisfies Args;

/** A response plan that says all that an incident may begin with. */
export const byTheBook = {
  name: "by-the-book",
  chatChannel: { chatbotSns: [topic("plan-chat")] },
  incidentTemplate: {
    title: "Drill",
    impact: 4,
    summary: "By the book",
    notificationTargets: [{ snsTopicArn: topic("plan") }],
    incidentTags: { plan: "by the book" },
    dedupeString: "by-the-book",
  },
  actions: [
    {
      ssmAutomation: {
        documentName: "AWS-HelloWorld",
        roleArn: `arn:aws:iam::${account}:role/Incidents`,
      },
    },
  ],
};
