/** A table in Markdown, with columns as wide as they must be: words to the left, numbers to the right. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const isNumeric = head.map((_, column) => rows.some((row) => /^[\d,.]+( s)?$/.test(row[column] ?? "")));
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const padded = (row: string[]) =>
    line(row.map((cell, n) => (isNumeric[n] ? cell.padStart(widths[n] ?? 0) : cell.padEnd(widths[n] ?? 0))));
  const rule = line(widths.map((width, n) => (isNumeric[n] ? `${"-".repeat(width - 1)}:` : "-".repeat(width))));
  return [padded(head), rule, ...rows.map(padded)].join("\n");
}

export function median(numbers: number[] = []): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
