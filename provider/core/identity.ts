import { createHash } from "node:crypto";

/**
 * Who owns an object at AWS: a resource, told apart from every other by the namespace and its URN. The URN carries
 * project and stack; the organisation is left out, so that a stack can be moved to another one.
 */
export interface Owner {
  /** Readable form, `<namespace>/<urn>`, or the URN alone without a namespace. */
  text: string;
  /** 20 hexadecimal digits, the same for ever for the same text: what tokens are made of and searches look for. */
  mark: string;
}

/** What an object at AWS says of its owner, seen from one resource. */
export type Standing = "ours" | "released" | "another" | "none";

/** The form is in the states and on the objects of every release: frozen by `test/core/identity.test.ts`. */
export function ownerText(namespace: string | undefined, urn: string): string {
  return namespace ? `${namespace}/${urn}` : urn;
}

export function ownerOf(told: string): Owner {
  const text = told.replace(DISOWNED, "");
  return { text, mark: createHash("sha256").update(text).digest("hex").slice(0, 20) };
}

const DISOWNED = /^(?:released|none), was /;

/** How the state tells that an object does not carry its owner any more: a difference that the next update mends. */
export function disowned(owner: Owner, released: boolean): string {
  return `${released ? "released" : "none"}, was ${owner.text}`;
}

/** The URN inside an owner's text. */
export function urnOf(text: string): string {
  return text.slice(Math.max(0, text.indexOf("urn:pulumi:")));
}

/** What is written on the object. `released`: its resource was destroyed or replaced and let it go. */
export function ownerEntry(owner: Owner, released = false): string {
  return JSON.stringify({ owner: owner.text, mark: owner.mark, ...(released && { released }) });
}

interface Entry {
  owner: string;
  released?: boolean;
}

export function readEntry(entry: string | undefined): Entry | undefined {
  if (entry === undefined) return undefined;
  try {
    const read = JSON.parse(entry) as Partial<Entry> | null;
    return typeof read?.owner === "string" ? { owner: read.owner, released: read.released === true } : undefined;
  } catch {
    return undefined; // somebody edited it by hand: it proves nothing any more
  }
}

/** The readable owner of an object that belongs, unreleased, to none of these owners; undefined otherwise. */
export function anotherOwner(entry: string | undefined, ...owners: Owner[]): string | undefined {
  const read = readEntry(entry);
  return read && !read.released && owners.every(({ text }) => text !== read.owner) ? read.owner : undefined;
}

export function standing(entry: string | undefined, owner: Owner): Standing {
  const read = readEntry(entry);
  if (!read) return "none";
  if (read.owner !== owner.text) return "another";
  return read.released ? "released" : "ours";
}
