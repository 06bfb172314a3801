import { createHash } from "node:crypto";
import type { AwsError } from "./errors";

interface Page<Entry> {
  entries: Entry[];
  NextToken?: string;
}

interface PageRequest<Entry> {
  /** All entries, in a fixed order. */
  all: Entry[];
  /** A number that tells entries apart and never changes; a page begins after one, even if that is gone. */
  sequence(entry: Entry): number | bigint;
  order: "ascending" | "descending";
  /** What the list was asked for: a token of one question is no token of another. */
  question: unknown;
  maxResults?: number;
  nextToken?: string;
  /** The error for a token that this list has never given out. */
  invalidToken(): AwsError;
}

const maximum = 50;

/** One page of a list. Entries that come or go between two pages neither repeat nor skip others. */
export function page<Entry>(request: PageRequest<Entry>): Page<Entry> {
  const { all, sequence, order, maxResults = maximum, nextToken } = request;
  const mark = createHash("sha256").update(JSON.stringify(request.question)).digest("base64url").slice(0, 16);
  const direction = order === "ascending" ? 1 : -1;
  const after = nextToken === undefined ? undefined : readToken(nextToken, mark, request.invalidToken);
  const rest = all
    .filter((entry) => after === undefined || compared(sequence(entry), after) * direction > 0)
    .sort((one, other) => compared(sequence(one), sequence(other)) * direction);
  const entries = rest.slice(0, maxResults);
  const last = entries.at(-1);
  return rest.length > entries.length && last !== undefined
    ? { entries, NextToken: writeToken(sequence(last), mark) }
    : { entries };
}

function compared(one: number | bigint, other: number | bigint): number {
  if (one > other) return 1;
  return one < other ? -1 : 0;
}

function writeToken(sequence: number | bigint, mark: string): string {
  return Buffer.from(`${mark}:${sequence}`).toString("base64url");
}

function readToken(token: string, mark: string, invalidToken: () => AwsError): bigint {
  const [, found, sequence] = /^([\w-]{16}):(-?\d+)$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (found !== mark || sequence === undefined) throw invalidToken();
  return BigInt(sequence);
}
