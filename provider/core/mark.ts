import { isOutcome } from "./awsErrors";
import type { Context } from "./handler";
import { disowned, type Owner } from "./identity";
import type { Tags } from "./tags";

/**
 * What an event (a change request, an incident) carries as a tag to say whose it is. The mark is in the key, by which
 * AWS can be asked; the value tells with which inputs and under which token it was started, and the owner in readable
 * form. A second tag says that its resource has let it go or, where AWS takes no more tags, a word before that value.
 * The forms are on the events of every release: frozen by `test/changeRequest/mark.test.ts`
 * and `test/incidentRecord/mark.test.ts`.
 */
export interface Mark {
  fingerprint: string;
  /** The beginning of the client token. */
  token: string;
  released: boolean;
}

/** How the keys of our own tags begin. */
const KEPT = "pulumi-aws-ops:";
const RELEASED = "/released";

export const markKey = ({ mark }: Owner): string => KEPT + mark;
export const releasedKey = (owner: Owner): string => markKey(owner) + RELEASED;

/** In code points, as AWS counts: half a letter would be refused. */
const LONGEST_VALUE = 256;

/** `outside`: what tags of the service do not take. */
export const markValue = ({ fingerprint, token }: Omit<Mark, "released">, owner: Owner, outside = OUTSIDE): string =>
  [...`${fingerprint} ${token} ${owner.text.replace(outside, "_")}`].slice(0, LONGEST_VALUE).join("");

const RELEASED_WORD = "released ";

/** The value of a mark that was let go. */
export const releasedValue = (value: string): string =>
  value.startsWith(RELEASED_WORD) ? value : [...(RELEASED_WORD + value)].slice(0, LONGEST_VALUE).join("");

/** A tag takes no `$`, which joins the types in the URN of a child, and few of the other signs that names may hold. */
const OUTSIDE = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;

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

/** A rule: the keys of our own tags are not for programs. */
export function* isNotOurs(tags: Record<string, unknown>) {
  for (const key of Object.keys(tags)) {
    if (key.startsWith(KEPT))
      yield { path: `[${JSON.stringify(key)}]`, reason: `keys that begin with ${KEPT} are kept by this package` };
  }
}

/** The owner as an event tells it: one that somebody has removed is shown, and written again by the next update. */
export function ownerSeen(
  what: string,
  tags: Record<string, string>,
  { owner, warn }: Pick<Context, "owner" | "warn">,
): string {
  const mark = readMark(tags, owner);
  if (mark && !mark.released) return owner.text;
  const another = anotherOwner(tags, owner);
  if (!another) return disowned(owner, mark !== undefined);
  warn(`${what} belongs to ${another} now: take this resource out of the program`);
  return owner.text;
}

/** Says on an event that its resource has let it go; false where AWS does not know the event (any more). */
export async function flagReleased(tags: Tags, owner: Owner): Promise<boolean> {
  try {
    await tags.add({ [releasedKey(owner)]: "true" });
  } catch (error) {
    if (isOutcome(error, "gone")) return false;
    if (!isOutcome(error, "full")) throw error;
    // AWS takes no more tags; the mark itself can still say it.
    const mark = (await tags.list())?.[markKey(owner)];
    if (mark !== undefined) await tags.add({ [markKey(owner)]: releasedValue(mark) });
  }
  return true;
}
