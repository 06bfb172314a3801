import * as pulumi from "@pulumi/pulumi";
import { parseReference, regionToRead } from "../provider/core/common";
import type { CheckContext, Props } from "../provider/core/handler";
import { Secret } from "../provider/core/secret";
import type { Settings } from "../provider/core/settings";
import { UNKNOWN } from "../provider/core/unknown";
import { PROVIDER } from "../provider/hosts/dynamic/names";
import { digestOf } from "./ids";
import type { AnyKind } from "./kind";

/** Where a resource is, and how it is answered. */
export interface Around {
  settings: Settings;
  region: string;
  account: string;
  check: boolean;
  override: Props | ((usual: Props, name: string) => Props);
}

export interface Answer {
  id: string | undefined;
  outputs: Props;
  /** The same as Pulumi takes them: secrets as such. */
  state: Props;
}

/** What AWS and the provider would make of a resource of ours. */
export async function answer(
  kind: AnyKind,
  { name, id: read, inputs: told }: pulumi.runtime.MockResourceArgs,
  { settings, region, account, check, override }: Around,
): Promise<Answer> {
  const { [PROVIDER]: _, ...given } = told as Props;
  const context = { settings, environmentRegion: async () => region };
  const made = read ? undefined : await checked(kind, name, given, context, check);
  const reference = read || made?.adopt;
  const named = typeof reference === "string" ? reference : undefined;
  const id = named === undefined ? kind.newId(digestOf(String(given.owner)), made ?? {}) : idIn(named, kind);
  const object = {
    id,
    region: String(made?.region ?? (await regionToRead(kind.handler.kind, read ?? "", undefined, context))),
    account: (read && parseReference(read).account) || account,
  };
  const inputs: Props = made ?? { ...kind.existing(id) };
  const usual = { ...inputs, ...kind.told(inputs, object) };
  const outputs = { ...usual, ...(typeof override === "function" ? override(usual, name) : override) };
  return { id: read || id, outputs, state: withSecrets(kind.withSecrets?.(outputs) ?? outputs, given) };
}

const idIn = (reference: string, { idIn }: AnyKind): string => idIn?.(reference) ?? parseReference(reference).id;

async function checked({ handler }: AnyKind, name: string, given: Props, context: CheckContext, check: boolean) {
  const { inputs, failures } = await handler.check(undefined, inTheClear(given) as Props, context);
  if (failures.length === 0 || !check) return inputs;
  const reasons = failures.map(({ path, reason }) => (path ? `${path}: ${reason}` : reason));
  throw new Error(`${handler.kind} "${name}": ${reasons.join("; ")}`);
}

/** Values as providers get them: secrets like all others, and what is not known in Pulumi's spelling. */
export function inTheClear(value: unknown): unknown {
  if (pulumi.isUnknown(value)) return UNKNOWN;
  if (pulumi.runtime.isRpcSecret(value)) return inTheClear(pulumi.runtime.unwrapRpcSecret(value));
  if (Array.isArray(value)) return value.map(inTheClear);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inTheClear(member)]));
}

/** The engine keeps an output secret where the input of its name is. */
function withSecrets(outputs: Props, given: Props): Props {
  const kept = ([name, value]: [string, unknown]) => {
    if (value instanceof Secret) return [name, pulumi.secret(value.value)];
    return [name, pulumi.runtime.isRpcSecret(given[name]) ? pulumi.secret(value) : value];
  };
  return Object.fromEntries(Object.entries(outputs).map(kept));
}
