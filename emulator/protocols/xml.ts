import { type Member, type ServiceModel, shapeOf } from "../model";

/** A value of the model as an XML element, in the manner of the query protocol. Absent values give nothing. */
export function xmlElement(name: string, value: unknown, member: Member | undefined, model: ServiceModel): string {
  return value === undefined ? "" : `<${name}>${content(value, member, model)}</${name}>`;
}

export function xmlText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function content(value: unknown, member: Member | undefined, model: ServiceModel): string {
  const shape = shapeOf(model, member);
  switch (shape.type) {
    case "structure": {
      const source = value as Record<string, unknown>;
      const members = Object.entries(shape.members ?? {});
      return members.map(([name, use]) => xmlElement(name, source[name], use, model)).join("");
    }
    case "list":
      return (value as unknown[]).map((entry) => xmlElement("member", entry, shape.member, model)).join("");
    case "timestamp":
      return (value as Date).toISOString();
    default:
      return xmlText(String(value));
  }
}
