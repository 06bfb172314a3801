import { awsNameOf, type PropertyTable, type Row, type Shape, shapeOfKey } from "./rows";
import { same } from "./same";

type Props = Record<string, unknown>;

/**
 * The properties as AWS has them. Where AWS says the same as the program, the program's own spelling stays, so that it
 * is no difference; of a declared map only the declared keys come back. What is not declared stays out, unless AWS fills it
 * in: it may have been declared as a secret once, and the engine hides only what is a secret input now. Without `declared`
 * everything comes back.
 */
export function readBack(table: PropertyTable, reply: Props, declared?: Props): Props {
  const outs: Props = {};
  for (const [name, row] of Object.entries(table)) {
    if (declared && declared[name] === undefined && !row.reported) continue;
    if (row.local || row.unreadable) {
      outs[name] = declared?.[name];
    } else {
      const live = reply[awsNameOf(name, row)];
      outs[name] = settled(row, live === undefined || live === null ? undefined : fromAws(row, live), declared?.[name]);
    }
  }
  return outs;
}

function settled(row: Row, live: unknown, declared: unknown): unknown {
  if (declared === undefined) return live;
  if (row.type === "map") {
    const [has, wants] = [(live ?? {}) as Props, declared as Props];
    const kept = Object.keys(wants).flatMap((key) => {
      const fixed = row.createOnlyKeys?.includes(key) === true; // cannot have changed, whatever AWS makes of its text
      if (!fixed && has[key] === undefined) return [];
      return [[key, fixed || same(shapeOfKey(row, key), has[key], wants[key]) ? wants[key] : has[key]]];
    });
    return Object.fromEntries(kept);
  }
  if (row.createOnly && live === undefined) return declared;
  return same(row, live, declared) ? declared : live;
}

function fromAws(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case "time":
      return (value as Date).toISOString();
    case "list":
      return (value as unknown[]).map((element) => fromAws(shape.of, element));
    case "map":
      return Object.fromEntries(
        Object.entries(value as Props).map(([key, member]) => [key, fromAws(shape.of, member)]),
      );
    case "struct":
      return Object.fromEntries(
        Object.entries(shape.members).flatMap(([name, member]) => {
          const live = (value as Props)[awsNameOf(name, member)];
          return live === undefined || live === null ? [] : [[name, fromAws(member, live)]];
        }),
      );
    default:
      return value;
  }
}
