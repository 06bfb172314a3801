import type { Deployment, StateResource } from "../test/support/engine";
import type { Bench } from "./support/bench";
import { type Args, type Kind, minimal } from "./support/subject";
import { table } from "./support/table";

/** Every property but `adopt`, which makes nothing. */
const whole: Args = {
  ...minimal,
  opsItemType: "/aws/issue",
  operationalData: {
    volume: { value: "/dev/xvdf", type: "SearchableString" },
    "/aws/resources": { value: '[{"arn":"arn:aws:rds:eu-west-1:123456789012:db:orders"}]', type: "String" },
  },
  notifications: [{ arn: "arn:aws:sns:eu-west-1:123456789012:operations" }],
  priority: 2,
  relatedOpsItems: [{ opsItemId: "oi-0123456789ab" }],
  category: "Availability",
  severity: "2",
  plannedStartTime: "2026-12-01T09:00:00Z",
  plannedEndTime: "2026-12-01T10:00:00Z",
  actualStartTime: "2026-12-01T09:00:00Z",
  actualEndTime: "2026-12-01T11:00:00Z",
  accountId: "444455556666",
  status: "InProgress",
  tags: { team: "orders" },
  onDelete: "resolve",
  region: "eu-west-1",
};

/** What is in the state besides the program's own inputs, by the names under which it is there. */
const parts = {
  "the provider's text": ["__provider"],
  "whose item it is": ["owner"],
  "inputs that were filled in": ["region", "tagsAll"],
  "which inputs the program set": ["__managed"],
  "where in the code it was made": ["sourcePosition", "stackTrace"],
};
const known = Object.values(parts).flat();

/** How many bytes of state does an OpsItem take, above a dynamic resource that only keeps the same inputs? */
export async function state(bench: Bench): Promise<string> {
  const { items = 20 } = bench;
  const least = await measure("least", minimal);
  const most = await measure("whole", whole);
  const rows = Object.keys(least).map((what) => [what, rounded(least[what]), rounded(most[what])]);
  const text = `Bytes of each resource in \`pulumi stack export\`, the mean of ${items}.`;
  return bench.answer("state", text, table(["", "title, description, source", "every property"], rows));

  async function measure(name: string, args: Args): Promise<Record<string, number>> {
    bench.log(`State: ${items} of each, ${name === "whole" ? "every property" : "title, description, source"} …`);
    const [floor, opsItem] = [await exported("nothing"), await exported("opsItem")];
    const above = (names?: string[]) => bytes(opsItem, items, names) - bytes(floor, items, names);
    const { outputs } = itemsOf(opsItem)[0] as StateResource;
    const fromAws = Object.keys(outputs).filter((output) => !(output in args) && !known.includes(output));
    return {
      OpsItem: bytes(opsItem, items),
      "Resource that does nothing": bytes(floor, items),
      "**Difference**": above(),
      ...Object.fromEntries(Object.entries(parts).map(([what, names]) => [`… ${what}`, above(names)])),
      "… what only AWS knows": above(fromAws),
    };

    async function exported(kind: Kind): Promise<Deployment> {
      const subject = await bench.subject(kind, name);
      await subject.up(items, args);
      return subject.stack.export();
    }
  }
}

/** Bytes per item: all of it, or what is under these names alone. */
function bytes(state: Deployment, items: number, names?: string[]) {
  const rest = structuredClone(state);
  const ours = itemsOf(rest);
  if (!names) rest.deployment.resources = rest.deployment.resources.filter((resource) => !ours.includes(resource));
  for (const item of ours) {
    const { inputs, outputs, propertyDependencies } = item;
    for (const place of [item, inputs, outputs, propertyDependencies as object]) {
      for (const name of names ?? []) delete (place as Record<string, unknown>)[name];
    }
  }
  return (printed(state) - printed(rest)) / items;
}

const itemsOf = ({ deployment }: Deployment) => deployment.resources.filter(({ urn }) => /::item-\d+$/.test(urn));

/** As `pulumi stack export` prints it. */
const printed = (state: Deployment) => Buffer.byteLength(JSON.stringify(state, null, 4));

const rounded = (bytes = 0) => Math.round(bytes).toLocaleString("en");
