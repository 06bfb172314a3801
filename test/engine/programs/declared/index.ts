import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as ops from "pulumi-aws-ops";
import type { Declared, DeclaredResource, Value } from "./declared";

const declared: Declared = JSON.parse(readFileSync(join(__dirname, "declared.json"), "utf8"));
const made: Record<string, pulumi.CustomResource> = {};
const providers: Record<string, ops.Provider> = {};

class Foreign extends pulumi.ProviderResource {}

/** The value with secrets and references to other resources in their places. */
function resolve(value: Value): unknown {
  if (Array.isArray(value)) return value.map(resolve);
  if (value === null || typeof value !== "object") return value;
  if ("$secret" in value) return pulumi.secret(resolve(value.$secret as Value));
  if ("$output" in value) {
    const [name = "", property = "id"] = String(value.$output).split(".");
    return (made[name] as unknown as Record<string, unknown>)[property];
  }
  if ("$after" in value)
    return pulumi.output(resolve({ $output: value.$after as string })).apply(() => resolve(value.value as Value));
  if ("$concat" in value) return pulumi.concat(...(resolve(value.$concat as Value) as pulumi.Input<string>[]));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member as Value)]));
}

type Class = (new (
  name: string,
  args: never,
  opts: pulumi.CustomResourceOptions,
) => pulumi.CustomResource) & {
  get?(name: string, id: string, opts: pulumi.CustomResourceOptions): pulumi.CustomResource;
};

const kinds = {
  OpsItem: ops.OpsItem,
  ChangeRequest: ops.ChangeRequest,
  ChangeGate: ops.ChangeGate,
  IncidentRecord: ops.IncidentRecord,
  OpsItemRelatedItem: ops.OpsItemRelatedItem,
};

function make(resource: DeclaredResource): pulumi.CustomResource {
  const { name, kind = "OpsItem", args = {}, options = {}, provider, foreignProvider, get, dependsOn = [] } = resource;
  const opts: pulumi.CustomResourceOptions = {
    ...options,
    ...(provider && { provider: providers[provider] }),
    ...(foreignProvider && { provider: new Foreign(foreignProvider, "foreign") }),
    dependsOn: dependsOn.map((each) => made[each] as pulumi.CustomResource),
  };
  const Kind: Class = kinds[kind];
  if (get) return Kind.get!(name, get, opts);
  return new Kind(name, resolve(args) as never, opts);
}

for (const [name, args] of Object.entries(declared.providers ?? {})) {
  providers[name] = new ops.Provider(name, resolve(args) as ops.ProviderArgs);
}
for (const resource of declared.resources) made[resource.name] = make(resource);

export const ids = Object.fromEntries(Object.entries(made).map(([name, { id }]) => [name, id]));
export const outputs = Object.fromEntries(
  (declared.outputs ?? []).map((name) => [name, (made[name] as unknown as Record<string, unknown>).operationalData]),
);
