import type { Change } from "../handler";
import { hasUnknown, isUnknown } from "../unknown";
import { childPath } from "./path";
import { type PropertyTable, type Row, shapeOfKey } from "./rows";
import { same } from "./same";

type Props = Record<string, unknown>;

/** What the program would change, as paths. An unknown value counts as changed: the preview shows the worst case. */
export function diff(table: PropertyTable, olds: Props, news: Props): Change[] {
  return Object.entries(table).flatMap(([name, row]) => [...changesOf(name, row, olds[name], news[name])]);
}

function* changesOf(name: string, row: Row, old: unknown, wanted: unknown): Generator<Change> {
  const change = (path: string, replaces = row.createOnly === true): Change => ({ path, property: name, replaces });
  if (isUnknown(wanted) || (row.type !== "map" && hasUnknown(wanted))) {
    yield change(name);
  } else if (row.type === "map") {
    const [left, right] = [(old ?? {}) as Props, (wanted ?? {}) as Props];
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      if (hasUnknown(right[key]) || !same(shapeOfKey(row, key), left[key], right[key])) {
        yield change(childPath(name, key), row.createOnly === true || row.createOnlyKeys?.includes(key) === true);
      }
    }
  } else if (!same(row, old ?? row.assumed, wanted ?? row.assumed)) {
    yield change(name);
  }
}
