import { randomBytes } from "node:crypto";
import {
  type AutomationExecution,
  GetAutomationExecutionCommand,
  GetOpsItemCommand,
  type OpsItem,
  SendAutomationSignalCommand,
  type SignalType,
  type SSMClient,
  StartChangeRequestExecutionCommand,
  type StartChangeRequestExecutionRequest,
  StopAutomationExecutionCommand,
  type StopType,
} from "@aws-sdk/client-ssm";
import { calendar, createCalendar, createDocument, runbook } from "./documents";

type Approver = { approver: string; type?: string; minRequiredApprovals?: number | string };

/** An approval level of a template; an approver's name alone stands for an IAM user. */
export function level(name: string, approvers: (string | Approver)[], more: { seconds?: number; min?: unknown } = {}) {
  const lines = approvers.map((one) => ({ type: "IamUser", ...(typeof one === "string" ? { approver: one } : one) }));
  const inputs = { Message: "Please look.", MinRequiredApprovals: more.min, EnhancedApprovals: { Approvers: lines } };
  return { name, action: "aws:approve", timeoutSeconds: more.seconds, inputs };
}

/** Creates a change template that Alice approves, or as given; answers its name. */
export async function createTemplate(ssm: SSMClient, content: object = {}): Promise<string> {
  const Name = newName();
  await createDocument(ssm, Name, { schemaVersion: "0.3", mainSteps: [level("approve", ["alice"])], ...content });
  return Name;
}

/** Creates a runbook of two steps; answers its name. */
export async function createRunbook(ssm: SSMClient, content: object = {}): Promise<string> {
  const Name = newName();
  const mainSteps = ["stop", "start"].map((name) => ({ name, action: "aws:sleep", inputs: { Duration: "PT1S" } }));
  await createDocument(ssm, Name, runbook({ mainSteps, ...content }), { DocumentType: "Automation" });
  return Name;
}

/** Creates a calendar that is closed between two times; answers its name. */
export async function createFreeze(ssm: SSMClient, start: Date, end: Date): Promise<string> {
  const Name = newName();
  await createCalendar(ssm, Name, freeze(start, end));
  return Name;
}

/** The text of a calendar that is closed between two times. */
export function freeze(start: Date, end: Date): string {
  const stamp = (time: Date) => time.toISOString().replace(/[-:]|\.\d+/g, "");
  return calendar("DEFAULT_OPEN", [[`DTSTART:${stamp(start)}`, `DTEND:${stamp(end)}`]]);
}

function newName(): string {
  return `Doc-${randomBytes(6).toString("hex")}`;
}

type Input = Partial<StartChangeRequestExecutionRequest>;

/** Starts a change request, from a new template that Alice approves if none is given; answers its execution id. */
export async function start(ssm: SSMClient, input: Input = {}): Promise<string> {
  const DocumentName = input.DocumentName ?? (await createTemplate(ssm));
  const command = { Runbooks: [{ DocumentName: "AWS-HelloWorld" }], ...input, DocumentName };
  const { AutomationExecutionId } = await ssm.send(new StartChangeRequestExecutionCommand(command));
  return AutomationExecutionId as string;
}

export async function execution(ssm: SSMClient, AutomationExecutionId: string): Promise<AutomationExecution> {
  const answer = await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
  return answer.AutomationExecution as AutomationExecution;
}

export async function status(ssm: SSMClient, id: string): Promise<string | undefined> {
  return (await execution(ssm, id)).AutomationExecutionStatus;
}

export async function opsItemOf(ssm: SSMClient, id: string): Promise<OpsItem> {
  const { OpsItemId } = await execution(ssm, id);
  return (await ssm.send(new GetOpsItemCommand({ OpsItemId }))).OpsItem as OpsItem;
}

export async function signal(ssm: SSMClient, id: string, SignalType: SignalType, comment?: string): Promise<void> {
  const Payload = comment === undefined ? undefined : { Comment: [comment] };
  await ssm.send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType, Payload }));
}

export async function stop(ssm: SSMClient, id: string, Type?: StopType): Promise<void> {
  await ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id, Type }));
}
