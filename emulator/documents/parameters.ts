import type { ParameterDeclaration } from "./content";
import type { ContentNode } from "./contentNode";
import { invalidContent } from "./errors";

const plainTypes = ["String", "StringList", "Boolean", "Integer", "MapList", "StringMap"];
/** Types that stand for a resource of AWS, such as `AWS::EC2::Instance::Id`, alone or in a list. */
const resourceType = /^(?:AWS::[\w:]+|List<AWS::[\w:]+>)$/;

/** A parameter as it stands in text; names with a dot or a colon are no parameters but outputs and variables of AWS. */
const reference = /\{\{\s*([\w-]+)\s*\}\}/g;

/** Whether a text is a parameter and nothing else. */
export function isReference(text: string): boolean {
  return /^\{\{[^{}]+\}\}$/.test(text);
}

/** The parameters that a document declares. */
export function declaredParameters(root: ContentNode): Record<string, ParameterDeclaration> {
  const entries = root.member("parameters").optional((node) => node.entries()) ?? [];
  return Object.fromEntries(entries.map(([name, node]) => [name, declaration(name, node)]));
}

function declaration(name: string, node: ContentNode): ParameterDeclaration {
  const type = node.member("type").text();
  if (!plainTypes.includes(type) && !resourceType.test(type)) {
    throw node.member("type").mustBe(`one of ${plainTypes.join(", ")}`);
  }
  const description = node.member("description").optional((member) => member.text());
  const allowedValues = node
    .member("allowedValues")
    .optional((member) => member.list(1).map(({ value: allowed }) => allowed));
  const { value } = node.member("default");
  if (value !== undefined) checkDefault(name, value, allowedValues);
  return { type, description, default: value, allowedValues };
}

function checkDefault(name: string, value: unknown, allowed: unknown[] | undefined): void {
  if (!allowed) return;
  const refused = [value].flat().find((one) => !allowed.includes(one));
  if (refused === undefined) return;
  throw invalidContent(`Parameter "${name}" has value "${refused}" not found in [${allowed.join(", ")}].`);
}

/** Refuses text with a parameter that the document does not declare. */
export function checkReferences({ value }: ContentNode, declared: Record<string, ParameterDeclaration>): void {
  // As JSON, texts at any depth stand side by side.
  for (const [, name = ""] of JSON.stringify(value ?? "").matchAll(reference)) {
    if (!Object.hasOwn(declared, name)) throw invalidContent(`Parameter "${name}" is not declared.`);
  }
}
