import { type Member, type Shape as ModelShape, models, type ServiceModel, shapeOf } from "../../emulator/model";
import { awsNameOf, type MapShape, type Shape } from "../../provider/core/properties/rows";
import { applies, type Kind, type Model } from "./kind";

/*
 * What AWS's model of its API and our tables each say of a property.
 */

/** The members of an operation's request. */
export function requestOf({ service }: Model, operation: string): ModelShape {
  return shapeOf(models[service], models[service].operations[operation]?.input);
}

/** The member of a request that is the property. Tags are none: AWS has forms of its own for them. */
export function memberOf(model: Model, name: string, row: { awsName?: string }): Member | undefined {
  if (name === "tags") return undefined;
  const members = model.operations.map((operation) => requestOf(model, operation).members?.[awsNameOf(name, row)]);
  return members.find((member) => member !== undefined);
}

/** Properties of which AWS is told. */
export function sentBy({ handler, model }: Kind): string[] {
  if (!applies(model)) return [];
  const shown = Object.entries(handler.properties).filter(([, row]) => !row.hidden);
  return shown.flatMap(([name, row]) => (name === "tags" || memberOf(model, name, row) ? [name] : []));
}

/** All that table and model both say. */
export function* factsOf({ handler, model }: Kind): Generator<Fact> {
  if (!applies(model)) return;
  const api = models[model.service];
  for (const [name, row] of Object.entries(handler.properties)) {
    const member = memberOf(model, name, row);
    if (member) yield* facts(api, name, row, member);
  }
  const tags = handler.properties.tags as MapShape | undefined;
  if (!tags) return;
  yield* facts(api, "tags{key}", tags.keys as Shape, { shape: "TagKey" });
  yield* facts(api, "tags{}", tags.of, { shape: "TagValue" });
}

/** A point on which a table and the model of AWS's API each say something. */
export type Fact = [path: string, ours: unknown, theirs: unknown];

/** What table and model say of each point: length, range, choices, pattern, required, and whether blanks and line ends go. */
function* facts(model: ServiceModel, path: string, ours: Shape, member: Member): Generator<Fact> {
  const theirs = shapeOf(model, member);
  yield [`${path} type`, TYPES[ours.type], theirs.type];
  if (TYPES[ours.type] !== theirs.type) return;
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
    case "list":
      yield [`${path} length`, ours.length, limitOf(theirs)];
      yield* facts(model, `${path}[]`, ours.of, theirs.member as Member);
      return;
    case "map":
      yield [`${path} size`, ours.size, limitOf(theirs)];
      yield* facts(model, `${path}{key}`, ours.keys as Shape, theirs.key as Member);
      yield* facts(model, `${path}{}`, ours.of, theirs.value as Member);
      return;
    case "struct": {
      const members = Object.entries(ours.members).map(([name, each]) => [name, awsNameOf(name, each), each] as const);
      yield [`${path} members`, members.map(([, awsName]) => awsName).sort(), Object.keys(theirs.members ?? {}).sort()];
      for (const [name, awsName, each] of members) {
        const use = theirs.members?.[awsName];
        if (!use) continue;
        yield [`${path}.${name} required`, each.required ?? false, theirs.required?.includes(awsName) ?? false];
        yield* facts(model, `${path}.${name}`, each, use);
      }
    }
  }
}

/** What the model calls our types. */
const TYPES: Record<Shape["type"], string> = {
  text: "string",
  whole: "integer",
  flag: "boolean",
  time: "timestamp",
  any: "any",
  list: "list",
  map: "map",
  struct: "structure",
};

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
