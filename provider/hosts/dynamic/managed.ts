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
export const namesIn = (outputs: Props): string[] | undefined => {
  const managed = outputs[MANAGED];
  return typeof managed === "string" ? managed.split(" ").filter((name) => name !== "") : undefined;
};

/** The inputs among old outputs; undefined for a resource that is only read. */
export function inputsAmong(outputs: Props, table: PropertyTable): Props | undefined {
  const managed = namesIn(outputs);
  if (!managed) return undefined;
  const names = Object.keys(table).filter((name) => isAlwaysSet(name, table) || managed.includes(name));
  return Object.fromEntries(names.filter((name) => outputs[name] !== undefined).map((name) => [name, outputs[name]]));
}
