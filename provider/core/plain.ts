/**
 * The only gate from handlers to an engine. States are JSON: one `undefined`, `bigint` or function in a result makes
 * the engine drop an object that AWS has already made, and a `Date` or `Map` silently turns into `{}`.
 */
export function plain(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (value instanceof Set) return plain([...value]);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plain).filter((element) => element !== undefined);
  if (value !== null && typeof value === "object") return plainObject(value);
  switch (typeof value) {
    case "string":
      return value.toWellFormed(); // a lone surrogate would be dropped on the wire
    case "number":
      return Number.isFinite(value) ? value : undefined;
    case "bigint":
      return String(value);
    case "function":
    case "symbol":
      return undefined;
    default:
      return value; // booleans, null, undefined
  }
}

export function plainObject(value: object): Record<string, unknown> {
  const entries = Object.entries(value).map(([key, member]) => [key.toWellFormed(), plain(member)] as const);
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined));
}
