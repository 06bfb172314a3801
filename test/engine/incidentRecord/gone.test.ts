import assert from "node:assert/strict";
import type { Result, StateResource } from "../../support/engine";
import { IncidentWorld, incident, planArn } from "./support";
import { type Args, everyItem, item, whole } from "./whole";

/** Edits of the program, of incidents that are gone. */
const edits: Record<string, Args> = {
  title: { title: "Orders are down" },
  chatChannel: { chatChannel: { empty: {} } },
  relatedItems: { relatedItems: [item("OTHER", { url: "https://example.com" }), ...everyItem.slice(1)] },
  tags: { tags: { team: "billing" } },
  status: { status: "RESOLVED" },
};
const nameFor = (property: string) => `edited-${property}`;
const edited = Object.fromEntries(Object.entries(edits).map(([property, args]) => [nameFor(property), args]));

describe("an incident that others have ended", function () {
  this.timeout("10m");
  let world: IncidentWorld;
  let state: Record<string, StateResource>;
  let resolved: Date | undefined;

  const bare = { responsePlanArn: planArn() };
  const deleted: Record<string, Args> = {
    bare,
    reconciled: { ...whole, reconcile: true },
    "to-be-deleted": { ...bare, onDelete: "delete" },
    ...Object.fromEntries(Object.keys(edits).map((property) => [nameFor(property), whole])),
  };
  const names = Object.keys(deleted);
  const count = names.length + 2; // with the one that is resolved, and the stack
  const declare = (more: Record<string, Args> = {}) =>
    world.declare(
      ...Object.entries({ ...deleted, resolved: whole }).map(([name, args]) =>
        incident({}, { name, args: { ...args, ...more[name] } }),
      ),
    );

  before(async () => {
    world = await IncidentWorld.open("incident-gone", {
      answers: {
        deleteOfAbsent: "ResourceNotFoundException",
        listOfUnknownIncident: "ValidationException",
        relatedItemAbsent: "ResourceNotFoundException",
      },
    });
    declare();
    await world.stack.up();
    state = await world.resources();
    for (const name of names) await world.responderOf(idOf(name)).deleteIncidentRecord({ arn: idOf(name) });
    await world.responderOf(idOf("resolved")).updateIncidentRecord({ arn: idOf("resolved"), status: "RESOLVED" });
    resolved = (await world.record(idOf("resolved"))).resolvedTime;
  });
  after(() => world.close());
  beforeEach(() => world.aws.requests.clear());

  const idOf = (name: string) => state[name]?.id ?? "";
  const warned = ({ diagnostics }: Result, pattern: RegExp) =>
    diagnostics.flatMap(({ name, severity, message }) =>
      severity === "warning" && pattern.test(message) ? [name] : [],
    );
  const kept = /AWS does not know incident arn:.* any more: it is kept in the state, no new one is started$/;
  async function hasNothingToDo() {
    world.aws.requests.clear();
    assert.deepEqual((await world.stack.up()).summary, { same: count });
    assert.equal(world.aws.requests.length, 0);
  }
  /** Nothing was started, and the state has all incidents as before. */
  async function isKept(result: Result) {
    assert.deepEqual(result.summary, { same: count });
    assert.deepEqual(warned(result, kept).sort(), names.toSorted());
    assert.deepEqual(world.writes(), []);
    const now = await world.resources();
    for (const name of names) {
      assert.equal(now[name]?.id, idOf(name));
      assert.deepEqual(now[name]?.inputs, state[name]?.inputs);
      assert.deepEqual(now[name]?.outputs, state[name]?.outputs);
    }
  }

  it("costs an `up` nothing", hasNothingToDo);

  it("is kept by a refresh, with a warning where it is deleted", async () => {
    await isKept(await world.stack.refresh());
    const { outputs = {} } = (await world.resources()).resolved ?? {};
    assert.deepEqual([outputs.status, outputs.resolvedTime], ["RESOLVED", resolved?.toISOString()]);
  });

  it("is not started again by an `up` after it, nor by `up --refresh`", async () => {
    await hasNothingToDo();
    await isKept(await world.stack.up({ flags: ["--refresh"] }));
  });

  it("takes edits of the program into the state, with a warning that they were not sent", async () => {
    declare(edited);
    const result = await world.stack.up();
    const unsent = /any more: it is kept .*, and what has changed in the program was not sent$/;
    assert.deepEqual(warned(result, unsent).sort(), Object.keys(edited).sort());
    const now = await world.resources();
    for (const [property, args] of Object.entries(edits)) {
      const { id, inputs = {}, outputs = {} } = now[nameFor(property)] ?? {};
      assert.equal(id, idOf(nameFor(property)));
      assert.deepEqual([inputs[property], outputs[property]], [args[property], args[property]]);
    }
    assert.deepEqual(await world.incidents(), [{ arn: idOf("resolved"), status: "RESOLVED" }]);
    await hasNothingToDo();
  });

  it("is followed by a new one when `triggers` change", async () => {
    declare({ ...edited, bare: { triggers: [1] } });
    assert.deepEqual((await world.stack.up()).summary, { replace: 1, same: count - 1 });
    assert.equal(world.aws.requests.of("StartIncident").length, 1);
    const arn = await world.idOf("bare");
    assert.notEqual(arn, idOf("bare"));
    assert.equal((await world.record(arn)).status, "OPEN");
  });

  it("is destroyed without a word, and one that is resolved is only let go", async () => {
    assert.deepEqual((await world.stack.destroy()).diagnostics, []);
    assert.deepEqual(
      world.writesAbout(idOf("resolved")).map(([operation]) => operation),
      ["TagResource"],
    );
    assert.deepEqual((await world.record(idOf("resolved"))).resolvedTime, resolved);
    assert.ok(Object.keys(await world.tagsOf(idOf("resolved"))).some((key) => key.endsWith("/released")));
    assert.deepEqual(
      (await world.incidents()).map(({ status }) => status),
      ["RESOLVED", "RESOLVED"],
    );
  });
});
