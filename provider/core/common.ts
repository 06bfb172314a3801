import type { CheckContext, Failure, Props } from "./handler";
import { type Row, text } from "./properties/rows";
import type { Settings } from "./settings";
import { hasUnknown } from "./unknown";

/** Rows that are the same for every resource. */

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

/** What the constructor hands in besides the arguments. */
export const ownerRow = text({
  local: true,
  hidden: true,
  doc: "Whose object it is: what is written on it, and what its tokens are made of.",
});

/** What an id, an ARN, or either with `region/` before it says. */
export function parseReference(reference: string): { id: string; region?: string; account?: string } {
  const arn = /^arn:[a-z-]+:[a-z-]+:([a-z0-9-]*):(\d{12}):[a-zA-Z-]+\/(.+)$/.exec(reference);
  if (arn) return { id: arn[3]!, ...(arn[1] && { region: arn[1] }), account: arn[2] };
  const prefixed = /^([a-z]{2,}(?:-[a-z0-9]+)+-\d+)\/(.+)$/.exec(reference);
  return prefixed ? { ...parseReference(prefixed[2]!), region: prefixed[1] } : { id: reference };
}

/** The region of an object that is read: the state's or, for one that is read for the first time, what its reference says. */
export async function regionToRead(
  what: string,
  reference: string,
  outputs: Props | undefined,
  { settings, environmentRegion }: CheckContext,
): Promise<string> {
  const { id, region: named } = parseReference(reference);
  const region = outputs?.region ?? named ?? settings.region ?? (await environmentRegion());
  if (region) return String(region);
  throw new Error(`${what} ${id}: no region is known; write it before the id, as in "eu-west-1/${id}"`);
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
