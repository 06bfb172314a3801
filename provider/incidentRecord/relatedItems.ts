import type { RelatedItem } from "@aws-sdk/client-ssm-incidents";

/** A related item as programs write it and, but for the id that AWS gives it, as AWS tells it. */
export interface Item {
  identifier: { type: string; value: Record<string, unknown> };
  title?: string;
}

/**
 * What tells related items of an incident apart. AWS may spell the ARN of a parent its own way, and may not tell how the
 * key to PagerDuty is found.
 */
export function identityOf({ identifier: { type, value } }: Item): string {
  const detail = value.pagerDutyIncidentDetail as { id?: unknown } | undefined;
  if (detail) return JSON.stringify([type, "pagerDutyIncidentDetail", detail.id]);
  const told = type === "PARENT" && typeof value.arn === "string" ? { arn: value.arn.toLowerCase() } : value;
  const forms = Object.entries(told).filter(([, form]) => form !== undefined && form !== null);
  return JSON.stringify([type, forms]);
}

/** Of the declared items those that the incident has, in the program's spelling but for titles that were changed. */
export function declaredAmong(declared: Item[], live: RelatedItem[]): Item[] {
  const byIdentity = new Map((live as object as Item[]).map((item) => [identityOf(item), item]));
  return declared.flatMap((item) => {
    const found = byIdentity.get(identityOf(item));
    if (!found) return [];
    return [item.title === undefined ? item : { ...item, title: found.title }];
  });
}

/** What makes the second list of the first: AWS takes one change a call, and changes no title. */
export function changesOf(olds: Item[], news: Item[]): { gone: Item["identifier"][]; added: Item[] } {
  const same = (one: Item, other: Item) => identityOf(one) === identityOf(other) && one.title === other.title;
  const without = (items: Item[], others: Item[]) => items.filter((item) => !others.some((each) => same(item, each)));
  return {
    gone: without(olds, news).map(({ identifier }) => identifier),
    added: without(news, olds),
  };
}

export const parentIn = (items: RelatedItem[]): string | undefined =>
  items.find(({ identifier }) => identifier?.type === "PARENT")?.identifier?.value?.arn;
