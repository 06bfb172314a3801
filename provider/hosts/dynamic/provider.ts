import type * as dynamic from "@pulumi/pulumi/dynamic";
import type { Change, CheckContext, Context, Handler, Props } from "../../core/handler";
import { ownerOf, urnOf } from "../../core/identity";
import { plainObject } from "../../core/plain";
import { SettingsError } from "../../core/settings";
import { inputsAmong, MANAGED, managedNames, namesIn, SAID } from "./managed";
import { PROVIDER } from "./names";
import { created, failed, stateOf, stateOfRead } from "./results";
import { Session } from "./session";

/** Serves one resource's handler to Pulumi's dynamic host. */
export class DynamicProvider implements dynamic.ResourceProvider {
  /** By id, the owner of every object of the state that this process has been shown. */
  private readonly holders = new Map<string, string>();
  /** By id, the `onDelete` that the program says now: for a replacement it counts, not what the state says. */
  private readonly wishes = new Map<string, unknown>();
  /** By owner, the region of every object whose old inputs this process has seen. */
  private readonly regions = new Map<string, string>();

  constructor(
    private readonly handler: Handler,
    private readonly session = new Session(),
  ) {}

  /** The host goes on without waiting for this, and does not mind if it throws: so it does neither. */
  async configure(request: dynamic.ConfigureRequest): Promise<void> {
    this.session.configure((key) => request.config.get(key));
  }

  async check(olds: Props, news: Props): Promise<dynamic.CheckResult> {
    const old = Object.keys(olds).length > 0 ? olds : undefined;
    try {
      const { [PROVIDER]: _, ...inputs } = news;
      const context = this.checkContext();
      const owner = String(news.owner);
      if (typeof old?.region === "string") this.regions.set(owner, old.region);
      // The second check of a replacement is shown no old inputs: the new object goes where the old one is.
      const environmentRegion = async () => this.regions.get(owner) ?? context.environmentRegion();
      const checked = await this.handler.check(old, inputs, { ...context, environmentRegion });
      // A failure that named its property would make the engine print the value, secret or not.
      const failures = checked.failures.map(({ path, reason }) => ({
        property: "",
        reason: path ? `${path}: ${reason}` : reason,
      }));
      return { inputs: plainObject(checked.inputs), failures };
    } catch (error) {
      if (error instanceof SettingsError) return { inputs: news, failures: [{ property: "", reason: error.message }] };
      throw failed(error, news, this.handler.properties);
    }
  }

  async diff(id: string, olds: Props, news: Props): Promise<dynamic.DiffResult> {
    return this.reporting(news, async () => this.compare(id, olds, news));
  }

  private compare(id: string, olds: Props, news: Props): dynamic.DiffResult {
    if (typeof news.owner === "string") this.holders.set(id, news.owner);
    this.wishes.set(id, news.onDelete);
    const table = this.handler.properties;
    const old = inputsAmong(olds, table) ?? {};
    const changes = this.handler.diff(id, old, olds, news, this.checkContext());
    const textChanged = olds[PROVIDER] !== news[PROVIDER];
    // What is declared from now on is managed from now on, also if AWS has it so already.
    const differs = changes.length > 0 || this.changeable(managedNames(news, table)) !== this.changeable(namesIn(olds));
    return {
      // Undefined lets the engine compare the inputs itself, and so show what differs; `true` would show everything.
      changes: textChanged ? true : differs ? undefined : false,
      replaces: [...new Set(changes.filter((change: Change) => change.replaces).map(({ property }) => property))],
      deleteBeforeReplace: this.handler.keepsUntilReplaced !== true,
    };
  }

  /** Whether a property is managed matters only where it can change. */
  private changeable(names: readonly string[] = []): string {
    return names.filter((name) => !this.handler.properties[name]?.createOnly).join(" ");
  }

  async create(news: Props): Promise<dynamic.CreateResult> {
    return this.reporting(news, async () =>
      created(await this.handler.create(withoutText(news), this.context(news)), news, this.handler.properties),
    );
  }

  async read(id: string, olds: Props): Promise<dynamic.ReadResult> {
    return this.reporting(olds, async () => {
      const inputs = inputsAmong(olds, this.handler.properties);
      const live = await this.handler.read(id, withoutText(olds), inputs, this.context(olds));
      if (!live) {
        // Pulumi would go on with an object that has no properties.
        if (isGet(olds)) throw new Error(notThere(this.handler.kind, id));
        return { id: "" }; // gone
      }
      const props = stateOfRead(live, olds, this.handler.properties);
      const said = live.putsBack ? undefined : live.said;
      const now = inputsAmong({ ...live.outs, [MANAGED]: olds[MANAGED], [SAID]: said }, this.handler.properties);
      return { id: live.id, props, ...(now && { inputs: plainObject({ ...now, [PROVIDER]: olds[PROVIDER] }) }) };
    });
  }

  async update(id: string, olds: Props, news: Props): Promise<dynamic.UpdateResult> {
    const work = async () => {
      const old = inputsAmong(olds, this.handler.properties) ?? {};
      const made = await this.handler.update(id, old, withoutText(olds), withoutText(news), this.context(news));
      return { outs: stateOf(made, news, this.handler.properties, olds) };
    };
    return this.reporting(news, work, olds);
  }

  async delete(id: string, olds: Props): Promise<void> {
    const outputs = withoutText(this.wishes.has(id) ? { ...olds, onDelete: this.wishes.get(id) } : olds);
    return this.reporting(olds, () => this.handler.delete(id, outputs, this.context(olds)));
  }

  private async reporting<T>(inputs: Props, work: () => Promise<T>, before?: Props): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw failed(error, inputs, this.handler.properties, before);
    }
  }

  private checkContext(): CheckContext {
    const { clients } = this.session.open();
    return { settings: clients.settings, environmentRegion: () => clients.environmentRegion() };
  }

  private context(props: Props): Context {
    const { clients, signal } = this.session.open();
    const owner = ownerOf(String(props.owner ?? ""));
    const urn = urnOf(owner.text);
    const { clock, messages } = this.session.around;
    return {
      ...this.checkContext(),
      clients,
      owner,
      signal,
      clock,
      holderInState: (id) => {
        const holder = this.holders.get(id);
        return holder === undefined ? undefined : holder === owner.text ? "thisResource" : "anotherResource";
      },
      progress: (text) => messages.progress(urn, text),
      warn: (text) => messages.warn(urn, text),
    };
  }
}

/** A resource that is only read comes with what its constructor hands in; a refresh with what was read before. */
const isGet = (olds: Props): boolean => Object.keys(olds).every((name) => name === PROVIDER || name === "owner");

const notThere = (kind: string, id: string) =>
  `there is no ${kind} ${id}: check the id, its region ("eu-west-1/" before the id names another one than the ` +
  "stack's), and whose the credentials are";

function withoutText(props: Props): Props {
  const { [PROVIDER]: _, ...rest } = props;
  return rest;
}
