import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SSM } from "@aws-sdk/client-ssm";
import { type Emulator, startEmulator } from "../../emulator";
import type { Props } from "../../provider/core/handler";
import { providerText } from "../../provider/hosts/dynamic/text";
import { opsItem } from "../../provider/opsItem/handler";
import { required, whole } from "../opsItem/support";
import { SimulatedEngine } from "../support/simulatedEngine";

/** What a release has written into a state for one resource, and what AWS had of it then. */
export interface Fixture {
  /** How it came to be. */
  what: string;
  config: Record<string, string>;
  /** What the program says; undefined for a resource that is only read. */
  args?: Props;
  id: string;
  inputs?: Props;
  outputs: Props;
  initErrors?: string[];
  /** The reply of GetOpsItem, and the tags. */
  item: Props;
  tags: Record<string, string>;
}

interface Case {
  what: string;
  config?: Record<string, string>;
  args?: Props;
  /** The operation that fails. */
  fails?: string;
}

export const ACCOUNT = "111122223333";
export const OTHER_ACCOUNT = "444455556666";
const NAME = "disk-filling-up";

const cases: Record<string, Case> = {
  minimal: { what: "an item with what is required", args: required },
  whole: {
    what: "an item with every property of the own account",
    args: { ...whole, region: "eu-west-1", onDelete: "resolve" },
  },
  namespace: { what: "an item of a stack with a namespace", config: { "aws-ops:namespace": "blue" }, args: required },
  defaultTags: {
    what: "an item of a stack with default tags, one of which it overrides",
    config: { "aws:defaultTags": '{"tags":{"team":"ops","stage":"dev"}}' },
    args: { ...required, tags: { team: "orders" } },
  },
  ownDedup: {
    what: "an item with a dedup string of its own",
    args: {
      ...required,
      operationalData: { "/aws/dedup": { value: '{"dedupString":"mine"}', type: "SearchableString" } },
    },
  },
  anotherAccount: { what: "an item of another account", args: { ...required, accountId: OTHER_ACCOUNT } },
  partialFailure: { what: "an item whose create failed after CreateOpsItem", args: whole, fails: "UpdateOpsItem" },
  get: { what: "an item that is only read" },
};

export const names = Object.keys(cases);

/** An emulator with a state in it, as a release left both. */
export class Stand {
  private constructor(
    readonly aws: Emulator,
    readonly engine: SimulatedEngine,
    private readonly clients: SSM[] = [],
  ) {}

  static async open(config: Record<string, string> = {}): Promise<Stand> {
    const aws = await startEmulator({ now: new Date("2026-01-31T09:00:00Z") });
    const engine = new SimulatedEngine(opsItem, aws, ACCOUNT);
    Object.assign(engine.config, { "aws:maxRetries": "0" }, config);
    return new Stand(aws, engine);
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.destroy();
    await this.aws.close();
  }

  ssm(account = ACCOUNT): SSM {
    const credentials = { accessKeyId: account, secretAccessKey: "any" };
    const client = new SSM({ endpoint: this.aws.url, region: "eu-west-1", credentials });
    this.clients.push(client);
    return client;
  }

  /** AWS as it was; the item has another id now, which the answer has in the place of the old one. */
  async restore(fixture: Fixture): Promise<Fixture> {
    const { item, tags } = fixture;
    const ssm = this.ssm(String(item.OpsItemArn).split(":")[4]);
    const {
      OpsItemId,
      OpsItemArn,
      Status,
      Version,
      CreatedBy,
      CreatedTime,
      LastModifiedBy,
      LastModifiedTime,
      ...given
    } = item;
    const times = Object.entries(given).flatMap(([name, value]) =>
      /Time$/.test(name) ? [[name, new Date(String(value))]] : [],
    );
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const made = await ssm.createOpsItem({ ...given, ...Object.fromEntries(times), Tags } as never);
    if (Status !== "Open") await ssm.updateOpsItem({ OpsItemId: made.OpsItemId, Status: Status as never });
    this.aws.requests.clear();
    const moved: Fixture = JSON.parse(JSON.stringify(fixture).replaceAll(String(OpsItemId), String(made.OpsItemId)));
    if (moved.inputs) {
      const { id, inputs, outputs, initErrors } = moved;
      this.engine.state.set(NAME, {
        id,
        inputs: withText(inputs, "text"),
        outputs: withText(outputs, "text"),
        initErrors,
      });
    }
    return moved;
  }

  get entry() {
    return this.engine.state.get(NAME);
  }
  preview = (args: Props) => this.engine.preview(NAME, args);
  up = (args: Props) => this.engine.up(NAME, args);
  refresh = () => this.engine.refresh(NAME);
  destroy = () => this.engine.destroy(NAME);
}

/** The simulated engine has a short text in the place of the real one. */
const withText = (props: Props, text: string): Props => ({ ...props, __provider: text });

/** What the present build writes. */
export async function write(name: string): Promise<Fixture> {
  const { what, config = {}, args, fails } = cases[name] as Case;
  const stand = await Stand.open(config);
  try {
    if (fails) stand.aws.faults.error(fails, "InternalServerError", { message: "It broke" });
    await stand.engine.up(NAME, args ?? whole).catch(() => {});
    const { id, inputs, outputs, initErrors } = stand.entry as NonNullable<typeof stand.entry>;
    const ssm = stand.ssm(args?.accountId as string | undefined);
    const { OpsItem } = await ssm.getOpsItem({ OpsItemId: id });
    const { TagList = [] } = await ssm.listTagsForResource({ ResourceType: "OpsItem", ResourceId: id });
    const tags = Object.fromEntries(TagList.map(({ Key = "", Value = "" }) => [Key, Value]));
    const item = OpsItem as Props;
    const text = providerText("opsItem");
    if (args === undefined) {
      const given = { owner: stand.engine.urn("read"), __provider: "text" };
      const { props = {} } = await stand.engine.process().read(id, given);
      return plain({ what, config, id, outputs: withText(props, text), item, tags });
    }
    return plain({
      ...{ what, config, args, id, inputs: withText(inputs, text), outputs: withText(outputs, text) },
      ...(initErrors && { initErrors }),
      ...{ item, tags },
    });
  } finally {
    await stand.close();
  }
}

const plain = (fixture: Fixture): Fixture => JSON.parse(JSON.stringify(fixture));

/** The fixture without what differs from run to run. */
export function comparable(fixture: Fixture): unknown {
  const text = JSON.stringify(fixture)
    .replaceAll(fixture.id, "oi-000000000000")
    .replace(/"((?:created|lastModified)Time)":"[^"]+"/gi, '"$1":"…"')
    .replace(/request id [0-9a-f-]+/g, "request id …");
  return JSON.parse(text);
}

export const releases = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

export const read = (release: string, name: string): Fixture =>
  JSON.parse(readFileSync(join(__dirname, release, `${name}.json`), "utf8"));
