import type { Props } from "../../core/handler";
import type { PropertyTable } from "../../core/properties/rows";

/**
 * Pulumi's dynamic host hands `diff` and `read` the old outputs alone, in which an input that the program never set
 * looks like one that it did: AWS fills in `status`. So the outputs say which of the optional inputs the program set:
 * their names, with spaces between, under `__managed` (the engine shows nothing that begins so). What is always an
 * input (what is required, `region`, `owner`) is left out of it. Of maps no keys are told, since keys of a secret map are
 * secret: the outputs hold the declared keys and no others.
 */
export const MANAGED = "__managed";

/**
 * Under `__said`, as a secret: what the program has said of properties that people have changed since, where that is
 * theirs to do. Only what the program says anew is a difference then.
 */
export const SAID = "__said";

/**
 * Under `__dropped`, like `__managed`: inputs that the program has said once and that AWS goes on to tell. They may have
 * been secret, and the engine hides only what is a secret input now.
 */
export const DROPPED = "__dropped";

const isAlwaysSet = (name: string, table: PropertyTable): boolean => {
  const row = table[name];
  return row?.required === true || name === "region" || name === "owner";
};

export function managedNames(inputs: Props, table: PropertyTable): string[] {
  const isManaged = (name: string) =>
    Object.hasOwn(table, name) && !isAlwaysSet(name, table) && !table[name]?.once && inputs[name] !== undefined;
  return Object.keys(inputs).filter(isManaged).sort();
}

/** As it is kept in the outputs; undefined for a resource that is only read. */
export const namesIn = (outputs: Props): string[] | undefined => listed(outputs[MANAGED]);

/** Names of dropped inputs: those that were dropped before `inputs`, and those that they drop. */
export function droppedNames(before: Props, inputs: Props, table: PropertyTable): string[] {
  const names = [...(namesIn(before) ?? []), ...(listed(before[DROPPED]) ?? [])];
  return [...new Set(names)].filter((name) => isTold(table[name]) && inputs[name] === undefined).sort();
}

/** Words that AWS itself has chosen, by choice or by default, are no secret. */
const isTold = (row: PropertyTable[string] | undefined): boolean =>
  row?.reported === true && !row.createOnly && !(row.type === "text" && row.choices);

const listed = (names: unknown): string[] | undefined =>
  typeof names === "string" ? names.split(" ").filter((name) => name !== "") : undefined;

/** The inputs among old outputs, as the program has said them; undefined for a resource that is only read. */
export function inputsAmong(outputs: Props, table: PropertyTable): Props | undefined {
  const managed = namesIn(outputs);
  if (!managed) return undefined;
  const names = Object.keys(table).filter((name) => isAlwaysSet(name, table) || managed.includes(name));
  const said = { ...outputs, ...(outputs[SAID] as Props | undefined) };
  return Object.fromEntries(names.filter((name) => said[name] !== undefined).map((name) => [name, said[name]]));
}
