/**
 * AWS quotes what it was sent ("Value 'hunter2' at 'title' failed …"), and what it was sent may be secret: Pulumi does
 * not tell providers which inputs are. So its text is shown without any word that stands in a value of the request,
 * be it whole, cut off or in another case.
 */

/** Shorter words give nothing away, and taking them out would leave holes in every sentence. */
const SHORTEST_SECRET = 3;

const QUOTED_VALUE = /\b(value:?\s*)(['"`]).*?\2(?=\s|[.,;)]|$)/gis;

/** The sentence of AWS's validator. Path and constraint are its own words; only the value between them is not. */
const VIOLATION = /\bat '([^']*)' failed to satisfy constraint: (.*?)(?=; Value|$)/gis;

export function redact(text: string, values: Iterable<string>): string {
  const secrets = longEnough(values);
  const violations = [...text.matchAll(VIOLATION)];
  if (violations.length > 0) {
    return violations.map(([, path = "", rule = ""]) => withoutWhole(`${path}: ${rule}`, secrets)).join("; ");
  }
  return withoutWords(withoutWhole(text.replace(QUOTED_VALUE, "$1$2…$2"), secrets), secrets);
}

/** The same for values whose words are also AWS's own, such as a title: only the whole value is taken out. */
export const redactWhole = (text: string, values: Iterable<string>): string => withoutWhole(text, longEnough(values));

const longEnough = (values: Iterable<string>): string[] =>
  [...new Set(values)].filter((value) => value.length >= SHORTEST_SECRET);

function withoutWhole(text: string, secrets: string[]): string {
  return secrets.reduce((rest, secret) => without(secret, rest), text);
}

/** Without regard to case, and without a regular expression: of a long value there is none. */
function without(secret: string, text: string): string {
  const [all, wanted] = [capitals(text), capitals(secret)];
  const left: string[] = [];
  let end = 0;
  for (let at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, end)) {
    left.push(text.slice(end, at));
    end = at + secret.length;
  }
  return [...left, text.slice(end)].join("…");
}

/** Sign by sign, so that places in the text stay the same. */
const capitals = (text: string): string =>
  text.replace(/[\s\S]/g, (sign) => (sign.toUpperCase().length === 1 ? sign.toUpperCase() : sign));

function withoutWords(text: string, secrets: string[]): string {
  const haystack = secrets.map(folded);
  const isSecret = (word: string) => word.length >= SHORTEST_SECRET && haystack.some((value) => value.includes(word));
  return text
    .replace(/[\p{L}\p{N}_+/=@:-]+/gu, (words) =>
      isSecret(folded(words)) ? "…" : words.replace(/[^+/=@:-]+/g, (word) => (isSecret(folded(word)) ? "…" : word)),
    )
    .replace(/…(?:\s*…)+/g, "…");
}

/** Without regard to case, also where a letter has two in the other one. */
const folded = (text: string): string => text.toUpperCase().toLowerCase();

/** Begins the names under which we note on an object whose it is. */
const OWN_NAME = /^pulumi-aws-ops[:/]/;

/**
 * Every string and number inside a request. Keys are names, which errors may show. What we note ourselves is no secret, and
 * its words, such as those of the resource's name, stand in many an error.
 */
export function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === "string") {
    yield value;
    yield JSON.stringify(value).slice(1, -1); // as it looks when AWS quotes JSON
  } else if (typeof value === "number") {
    yield String(value);
  } else if (value !== null && typeof value === "object" && !(value instanceof Date)) {
    if ("Key" in value && OWN_NAME.test(String(value.Key))) return; // a tag of ours
    for (const [name, member] of Object.entries(value)) if (!OWN_NAME.test(name)) yield* stringsIn(member);
  }
}
