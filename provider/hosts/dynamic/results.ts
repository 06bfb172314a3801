import { isDeepStrictEqual } from "node:util";
import { type Made, type Props, Unfinished } from "../../core/handler";
import { plainObject } from "../../core/plain";
import type { PropertyTable } from "../../core/properties/rows";
import { Secret } from "../../core/secret";
import { DROPPED, droppedNames, inputsAmong, MANAGED, managedNames, namesIn, SAID } from "./managed";
import { PROVIDER } from "./names";

/**
 * The outputs as they go into the state: those of the handler, what the program manages, and the provider's text.
 * `before`: the outputs that were in the state.
 */
export function stateOf(
  { outs, said }: Omit<Made, "id">,
  inputs: Props,
  table: PropertyTable,
  before: Props = {},
  alsoManaged: readonly string[] = [],
): Props {
  const managed = [...new Set([...managedNames(inputs, table), ...alsoManaged])].sort().join(" ");
  return inWireForm({
    ...withDroppedAsSecrets(outs, inputs, table),
    ...asTheyAre(outs, said, droppedNames(before, inputs, table)),
    [MANAGED]: managed,
    [PROVIDER]: inputs[PROVIDER],
  });
}

/** The outputs of an object that was read, with what the state has to remember of `before`. */
export function stateOfRead({ outs, said }: Omit<Made, "id">, before: Props, table: PropertyTable): Props {
  const dropped = droppedNames(before, inputsAmong(before, table) ?? {}, table);
  const kept = { [MANAGED]: before[MANAGED], [PROVIDER]: before[PROVIDER] };
  return inWireForm({ ...outs, ...asTheyAre(outs, said, dropped), ...kept });
}

/** What the program does not say, or no more: inputs that were dropped, and those that people have changed since. */
function asTheyAre(outs: Props, said: Props = {}, dropped: string[]): Props {
  const live = dropped.filter((name) => outs[name] !== undefined);
  const changed = Object.entries(said).filter(
    ([name, value]) => value !== undefined && !isDeepStrictEqual(outs[name], value),
  );
  return {
    ...Object.fromEntries(live.map((name) => [name, secret(outs[name])])),
    [DROPPED]: live.length > 0 ? live.join(" ") : undefined,
    [SAID]: changed.length > 0 ? secret(Object.fromEntries(changed)) : undefined,
  };
}

/** Outputs as the engine takes them. */
export const inWireForm = (outs: Props): Props =>
  plainObject(
    Object.fromEntries(
      Object.entries(outs).map(([name, value]) => [name, value instanceof Secret ? secret(value.value) : value]),
    ),
  );

/**
 * The engine hides outputs that are secret inputs now. What the program has dropped and an unfinished object still has
 * may have been one: it goes into the state as a secret, in Pulumi's own form.
 */
function withDroppedAsSecrets(outs: Props, inputs: Props, table: PropertyTable): Props {
  const isDropped = (name: string) =>
    Object.hasOwn(table, name) && !table[name]?.reported && !table[name]?.required && inputs[name] === undefined;
  return Object.fromEntries(
    Object.entries(outs).map(([name, value]) => [name, value !== undefined && isDropped(name) ? secret(value) : value]),
  );
}

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

/** A result of `create`; an object without an id would be forgotten. */
export function created(made: Made, inputs: Props, table: PropertyTable): { id: string; outs: Props } {
  if (typeof made.id !== "string" || made.id === "") throw new Error("AWS gave no id for what it has made");
  return { id: made.id, outs: stateOf(made, inputs, table) };
}

/**
 * The error as the host wants it. Only its message reaches people, so nothing else is kept: other members mean
 * something to gRPC. What the host prints of it besides (`${error}: ${error.stack}`, under the stack's row) would say
 * everything twice, so that only points to the resource's own row. An unfinished object takes its id along
 * and is kept in the state; the reasons are what is shown then. What was managed before still is: of a property that
 * the program has dropped it is not known whether AWS has.
 */
export function failed(error: unknown, inputs: Props, table: PropertyTable, before: Props = {}): Error {
  const message = error instanceof Error ? error.message : String(error);
  const told = new Error(message);
  Object.defineProperty(told, "toString", { value: () => nameIn(inputs) });
  told.stack = "its own error says why";
  if (!(error instanceof Unfinished)) return told;
  return Object.assign(told, {
    id: error.id,
    properties: stateOf(error, inputs, table, before, namesIn(before)),
    reasons: [message],
  });
}

/** `OpsItem disk`, as the end of the URN tells it. */
function nameIn({ owner = "" }: Props): string {
  const [type = "", name = ""] = String(owner).split("::").slice(-2);
  return `${type.split(":").at(-1)} ${name}`;
}
