import * as pulumi from "@pulumi/pulumi";
import * as ops from "pulumi-aws-ops";
import { Database } from "./database";

const config = new pulumi.Config();
const size = config.get("size") ?? "db.r6g.large";
const responsePlanArn = config.require("responsePlan");
const tags = { team: "orders" };

/** The planned change, submitted once for each size: another one makes a new request, which needs a new approval. */
const change = new ops.ChangeRequest("resize", {
  documentName: config.get("template") ?? "AWS-HelloWorldChangeTemplate",
  changeRequestName: "Resize the orders database",
  changeDetails: "The last sale has run it full. Takes ten minutes, in which orders are queued.",
  parameters: { Approver: [config.get("approver") ?? "alice"], ApproverType: ["IamUser"] },
  runbooks: [{ documentName: "AWS-HelloWorld" }],
  triggers: [size],
  tags,
});

/** `pulumi up` waits here. */
const approved = new ops.ChangeGate("resize-approved", { changeRequest: change.id, timeoutSeconds: 1800 });

/**
 * What is behind the gate, and all that refers to it, is touched only once the change is approved. In real life
 * `new aws.rds.Instance("orders-db", { identifier: "orders-db", instanceClass: size, … }, { dependsOn: approved })` is here.
 */
const database = new Database("orders-db", { identifier: "orders-db", instanceClass: size }, { dependsOn: approved });

/** Work for later, kept as it is declared here. */
const followUp = new ops.OpsItem("look-back", {
  title: pulumi.interpolate`Review ${database.identifier} on ${database.instanceClass}`,
  description: "A week after the change: is it large enough now, and is the old snapshot still needed?",
  source: "orders",
  severity: "4",
  tags,
});

/** A drill for each size: people are engaged as the response plan says. Once started the incident is its responders'. */
const drill = new ops.IncidentRecord("restore-drill", {
  responsePlanArn,
  title: "Drill: restore the orders database",
  impact: 5,
  summary: "A drill, nothing is broken. Bring the last snapshot up, and note how long it takes.",
  relatedItems: [{ title: "The database", identifier: { type: "INVOLVED_RESOURCE", value: { arn: database.arn } } }],
  triggers: [size],
  tags,
});

/** Who opens the follow-up finds the drill, and how it went. */
new ops.OpsItemRelatedItem("drill-link", {
  opsItemId: followUp.id,
  associationType: "RelatesTo",
  resourceType: "AWS::SSMIncidents::IncidentRecord",
  resourceUri: drill.arn,
});

export const changeRequest = change.id;
export const followUpItem = followUp.id;
export const drillNow = pulumi.interpolate`${drill.title} (${drill.status})`;
