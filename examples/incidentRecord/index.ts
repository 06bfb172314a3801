import * as pulumi from "@pulumi/pulumi";
import * as ops from "pulumi-aws-ops";

const config = new pulumi.Config();

/** A drill, started once for each quarter: `pulumi up` never starts it again unasked, whatever responders do with it. */
const drill = new ops.IncidentRecord("restore-drill", {
  responsePlanArn: config.require("responsePlan"),
  title: "Drill: restore the orders database",
  impact: 5,
  summary: "A drill, nothing is broken. Bring the last snapshot up, and note how long it takes.",
  relatedItems: [
    {
      title: "How it is done",
      identifier: { type: "OTHER", value: { url: "https://wiki.example.com/orders/restore" } },
    },
  ],
  triggers: [config.get("quarter") ?? "2027-Q1"],
  tags: { team: "orders" },
});

export const incident = drill.arn;
export const incidentsPage = drill.consoleUrl;
export const parentOpsItem = drill.parentOpsItemId;
