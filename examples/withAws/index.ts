import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as ops from "pulumi-aws-ops";

const config = new pulumi.Config();
const size = config.get("size") ?? "db.t4g.medium";
const tags = { team: "orders" };

/** Where the team hears of everything. */
const topic = new aws.sns.Topic("orders-operations", { tags });

/** As what the runbook of the change runs: it may tell the topic, and nothing else. */
const role = new aws.iam.Role("orders-runbook", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ssm.amazonaws.com" }),
  tags,
});
const mayTell = new aws.iam.RolePolicy("orders-runbook", {
  role: role.name,
  policy: aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["sns:Publish"], resources: [topic.arn] }] }).json,
});

/** Submitted once for each size. When people have approved it, its runbook tells the team that the change begins. */
const change = new ops.ChangeRequest(
  "resize",
  {
    documentName: config.require("template"),
    changeRequestName: `Resize the orders database to ${size}`,
    changeDetails: "Takes ten minutes, in which orders are queued.",
    runbooks: [
      {
        documentName: "AWS-PublishSNSNotification",
        parameters: {
          TopicArn: [topic.arn],
          Message: [`The orders database is about to be resized to ${size}.`],
          AutomationAssumeRole: [role.arn],
        },
      },
    ],
    triggers: [size],
    tags,
  },
  { dependsOn: mayTell },
);

/** `pulumi up` waits here, until the runbook has done its work. */
const told = new ops.ChangeGate("resize", { changeRequest: change.id, until: "completed", timeoutSeconds: 3600 });

/** What the change is about: made, and resized, only behind the gate. */
const database = new aws.rds.Instance(
  "orders",
  {
    identifier: "orders-db",
    engine: "postgres",
    instanceClass: size,
    allocatedStorage: 20,
    username: "orders",
    manageMasterUserPassword: true,
    applyImmediately: true,
    skipFinalSnapshot: true,
    tags,
  },
  { dependsOn: told },
);

const alarm = new aws.cloudwatch.MetricAlarm("orders-disk", {
  namespace: "AWS/RDS",
  metricName: "FreeStorageSpace",
  dimensions: { DBInstanceIdentifier: database.identifier },
  statistic: "Minimum",
  comparisonOperator: "LessThanThreshold",
  threshold: 2 * 1024 ** 3,
  period: 300,
  evaluationPeriods: 2,
  alarmActions: [topic.arn],
  tags,
});

/** Work for the week after, with the database among its resources; the topic hears when somebody changes it. */
const followUp = new ops.OpsItem("orders-size", {
  title: `Is ${size} enough for orders-db?`,
  description: "Look at CPU and free space of a week, and size it down if it idles.",
  source: "orders",
  category: "Cost",
  severity: "4",
  operationalData: {
    "/aws/resources": { value: pulumi.jsonStringify([{ arn: database.arn }, { arn: alarm.arn }]) },
  },
  notifications: [{ arn: topic.arn }],
  tags,
});

/** Where incidents are kept: there is one replication set in an account. */
const incidents = new aws.ssmincidents.ReplicationSet("incidents", {
  regions: [{ name: aws.getRegionOutput().region }],
  tags,
});
const plan = new aws.ssmincidents.ResponsePlan(
  "orders-down",
  {
    name: "orders-down",
    incidentTemplate: {
      title: "Orders are down",
      impact: 2,
      notificationTargets: [{ snsTopicArn: topic.arn }],
    },
    tags,
  },
  { dependsOn: incidents },
);

/** A drill by that plan, started once for each quarter, and linked to the follow-up. */
const drill = new ops.IncidentRecord("restore-drill", {
  responsePlanArn: plan.arn,
  title: "Drill: restore the orders database",
  impact: 5,
  relatedItems: [
    { title: "The database", identifier: { type: "INVOLVED_RESOURCE", value: { arn: database.arn } } },
    { title: "Its alarm", identifier: { type: "METRIC", value: { arn: alarm.arn } } },
  ],
  triggers: [config.get("quarter") ?? "2027-Q1"],
  tags,
});
new ops.OpsItemRelatedItem("restore-drill", {
  opsItemId: followUp.opsItemId,
  associationType: "RelatesTo",
  resourceType: "AWS::SSMIncidents::IncidentRecord",
  resourceUri: drill.arn,
});

export const changePage = change.consoleUrl;
export const endpoint = database.endpoint;
export const followUpPage = followUp.consoleUrl;
export const incident = drill.arn;
