import assert from "node:assert/strict";
import { type Shape as ModelShape, type ServiceModel, shapeOf } from "../../emulator/model";
import type { Handler, Props } from "../../provider/core/handler";
import { awsNameOf, type Shape } from "../../provider/core/properties/rows";
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
  const text = JSON.stringify(value);
  const points = [...text];
  return points.length > 60 ? `${points.slice(0, 40).join("")}… (${points.length})` : text;
}

/** A point on which a table and the model of AWS's API each say something. */
export type Fact = [path: string, ours: unknown, theirs: unknown];

/** What table and model say of each point: length, range, choices, pattern, required, and whether blanks and line ends go. */
export function* facts(model: ServiceModel, path: string, ours: Shape, member: { shape: string }): Generator<Fact> {
  const theirs = shapeOf(model, member);
  switch (ours.type) {
    case "text": {
      const form = FORMS[theirs.pattern ?? ""];
      yield [`${path} length`, ours.length, limitOf(theirs)];
      yield [`${path} choices`, sorted(ours.choices), sorted(theirs.enum)];
      yield [`${path} notBlank`, ours.notBlank ?? false, form !== undefined];
      yield [`${path} oneLine`, ours.oneLine ?? false, form?.oneLine ?? false];
      yield [`${path} pattern`, bare(ours.pattern?.matches.source), form ? undefined : bare(theirs.pattern)];
      return;
    }
    case "whole":
      yield [`${path} range`, ours.range, limitOf(theirs)];
      return;
    case "time":
      yield [`${path} type`, "timestamp", theirs.type];
      return;
    case "flag":
      yield [`${path} type`, "boolean", theirs.type];
      return;
    case "list":
      yield [`${path} length`, ours.length, limitOf(theirs)];
      yield* facts(model, `${path}[]`, ours.of, theirs.member as { shape: string });
      return;
    case "map":
      yield [`${path} size`, ours.size, limitOf(theirs)];
      yield* facts(model, `${path}{key}`, ours.keys as Shape, theirs.key as { shape: string });
      yield* facts(model, `${path}{}`, ours.of, theirs.value as { shape: string });
      return;
    case "struct":
      for (const [name, each] of Object.entries(ours.members)) {
        const awsName = awsNameOf(name, each);
        const use = theirs.members?.[awsName];
        assert.ok(use, `${path}.${name}`);
        yield [`${path}.${name} required`, each.required ?? false, theirs.required?.includes(awsName) ?? false];
        yield* facts(model, `${path}.${name}`, each, use);
      }
      yield [
        `${path} members`,
        Object.entries(ours.members)
          .map(([name, each]) => awsNameOf(name, each))
          .sort(),
        Object.keys(theirs.members ?? {}).sort(),
      ];
  }
}

/** Patterns of the model that tables say in other ways: more than white space, and no line end. */
const FORMS: Record<string, { oneLine: boolean }> = {
  "^(?!\\s*$).+": { oneLine: true },
  "[\\s\\S]*\\S[\\s\\S]*": { oneLine: false },
};

const limitOf = ({ min, max }: ModelShape) => (max === undefined ? undefined : [min ?? 0, max]);

/** A pattern without what the model writes in several ways: anchors (it always means the whole), groups, digits. */
const bare = (pattern: string | undefined): string | undefined =>
  pattern?.replace(/(?<!\[)\^|\$(?!\])|[()]/g, "").replaceAll("[0-9]", "\\d");

const sorted = (words: readonly string[] | undefined) => words && [...words].sort();
