import * as pulumi from "@pulumi/pulumi";
import * as ops from "pulumi-aws-ops";

const config = new pulumi.Config();

/** Work for the team on call, declared next to the database that it is about. */
const disk = new ops.OpsItem("disk-filling-up", {
  title: "Disk of orders-db is filling up",
  description: "Above 80 % since the last release. Find out what grows, then make room or resize the volume.",
  source: "orders",
  category: "Availability",
  severity: "2",
  priority: config.getNumber("priority") ?? 3,
  operationalData: {
    volume: { value: "/dev/xvdf", type: "SearchableString" },
    runbook: { value: "https://wiki.example.com/orders/disk" },
  },
  tags: { team: "orders" },
});

/** To be looked at once the first one is done; resolved instead of deleted when the stack goes. */
const followUp = new ops.OpsItem("follow-up", {
  title: "Review the growth of orders-db",
  description: "Decide whether old orders move to the archive.",
  source: "orders",
  category: "Cost",
  severity: "4",
  relatedOpsItems: [{ opsItemId: disk.id }],
  onDelete: "resolve",
});

export const diskItem = disk.id;
export const diskPage = disk.consoleUrl;
export const followUpItem = followUp.id;
