import assert from "node:assert/strict";
import type { DeclaredResource } from "../programs/declared/declared";
import { IncidentWorld, planArn, region } from "./support";
import { byTheBook, everyItem, topic, trigger } from "./whole";

const elsewhere = "eu-central-1";

describe("an incident that is only read", function () {
  this.timeout("10m");
  let world: IncidentWorld;
  let arn: string;
  /** Regions. */
  let asked: string[];

  const get = (name: string, id: string): DeclaredResource => ({ name, kind: "IncidentRecord", get: id });
  const declare = () =>
    world.declare(get("read", arn), get("there", `${elsewhere}/${arn}`), {
      name: "follow-up",
      args: { title: { $output: "read.title" }, description: { $output: "read.consoleUrl" }, source: "orders" },
    });
  const outputsOf = async (name: string) => (await world.stack.resource(name)).outputs;

  before(async () => {
    const incidentManager = { replicationSet: [region, elsewhere], responsePlans: [byTheBook] };
    world = await IncidentWorld.open("incident-get", { incidentManager });
    const started = await world.as("responder").startIncident({
      responsePlanArn: planArn(byTheBook.name),
      triggerDetails: { ...trigger, timestamp: new Date(trigger.timestamp) },
      relatedItems: everyItem as never,
    });
    arn = started.incidentRecordArn ?? "";
    declare();
    world.aws.requests.clear();
    await world.stack.up();
    asked = world.aws.requests
      .of("GetIncidentRecord")
      .map((request) => request.region)
      .sort();
  });
  after(() => world.close());

  it("puts out all that AWS tells of it", async () => {
    const { owner: _owner, ...outputs } = await outputsOf("read");
    const told = Object.fromEntries(Object.entries(outputs).filter(([name]) => !name.startsWith("__")));
    const [record, items] = [await world.record(arn), await world.itemsOf(arn)];
    const { incidentTags, ...template } = byTheBook.incidentTemplate;
    const parent = items.find(({ identifier }) => identifier?.type === "PARENT")?.identifier?.value?.arn;
    assert.deepEqual(told, {
      ...template,
      arn,
      account: arn.split(":")[4],
      region,
      responsePlanArn: planArn(byTheBook.name),
      status: "OPEN",
      chatChannel: { chatbotSns: [topic("plan-chat")] },
      relatedItems: items.map(({ generatedId: _, ...item }) => item),
      relatedItemsAll: items,
      tags: incidentTags,
      tagsAll: incidentTags,
      incidentRecordSource: record.incidentRecordSource,
      automationExecutions: record.automationExecutions,
      parentOpsItemArn: parent,
      parentOpsItemId: parent?.split("/").at(-1),
      creationTime: record.creationTime?.toISOString(),
      lastModifiedTime: record.lastModifiedTime?.toISOString(),
      lastModifiedBy: record.lastModifiedBy,
      consoleUrl: `https://${region}.console.aws.amazon.com/systems-manager/incidents/home?region=${region}`,
    });
  });

  it("is read where its id says", async () => {
    const { region: of, arn: told, consoleUrl } = await outputsOf("there");
    assert.deepEqual([of, told], [elsewhere, arn]);
    assert.match(String(consoleUrl), /^https:\/\/eu-central-1\./);
    assert.deepEqual(asked, [elsewhere, region]);
  });

  it("is followed by what depends on it, and never changed", async () => {
    await world.responderOf(arn).updateIncidentRecord({ arn, title: "It is the log rotation" });
    world.aws.requests.clear();
    await world.stack.up();
    assert.equal((await outputsOf("follow-up")).title, "It is the log rotation");
    assert.deepEqual(world.writes(), ["UpdateOpsItem"]);
  });

  it("stays as it is when the stack is destroyed", async () => {
    const before = [await world.record(arn), await world.tagsOf(arn)];
    world.aws.requests.clear();
    await world.stack.destroy();
    assert.deepEqual(world.writesAbout(arn), []);
    assert.deepEqual([await world.record(arn), await world.tagsOf(arn)], before);
  });

  it("is an error where there is none, or where the id names none", async () => {
    await world.responderOf(arn).deleteIncidentRecord({ arn });
    world.declare(get("none", arn), get("misspelled", "drill"));
    const { stdout } = await world.stack.up({ fails: true, flags: ["--continue-on-error"] });
    assert.match(stdout, new RegExp(`there is no IncidentRecord ${arn}: check the id, its region`));
    assert.match(stdout, /drill is not the ARN of an incident record/);
    assert.deepEqual(await world.resources(), {});
  });
});
