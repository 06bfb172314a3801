/** Writes what the present build puts into states: `npx ts-node -T test/states/write.ts <folder>`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { kinds } from "../contract/kinds";
import { write } from "./states";

async function main(folder: string | undefined) {
  if (!folder) throw new Error("which folder? Fixtures of a release that is out are never written again");
  for (const [entry, { states }] of Object.entries(kinds)) {
    for (const name of Object.keys(states.cases)) {
      const file = join(folder, entry, `${name}.json`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify(await write(entry, name), null, 2)}\n`);
    }
  }
}

void main(process.argv[2]);
