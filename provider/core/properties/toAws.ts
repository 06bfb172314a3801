import { awsNameOf, type PropertyTable, type Shape } from "./rows";

type Props = Record<string, unknown>;

/** The request members for the given properties; local ones and those without a value are left out. */
export function toAws(table: PropertyTable, props: Props): Props {
  const request: Props = {};
  for (const [name, row] of Object.entries(table)) {
    const value = props[name];
    if (row.local || value === undefined || value === null) continue;
    request[awsNameOf(name, row)] = valueToAws(row, value);
  }
  return request;
}

export function valueToAws(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case "time":
      return new Date(value as string);
    case "list":
      return (value as unknown[]).map((element) => valueToAws(shape.of, element));
    case "map":
      return Object.fromEntries(
        Object.entries(value as Props).map(([key, member]) => [key, valueToAws(shape.of, member)]),
      );
    case "struct":
      return Object.fromEntries(
        Object.entries(value as Props).flatMap(([name, member]) => {
          const of = shape.members[name];
          return of && member !== undefined && member !== null ? [[awsNameOf(name, of), valueToAws(of, member)]] : [];
        }),
      );
    default:
      return value;
  }
}
