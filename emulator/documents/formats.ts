import type { DocumentFormat } from "@aws-sdk/client-ssm";
import { parse, stringify } from "yaml";
import { invalidContent } from "./errors";

interface Structured {
  parse(raw: string): unknown;
  write(value: unknown): string;
}

/** The formats that say the same in different words; TEXT is neither parsed nor converted. */
const structured: Partial<Record<DocumentFormat, Structured>> = {
  JSON: { parse: (raw) => JSON.parse(raw), write: (value) => JSON.stringify(value, undefined, 2) },
  YAML: { parse: parseYaml, write: (value) => stringify(value) },
};

export function isStructured(format: DocumentFormat): boolean {
  return structured[format] !== undefined;
}

/** The value that a content in JSON or YAML stands for. */
export function parseContent(raw: string, format: DocumentFormat): unknown {
  try {
    return structured[format]?.parse(raw);
  } catch (error) {
    throw invalidContent(`${format} not well-formed. ${(error as Error).message}`);
  }
}

/** A content in another format, if it can be said in it. */
export function convertContent(raw: string, from: DocumentFormat, to: DocumentFormat): string | undefined {
  if (from === to) return raw;
  return isStructured(from) ? structured[to]?.write(parseContent(raw, from)) : undefined;
}

/** YAML has values that JSON cannot say, such as one that holds itself; no document needs them. */
function parseYaml(raw: string): unknown {
  // Warnings, of unknown tags and the like, would go to the emulator's own output.
  return JSON.parse(JSON.stringify(parse(raw, { logLevel: "error" })));
}
