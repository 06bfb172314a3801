import { isDeepStrictEqual } from "node:util";
import { type Shape, shapeOfKey } from "./rows";

/** Whether two values mean the same to AWS: instants, JSON texts and lists without order are compared as such. */
export function same(shape: Shape, a: unknown, b: unknown): boolean {
  if (isDeepStrictEqual(a, b)) return true;
  if ((a ?? undefined) === undefined || (b ?? undefined) === undefined) return (a ?? undefined) === (b ?? undefined);
  switch (shape.type) {
    case "text":
      return shape.json === true && isDeepStrictEqual(parsed(a), parsed(b));
    case "time":
      return instant(a) === instant(b);
    case "list":
      return Array.isArray(a) && Array.isArray(b) && sameList(shape.of, shape.unordered === true, a, b);
    case "map":
      return sameMembers((key) => shapeOfKey(shape, key), a, b);
    case "struct":
      return sameMembers((name) => shape.members[name], a, b);
    default:
      return false;
  }
}

function sameList(of: Shape, unordered: boolean, a: unknown[], b: unknown[]): boolean {
  if (a.length !== b.length) return false;
  if (!unordered) return a.every((element, index) => same(of, element, b[index]));
  const left = [...b];
  return a.every((element) => {
    const index = left.findIndex((candidate) => same(of, element, candidate));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

function sameMembers(shapeOf: (name: string) => Shape | undefined, a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object") return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => {
    const shape = shapeOf(name);
    return shape ? same(shape, left[name], right[name]) : isDeepStrictEqual(left[name], right[name]);
  });
}

const instant = (value: unknown): number => new Date(value as string).getTime();

function parsed(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return value;
  }
}
