import * as pulumi from "@pulumi/pulumi";
import * as ops from "pulumi-aws-ops";

const config = new pulumi.Config();
const size = config.get("size") ?? "db.r6g.large";

/** Submitted once for each size: a new one makes a new request, which needs a new approval. */
const change = new ops.ChangeRequest("resize-db", {
  documentName: config.get("template") ?? "AWS-HelloWorldChangeTemplate",
  changeRequestName: "Resize the orders database",
  changeDetails: "The last sale has run it full. Takes ten minutes, in which orders are queued.",
  parameters: { Approver: [config.get("approver") ?? "alice"], ApproverType: ["IamUser"] },
  runbooks: [{ documentName: "AWS-HelloWorld" }],
  triggers: [size],
  tags: { team: "orders" },
});

/** `pulumi up` waits here. */
const approved = new ops.ChangeGate("resize-approved", {
  changeRequest: change.id,
  until: "approved",
  timeoutSeconds: config.getNumber("timeoutSeconds") ?? 1800,
});

/**
 * Whatever names the gate is touched only after it: here work for later, elsewhere
 * `new aws.rds.Instance("orders", { instanceClass: size, … }, { dependsOn: approved })`.
 */
const followUp = new ops.OpsItem(
  "resize-follow-up",
  {
    title: `Look at orders-db a week after the change to ${size}`,
    description: "Is it large enough now, and is the old snapshot still needed?",
    source: "orders",
    severity: "4",
  },
  { dependsOn: approved },
);

export const changeRequest = change.id;
export const changePage = change.consoleUrl;
export const followUpItem = followUp.id;
