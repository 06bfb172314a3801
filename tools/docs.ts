import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { table as changeGate } from "../provider/changeGate/properties";
import { table as changeRequest } from "../provider/changeRequest/properties";
import { inputsTable } from "../provider/core/properties/inputsTable";
import type { PropertyTable } from "../provider/core/properties/rows";
import { table as incidentRecord } from "../provider/incidentRecord/properties";
import { table as opsItem } from "../provider/opsItem/properties";
import { table as opsItemRelatedItem } from "../provider/opsItemRelatedItem/properties";

const INPUTS = /(<!-- inputs: [^\n]* -->\n)[\s\S]*?(<!-- \/inputs -->)/;

/** Pages of `docs/` whose inputs are made from a property table. */
export const pages: Record<string, PropertyTable> = {
  "opsItem.md": opsItem,
  "opsItemRelatedItem.md": opsItemRelatedItem,
  "changeRequest.md": changeRequest,
  "changeGate.md": changeGate,
  "incidentRecord.md": incidentRecord,
};

const fileOf = (page: string) => join(__dirname, "../docs", page);

export const written = (page: string): string => readFileSync(fileOf(page), "utf8");

/** The page as it should be. */
export function made(page: string): string {
  return written(page).replace(
    INPUTS,
    (_, begin: string, end: string) => `${begin}${inputsTable(pages[page]!)}\n${end}`,
  );
}

if (require.main === module) {
  for (const page of Object.keys(pages)) writeFileSync(fileOf(page), made(page));
}
