import type { Runbook as RunbookInput } from "@aws-sdk/client-ssm";
import type { ChangeTemplate, DocumentContent } from "../documents/content";
import { type FoundDocument, findDocument } from "../documents/find";
import type { Checked, Context } from "../operation";
import { nameIn } from "./approvers";
import { definitionNotApproved, definitionNotFound, definitionVersionNotFound, invalidParameters } from "./errors";
import type { FoundRunbook } from "./record";

export interface FoundTemplate {
  name: string;
  version: string;
  content: ChangeTemplate;
}

/** The change template that a request names, if requests may use it. */
export function templateOf(name: string, version: string | undefined, context: Context): FoundTemplate {
  const found = definition(name, version, "changeTemplate", context);
  const { reviewStatus } = found.version;
  const isReviewNeeded = context.world.changeManager.templateReviewRequired;
  if (reviewStatus === "REJECTED" || reviewStatus === "PENDING" || (reviewStatus !== "APPROVED" && isReviewNeeded)) {
    throw definitionNotApproved(`Change template ${name} is not approved: its review status is ${reviewStatus}.`);
  }
  return { name: found.record.name, version: found.version.number, content: found.content };
}

/** The runbook that a request names, if its template lets it. */
export function runbookOf(runbook: Checked<RunbookInput>, template: FoundTemplate, context: Context): FoundRunbook {
  const { DocumentName, DocumentVersion } = runbook;
  const { record, version, content } = definition(DocumentName, DocumentVersion, "runbook", context);
  const { executableRunBooks } = template.content;
  const isListed = executableRunBooks?.some((listed) => {
    if (nameIn(listed.name) !== record.name) return false;
    const meant = listed.version === undefined ? undefined : findDocument(DocumentName, listed.version, context);
    return meant === undefined || (typeof meant === "object" && meant.version.number === version.number);
  });
  if (executableRunBooks && !isListed) {
    const message = `Change template ${template.name} does not allow runbook ${record.name}, version ${version.number}.`;
    throw invalidParameters(message);
  }
  return { name: record.name, version: version.number, content };
}

type ContentOf<Kind> = Extract<DocumentContent, { kind: Kind }>;

function definition<Kind extends DocumentContent["kind"]>(
  name: string,
  version: string | undefined,
  kind: Kind,
  context: Context,
): FoundDocument & { content: ContentOf<Kind> } {
  const found = findDocument(name, version, context);
  if (found === "noDocument") throw definitionNotFound(name);
  if (found === "noVersion") throw definitionVersionNotFound(name, version ?? "$DEFAULT");
  const { content } = found.version;
  if (content.kind !== kind) throw definitionNotFound(name);
  return { ...found, content: content as ContentOf<Kind> };
}
