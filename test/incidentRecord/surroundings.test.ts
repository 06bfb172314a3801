import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { link, simulated, topic } from "./support";

describe("the IncidentRecord handler, of another account", () => {
  const OTHER = "999999999999";
  const world = simulated();
  const { idOf, up } = world;
  const declared: Props = { title: "Drill", relatedItems: [link("a")], tags: { team: "orders" } };
  beforeEach(async () => {
    await up(declared);
    world.aws.requests.clear();
  });
  const refused = () => ({
    message:
      `incident ${idOf()} was made with credentials of account ${world.account}, but the present ones belong to account ${OTHER}: ` +
      "nothing was changed; set the credentials of the first account and run again",
  });

  for (const [what, run] of [
    ["a refresh", () => world.engine.refresh("a")],
    ["a destroy", () => world.engine.destroy("a")],
    ["a replacement", () => up({ ...declared, triggers: [2] })],
    ["an update of its title", () => up({ ...declared, title: "Other" })],
    ["an update of its items", () => up({ ...declared, relatedItems: [link("b")] })],
    ["an update that drops its items", () => up({ ...declared, relatedItems: undefined })],
    ["an update of its tags", () => up({ ...declared, tags: { team: "billing" } })],
    [
      "a rename",
      () => {
        world.engine.config["aws-ops:namespace"] = "blue";
        return up(declared);
      },
    ],
  ] as [string, () => Promise<unknown>][]) {
    it(`takes nothing for gone and changes nothing with ${what}`, async () => {
      const arn = idOf();
      const before = await world.snapshot(arn);
      world.engine.config["aws:accessKey"] = OTHER;
      await assert.rejects(run(), refused());
      assert.equal(idOf(), arn);
      world.engine.config["aws:accessKey"] = world.account;
      delete world.engine.config["aws-ops:namespace"];
      assert.deepEqual(await world.snapshot(arn), before);
      await world.engine.refresh("a");
      await up(declared);
      assert.equal(await up(declared), "same");
      const { record, items, tags } = await world.snapshot(arn);
      assert.deepEqual([record.title, items.length, tags.team], ["Drill", 2, "orders"]);
    });
  }

  it("starts a new one there", async () => {
    world.engine.config["aws:accessKey"] = OTHER;
    await world.engine.up("b", { responsePlanArn: world.plan().replace(world.account, OTHER) });
    assert.equal(world.outputs("b").account, OTHER);
  });

  it("takes nothing for gone where it cannot learn whose the credentials are", async () => {
    world.engine.config["aws:accessKey"] = OTHER;
    world.aws.faults.error("GetCallerIdentity", "AccessDenied", { count: Infinity });
    await assert.rejects(world.engine.refresh("a"), {
      message:
        /^GetCallerIdentity failed: AccessDenied.*without knowing the account nothing is called gone or deleted$/,
    });
    assert.ok(world.engine.state.has("a"));
  });
});

describe("the principal that starts an incident", () => {
  const world = simulated();
  const assume = (name: string, sessionName: string) => {
    const roleArn = `arn:aws:iam::${world.account}:role/${name}`;
    world.engine.config["aws:assumeRole"] = JSON.stringify({ roleArn, sessionName });
  };
  const merging = () => ({ responsePlanArn: world.plan("merging") });

  it("is the same in every session of a role", async () => {
    assume("deployer", "one");
    world.engine.config["aws:maxRetries"] = "0";
    world.aws.faults.reset("TagResource");
    await assert.rejects(world.up());
    world.lose();
    assume("deployer", "two");
    await assert.rejects(world.up({ title: "edited" }), { message: /^StartIncident: .* it may be arn:/ });
    world.aws.faults.hideNew("StartIncident", { ms: 3_000 });
    assume("deployer", "three");
    await world.up(merging(), "b");
    assert.equal((await world.list()).length, 2);
  });

  it("is another one in another role, whose incidents are not taken", async () => {
    assume("deployer", "one");
    world.engine.config["aws:maxRetries"] = "0";
    world.aws.faults.reset("TagResource");
    await assert.rejects(world.up());
    const arn = world.lose();
    assume("other", "one");
    const before = await world.snapshot(arn);
    await world.up({ title: "edited" });
    assert.notEqual(world.idOf(), arn);
    assert.deepEqual(await world.snapshot(arn), before);
  });
});

describe("secrets of an incident", () => {
  const world = simulated();
  const SECRET = "Tr0ub4dor3-zwolf";
  /** As the constructor hands them in where related items or the trigger are secret. */
  const secretly = (more: Props = {}): Props => ({
    responsePlanArn: world.plan(),
    relatedItems: [link(SECRET)],
    triggerDetails: { source: SECRET, timestamp: "2026-01-31T09:00:00Z" },
    keepsSecret: true,
    owner: world.engine.urn("a"),
    __provider: "text",
    ...more,
  });
  const TELLING = ["relatedItemsAll", "incidentRecordSource"];
  const isSecret = (value: unknown) =>
    (value as Props | undefined)?.["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270";
  const secretIn = (outs: Props = {}) => Object.keys(outs).filter((name) => isSecret(outs[name]));
  /** What the state gives back to a provider. */
  const opened = (outs: Props = {}): Props =>
    Object.fromEntries(
      Object.entries(outs).map(([name, value]) => [name, isSecret(value) ? (value as Props).value : value]),
    );
  const created = async (args: Props) => {
    const provider = world.engine.process();
    const { inputs: checked = {} } = await provider.check({}, args);
    const inputs = { ...checked, __provider: "text" };
    return { provider, inputs, ...(await provider.create(inputs)) };
  };

  it("keep secret what AWS tells of them: made, changed, read, adopted, and deleted", async () => {
    const { provider, inputs, id, outs } = await created(secretly());
    assert.deepEqual(secretIn(outs).sort(), TELLING.toSorted());

    for (const more of [{ title: "x" }, { onDelete: "delete" }, { tags: { a: "b" }, tagsAll: { a: "b" } }]) {
      const updated = await provider.update(id, opened(outs), { ...inputs, ...more });
      assert.deepEqual(secretIn(updated.outs).sort(), TELLING.toSorted());
    }
    const refreshed = await provider.read(id, opened(outs));
    assert.deepEqual(secretIn(refreshed.props).sort(), TELLING.toSorted());

    await world.untag(Object.keys(await world.tagsOf(id)), id);
    const adopted = await created(secretly({ owner: world.engine.urn("b"), adopt: id }));
    assert.deepEqual(secretIn(adopted.outs).sort(), TELLING.toSorted());

    await world.remove(id);
    const gone = await provider.read(id, opened(refreshed.props));
    assert.deepEqual(secretIn(gone.props).sort(), TELLING.toSorted());
    const after = await provider.update(id, opened(gone.props), { ...inputs, title: "y" });
    assert.deepEqual(secretIn(after.outs).sort(), TELLING.toSorted());
  });

  it("stay secret when it is kept though a call has failed, and when it is completed", async () => {
    world.engine.config["aws:maxRetries"] = "0";
    for (const [operation, told] of [
      ["TagResource", []],
      ["ListRelatedItems", TELLING],
    ] as const) {
      const args = secretly({ owner: world.engine.urn(operation) });
      world.aws.faults.error(operation, "AccessDeniedException");
      const kept = await created(args).catch((error) => error);
      assert.deepEqual(secretIn(kept.properties).sort(), told.toSorted());
      const provider = world.engine.process();
      const { inputs = {} } = await provider.check({}, args);
      const completed = await provider.update(kept.id, opened(kept.properties), { ...inputs, __provider: "text" });
      assert.deepEqual(secretIn(completed.outs).sort(), TELLING.toSorted());
    }
  });

  it("are not looked for where nothing is secret", async () => {
    const { outs } = await created(secretly({ keepsSecret: undefined }));
    assert.deepEqual(secretIn(outs), []);
  });

  it("are told of from then on where inputs become secret", async () => {
    const { provider, inputs, id, outs } = await created(secretly({ keepsSecret: undefined }));
    const hidden = await provider.update(id, opened(outs), { ...inputs, keepsSecret: true });
    assert.deepEqual(secretIn(hidden.outs).sort(), TELLING.toSorted());
  });

  it("stay secret where the program drops what AWS goes on to tell, whatever is done then", async () => {
    const { provider, inputs, id, outs } = await created(
      secretly({ keepsSecret: undefined, title: SECRET, impact: 1, status: "OPEN" }),
    );
    const { title, impact, status, ...rest } = inputs as Props;
    const dropped = await provider.update(id, opened(outs), rest);
    assert.deepEqual(secretIn(dropped.outs).sort(), ["impact", "title"]);
    assert.equal(dropped.outs?.__dropped, "impact title");
    const refreshed = await provider.read(id, opened(dropped.outs));
    assert.deepEqual(secretIn(refreshed.props).sort(), ["impact", "title"]);
    const updated = await provider.update(id, opened(refreshed.props), { ...rest, summary: "x" });
    assert.deepEqual(secretIn(updated.outs).sort(), ["impact", "title"]);
    const again = await provider.update(id, opened(updated.outs), { ...rest, title });
    assert.deepEqual(secretIn(again.outs), ["impact"]);
  });

  it("stay secret where people have changed what the program has said", async () => {
    const { provider, id, outs } = await created(secretly({ keepsSecret: undefined, title: SECRET }));
    await world.change({ title: "Theirs" }, id);
    const { props } = await provider.read(id, opened(outs));
    assert.deepEqual(secretIn(props), ["__said"]);
    assert.deepEqual(opened(props).__said, { title: SECRET });
  });

  const args: Props = {
    title: `Title ${SECRET}`,
    summary: `${SECRET}\nand more`,
    triggerDetails: { source: SECRET, timestamp: "2026-01-31T09:00:00Z", rawData: SECRET },
    relatedItems: [link(`https://example.com/${SECRET}`, SECRET)],
    tags: { login: SECRET },
    chatChannel: { chatbotSns: [topic(SECRET)] },
    triggers: [SECRET],
  };
  const assertClean = (text: string) => {
    for (const secret of [SECRET, "Tr0ub4dor", "zwolf", "not-shown"]) assert.ok(!text.includes(secret), text);
  };
  const quotes = `Value '${SECRET}' at 'title' failed; got ${SECRET.toUpperCase()}, ${SECRET.slice(0, 9)}… by not-shown`;

  for (const operation of ["StartIncident", "TagResource", "UpdateIncidentRecord", "UpdateRelatedItems"]) {
    it(`are in no error of ${operation} that quotes them`, async () => {
      if (operation === "UpdateRelatedItems")
        await world.up({ triggers: [SECRET], triggerDetails: args.triggerDetails });
      world.aws.faults.error(operation, "SomeException", {
        message: quotes,
        where: (input) => operation !== "TagResource" || JSON.stringify(input).includes(SECRET),
      });
      await assert.rejects(world.up(args), (error: Error & { reasons?: string[] }) => {
        assert.match(error.message, new RegExp(`^${operation} failed: SomeException`));
        assertClean(error.message + error.stack + JSON.stringify(error.reasons ?? []));
        return true;
      });
    });
  }

  it("stand in the state only where the program has put them, whatever AWS says", async () => {
    await world.up(args);
    await world.engine.refresh("a");
    const { relatedItemsAll, incidentRecordSource, tagsAll, ...rest } = world.outputs();
    for (const [name, value] of Object.entries(rest)) if (!(name in args)) assertClean(JSON.stringify(value));
    for (const [name, value] of Object.entries(args)) assert.deepEqual(rest[name], value, name);
  });

  it("are in no message and no error, whatever is done", async () => {
    await world.up(args);
    world.lose();
    await world.up({ ...args, title: `Other ${SECRET}` });
    world.lose();
    await world.up({ ...args, triggers: [SECRET, 1] });
    const arn = world.idOf();
    await world.remove(arn);
    await world.engine.refresh("a");
    await world.up({ ...args, summary: "x", triggers: [SECRET, 1] });
    await world.engine.destroy("a");
    await assert.rejects(world.up({ ...args, adopt: arn }), ({ message }: Error) => {
      assertClean(message);
      return true;
    });
    assert.ok(world.engine.messages.length >= 3);
    assertClean(world.engine.messages.join("\n"));
  });

  it("are in the tags of the incident only where the program has put them", async () => {
    await world.up(args);
    const { login, ...marks } = await world.tagsOf();
    assert.equal(login, SECRET);
    assertClean(JSON.stringify(marks));
  });
});
