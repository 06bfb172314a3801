import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table as changeGate } from "../provider/changeGate/properties";
import { table as changeRequest } from "../provider/changeRequest/properties";
import { inputsTable } from "../provider/core/properties/inputsTable";
import type { PropertyTable } from "../provider/core/properties/rows";
import { table as incidentRecord } from "../provider/incidentRecord/properties";
import { table as opsItem } from "../provider/opsItem/properties";
import { table as opsItemRelatedItem } from "../provider/opsItemRelatedItem/properties";
import { actionsTable, permissionTables, policy } from "./permissionsDocs";

/** Pages of `docs/` whose inputs are made from a property table. */
export const pages: Record<string, PropertyTable> = {
  "opsItem.md": opsItem,
  "opsItemRelatedItem.md": opsItemRelatedItem,
  "changeRequest.md": changeRequest,
  "changeGate.md": changeGate,
  "incidentRecord.md": incidentRecord,
};

const PERMISSIONS = "permissions.md";
const README = "../README.md";

/** All pages of which something is made. */
export const madePages = [...Object.keys(pages), PERMISSIONS, README];

const fileOf = (page: string) => join(__dirname, "../docs", page);

export const written = (page: string): string => readFileSync(fileOf(page), "utf8");

/** The page as it should be. */
export function made(page: string): string {
  const text = written(page);
  if (page === README) return withBlock(text, "actions", actionsTable());
  if (page === PERMISSIONS) return withBlock(withBlock(text, "permissions", permissionTables()), "policy", policy());
  return withBlock(text, "inputs", inputsTable(pages[page]!));
}

/** What stands between `<!-- name: … -->` and `<!-- /name -->`. */
function withBlock(text: string, name: string, block: string): string {
  const there = new RegExp(`(<!-- ${name}: [^\\n]* -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  return text.replace(there, (_, begin: string, end: string) => `${begin}${block}\n${end}`);
}

if (require.main === module) {
  for (const page of madePages) writeFileSync(fileOf(page), made(page));
}
