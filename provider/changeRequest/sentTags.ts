import type { Props } from "../core/handler";

/** AWS takes so many tags with a request; the others are added right after it. */
const TAGS_IN_REQUEST = 5;

/** The tags that go with a request: the mark, and the first of the program's. */
export function sentTags(news: Props, mark: Record<string, string>): Record<string, string> {
  const declared = Object.entries((news.tagsAll ?? {}) as Record<string, string>);
  return { ...Object.fromEntries(declared.slice(0, TAGS_IN_REQUEST - 1)), ...mark };
}

/** Of the declared tags those that the request has for certain: what it was sent with, where AWS shows none yet. */
export function knownTags(news: Props, live: Record<string, string>): Props {
  const known = Object.keys(live).length > 0 ? live : sentTags(news, {});
  const among = (declared: unknown) =>
    declared === undefined
      ? undefined
      : Object.fromEntries(
          Object.keys(declared as object).flatMap((key) => (Object.hasOwn(known, key) ? [[key, known[key]]] : [])),
        );
  return { tags: among(news.tags), tagsAll: among(news.tagsAll) };
}
