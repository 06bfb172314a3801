import * as pulumi from "@pulumi/pulumi";
import type { Props } from "../provider/core/handler";
import { readSettings, type Settings } from "../provider/core/settings";
import { PACKAGE, typeToken } from "../provider/hosts/dynamic/names";
import { type Answer, type Around, answer, inTheClear } from "./answer";
import type { State } from "./kind";
import { kinds, type Resources } from "./kinds";
import { Progress } from "./progress";

type Mocks = pulumi.runtime.Mocks;

/** Outputs other than the usual ones: the same for all resources of the type, or by their usual outputs and name. */
export type StateOverride<Resource> =
  | Partial<State<Resource>>
  | ((usual: State<Resource>, name: string) => Partial<State<Resource>>);

export interface OpsMocksOptions extends Partial<Mocks> {
  /**
   * Outputs other than the usual ones: `{ OpsItem: { status: "Resolved" } }`. A function that throws lets the resource
   * fail, as a gate does whose request was rejected.
   */
  states?: { [Name in keyof Resources]?: StateOverride<Resources[Name]> };
  /** Whether inputs are checked as a preview checks them. Default: true. */
  check?: boolean;
  /** Account in which everything is made. Default: `123456789012`. */
  account?: string;
  /** Region where neither the resource, its provider nor `aws:region` names one. Default: `us-east-1`. */
  region?: string;
}

/** What the program has made, or read. */
export interface MadeResource {
  /** Its type token, which ends in `:OpsItem` and the like. */
  type: string;
  name: string;
  id: string | undefined;
  /** Also the secret ones, in the clear. */
  outputs: Props;
}

/** What `pulumi.runtime.setMocks` takes, and what Pulumi does not tell under mocks. */
export interface OpsMocks extends Mocks {
  /** All resources, of other packages too, in the order in which they were made. */
  readonly made: readonly MadeResource[];
  /** Resolves once all that the program has declared is made. Rejects with what went wrong since the last call. */
  settled(): Promise<void>;
}

/**
 * Mocks for unit tests of programs. Resources of this package get the outputs that they would have right after creation,
 * always the same ones, and their inputs are checked as in a preview, with the configuration that the test sets. All
 * other resources are answered by `newResource` and `call`, by default with their own inputs.
 *
 * @example
 * const mocks = opsMocks();
 * await pulumi.runtime.setMocks(mocks);
 * const program = await import("../index");
 * await mocks.settled();
 * assert.equal(await promiseOf(program.item.status), "Open");
 *
 * @see https://www.pulumi.com/docs/iac/guides/testing/unit/
 */
export function opsMocks(options: OpsMocksOptions = {}): OpsMocks {
  const { newResource = echo, call = ({ inputs }) => inputs } = options;
  const { region = "us-east-1", account = "123456789012", check = true } = options;
  const providers = new Map<string, Props>();
  const failures: Error[] = [];
  const made: MadeResource[] = [];
  const progress = new Progress();

  async function answerAny(resource: pulumi.runtime.MockResourceArgs): Promise<Answer> {
    const kind = Object.values(kinds).find(({ handler }) => typeToken(handler.kind) === resource.type);
    if (resource.type === PROVIDER_TYPE) providers.set(resource.name, resource.inputs);
    if (!kind) return inFull(await newResource(resource));
    const override = (options.states?.[kind.handler.kind as keyof Resources] ?? {}) as Around["override"];
    const settings = settingsFor(resource.provider, providers);
    return answer(kind, resource, { settings, region, account, check, override });
  }

  return {
    made,
    call,
    async newResource(resource) {
      try {
        const { id, outputs, state } = await progress.of(() => answerAny(resource));
        made.push({ type: resource.type, name: resource.name, id, outputs });
        return { id, state };
      } catch (error) {
        failures.push(error as Error);
        // Without it Pulumi would end the process with complaints about promises that wait for what has failed.
        void pulumi.log.error((error as Error).message);
        throw error;
      }
    },
    async settled() {
      await progress.ended();
      const all = failures.splice(0);
      if (all.length > 0) throw new Error(all.map(({ message }) => message).join("\n"), { cause: all[0] });
    },
  };
}

/** As Pulumi's own examples have it. */
const echo: Mocks["newResource"] = ({ id, name, inputs }) => ({ id: id || `${name}_id`, state: inputs });

const inFull = ({ id, state }: pulumi.runtime.MockResourceResult): Answer => ({
  id,
  state,
  outputs: inTheClear(state) as Props,
});

const PROVIDER_TYPE = `pulumi:providers:${PACKAGE}`;

/** The settings of the provider that a resource was given (by URN and id), or the stack's. */
function settingsFor(reference: string | undefined, providers: Map<string, Props>): Settings {
  const config = providers.get(reference?.split("::")[3] ?? "");
  if (!config) return readSettings(pulumi.runtime.getConfig);
  return readSettings((key) => pulumi.runtime.unwrapRpcSecret(config[key]) as string | undefined);
}
