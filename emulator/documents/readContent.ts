import type { DocumentFormat, DocumentType } from "@aws-sdk/client-ssm";
import { readCalendar } from "../calendar/readCalendar";
import { AwsError } from "../errors";
import type { Answers } from "../openQuestions";
import { readChangeTemplate } from "./changeTemplate";
import type { DocumentContent, ReadContent } from "./content";
import { ContentNode } from "./contentNode";
import { invalidContent } from "./errors";
import { isStructured, parseContent } from "./formats";
import { declaredParameters } from "./parameters";
import { readRunbook } from "./runbook";

const automationSchema = "0.3";

type Read = (root: ContentNode) => Extract<DocumentContent, { kind: "changeTemplate" | "runbook" }>;

const automations: Partial<Record<DocumentType, Read>> = {
  Automation: readRunbook,
  "Automation.ChangeTemplate": readChangeTemplate,
};

/** Reads and checks a content by the rules of its type. */
export function readContent(raw: string, format: DocumentFormat, type: DocumentType, answers: Answers): ReadContent {
  if (type === "ChangeCalendar") {
    if (format !== "TEXT") throw invalidContent("A document of type ChangeCalendar must have the format TEXT.");
    return { ...readCalendar(raw, answers), parameters: {} };
  }
  const read = automations[type];
  return read ? readAutomation(raw, format, type, read) : readOther(raw, format);
}

function readAutomation(raw: string, format: DocumentFormat, type: DocumentType, read: Read): ReadContent {
  if (!isStructured(format)) throw invalidContent(`A document of type ${type} must have the format JSON or YAML.`);
  const root = new ContentNode(parseContent(raw, format));
  const schemaVersion = schemaVersionOf(root);
  if (schemaVersion !== automationSchema) {
    const message = `Documents of type ${type} have schema version ${automationSchema}, not ${schemaVersion}.`;
    throw new AwsError("InvalidDocumentSchemaVersion", message);
  }
  const description = root.member("description").optional((node) => node.text());
  const content = read(root);
  return { content, schemaVersion, description, parameters: content.parameters };
}

/** Of other types, only what DescribeDocument tells is read; without a schema they are not Systems Manager's to read. */
function readOther(raw: string, format: DocumentFormat): ReadContent {
  const root = new ContentNode(parseContent(raw, format));
  const content = { kind: "other" } as const;
  if (typeof (root.value as { schemaVersion?: unknown } | undefined)?.schemaVersion !== "string") {
    return { content, parameters: {} };
  }
  const description = root.member("description").optional((node) => node.text());
  return { content, schemaVersion: schemaVersionOf(root), description, parameters: declaredParameters(root) };
}

/** YAML takes an unquoted version for a number. */
function schemaVersionOf(root: ContentNode): string {
  const version = root.member("schemaVersion");
  return typeof version.value === "number" ? String(version.value) : version.text();
}
