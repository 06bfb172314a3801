import type { PropertyTable, Row, Shape, StructShape } from "./rows";

/** The inputs of a resource as a table of Markdown, for the docs. */
export function inputsTable(table: PropertyTable): string {
  const rows = Object.entries(table).flatMap(([name, row]) =>
    row.hidden ? [] : [cells(name, row), ...membersOf(name, row)],
  );
  const lines = [["input", "values", "a change", "removed"], ["---", "---", "---", "---"], ...rows];
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

function cells(name: string, row: Row): string[] {
  const [shown, removed] = [row.required ? `**\`${name}\`**` : `\`${name}\``, row.required ? "–" : whenRemoved(row)];
  return [
    `${shown}: ${row.doc}`,
    valuesOf(row),
    row.said?.change ?? (row.createOnly ? "replaces" : "updates"),
    removed,
  ].map(escaped);
}

/** Lines of their own for the members of large structures, at any depth. */
function membersOf(path: string, shape: Shape): string[][] {
  if (shape.type === "list") return membersOf(`${path}[]`, shape.of);
  if (shape.type !== "struct") return [];
  return Object.entries(shape.members).flatMap(([name, member]) => {
    const inner = `${path}.${name}`;
    const shown = member.required ? `**\`${inner}\`**` : `\`${inner}\``;
    const line = [shown, valuesOf(member), "", ""].map(escaped);
    return [...(isLarge(shape) ? [line] : []), ...membersOf(inner, member)];
  });
}

const isLarge = ({ members }: StructShape): boolean => Object.keys(members).length > 3;

function whenRemoved(row: Row): string {
  if (row.said?.removed) return row.said.removed;
  if (row.createOnly) return row.assumed === undefined ? "replaces" : `replaces, unless it was \`${row.assumed}\``;
  if (row.cleared !== undefined || row.local) return "cleared";
  return "keeps its value, unmanaged";
}

function valuesOf(shape: Shape): string {
  switch (shape.type) {
    case "text": {
      if (shape.choices)
        return shape.choices.length > 4
          ? `one of ${shape.choices.length} words`
          : shape.choices.map((each) => `\`${each}\``).join(" or ");
      const length = shape.length && `${numbers(shape.length)} characters`;
      const bytes = shape.bytes && `at most ${shape.bytes.toLocaleString("en")} bytes`;
      return [length ?? bytes ?? "text", literally(shape.pattern?.means), shape.oneLine && "one line"]
        .filter(Boolean)
        .join(", ");
    }
    case "whole":
      return shape.range ? `whole number, ${numbers(shape.range)}` : "whole number";
    case "flag":
      return "`true` or `false`";
    case "any":
      return "any value";
    case "time":
      return "instant, ISO 8601";
    case "list":
      return `list${shape.length ? ` of ${numbers(shape.length)}` : ""}: ${valuesOf(shape.of)}`;
    case "map":
      return `map${shape.size ? ` of ${numbers(shape.size)}` : ""}: ${valuesOf(shape.of)}`;
    case "struct":
      if (Object.keys(shape.members).length === 0) return "`{}`";
      if (isLarge(shape)) return "an object, see the next lines";
      return `{ ${Object.entries(shape.members)
        .map(([name, member]) => `\`${name}\`${member.required ? "" : "?"}: ${valuesOf(member)}`)
        .join("; ")} }`;
  }
}

const numbers = ([min, max]: readonly [number, number]) =>
  min === max ? min.toLocaleString("en") : `${min.toLocaleString("en")} to ${max.toLocaleString("en")}`;

/** Signs to which Markdown gives a meaning. */
const literally = (text: string | undefined): string | undefined => text?.replace(/[_*<>]/g, "\\$&");

const escaped = (cell: string) => cell.replaceAll("|", "\\|");
