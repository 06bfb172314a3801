import type { Bench } from "./support/bench";
import { life, live } from "./support/phases";
import { type Args, minimal } from "./support/subject";
import { table } from "./support/table";

const untagged = { title: { title: "Disk is full" } };
const tagged = { ...untagged, "a tag": { title: "Disk is full", tags: { team: "platform" } } };

/** Calls by operation. */
type Calls = Map<string, number>;

/** Which calls of AWS does an OpsItem cost, and which does a command cost whatever the number of items? */
export async function calls(bench: Bench): Promise<string> {
  const { items = 10 } = bench;
  const bare = await measure("untagged", minimal, untagged);
  const withTags = await measure("tagged", { ...minimal, tags: { team: "orders" } }, tagged);
  const rows = [...withTags].map(([phase, { each, once }]) => [phase, bare.get(phase)?.each ?? "–", each, once]);
  const text = `Calls of AWS by each OpsItem, and by a command whatever their number, from the difference of 1 and ${1 + items}.`;
  return bench.answer("calls", text, table(["", "each OpsItem", "each OpsItem with tags", "once a command"], rows));

  async function measure(name: string, args: Args, changes: Record<string, Args>) {
    const [one, many] = [await callsOf(1), await callsOf(1 + items)];
    return new Map(
      [...many].map(([phase, all]) => {
        const operations = [...all.keys()];
        const each = new Map(
          operations.map((name) => [name, (count(all, name) - count(one.get(phase), name)) / items]),
        );
        const once = new Map(operations.map((name) => [name, count(one.get(phase), name) - count(each, name)]));
        return [phase, { each: shown(each), once: shown(once) }];
      }),
    );

    async function callsOf(number: number) {
      bench.log(`Calls: ${number} ${name} …`);
      const subject = await bench.subject("opsItem", `${name}-${number}`);
      const seen = new Map<string, Calls>();
      for (const phase of life(args, changes)) {
        bench.requests.clear();
        await live(phase, subject, number);
        const operations = bench.requests.map(({ operation }) => operation);
        seen.set(phase.name, new Map(operations.map((name) => [name, bench.requests.of(name).length])));
      }
      return seen;
    }
  }
}

const count = (calls: Calls | undefined, operation: string) => calls?.get(operation) ?? 0;

function shown(calls: Calls) {
  const told = [...calls].filter(([, count]) => count !== 0);
  return told.map(([name, count]) => (count === 1 ? name : `${count} × ${name}`)).join(", ") || "none";
}
