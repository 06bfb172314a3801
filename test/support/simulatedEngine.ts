import { isDeepStrictEqual } from "node:util";
import type { Emulator } from "../../emulator";
import type { Handler, Props } from "../../provider/core/handler";
import { ownerText } from "../../provider/core/identity";
import { DynamicProvider } from "../../provider/hosts/dynamic/provider";
import { Session } from "../../provider/hosts/dynamic/session";

/**
 * What the Pulumi engine does with one resource, without its processes: the same calls in the same order, on a state
 * kept here. For the many cases that need no engine; `test/engine` shows the same paths on the real one.
 */
export class SimulatedEngine {
  readonly state = new Map<string, Entry>();
  readonly messages: string[] = [];
  /** What the account guard and the clients see; twelve digits are the account. */
  config: Record<string, string>;
  /** What people and AWS do while a provider waits, however shortly. */
  whileWaiting: () => unknown = () => {};
  private readonly killed = new AbortController();

  constructor(
    private readonly handler: Handler,
    private readonly aws: Emulator,
    account: string,
  ) {
    this.config = {
      "aws:region": "eu-west-1",
      "aws:accessKey": account,
      "aws:secretKey": "not-shown",
      "aws:endpoints": JSON.stringify([{ ssm: aws.url, ssmincidents: aws.url, sts: aws.url }]),
    };
  }

  /** One process of the dynamic host. */
  process(): DynamicProvider {
    const { clock } = this.aws;
    const provider = new DynamicProvider(
      this.handler,
      new Session({
        clock: {
          now: () => clock.now().getTime(),
          sleep: async (ms, signal) => {
            signal?.throwIfAborted();
            clock.advance(ms);
            await this.whileWaiting();
            signal?.throwIfAborted();
          },
        },
        messages: {
          progress: (urn, text) => this.messages.push(`${urn.split("::").at(-1)}: ${text}`),
          warn: (urn, text) => this.messages.push(`${urn.split("::").at(-1)}: warning: ${text}`),
        },
        engineGone: () => this.killed.signal,
      }),
    );
    const get = (key: string) => this.config[key];
    void provider.configure({ config: { get, require: (key: string) => get(key) ?? "" } });
    return provider;
  }

  /** The engine dies; the provider's process lives on. */
  kill(): void {
    this.killed.abort(new Error("the engine has gone"));
  }

  urn(name: string): string {
    return `urn:pulumi:dev::project::pulumi-nodejs:dynamic/aws-ops:${this.handler.kind}::${name}`;
  }

  private inputsFor(name: string, args: Props): Props {
    const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
    return {
      ...given,
      ...(given.tags !== undefined && { tagsAll: given.tags }),
      owner: this.urn(name),
      __provider: "text",
    };
  }

  /** What a preview would say: failures of `check`, or the step. */
  async preview(name: string, args: Props): Promise<{ failures: string[]; step?: string; replaces?: string[] }> {
    const provider = this.process();
    const old = this.state.get(name);
    const checked = await provider.check(old?.inputs ?? {}, this.inputsFor(name, args));
    const failures = (checked.failures ?? []).map(({ property, reason }) => `${property}${reason}`);
    if (failures.length > 0 || !old) return { failures, step: "create" };
    const { changes, replaces = [] } = await provider
      .diff(old.id, old.outputs, withText(checked.inputs))
      .catch(rethrowTold);
    const step = isSame(changes, old.inputs, checked.inputs) ? "same" : replaces.length > 0 ? "replace" : "update";
    return { failures, step, replaces };
  }

  /** Creates, updates, replaces or leaves alone, and answers which. */
  async up(name: string, args: Props, options: UpOptions = {}): Promise<string> {
    const provider = options.process ?? this.process();
    const old = this.state.get(name);
    const checked = await provider.check(old?.inputs ?? {}, this.inputsFor(name, args));
    if (checked.failures?.length) throw new Error(checked.failures.map(({ reason }) => reason).join("; "));
    const inputs = withText(checked.inputs);
    if (!old) return this.create(provider, name, inputs);
    const { changes, replaces = [] } = await provider.diff(old.id, old.outputs, inputs).catch(rethrowTold);
    if (replaces.length > 0) {
      if (!options.retainOnDelete) await provider.delete(old.id, old.outputs).catch(rethrowTold);
      this.state.delete(name);
      const again = await provider.check({}, this.inputsFor(name, args));
      await this.create(provider, name, withText(again.inputs));
      return "replace";
    }
    if (isSame(changes, old.inputs, inputs) && !old.initErrors) {
      old.inputs = inputs;
      return "same";
    }
    try {
      const { outs = {} } = await provider.update(old.id, old.outputs, inputs);
      this.state.set(name, { id: old.id, inputs, outputs: json(outs) });
    } catch (error) {
      this.keep(name, old.inputs, error);
    }
    return "update";
  }

  private async create(provider: DynamicProvider, name: string, inputs: Props): Promise<string> {
    try {
      const { id, outs = {} } = await provider.create(inputs);
      this.state.set(name, { id, inputs, outputs: json(outs) });
    } catch (error) {
      this.keep(name, inputs, error);
    }
    return "create";
  }

  private keep(name: string, inputs: Props, error: unknown): never {
    const { id, properties, reasons } = error as { id?: string; properties?: Props; reasons?: string[] };
    if (id) this.state.set(name, { id, inputs, outputs: json(properties ?? {}), initErrors: reasons });
    throw told(error);
  }

  /** Answers what the refresh shows. */
  async refresh(name: string): Promise<"same" | "drift" | "gone"> {
    const provider = this.process();
    const entry = this.state.get(name) as Entry;
    const { id, props = {}, inputs } = await provider.read(entry.id, entry.outputs).catch(rethrowTold);
    if (!id) {
      this.state.delete(name);
      return "gone";
    }
    const { changes } = await provider.diff(entry.id, json(props), entry.inputs);
    const now = json(inputs ?? entry.inputs);
    this.state.set(name, { id, inputs: now, outputs: json(props) });
    return isSame(changes, now, entry.inputs) ? "same" : "drift";
  }

  async destroy(name: string): Promise<void> {
    const { id, outputs } = this.state.get(name) as Entry;
    await this.process().delete(id, outputs).catch(rethrowTold);
    this.state.delete(name);
  }

  owner(name: string): string {
    return ownerText(this.config["aws-ops:namespace"], this.urn(name));
  }
}

export interface Entry {
  id: string;
  inputs: Props;
  outputs: Props;
  initErrors?: string[] | undefined;
}

export interface UpOptions {
  retainOnDelete?: boolean;
  process?: DynamicProvider;
}

/** Where a provider does not say, the engine compares the inputs itself. */
const isSame = (changes: boolean | undefined, old: Props, news: Props = {}): boolean =>
  changes === false || (changes === undefined && isDeepStrictEqual(withText(old), withText(news)));

/** Of an error only its message crosses to the engine, and what a partial failure carries. */
const told = (error: unknown): Error => Object.assign(new Error((error as Error).message), error);
const rethrowTold = (error: unknown): never => {
  throw told(error);
};

/** The host itself puts the text back into what `check` answers. */
const withText = (inputs: Props = {}): Props => ({ ...inputs, __provider: "text" });

/** What a state file keeps of a value, and what the wire refuses. */
function json(value: Props): Props {
  assertStruct(value, "outs");
  return JSON.parse(JSON.stringify(value), (_, member) => (member?.[SECRET] ? member.value : member));
}

/** The wire's mark of a secret: it is encrypted in the state, and handed to providers in clear. */
const SECRET = "4dabf18193072939515e22adb298388d";

function assertStruct(value: unknown, path: string): void {
  if (value === undefined || typeof value === "bigint" || typeof value === "function" || value instanceof Date) {
    throw new Error(`Unexpected struct type at ${path}`);
  }
  if (value !== null && typeof value === "object") {
    for (const [key, member] of Object.entries(value)) assertStruct(member, `${path}.${key}`);
  }
}
