import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "./run";
import type { Stack } from "./stack";

/**
 * Which of the words stand in the clear in anything that Pulumi has written (the program's own data excepted) or shown,
 * and where.
 */
export async function inTheClear(words: readonly string[], stack: Stack, runs: readonly Result[]): Promise<string[]> {
  const { backend } = stack.program.project;
  const files = [backend, stack.program.folder].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "declared.json")
      .map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name), "utf8")]),
  );
  assert.ok(
    files.some(([name]) => name?.endsWith(`${stack.name}.json`)),
    "the state is not among the files",
  );
  const texts = Object.fromEntries([
    ...files,
    ...runs.map((each, index) => [`run ${index}`, JSON.stringify(each)]),
    ["the exported state", JSON.stringify(await stack.export())],
  ]) as Record<string, string>;
  return Object.entries(texts).flatMap(([where, text]) =>
    words
      .filter((word) => text.toLowerCase().includes(word.toLowerCase()))
      .map((word) => `${word} in ${where.replace(backend, "")}`),
  );
}
