/** Writes what the present build puts into a state: `npx ts-node test/states/write.ts <folder>`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { names, write } from "./states";

async function main(folder: string | undefined) {
  if (!folder) throw new Error("which folder? Fixtures of a release that is out are never written again");
  mkdirSync(folder, { recursive: true });
  for (const name of names)
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(await write(name), null, 2)}\n`);
}

void main(process.argv[2]);
