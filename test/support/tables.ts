import type { Handler, Props } from "../../provider/core/handler";
import { readSettings } from "../../provider/core/settings";
import { UNKNOWN } from "../../provider/core/unknown";

/** What the tests of property tables share. */

/** All that `check` says of a program's arguments. */
export async function failuresOf(
  handler: Handler,
  args: Props,
  config: Record<string, string> = {},
): Promise<string[]> {
  const settings = readSettings((key) => config[key]);
  const inputs = { region: "eu-west-1", owner: "urn:pulumi:dev::p::t::a", ...args };
  const { failures } = await handler.check(undefined, inputs, { settings, environmentRegion: async () => undefined });
  return failures.map(({ path, reason }) => `${path}: ${reason}`);
}

/** Without the members that are undefined. */
export const defined = (props: Props): Props =>
  Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));

/** The value with each of its parts in turn replaced by what is not known. */
export function* withHoles<T>(value: T, path = ""): Generator<[path: string, hole: T]> {
  if (value === null || typeof value !== "object") return;
  for (const [key, member] of Object.entries(value)) {
    const put = (hole: unknown) =>
      (Array.isArray(value) ? value.with(Number(key), hole) : { ...value, [key]: hole }) as T;
    yield [`${path}.${key}`, put(UNKNOWN)];
    for (const [deeper, hole] of withHoles(member, `${path}.${key}`)) yield [deeper, put(hole)];
  }
}

export const many = (count: number, of: (index: number) => unknown) => Array.from({ length: count }, (_, i) => of(i));

/** For titles. */
export function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  const points = [...text];
  return points.length > 60 ? `${points.slice(0, 40).join("")}… (${points.length})` : text;
}
