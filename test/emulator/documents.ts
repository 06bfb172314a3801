import {
  CreateDocumentCommand,
  type CreateDocumentRequest,
  DescribeDocumentCommand,
  type DescribeDocumentRequest,
  type DocumentDescription,
  type DocumentReviewAction,
  ListDocumentsCommand,
  type ListDocumentsRequest,
  type SSMClient,
  UpdateDocumentCommand,
  UpdateDocumentMetadataCommand,
  type UpdateDocumentRequest,
} from "@aws-sdk/client-ssm";

/** The content of a change template with one level and one approver; what is given replaces its members. */
export function template(members: object = {}): object {
  return {
    schemaVersion: "0.3",
    description: "Restarts what hangs.",
    executableRunBooks: [{ name: "AWS-HelloWorld", version: "1" }],
    mainSteps: [level()],
    ...members,
  };
}

export function level(members: object = {}, inputs: object = {}): object {
  const Approvers = [{ approver: "ana", type: "IamUser", minRequiredApprovals: 1 }];
  return {
    name: "First",
    action: "aws:approve",
    inputs: { Message: "Please look.", EnhancedApprovals: { Approvers }, ...inputs },
    ...members,
  };
}

/** The content of a runbook of one step. */
export function runbook(members: object = {}): object {
  const mainSteps = [{ name: "wait", action: "aws:sleep", inputs: { Duration: "PT1S" } }];
  return { schemaVersion: "0.3", description: "Waits.", mainSteps, ...members };
}

/** The text of a calendar with the given events, each as its lines. */
export function calendar(type: "DEFAULT_OPEN" | "DEFAULT_CLOSED", events: string[][] = [], lines: string[] = []) {
  const blocks = events.flatMap((event) => ["BEGIN:VEVENT", ...event, "END:VEVENT"]);
  const head = ["BEGIN:VCALENDAR", "PRODID:-//AWS//Change Calendar 1.0//EN", "VERSION:2.0", `X-CALENDAR-TYPE:${type}`];
  return [...head, ...lines, ...blocks, "END:VCALENDAR", ""].join("\r\n");
}

/** Creates a document, by default a change template, of a content given as text or as a value. */
export async function createDocument(
  ssm: SSMClient,
  Name: string,
  content: string | object = template(),
  input: Partial<CreateDocumentRequest> = {},
): Promise<DocumentDescription> {
  const Content = typeof content === "string" ? content : JSON.stringify(content);
  const command = new CreateDocumentCommand({ Name, DocumentType: "Automation.ChangeTemplate", Content, ...input });
  return (await ssm.send(command)).DocumentDescription as DocumentDescription;
}

export function createCalendar(ssm: SSMClient, Name: string, content: string) {
  return createDocument(ssm, Name, content, { DocumentType: "ChangeCalendar", DocumentFormat: "TEXT" });
}

export async function describeDocument(ssm: SSMClient, Name: string, input: Partial<DescribeDocumentRequest> = {}) {
  return (await ssm.send(new DescribeDocumentCommand({ Name, ...input }))).Document as DocumentDescription;
}

/** Takes a step of a template's review. */
export function review(ssm: SSMClient, Name: string, Action: DocumentReviewAction, DocumentVersion?: string) {
  return ssm.send(new UpdateDocumentMetadataCommand({ Name, DocumentVersion, DocumentReviews: { Action } }));
}

/** Adds a version to a document, by default to its latest one. */
export async function updateDocument(
  ssm: SSMClient,
  Name: string,
  content: object,
  input: Partial<UpdateDocumentRequest> = { DocumentVersion: "$LATEST" },
): Promise<DocumentDescription> {
  const command = new UpdateDocumentCommand({ Name, Content: JSON.stringify(content), ...input });
  return (await ssm.send(command)).DocumentDescription as DocumentDescription;
}

export async function listedNames(ssm: SSMClient, input: ListDocumentsRequest = {}) {
  const { DocumentIdentifiers = [] } = await ssm.send(new ListDocumentsCommand(input));
  return DocumentIdentifiers.map(({ Name }) => Name);
}
