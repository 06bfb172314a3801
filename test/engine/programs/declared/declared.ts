/**
 * Stand for what JSON cannot say: `{ $secret }`, `{ $output: "name.property" }`, `{ $concat: […] }` as an interpolation
 * of those, and `{ $after: "name.property", value }` for a value that is known only once that output is.
 */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

export interface DeclaredResource {
  name: string;
  /** Default: `OpsItem`. */
  kind?: "OpsItem" | "ChangeRequest" | "ChangeGate" | "IncidentRecord" | "OpsItemRelatedItem";
  args?: Record<string, Value>;
  /** Resource options that are data: `retainOnDelete`, `aliases`, `ignoreChanges`. */
  options?: Record<string, unknown>;
  /** Name of a declared provider. */
  provider?: string;
  /** Package of a provider that is not ours. */
  foreignProvider?: string;
  /** Reads the object with this id instead of making one. */
  get?: string;
  dependsOn?: string[];
}

export interface Declared {
  providers?: Record<string, Record<string, Value>>;
  resources: DeclaredResource[];
  /** Names of resources whose operational data the stack puts out. */
  outputs?: string[];
}
