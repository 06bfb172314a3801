import type { Props } from "../core/handler";
import { type Owner, ownerEntry } from "../core/identity";
import { readBack } from "../core/properties/readBack";
import { awsNameOf, type Row, shapeOfKey } from "../core/properties/rows";
import { same } from "../core/properties/same";
import { toAws, valueToAws } from "../core/properties/toAws";
import { toTagList } from "../core/tags";
import type { LiveItem } from "./api";
import { DEDUP, OWNER, table } from "./properties";

const rows: [string, Row][] = Object.entries(table);

/** The owner's entry, to be merged into an item's operational data. */
export const ownerData = (owner: Owner, released = false) => ({
  [OWNER]: { Type: "SearchableString" as const, Value: ownerEntry(owner, released) },
});

export const entryOf = (item: Pick<LiveItem, "OperationalData">): string | undefined =>
  item.OperationalData?.[OWNER]?.Value;

/** Whether the program gives a dedup string of its own, which is left alone. */
export const hasOwnDedup = (props: Props): boolean => Object.hasOwn((props.operationalData ?? {}) as object, DEDUP);

const dedupValue = (mark: string, count: number) => JSON.stringify({ dedupString: `${mark}-${count}` });
const OURS = /^\{"dedupString":"[0-9a-f]{20}-\d+"\}$/;

/** CreateOpsItem for the n-th token. A new item is always open: its status takes a call of its own. */
export function createRequest(news: Props, owner: Owner, count: number): Props {
  const { status: _, ...atCreation } = news;
  const request = toAws(table, atCreation);
  const dedup = { Type: "SearchableString", Value: dedupValue(owner.mark, count) };
  const tags = toTagList(news.tagsAll);
  return {
    ...request,
    OperationalData: { [DEDUP]: dedup, ...(request.OperationalData as object), ...ownerData(owner) },
    ...(tags.length > 0 && { Tags: tags }),
  };
}

/** UpdateOpsItem for the given properties alone; what is gone from the program is cleared where AWS can clear it. */
export function updateRequest(olds: Props, news: Props, changed: ReadonlySet<string>): Props {
  const request: Props = {};
  for (const [name, row] of rows) {
    if (!changed.has(name) || row.local || row.createOnly) continue;
    if (row.type === "map") Object.assign(request, mapRequest(name, row, olds[name] ?? {}, news[name] ?? {}));
    else if (news[name] !== undefined) request[awsNameOf(name, row)] = valueToAws(row, news[name]);
    else if (row.cleared !== undefined) request[awsNameOf(name, row)] = row.cleared;
  }
  return request;
}

/** AWS merges maps by key: only keys that differ are sent, and those that are gone are named. */
function mapRequest(name: string, row: Row & { type: "map" }, olds: object, news: object): Props {
  const [old, wanted] = [olds as Props, news as Props];
  const differing = Object.entries(wanted).filter(
    ([key, value]) => !same(shapeOfKey(row, key), old[key], value) && !row.createOnlyKeys?.includes(key),
  );
  const gone = Object.keys(old).filter((key) => !Object.hasOwn(wanted, key));
  const awsName = awsNameOf(name, row);
  return {
    ...(differing.length > 0 && { [awsName]: valueToAws(row, Object.fromEntries(differing)) }),
    ...(gone.length > 0 && { [`${awsName}ToDelete`]: gone }),
  };
}

/** The item's properties as AWS has them, in the program's spelling. Our own entries are nobody's business. */
export function propertiesOf(item: LiveItem, declared: Props | undefined): Props {
  const { [OWNER]: _, ...data } = item.OperationalData ?? {};
  if (OURS.test(data[DEDUP]?.Value ?? "")) delete data[DEDUP];
  return readBack(table, { ...item, OperationalData: data } as unknown as Props, declared);
}

/** Properties in which the item differs from the program and which AWS cannot change. */
export function unchangeable(item: LiveItem, news: Props): string[] {
  const live = propertiesOf(item, undefined);
  const fixed = rows.filter(([name, row]) => {
    if (!row.createOnly || row.local || row.unreadable || news[name] === undefined) return false;
    return !same(row, live[name] ?? row.assumed, news[name]);
  });
  const wantsDedup = (news.operationalData as Record<string, { value: string }> | undefined)?.[DEDUP]?.value;
  const hasDedup = item.OperationalData?.[DEDUP]?.Value;
  return [
    ...fixed.map(([name]) => name),
    ...(wantsDedup !== undefined && wantsDedup !== hasDedup ? [`operationalData["${DEDUP}"]`] : []),
  ];
}

/** Outputs that say what is known already, with the properties as the program has them now. */
export function carried(outputs: Props, news: Props): Props {
  const dropped = rows.flatMap(([name, row]) => (row.reported ? [] : [[name, undefined]]));
  return { ...outputs, ...Object.fromEntries(dropped), ...news };
}
