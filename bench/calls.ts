import { SSM } from "@aws-sdk/client-ssm";
import type { Bench } from "./support/bench";
import { life, live } from "./support/phases";
import { type Args, type Kind, minimal, minimalIncident, minimalRequest } from "./support/subject";
import { table } from "./support/table";

/** Calls by operation. */
type Calls = Map<string, number>;

/** What is measured: equal resources, and how they are changed on their way. */
interface Column {
  head: string;
  kind: Kind;
  name: string;
  args: Args;
  changes?: Record<string, Args>;
  /** What people do once all are made. */
  afterCreate?: () => Promise<unknown>;
}

const tags = { team: "orders" };
const title = { title: { title: "Disk is full" } };
const aTag = { "a tag": { tags: { team: "platform" } } };

/** Which calls of AWS does a resource cost, and which does a command cost whatever their number? */
export async function calls(bench: Bench): Promise<string> {
  const { items = 10 } = bench;
  const people = new SSM({ ...bench.aws, credentials: { accessKeyId: "alice", secretAccessKey: "any" } });
  const withTags = { ...minimal, tags };
  const ofItems = await answer("OpsItem", [
    { head: "each OpsItem", kind: "opsItem", name: "untagged", args: minimal, changes: title },
    {
      head: "each OpsItem with tags",
      kind: "opsItem",
      name: "tagged",
      args: withTags,
      changes: { ...title, "a tag": { ...title.title, ...aTag["a tag"] } },
    },
  ]);
  const request = { ...minimalRequest, tags };
  const ofRequests = await answer("ChangeRequest and ChangeGate", [
    { head: "each ChangeRequest with tags", kind: "changeRequest", name: "waiting", args: request, changes: aTag },
    {
      head: "… that ends once it was made",
      kind: "changeRequest",
      name: "ended",
      args: request,
      changes: aTag,
      afterCreate: approveAll,
    },
    {
      head: "each ChangeGate, for each look",
      kind: "changeGate",
      name: "open",
      args: { changeRequest: await approvedRequest() },
    },
  ]);
  people.destroy();
  const ofIncidents = await answerOfOne("IncidentRecord", [
    {
      head: "IncidentRecord",
      kind: "incidentRecord",
      name: "least",
      args: minimalIncident,
      changes: { title: { title: "Drill" } },
    },
    {
      head: "… with summary, related items and tags",
      kind: "incidentRecord",
      name: "more",
      args: { ...minimalIncident, summary: "A drill.", relatedItems: [link("a")], tags },
      changes: {
        title: { title: "Drill" },
        "a related item": { title: "Drill", relatedItems: [link("a"), link("b")] },
        "a tag": { title: "Drill", relatedItems: [link("a"), link("b")], tags: { team: "platform" } },
      },
    },
  ]);
  return [ofItems, ofRequests, ofIncidents].join("\n\n");

  /** A resource looks at all that is there of its kind, so that it is counted alone. */
  async function answerOfOne(what: string, columns: Column[]): Promise<string> {
    const measured: Map<string, Calls>[] = [];
    for (const column of columns) measured.push(await callsOf(column, 1));
    const rows = phasesOf(measured).map((phase) => [
      phase,
      ...measured.map((column) => (column.has(phase) ? shown(column.get(phase) as Calls) : "–")),
    ]);
    const text = `Calls of AWS by a command with one ${what} and nothing else.`;
    return bench.answer("calls", text, table(["", ...columns.map(({ head }) => head)], rows));
  }

  async function answer(what: string, columns: Column[]): Promise<string> {
    const measured: Map<string, { each: string; once: string }>[] = [];
    for (const column of columns) measured.push(await measure(column));
    const phases = phasesOf(measured);
    const rows = phases.map((phase) => {
      const once = measured.findLast((column) => column.has(phase))?.get(phase)?.once ?? "";
      return [phase, ...measured.map((column) => column.get(phase)?.each ?? "–"), once];
    });
    const text = `Calls of AWS by each ${what}, and by a command whatever their number, from the difference of 1 and ${1 + items}.`;
    return bench.answer("calls", text, table(["", ...columns.map(({ head }) => head), "once a command"], rows));
  }

  async function measure(column: Column) {
    const [one, many] = [await callsOf(column, 1), await callsOf(column, 1 + items)];
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
  }

  async function callsOf({ kind, name, args, changes = {}, afterCreate }: Column, number: number) {
    bench.log(`Calls: ${number} ${kind} ${name} …`);
    const subject = await bench.subject(kind, `${name}-${number}`);
    const seen = new Map<string, Calls>();
    for (const phase of life(args, changes)) {
      bench.requests.clear();
      await live(phase, subject, number);
      const operations = bench.requests.map(({ operation }) => operation);
      seen.set(phase.name, new Map(operations.map((name) => [name, bench.requests.of(name).length])));
      if (phase.name !== "create" || !afterCreate) continue;
      await afterCreate();
      await subject.stack.refresh(); // sees that they have ended
    }
    return seen;
  }

  async function approveAll() {
    const waiting = [
      { Key: "AutomationSubtype" as const, Values: ["ChangeRequest"] },
      { Key: "ExecutionStatus" as const, Values: ["PendingApproval"] },
    ];
    const { AutomationExecutionMetadataList = [] } = await people.describeAutomationExecutions({ Filters: waiting });
    for (const { AutomationExecutionId } of AutomationExecutionMetadataList) {
      await people.sendAutomationSignal({ AutomationExecutionId, SignalType: "Approve" });
    }
  }

  async function approvedRequest(): Promise<string> {
    const { AutomationExecutionId } = await people.startChangeRequestExecution({
      DocumentName: "AWS-HelloWorldChangeTemplate",
      Parameters: { Approver: ["alice"] },
      Runbooks: [{ DocumentName: "AWS-HelloWorld" }],
    });
    await people.sendAutomationSignal({ AutomationExecutionId, SignalType: "Approve" });
    return AutomationExecutionId ?? "";
  }
}

const link = (page: string) => ({ identifier: { type: "OTHER", value: { url: `https://example.com/${page}` } } });

/** All phases, in their order: the columns know different changes. */
const phasesOf = (measured: Map<string, unknown>[]): string[] =>
  [...new Set(measured.flatMap((column) => [...column.keys()]))].sort(
    (one, other) => ORDER.indexOf(kindOf(one)) - ORDER.indexOf(kindOf(other)),
  );

/** The order of a life: changes come between its first and its last commands. */
const ORDER = ["create", "`up`", "update", "refresh", "destroy"];
const kindOf = (phase: string) => phase.split(" ")[0] ?? "";

const count = (calls: Calls | undefined, operation: string) => calls?.get(operation) ?? 0;

function shown(calls: Calls) {
  const told = [...calls].filter(([, count]) => count !== 0);
  return told.map(([name, count]) => (count === 1 ? name : `${count} × ${name}`)).join(", ") || "none";
}
