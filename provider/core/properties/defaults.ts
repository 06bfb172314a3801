import { isUnknown } from "../unknown";
import type { PropertyTable, Shape } from "./rows";

type Props = Record<string, unknown>;

/** The inputs with the defaults of structure members filled in. Values of the wrong shape are left for `check`. */
export function withDefaults(table: PropertyTable, inputs: Props): Props {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, table[name] ? filled(table[name], value) : value]),
  );
}

function filled(shape: Shape, value: unknown): unknown {
  if (value === null || typeof value !== "object" || isUnknown(value)) return value;
  if (Array.isArray(value) !== (shape.type === "list")) return value;
  switch (shape.type) {
    case "list":
      return (value as unknown[]).map((element) => filled(shape.of, element));
    case "map":
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, filled(shape.of, member)]));
    case "struct": {
      const whole: Props = { ...value };
      for (const [name, member] of Object.entries(shape.members)) {
        if (whole[name] !== undefined && whole[name] !== null) whole[name] = filled(member, whole[name]);
        else if (member.type === "text" && member.default !== undefined) whole[name] = member.default;
      }
      return whole;
    }
    default:
      return value;
  }
}
