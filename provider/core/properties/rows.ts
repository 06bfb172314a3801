/**
 * A property table says everything about each property of a resource, once, as data. `check`, `diff`, `toAws`,
 * `readBack` and the inputs table of the docs are its readers.
 */
export type PropertyTable = Record<string, Row>;

/** One row for every property of a resource's arguments: the compiler refuses a table that forgets one. */
export type Properties<Args> = { [Name in keyof Required<Args>]: Row };

export type Row = Shape & Facts;

/** What is true of a property apart from the shape of its values. */
export interface Facts {
  /** One line for the docs. */
  doc: string;
  /** What the docs say of a change and of its removal, where the other facts do not tell. */
  said?: { change?: string; removed?: string };
  required?: boolean;
  /** A change makes a new object. */
  createOnly?: boolean;
  /** Members of a map that cannot be changed either. */
  createOnlyKeys?: readonly string[];
  /** What AWS takes where the program says nothing: leaving it out and writing it are the same. */
  assumed?: unknown;
  /** What is sent to clear it. Without this AWS cannot clear it: removed from the program it is managed no longer. */
  cleared?: unknown;
  /** AWS's name; by default the property's with a capital. */
  awsName?: string;
  /** AWS fills it in: an output also where the program does not set it. */
  reported?: boolean;
  /** Says how the object comes about and not what it is: without it in the program nothing changes. */
  once?: boolean;
  /** Never sent in this form: it concerns ourselves, or has calls of its own. */
  local?: boolean;
  /** Not for users: handed in by the constructor, completed by `check`. */
  hidden?: boolean;
  /** AWS does not tell it, or not as it was given: what was declared is taken as it is. */
  unreadable?: boolean;
  /** Rules that no shape can say; each answers what is allowed, or undefined. Checked like AWS's limits. */
  rules?: readonly Rule[];
  /** The same, for rules of our own, which no change of AWS's limits can make wrong. */
  ownRules?: readonly Rule[];
}

/** Judges one known value; the path in the answer is relative to the property. */
export type Rule = (value: never) => Iterable<{ path?: string; reason: string }>;

export type Shape = TextShape | WholeShape | FlagShape | TimeShape | AnyShape | ListShape | MapShape | StructShape;

export interface TextShape {
  type: "text";
  /** In code points, as AWS counts. */
  length?: readonly [min: number, max: number];
  /** In bytes of UTF-8. */
  bytes?: number;
  /** More than white space. */
  notBlank?: boolean;
  oneLine?: boolean;
  choices?: readonly string[];
  pattern?: { matches: RegExp; means: string };
  /** Texts that it must not contain, or begin with. */
  contains?: { none: readonly string[] };
  begins?: { none: readonly string[]; except?: readonly string[] };
  /** Its default inside a structure. */
  default?: string;
  /** JSON text: two that say the same are equal. */
  json?: boolean;
}

export interface WholeShape {
  type: "whole";
  range?: readonly [min: number, max: number];
}

/** True or false. */
export interface FlagShape {
  type: "flag";
}

/** Any JSON value, compared as it is. */
export interface AnyShape {
  type: "any";
}

/** An ISO 8601 instant in the program, epoch seconds on the wire. Two spellings of one instant are equal. */
export interface TimeShape {
  type: "time";
}

export interface ListShape {
  type: "list";
  of: Shape;
  length?: readonly [min: number, max: number];
  /** The order says nothing. */
  unordered?: boolean;
}

/** Keys are chosen by users and never renamed. Only declared keys are managed. */
export interface MapShape {
  type: "map";
  of: Shape;
  /** Keys whose values have a shape of their own. */
  special?: Readonly<Record<string, Shape>>;
  keys?: TextShape;
  size?: readonly [min: number, max: number];
}

export interface StructShape {
  type: "struct";
  members: Record<string, Member>;
}

export type Member = Shape & { required?: boolean; awsName?: string };

type Given<S extends Shape, Extra> = Omit<S, "type"> & Extra;

export const text = <Extra extends object>(given: Given<TextShape, Extra>) => ({ type: "text" as const, ...given });
export const whole = <Extra extends object>(given: Given<WholeShape, Extra>) => ({ type: "whole" as const, ...given });
export const flag = <Extra extends object>(given: Extra) => ({ type: "flag" as const, ...given });
export const any = <Extra extends object>(given: Extra) => ({ type: "any" as const, ...given });
export const time = <Extra extends object>(given: Given<TimeShape, Extra>) => ({ type: "time" as const, ...given });
export const list = <Extra extends object>(given: Given<ListShape, Extra>) => ({ type: "list" as const, ...given });
export const map = <Extra extends object>(given: Given<MapShape, Extra>) => ({ type: "map" as const, ...given });
export const struct = (members: Record<string, Member>): StructShape => ({ type: "struct", members });

export const shapeOfKey = (map: MapShape, key: string): Shape =>
  map.special && Object.hasOwn(map.special, key) ? map.special[key]! : map.of;

export const awsNameOf = (name: string, row: { awsName?: string }): string =>
  row.awsName ?? name.charAt(0).toUpperCase() + name.slice(1);

/** The same rows for a service that spells its members as programs do. */
export const spelledAlike = <Rows extends Record<string, Shape>>(rows: Rows): Rows =>
  Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [name, { ...alike(row), awsName: name }]),
  ) as object as Rows;

function alike(shape: Shape): Shape {
  switch (shape.type) {
    case "list":
    case "map":
      return { ...shape, of: alike(shape.of) };
    case "struct":
      return { ...shape, members: spelledAlike(shape.members) };
    default:
      return shape;
  }
}
