import assert from "node:assert/strict";
import { changeGate } from "../../provider/changeGate/handler";
import type { Props } from "../../provider/core/handler";
import { typeToken } from "../../provider/hosts/dynamic/names";
import { incidentRecord } from "../../provider/incidentRecord/handler";
import { type OpsMocksOptions, opsMocks } from "../../testing";
import { kinds } from "../../testing/kinds";
import * as requests from "../changeRequest/support";
import { createTemplate, level, signal, start } from "../emulator/changeRequests";
import { prepared } from "../emulator/incidents";
import * as items from "../opsItem/support";
import * as related from "../opsItemRelatedItem/support";
import { simulatedFor } from "../support/simulated";

/*
 * What the mocks answer, and what the provider makes of what the emulator answers: the same outputs with the same
 * values, but for ids, times and whoever it was.
 */

interface Row {
  what: string;
  args: Props | (() => Promise<Props>);
  /** Outputs whose values only AWS knows. */
  free?: readonly string[];
}

interface SomeWorld {
  engine: ReturnType<typeof simulatedFor>["engine"];
  account: string;
  outputs(): Props;
  idOf(): string;
}

const compared = new Set<string>();

function answersAlike(kind: string, world: SomeWorld, rows: Row[]) {
  compared.add(kind);
  for (const { what, args, free = [] } of rows) {
    it(`with ${what}`, async () => {
      const given = typeof args === "function" ? await args() : args;
      await world.engine.up("a", given);
      assert.deepEqual(likeness(await mocked(kind, world, given), free), likeness(world.outputs(), free));
    });
  }
}

function readsAlike(kind: string, world: SomeWorld, args: Props | (() => Props)) {
  it("which is only read", async () => {
    await world.engine.up("a", typeof args === "function" ? args() : args);
    const id = world.idOf();
    const { props = {} } = await world.engine.process().read(id, { owner: world.engine.urn("a"), __provider: "text" });
    const answered = await mocked(kind, world, {}, id);
    const named = (outs: Props) => Object.keys(likeness(outs, [])).sort();
    assert.deepEqual(named(answered), named(props));
  });
}

async function mocked(kind: string, { engine, account }: SomeWorld, args: Props, id?: string): Promise<Props> {
  const options: OpsMocksOptions = { account, region: "eu-west-1" };
  const inputs = { ...args, ...(args.tags !== undefined && { tagsAll: args.tags }), owner: engine.urn("a") };
  return (await opsMocks(options).newResource({ type: typeToken(kind), name: "a", inputs, id })).state;
}

/** Of the outputs what does not depend on when and by whom; of the free ones only of what kind they are. */
function likeness(outs: Props, free: readonly string[]): Props {
  const { owner, ...shown } = JSON.parse(JSON.stringify(outs), (name, value) =>
    name.startsWith("__") ? undefined : value,
  );
  for (const name of free) shown[name] = shapeOf(shown[name]);
  return JSON.parse(
    JSON.stringify(shown)
      .replace(/oi-[0-9a-f]{12}/g, "<OpsItem>")
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<execution>")
      .replace(/[0-9A-F]{32}/g, "<generated>")
      .replace(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/g, '"<time>"')
      .replace(/(:\d{12}:user)\/\w+/g, "$1/<somebody>"),
  );
}

function shapeOf(value: unknown): unknown {
  if (value === null || typeof value !== "object") return typeof value;
  if (Array.isArray(value)) return value.map(shapeOf);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}

describe("the mocks answer like the provider with the emulator, for", () => {
  it("every resource", () => assert.deepEqual([...compared].sort(), Object.keys(kinds).sort()));

  describe("OpsItem", () => {
    const world = items.simulated();
    answersAlike("OpsItem", world, [
      { what: "what is required", args: items.required },
      { what: "everything", args: items.whole, free: ["version"] },
      { what: "an account", args: { ...items.required, accountId: "444455556666" } },
    ]);
    readsAlike("OpsItem", world, items.required);
  });

  describe("ChangeRequest", () => {
    const world = requests.simulated();
    const free = ["approvals"];
    const approver = [{ approver: "reviewers", type: "IamGroup", minRequiredApprovals: 1 }];
    const withTemplate = (more: Props) => async () => {
      world.aws.changeManager.runbook = () => ({ seconds: 600 });
      const documentName = await world.template({ mainSteps: [level("approve", approver)] });
      return { ...requests.required, ...more, documentName };
    };
    answersAlike("ChangeRequest", world, [
      { what: "what is required", args: requests.required, free },
      { what: "everything", args: withTemplate(requests.whole), free },
      { what: "a runbook that runs at once", args: withTemplate({ autoApprove: true }), free },
    ]);
    readsAlike("ChangeRequest", world, requests.required);
  });

  describe("OpsItemRelatedItem", () => {
    const world = related.simulated();
    answersAlike("OpsItemRelatedItem", world, [
      { what: "a document", args: async () => related.document },
      { what: "an incident", args: async () => related.incident },
    ]);
    readsAlike("OpsItemRelatedItem", world, related.document);
  });

  describe("IncidentRecord", () => {
    const world = simulatedFor(incidentRecord, { incidentManager: prepared });
    const required = () => ({ responsePlanArn: `arn:aws:ssm-incidents::${world.account}:response-plan/drill` });
    const whole: Props = {
      title: "Orders are late",
      impact: 2,
      triggerDetails: {
        source: "orders",
        timestamp: "2026-01-01T00:00:00Z",
        triggerArn: "arn:aws:sqs:eu-west-1:111122223333:orders",
      },
      relatedItems: [
        { title: "Dashboard", identifier: { type: "METRIC", value: { url: "https://example.com/orders" } } },
      ],
      summary: "Since the last release.",
      chatChannel: { chatbotSns: ["arn:aws:sns:eu-west-1:111122223333:chat"] },
      notificationTargets: [{ snsTopicArn: "arn:aws:sns:eu-west-1:111122223333:ops" }],
      status: "RESOLVED",
      tags: { team: "orders" },
    };
    answersAlike("IncidentRecord", world, [
      { what: "what is required", args: async () => required(), free: ["title"] },
      { what: "everything", args: async () => ({ ...required(), ...whole }) },
    ]);
    readsAlike("IncidentRecord", world, required);
  });

  describe("ChangeGate", () => {
    const world = simulatedFor(changeGate);
    const behindApproved = (more: Props) => async () => {
      world.aws.changeManager.runbook = () => ({ seconds: 600 });
      const DocumentName = await createTemplate(world.ssm(), { mainSteps: [level("approve", [world.account])] });
      const changeRequest = await start(world.ssm(), { DocumentName });
      await signal(world.ssm(), changeRequest, "Approve");
      return { changeRequest, ...more };
    };
    answersAlike("ChangeGate", world, [
      { what: "what is required", args: behindApproved({}), free: ["status"] },
      { what: "a start", args: behindApproved({ until: "started" }) },
      { what: "an end", args: behindApproved({ until: "completed" }) },
    ]);
  });
});
