/** Writes what the present build puts into a state: `npx ts-node test/states/write.ts <folder>`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as changeRequests from "./changeRequests";
import * as relatedItems from "./relatedItems";
import { names, write } from "./states";

async function main(folder: string | undefined) {
  if (!folder) throw new Error("which folder? Fixtures of a release that is out are never written again");
  const put = (name: string, fixture: object) => {
    const file = join(folder, `${name}.json`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(fixture, null, 2)}\n`);
  };
  for (const name of names) put(name, await write(name));
  for (const name of Object.keys(changeRequests.cases)) put(name, await changeRequests.write(name));
  for (const name of Object.keys(relatedItems.cases)) put(name, await relatedItems.write(name));
}

void main(process.argv[2]);
