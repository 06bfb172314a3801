import type { Props } from "./handler";

/** A value of an output that the state must keep encrypted. Hosts spell it in their own way. */
export class Secret {
  constructor(readonly value: unknown) {}
}

/**
 * Outputs with those kept secret that tell of secret inputs (`keepsSecret`) under names of AWS's own, by which the engine
 * would not know them as secret.
 */
export function withSecrets(outs: Props, telling: readonly string[]): Props {
  if (outs.keepsSecret !== true) return outs;
  const isTelling = (name: string, value: unknown) => telling.includes(name) && value !== undefined;
  return Object.fromEntries(
    Object.entries(outs).map(([name, value]) => [name, isTelling(name, value) ? new Secret(value) : value]),
  );
}
