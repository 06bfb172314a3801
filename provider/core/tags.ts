import { undefinedIfGone } from "./awsErrors";
import type { Service, SsmOperations } from "./clients";
import type { Props } from "./handler";
import { map, type TextShape, text } from "./properties/rows";
import type { Settings } from "./settings";
import { isUnknown } from "./unknown";

type Pattern = NonNullable<TextShape["pattern"]>;

const SSM_CHARACTERS: Pattern = {
  matches: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u,
  means: "letters, digits, spaces and _.:/=+-@",
};

const tagsShape = (pattern: Pattern) => ({
  keys: text({ length: [1, 128], pattern, begins: { none: ["aws:"] } }),
  of: text({ length: [0, 256], pattern }),
  local: true, // tags have operations of their own
});

/** Tags of a resource, and what they are with `aws:defaultTags`. `atMost`: 50, less what we need ourselves. */
export const tagRows = (atMost: number, doc: string, pattern = SSM_CHARACTERS) => ({
  tags: map({ ...tagsShape(pattern), size: [0, atMost] as const, doc }),
  tagsAll: map({
    ...tagsShape(pattern),
    size: [0, atMost] as const,
    hidden: true,
    doc: "The tags with `aws:defaultTags` merged in.",
  }),
});

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

/** The tags of one object at AWS. */
export abstract class Tags {
  /** Undefined when it is gone, or on its way. */
  abstract list(): Promise<Record<string, string> | undefined>;
  protected abstract put(tags: Record<string, string>): Promise<unknown>;
  protected abstract take(keys: string[]): Promise<unknown>;

  async add(tags: Record<string, string>): Promise<void> {
    if (Object.keys(tags).length > 0) await this.put(tags);
  }

  async remove(keys: string[]): Promise<void> {
    if (keys.length > 0) await this.take(keys);
  }

  /** Removes the keys that are to go, and sets those that differ. */
  async change(olds: unknown, news: unknown): Promise<void> {
    const [from, to] = [(olds ?? {}) as Record<string, string>, (news ?? {}) as Record<string, string>];
    await this.remove(Object.keys(from).filter((key) => !Object.hasOwn(to, key)));
    await this.add(Object.fromEntries(Object.entries(to).filter(([key, value]) => from[key] !== value)));
  }
}

/** Of an object of Systems Manager. */
export class SsmTags extends Tags {
  private readonly resource;

  constructor(
    private readonly ssm: Service<SsmOperations>,
    type: "OpsItem" | "Automation",
    id: string,
  ) {
    super();
    this.resource = { ResourceType: type, ResourceId: id };
  }

  async list(): Promise<Record<string, string> | undefined> {
    const reply = await undefinedIfGone(this.ssm.call("ListTagsForResource", this.resource));
    return reply && fromTagList(reply.TagList);
  }

  protected put(tags: Record<string, string>): Promise<unknown> {
    return this.ssm.call("AddTagsToResource", { ...this.resource, Tags: toTagList(tags) });
  }

  protected take(TagKeys: string[]): Promise<unknown> {
    return this.ssm.call("RemoveTagsFromResource", { ...this.resource, TagKeys });
  }
}

/** The tags that AWS has, as far as they are declared: the others are somebody else's. Without `declared` all of them. */
export function tagOuts(live: Record<string, string>, declared: Props | undefined): Props {
  const among = (keys: unknown) =>
    Object.fromEntries(
      Object.keys((keys ?? {}) as object).flatMap((key) => (Object.hasOwn(live, key) ? [[key, live[key]]] : [])),
    );
  if (!declared) return { tags: live, tagsAll: live };
  return {
    ...(declared.tags !== undefined && { tags: among(declared.tags) }),
    ...(declared.tagsAll !== undefined && { tagsAll: among(declared.tagsAll) }),
  };
}
