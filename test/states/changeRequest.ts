import type { Props } from "../../provider/core/handler";
import { level, signal } from "../emulator/changeRequests";
import { createDocument } from "../emulator/documents";
import type { States } from "./fixture";
import { ACCOUNT } from "./stand";

const manyTags = { a: "1", b: "2", c: "3", d: "4", e: "5", f: "6" };

/** In the emulator a key of twelve digits is the account and its user, who approves here. */
const minimal: Props = {
  documentName: "AWS-HelloWorldChangeTemplate",
  runbooks: [{ documentName: "AWS-HelloWorld" }],
  parameters: { Approver: [ACCOUNT] },
};

const whole: Props = {
  documentName: "DbResize",
  documentVersion: "$DEFAULT",
  runbooks: [
    {
      documentName: "AWS-StopEC2Instance",
      documentVersion: "$LATEST",
      parameters: { AutomationAssumeRole: ["arn:aws:iam::111122223333:role/Automation"] },
      targetParameterName: "InstanceId",
      targets: [{ key: "ParameterValues", values: ["i-0123456789abcdef0"] }],
      maxConcurrency: "10%",
      maxErrors: "1",
      targetLocations: [{ accounts: ["111122223333"], regions: ["eu-west-1"], executionRoleName: "Automation" }],
    },
  ],
  parameters: { Approver: [ACCOUNT], ApproverType: ["IamUser"] },
  changeRequestName: "Resize the orders database",
  changeDetails: "It is full.",
  scheduledTime: "2026-02-01T10:00:00+01:00",
  scheduledEndTime: "2026-02-01T11:00:00+01:00",
  autoApprove: false,
  triggers: ["db.r6g.large", { zones: [1, 2] }],
  tags: manyTags,
  onDelete: "cancelRunning",
  region: "eu-west-1",
};

/** AWS's own template allows no other runbook. */
const template = {
  schemaVersion: "0.3",
  parameters: { Approver: { type: "String" }, ApproverType: { type: "String" } },
  mainSteps: [level("approve", [{ approver: "{{ Approver }}", type: "{{ ApproverType }}" }])],
};

/** AWS forgets requests: nothing is kept of what it had. */
export const states: States = {
  name: "resize-db",
  cases: {
    minimal: { what: "a request with what is required", args: minimal },
    whole: { what: "a request with every property", args: whole },
    ended: {
      what: "a request that has completed",
      args: minimal,
      meanwhile: (stand) => signal(stand.ssm(), String(stand.entry?.id), "Approve"),
    },
    secret: { what: "a request with secret parameters", args: { ...minimal, keepsSecret: true } },
    partialFailure: {
      what: "a request whose create failed after StartChangeRequestExecution",
      args: { ...minimal, tags: manyTags },
      fails: "AddTagsToResource",
    },
    get: { what: "a request that is only read", args: minimal, isRead: true },
  },
  async given(stand) {
    await createDocument(stand.ssm(), "DbResize", template);
    return {};
  },
  replacedBy: { triggers: ["other"] },
};
