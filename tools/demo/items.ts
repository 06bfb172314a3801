import {
  DescribeOpsItemsCommand,
  ListTagsForResourceCommand,
  type OpsItemSummary,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { bold, say } from "./narrate";

/** A row of the table. */
export interface Item {
  id: string;
  title: string;
  status: string;
  priority: number | undefined;
  severity: string;
  tags: string;
}

/** What exists, as AWS's own client sees it, oldest first. */
export async function itemsIn(ssm: SSMClient): Promise<Item[]> {
  const { OpsItemSummaries = [] } = await ssm.send(new DescribeOpsItemsCommand({}));
  OpsItemSummaries.sort((a, b) => Number(a.CreatedTime) - Number(b.CreatedTime));
  return Promise.all(OpsItemSummaries.map((summary) => toItem(ssm, summary)));
}

async function toItem(ssm: SSMClient, { OpsItemId, Title, Status, Priority, Severity }: OpsItemSummary): Promise<Item> {
  const about = { ResourceType: "OpsItem", ResourceId: OpsItemId } as const;
  const { TagList = [] } = await ssm.send(new ListTagsForResourceCommand(about));
  return {
    id: OpsItemId ?? "",
    title: Title ?? "",
    status: Status ?? "",
    priority: Priority,
    severity: Severity ?? "",
    tags: TagList.map(({ Key, Value }) => `${Key}=${Value}`).join(" "),
  };
}

const columns = ["id", "title", "status", "priority", "severity", "tags"] as const;

/** Prints the items; what was different before is bold. */
export function showItems(items: Item[], before: Item[]) {
  console.log();
  if (items.length === 0) return say("OpsItems in AWS: none");
  const text = (item: Item, column: keyof Item) => String(item[column] ?? "");
  const widths = columns.map((column) => Math.max(column.length, ...items.map((item) => text(item, column).length)));
  const row = (cells: string[], style: (cell: string, column: number) => string) =>
    say(
      cells
        .map((cell, i) => style(cell.padEnd(widths[i] ?? 0), i))
        .join("  ")
        .trimEnd(),
    );
  say("OpsItems in AWS:");
  row([...columns], (cell) => cell);
  row(
    widths.map((width) => "─".repeat(width)),
    (cell) => cell,
  );
  for (const item of items) {
    const old = before.find(({ id }) => id === item.id);
    const changed = (column: keyof Item) => old?.[column] !== item[column];
    row(
      columns.map((column) => text(item, column)),
      (cell, i) => (changed(columns[i] ?? "id") ? bold(cell) : cell),
    );
  }
}

/** Rejects a table that is not as expected, property by property. */
export function expectItems(items: Item[], expected: Partial<Item>[]) {
  if (items.length !== expected.length) {
    throw new Error(`There should be ${expected.length} OpsItems now, but there are ${items.length}.`);
  }
  for (const wanted of expected) {
    const item = items.find(({ title }) => title === wanted.title);
    if (!item) throw new Error(`There should be an OpsItem "${wanted.title}" now.`);
    for (const [property, value] of Object.entries(wanted)) {
      const found = item[property as keyof Item];
      if (found === value) continue;
      throw new Error(`The ${property} of "${item.title}" should be ${value} now, but is ${found}.`);
    }
  }
}
