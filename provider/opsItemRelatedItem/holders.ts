import type { Clients } from "../core/clients";
import type { Context } from "../core/handler";

/** By run (its resources share their clients), which resource has made or taken up which association. */
const runs = new WeakMap<Clients, Map<string, string>>();

/** Whether another resource of this run has the association: in the state, or since just now. */
export function isAnothers(id: string, context: Context): boolean {
  const taker = runs.get(context.clients)?.get(id) ?? context.owner.text;
  return taker !== context.owner.text || context.holderInState(id) === "anotherResource";
}

/** Notes that this resource has it, and answers its id. */
export function take(id: string, context: Context): string {
  if (isAnothers(id, context)) throw new Error(`another resource of this run has taken up association ${id}`);
  const run = runs.get(context.clients) ?? new Map<string, string>();
  runs.set(context.clients, run.set(id, context.owner.text));
  return id;
}
