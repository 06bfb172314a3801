import { dirname } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { PACKAGE, PROVIDER, typeToken } from "./names";
import { providerText, RUNTIME } from "./text";

export interface ResourceKind {
  /** The type's name, such as `OpsItem`. */
  kind: string;
  /** What the runtime entry calls its provider, such as `opsItem`. */
  entry: string;
  /** Names of all outputs: Pulumi gives a resource only those that it is told of. */
  outputs: readonly string[];
  /**
   * Set where a replacement may only take the old one's place. By default the old object goes first, so that the new one
   * cannot be taken for it.
   */
  keepsUntilReplaced?: boolean;
}

/**
 * The base of every resource. It registers a dynamic resource whose provider is a line of text that we write ourselves
 * (see `text.ts`), instead of code that Pulumi would serialize into the state.
 */
export abstract class OpsResource extends pulumi.CustomResource {
  constructor(
    { kind, entry, outputs, keepsUntilReplaced = false }: ResourceKind,
    name: string,
    args: object = {},
    opts: pulumi.CustomResourceOptions = {},
  ) {
    const type = typeToken(kind);
    assertOptions(`${kind} "${name}"`, opts, keepsUntilReplaced);
    assertInstalled();
    const props = {
      ...Object.fromEntries(outputs.map((output) => [output, undefined])),
      ...args,
      // The same under the name of the output, so that the engine keeps it secret where the tags are.
      ...("tags" in args && { tagsAll: args.tags }),
      owner: pulumi.createUrn(name, type, opts.parent),
      [PROVIDER]: providerText(entry),
    };
    // As a resource option, since a replacement that is asked for by hand asks no provider.
    super(type, name, props, keepsUntilReplaced ? opts : pulumi.mergeOptions(opts, { deleteBeforeReplace: true }));
  }
}

function assertOptions(what: string, opts: pulumi.CustomResourceOptions, keepsUntilReplaced: boolean): void {
  if (opts.import !== undefined) {
    throw new Error(`${what}: Pulumi cannot import dynamic resources: give the id as the input "adopt" instead`);
  }
  if (keepsUntilReplaced && opts.deleteBeforeReplace === true) {
    throw new Error(`${what}: deleteBeforeReplace must not be true: what is behind the gate would be deleted with it`);
  }
  if (!keepsUntilReplaced && opts.deleteBeforeReplace === false) {
    throw new Error(`${what}: deleteBeforeReplace must not be false: the new object would be taken for the old one`);
  }
  const given = opts as pulumi.CustomResourceOptions & { providers?: unknown };
  const providers = [opts.provider, ...Object.values((given.providers ?? {}) as object)].filter(
    (each) => each !== undefined,
  );
  for (const provider of providers) {
    const pkg = (provider as unknown as { getPackage?(): string }).getPackage?.();
    if (pkg !== PACKAGE) {
      throw new Error(
        `${what}: its provider is of the package "${pkg}", which Pulumi would ignore: give it a new ops.Provider(…)`,
      );
    }
  }
}

let installed = false;

/** Before anything is made: what is made with a text that finds no package could not even be destroyed. */
function assertInstalled(): void {
  if (installed || pulumi.runtime.getEngine() === undefined) return; // under mocks nothing is made
  const pulumiFolder = dirname(require.resolve("@pulumi/pulumi/package.json"));
  try {
    require.resolve(RUNTIME, { paths: [process.cwd(), pulumiFolder] });
  } catch {
    throw new Error(
      "pulumi-aws-ops cannot be found from the program's folder: add it to the package.json next to Pulumi.yaml",
    );
  }
  installed = true;
}
