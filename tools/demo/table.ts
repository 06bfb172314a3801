import { bold, say } from "./narrate";

/** Something that exists, in a few words. */
export interface Row {
  id: string;
  kind: "change request" | "database" | "OpsItem" | "incident";
  title: string;
  status: string;
  details: string;
}

const columns = ["kind", "title", "status", "details"] as const;

/** Prints what exists; what was different before is bold. */
export function showTable(rows: Row[], before: Row[]) {
  console.log();
  if (rows.length === 0) return say("There is nothing yet.");
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => row[column].length)));
  const line = (cells: string[]) => say(cells.join("  ").trimEnd());
  line(columns.map((column, i) => column.padEnd(widths[i]!)));
  line(widths.map((width) => "─".repeat(width)));
  for (const row of rows) {
    const old = before.find(({ id }) => id === row.id);
    const cell = (column: (typeof columns)[number], i: number) => {
      const text = row[column].padEnd(widths[i]!);
      return old?.[column] === row[column] ? text : bold(text);
    };
    line(columns.map(cell));
  }
}
