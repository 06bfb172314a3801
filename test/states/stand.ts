import { type Emulator, startEmulator } from "../../emulator";
import type { Props } from "../../provider/core/handler";
import type { Kind } from "../contract/kind";
import { TestClients } from "../support/simulated";
import { type Entry, SimulatedEngine } from "../support/simulatedEngine";

export const ACCOUNT = "111122223333";
export const OTHER_ACCOUNT = "444455556666";

/** An emulator and an engine with nothing in them, always the same ones. */
export class Stand {
  private readonly clients = new TestClients(() => this.aws.url);

  private constructor(
    readonly aws: Emulator,
    readonly engine: SimulatedEngine,
    private readonly name: string,
  ) {}

  static async open({ handler, states }: Kind, config: Record<string, string> = {}): Promise<Stand> {
    const aws = await startEmulator({ ...states.emulator, now: new Date("2026-01-31T09:00:00Z") });
    const engine = new SimulatedEngine(handler, aws, ACCOUNT);
    Object.assign(engine.config, { "aws:maxRetries": "0" }, config);
    return new Stand(aws, engine, states.name);
  }

  async close(): Promise<void> {
    this.clients.destroy();
    await this.aws.close();
  }

  ssm = (region?: string, of = ACCOUNT) => this.clients.ssm(of, region);
  incidents = (region?: string, of = ACCOUNT) => this.clients.incidents(of, region);

  /** The resource in the state. */
  get entry() {
    return this.engine.state.get(this.name);
  }
  put(entry: Entry): void {
    this.engine.state.set(this.name, entry);
  }
  forget(): void {
    this.engine.state.delete(this.name);
  }

  preview = (args: Props) => this.engine.preview(this.name, args);
  up = (args: Props) => this.engine.up(this.name, args);
  refresh = () => this.engine.refresh(this.name);
  destroy = () => this.engine.destroy(this.name);
  /** Reads without managing; without `outputs` for the first time. */
  read = (id: string, outputs: Props = { owner: this.engine.urn("read"), __provider: "text" }) =>
    this.engine.process().read(id, outputs);
}
