import { UpdateIncidentRecordCommand } from "@aws-sdk/client-ssm-incidents";
import { prepared } from "../emulator/incidents";
import { required, whole } from "../incidentRecord/support";
import type { States } from "./fixture";
import type { Stand } from "./stand";

/** What responders do. */
const edit = (changes: object) => (stand: Stand) =>
  stand.incidents().send(new UpdateIncidentRecordCommand({ arn: stand.entry?.id, ...changes }));

/** AWS forgets incidents once somebody deletes them: nothing is kept of what it had. */
export const states: States = {
  name: "resize-drill",
  emulator: { incidentManager: prepared },
  cases: {
    minimal: { what: "an incident with what is required", args: required },
    whole: {
      what: "an incident with every property",
      args: { ...whole, ...required, region: "eu-west-1", onDelete: "resolve" },
    },
    edited: {
      what: "an incident that its responders have edited",
      args: { ...required, title: "Resize drill", summary: "Not yet known.", tags: { team: "orders" } },
      meanwhile: edit({ title: "Resize drill, the second", impact: 2, summary: "It was the disk." }),
    },
    reconcile: {
      what: "an incident that is kept as declared",
      args: { ...required, title: "Resize drill", reconcile: true },
    },
    resolved: {
      what: "an incident that its responders have resolved",
      args: { ...required, status: "OPEN" },
      meanwhile: edit({ status: "RESOLVED" }),
    },
    secret: { what: "an incident with secret trigger details", args: { ...required, keepsSecret: true } },
    partialFailure: {
      what: "an incident whose create failed after StartIncident",
      args: { ...required, summary: "A drill." },
      fails: "UpdateIncidentRecord",
    },
    get: { what: "an incident that is only read", args: { ...whole, ...required }, isRead: true },
  },
  replacedBy: { triggers: ["other"] },
};
