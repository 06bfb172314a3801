import type { Failure, Props } from "./handler";
import { map, type Row, text } from "./properties/rows";
import type { Settings } from "./settings";
import { hasUnknown, isUnknown } from "./unknown";

/** Rows that are the same for every resource. */

const TAG_CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const tagsShape = {
  size: [0, 50] as const,
  keys: text({
    length: [1, 128],
    pattern: { matches: TAG_CHARACTERS, means: "letters, digits, spaces and _.:/=+-@" },
    begins: { none: ["aws:"] },
  }),
  of: text({ length: [0, 256], pattern: { matches: TAG_CHARACTERS, means: "letters, digits, spaces and _.:/=+-@" } }),
  local: true, // tags have operations of their own
};

export const tags = (doc: string): Row => map({ ...tagsShape, doc });

export const commonRows = {
  region: text({
    local: true,
    createOnly: true,
    pattern: { matches: /^[a-z]{2,}(-[a-z0-9]+)+-\d+$/, means: "the name of a region, such as eu-west-1" },
    said: { removed: "stays, unless `aws:region` names another" },
    doc: "Region of AWS. By default `aws:region`, then that of the environment.",
  }),
  adopt: text({
    local: true,
    once: true,
    length: [1, 2048],
    said: { change: "another object replaces", removed: "nothing changes" },
    doc: "Takes over an existing object instead of making one: its id or ARN, with `region/` before it where needed.",
  }),
} satisfies Record<string, Row>;

/** Rows of what the constructor hands in besides the arguments. */
export const hiddenRows = {
  owner: text({
    local: true,
    hidden: true,
    doc: "Whose object it is: what is written on it, and what its tokens are made of.",
  }),
  tagsAll: map({ ...tagsShape, hidden: true, doc: "The tags with `aws:defaultTags` merged in." }),
} satisfies Record<string, Row>;

/** AWS's list of tags. */
export const toTagList = (tags: unknown): { Key: string; Value: string }[] =>
  Object.entries((tags ?? {}) as Record<string, string>).map(([Key, Value]) => ({ Key, Value }));

export const fromTagList = (list: readonly { Key?: string; Value?: string }[] = []): Record<string, string> =>
  Object.fromEntries(list.map(({ Key = "", Value = "" }) => [Key, Value]));

/** The tags of a resource and the stack's default ones; the resource's win. Undefined without any. */
export function mergedTags(tags: unknown, settings: Settings): unknown {
  if (isUnknown(tags)) return tags;
  const own = tags ?? undefined;
  if (own !== undefined && (typeof own !== "object" || Array.isArray(own))) return undefined;
  const merged = { ...settings.defaultTags, ...own };
  return own === undefined && Object.keys(merged).length === 0 ? undefined : merged;
}

/** What an id, an ARN, or either with `region/` before it says. */
export function parseReference(reference: string): { id: string; region?: string; account?: string } {
  const arn = /^arn:[a-z-]+:[a-z-]+:([a-z0-9-]*):(\d{12}):[a-zA-Z-]+\/(.+)$/.exec(reference);
  if (arn) return { id: arn[3]!, ...(arn[1] && { region: arn[1] }), account: arn[2] };
  const prefixed = /^([a-z]{2,}(?:-[a-z0-9]+)+-\d+)\/(.+)$/.exec(reference);
  return prefixed ? { ...parseReference(prefixed[2]!), region: prefixed[1] } : { id: reference };
}

/**
 * The region of a resource: the one that somebody wrote down for it, for its provider or for the stack; else the one
 * it has; else, for a new one, the environment's. So a changed environment moves nothing.
 */
export async function regionFor(
  olds: Props | undefined,
  news: Props,
  settings: Settings,
  environment: () => Promise<string | undefined>,
): Promise<{ region?: unknown; failure?: Failure }> {
  const adopted = typeof news.adopt === "string" ? parseReference(news.adopt).region : undefined;
  const written = news.region ?? settings.region;
  if (adopted && written !== undefined && !hasUnknown(written) && written !== adopted) {
    // Taking the region from `adopt` would move the resource as soon as `adopt` is dropped.
    const reason = `names an object in ${adopted}, but the resource is in another region: set its region to "${adopted}"`;
    return { region: written, failure: { path: "adopt", reason } };
  }
  const region = written ?? adopted ?? olds?.region ?? (await environment());
  if (region !== undefined) return { region };
  return {
    failure: { path: "region", reason: "no region is known: run `pulumi config set aws:region …`, or set AWS_REGION" },
  };
}
