import { createHash } from "node:crypto";
import type { Props } from "../core/handler";
import type { Owner } from "../core/identity";
import { toAws } from "../core/properties/toAws";
import { KEPT, table } from "./properties";

/**
 * What a request carries as a tag to say whose it is. The mark is in the key, by which AWS can be asked; the value tells
 * with which inputs and under which token it was submitted, and the owner in readable form. A second tag says that its
 * resource has let it go or, where AWS takes no more tags, a word before that value. The forms are on the requests of
 * every release: frozen by `test/changeRequest/mark.test.ts`.
 */
export interface Mark {
  fingerprint: string;
  /** The beginning of the client token. */
  token: string;
  released: boolean;
}

const RELEASED = "/released";

export const markKey = ({ mark }: Owner): string => KEPT + mark;
export const releasedKey = (owner: Owner): string => markKey(owner) + RELEASED;

/** In code points, as AWS counts: half a letter would be refused. */
const LONGEST_VALUE = 256;

export const markValue = ({ fingerprint, token }: Omit<Mark, "released">, owner: Owner): string =>
  [...`${fingerprint} ${token} ${inTagCharacters(owner.text)}`].slice(0, LONGEST_VALUE).join("");

const RELEASED_WORD = "released ";

/** The value of a mark that was let go. */
export const releasedValue = (value: string): string =>
  value.startsWith(RELEASED_WORD) ? value : [...(RELEASED_WORD + value)].slice(0, LONGEST_VALUE).join("");

/** A tag takes no `$`, which joins the types in the URN of a child, and few of the other signs that names may hold. */
const inTagCharacters = (text: string): string => text.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, "_");

/** What the tags say of one owner; undefined when they do not name it. */
export function readMark(tags: Record<string, string>, owner: Owner): Mark | undefined {
  const value = tags[markKey(owner)];
  if (value === undefined) return undefined;
  const [fingerprint = "", token = ""] = value.replace(RELEASED_WORD, "").split(" ");
  return { fingerprint, token, released: isReleased(tags, markKey(owner)) };
}

const isReleased = (tags: Record<string, string>, key: string): boolean =>
  Object.hasOwn(tags, key + RELEASED) || tags[key]?.startsWith(RELEASED_WORD) === true;

/** The readable owner where the tags name one, unreleased, that is none of these. */
export function anotherOwner(tags: Record<string, string>, ...owners: Owner[]): string | undefined {
  const own = owners.map(markKey);
  const key = Object.keys(tags).find((each) => isMarkKey(each) && !own.includes(each) && !isReleased(tags, each));
  return key && (tags[key]?.split(" ").slice(2).join(" ") || key);
}

const isMarkKey = (key: string): boolean => /^pulumi-aws-ops:[0-9a-f]{20}$/.test(key);

/** The tags that are not ours. */
export const withoutMarks = (tags: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !isMarkKey(key.replace(RELEASED, ""))));

/** A short hash of all that cannot be changed on a request: the same for the same request. */
export function fingerprintOf(news: Props): string {
  const fixed = Object.entries(table).filter(
    ([name, { createOnly, once }]) => createOnly && !once && name !== "region",
  );
  const given = Object.fromEntries(fixed.map(([name, { assumed }]) => [name, news[name] ?? assumed]));
  const told = { ...toAws(table, given), triggers: given.triggers };
  return createHash("sha256").update(canonical(told)).digest("hex").slice(0, 12);
}

/** JSON with its keys in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}

/** AWS forgets executions after 30 days and tokens never: those of one period all belong to executions that it knows. */
const PERIOD_MS = 30 * 24 * 60 * 60 * 1000;

export const periodOf = (ms: number): number => Math.floor(ms / PERIOD_MS);

/**
 * The token of the n-th request of a resource in a period. The inputs are not part of it: where they were edited after
 * a reply was lost, AWS itself refuses the second request, also while the first one is not shown yet.
 */
export function clientToken({ mark }: Owner, period: number, count: number): string {
  const hash = createHash("sha256").update(`change request\n${mark}\n${period}\n${count}`).digest("hex");
  return hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
