import type { Result } from "../../test/support/engine";
import type { Args, Subject } from "./subject";

export interface Phase {
  name: string;
  run(subject: Subject, items: number): Promise<Result>;
  /** What has to happen to every item, by the engine's own word. */
  op: string;
}

const up = (name: string, op: string, args: Args): Phase => ({
  name,
  op,
  run: (subject, items) => subject.up(items, args),
});

/** The life of equal items from the first command to the last; `changes` are made one after the other. */
export const life = (args: Args, changes: Record<string, Args>): Phase[] => [
  up("create", "create", args),
  up("`up` without a change", "same", args),
  ...Object.entries(changes).map(([name, changed]) => up(`update of ${name}`, "update", { ...args, ...changed })),
  { name: "refresh", op: "same", run: ({ stack }) => stack.refresh() },
  { name: "destroy", op: "delete", run: ({ stack }) => stack.destroy() },
];

/** A figure is one only when what was to happen has happened. */
export async function live(phase: Phase, subject: Subject, items: number): Promise<Result> {
  const result = await phase.run(subject, items);
  const done = result.steps.filter(
    ({ name, op, outcome }) => /^item-/.test(name) && op === phase.op && outcome === "done",
  );
  if (done.length !== items) throw new Error(`${phase.name}: ${done.length} of ${items} items:\n${result.stdout}`);
  return result;
}
