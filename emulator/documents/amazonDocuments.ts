import { answersWith } from "../openQuestions";
import { readContent } from "./readContent";
import { amazon, type DocumentRecord } from "./record";

interface AmazonDocument {
  type: "Automation" | "Automation.ChangeTemplate";
  targetType?: string;
  content: object;
}

const instanceTarget = "/AWS::EC2::Instance";
const createdAt = new Date("2020-12-15T00:00:00Z");

const AutomationAssumeRole = {
  type: "String",
  description: "(Optional) The ARN of the role that allows Automation to perform the actions on your behalf.",
  default: "",
};

const assumeRole = "{{ AutomationAssumeRole }}";

/** Names and parameters as AWS has them; what the runbooks would do is shortened. */
const documents: Record<string, AmazonDocument> = {
  "AWS-HelloWorldChangeTemplate": {
    type: "Automation.ChangeTemplate",
    content: {
      description: "Shows what a change template is; requests run the runbook AWS-HelloWorld, which changes nothing.",
      templateInformation: "### What does this template do?\nIt tries out reviews and approvals with AWS-HelloWorld.",
      schemaVersion: "0.3",
      parameters: {
        ApproverSnsTopicArn: {
          type: "String",
          description: "Amazon Simple Notification Service ARN for approvers.",
          default: "",
        },
        Approver: { type: "String", description: "IAM approver." },
        ApproverType: {
          type: "String",
          description: "Approver type of the request.",
          allowedValues: ["IamUser", "IamGroup", "IamRole", "SSOGroup", "SSOUser"],
          default: "IamUser",
        },
      },
      executableRunBooks: [{ name: "AWS-HelloWorld", version: "1" }],
      emergencyChange: false,
      autoApprovable: false,
      mainSteps: [
        {
          name: "ApproveAction1",
          action: "aws:approve",
          timeoutSeconds: 3600,
          inputs: {
            Message: "A sample change request has been submitted for your review in Change Manager.",
            EnhancedApprovals: {
              NotificationArn: "{{ ApproverSnsTopicArn }}",
              Approvers: [{ approver: "{{ Approver }}", type: "{{ ApproverType }}", minRequiredApprovals: 1 }],
            },
          },
        },
      ],
    },
  },

  "AWS-HelloWorld": {
    type: "Automation",
    content: {
      description: "Prints Hello World.",
      schemaVersion: "0.3",
      assumeRole,
      parameters: { AutomationAssumeRole },
      mainSteps: [{ name: "PrintHelloWorld", action: "aws:sleep", inputs: { Duration: "PT1S" } }],
    },
  },

  "AWS-ResizeInstance": {
    type: "Automation",
    targetType: instanceTarget,
    content: {
      description: "Resizes an EC2 instance.",
      schemaVersion: "0.3",
      assumeRole,
      parameters: {
        InstanceId: { type: "String", description: "(Required) The ID of the EC2 instance." },
        InstanceType: { type: "String", description: "(Required) The desired instance type." },
        SleepWait: {
          type: "String",
          description: "(Optional) How long to wait before the instance starts, in ISO 8601.",
          default: "PT5S",
        },
        AutomationAssumeRole,
      },
      mainSteps: [
        {
          name: "stopInstance",
          action: "aws:changeInstanceState",
          inputs: { InstanceIds: ["{{ InstanceId }}"], DesiredState: "stopped" },
        },
        {
          name: "resizeInstance",
          action: "aws:executeAwsApi",
          inputs: {
            Service: "ec2",
            Api: "ModifyInstanceAttribute",
            InstanceId: "{{ InstanceId }}",
            InstanceType: { Value: "{{ InstanceType }}" },
          },
        },
        { name: "wait", action: "aws:sleep", inputs: { Duration: "{{ SleepWait }}" } },
        {
          name: "startInstance",
          action: "aws:changeInstanceState",
          inputs: { InstanceIds: ["{{ InstanceId }}"], DesiredState: "running" },
        },
      ],
    },
  },

  "AWS-RestartEC2Instance": instanceStates("Restarts EC2 instances.", {
    stopInstances: "stopped",
    startInstances: "running",
  }),

  "AWS-StopEC2Instance": instanceStates("Stops EC2 instances.", { stopInstances: "stopped" }),
};

function instanceStates(description: string, states: Record<string, string>): AmazonDocument {
  return {
    type: "Automation",
    targetType: instanceTarget,
    content: {
      description,
      schemaVersion: "0.3",
      assumeRole,
      parameters: {
        InstanceId: { type: "StringList", description: "(Required) The EC2 instances." },
        AutomationAssumeRole,
      },
      mainSteps: Object.entries(states).map(([name, DesiredState]) => ({
        name,
        action: "aws:changeInstanceState",
        inputs: { InstanceIds: "{{ InstanceId }}", DesiredState },
      })),
    },
  };
}

/** The documents that belong to AWS, which everyone has and nobody needs to review. */
export function amazonDocuments(nextSequence: () => number): Map<string, DocumentRecord> {
  const records = Object.entries(documents).map(([name, document]) => amazonRecord(name, document, nextSequence()));
  return new Map(records.map((record) => [record.name, record]));
}

function amazonRecord(name: string, { type, targetType, content }: AmazonDocument, sequence: number): DocumentRecord {
  const raw = JSON.stringify(content, undefined, 2);
  const number = "1";
  return {
    sequence,
    name,
    type,
    owner: amazon,
    versions: [
      {
        ...readContent(raw, "JSON", type, answersWith()),
        number,
        raw,
        format: "JSON",
        createdAt,
        author: amazon,
        targetType,
        attachments: [],
        reviewStatus: "APPROVED",
        reviews: [],
      },
    ],
    defaultVersion: number,
    lastNumber: 1,
    tags: new Map(),
    isVisible: () => true,
  };
}
