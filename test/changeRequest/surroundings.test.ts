import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { ENDS, required, simulated, ways } from "./support";

describe("the ChangeRequest handler, of another account", () => {
  const world = simulated();

  for (const onDelete of ["leave", "cancel"]) {
    it(`lets nothing go that it does not find after its end, with onDelete ${onDelete}`, async () => {
      await world.engine.up("a", { ...required, onDelete });
      await ways.Rejected!(world);
      await world.engine.refresh("a");
      world.engine.config["aws:accessKey"] = "999999999999";
      await assert.rejects(world.engine.destroy("a"), { message: /was made with credentials of account/ });
      assert.ok(world.engine.state.has("a"));
    });
  }
});

describe("secrets of a change request", () => {
  const world = simulated();
  const SECRET = "Tr0ub4dor&3-zwölf";
  /** As the constructor hands them in where parameters or runbooks are secret. */
  const secretly = (name = "a", more: Props = {}): Props => ({
    ...required,
    runbooks: [{ documentName: "AWS-HelloWorld", parameters: { AutomationAssumeRole: [SECRET] } }],
    keepsSecret: true,
    ...more,
    owner: world.engine.urn(name),
    __provider: "text",
  });
  const TELLING = ["approvals", "runbook", "failureMessage"];
  const isSecret = (value: unknown) =>
    (value as Props | undefined)?.["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270";
  /** Which of the outputs that may tell of them go to the engine as secrets, and which in clear. */
  const told = (outs: Props | undefined) => {
    const given = TELLING.filter((name) => outs?.[name] !== undefined);
    return {
      secret: given.filter((name) => isSecret(outs?.[name])),
      clear: given.filter((name) => !isSecret(outs?.[name])),
    };
  };
  /** What the state gives back to a provider. */
  const opened = (outs: Props = {}): Props =>
    Object.fromEntries(
      Object.entries(outs).map(([name, value]) => [name, isSecret(value) ? (value as Props).value : value]),
    );

  const created = async (args: Props) => {
    const provider = world.engine.process();
    const { inputs = {} } = await provider.check({}, args);
    return {
      provider,
      inputs: { ...inputs, __provider: "text" },
      ...(await provider.create({ ...inputs, __provider: "text" })),
    };
  };
  const failing = async (id: string) => {
    world.aws.changeManager.runbook = () => ({ outcome: "Failed", failureMessage: `Role ${SECRET} is not there.` });
    await world.decide("Approve", id);
  };

  it("keep secret what AWS tells of them, when it is made, changed, read, and read again", async () => {
    const { provider, inputs, id, outs } = await created(secretly());
    assert.deepEqual(told(outs), { secret: ["approvals", "runbook"], clear: [] });

    const changed = { ...inputs, tags: { team: "orders" }, tagsAll: { team: "orders" } };
    const updated = await provider.update(id, opened(outs), changed);
    assert.deepEqual(told(updated.outs), { secret: ["approvals", "runbook"], clear: [] });

    const refreshed = await provider.read(id, opened(updated.outs));
    assert.deepEqual(told(refreshed.props), { secret: ["approvals", "runbook"], clear: [] });

    await failing(id);
    const ended = await provider.read(id, opened(refreshed.props));
    assert.deepEqual(told(ended.props), { secret: TELLING, clear: [] });
    const again = await provider.read(id, opened(ended.props));
    assert.deepEqual(told(again.props), { secret: TELLING, clear: [] });
    const after = await provider.update(id, opened(again.props), { ...changed, onDelete: "leave" });
    assert.deepEqual(told(after.outs), { secret: TELLING, clear: [] });
  });

  it("stay secret when it is kept though a call has failed, adopted, and forgotten", async () => {
    world.engine.config["aws:maxRetries"] = "0";
    world.aws.faults.error("AddTagsToResource", "AccessDeniedException");
    const tags = { a: "1", b: "1", c: "1", d: "1", e: "1" };
    const kept = await created(secretly("a", { tags, tagsAll: tags })).catch((error) => error);
    assert.deepEqual(told(kept.properties), { secret: ["approvals", "runbook"], clear: [] });

    await world.ssm().removeTagsFromResource({
      ResourceType: "Automation",
      ResourceId: kept.id,
      TagKeys: Object.keys(await world.tagsOf(kept.id)),
    });
    const { provider, id, outs } = await created(secretly("b", { adopt: kept.id }));
    assert.deepEqual(told(outs), { secret: ["approvals", "runbook"], clear: [] });

    await failing(id);
    world.aws.clock.advance(31 * 24 * 60 * 60 * 1000);
    const forgotten = await provider.read(id, opened(outs));
    assert.equal(forgotten.props?.status, "CompletedWithFailure");
    assert.deepEqual(told(forgotten.props), { secret: ["approvals", "runbook"], clear: [] });
  });

  it("are not looked for where nothing is secret", async () => {
    const { outs } = await created(secretly("a", { keepsSecret: undefined }));
    assert.deepEqual(told(outs), { secret: [], clear: ["approvals", "runbook"] });
  });

  it("are told of from then on where inputs become secret, and no more where they are none any more", async () => {
    const { provider, inputs, id, outs } = await created(secretly("a", { keepsSecret: undefined }));
    const secret = { ...inputs, keepsSecret: true };
    world.aws.requests.clear();
    const hidden = await provider.update(id, opened(outs), secret);
    assert.deepEqual(told(hidden.outs), { secret: ["approvals", "runbook"], clear: [] });
    const shown = await provider.update(id, opened(hidden.outs), inputs);
    assert.deepEqual(told(shown.outs), { secret: [], clear: ["approvals", "runbook"] });
    assert.deepEqual(world.calls(), []);
  });

  const tag = SECRET.replace("&", "+");
  const args: Props = {
    ...required,
    changeRequestName: `Name ${SECRET}`,
    changeDetails: `${SECRET}\nand more`,
    runbooks: [{ documentName: "AWS-HelloWorld", parameters: { AutomationAssumeRole: [SECRET] } }],
    tags: { login: tag },
  };
  const assertClean = (text: string) => {
    for (const secret of [SECRET, tag, "Tr0ub4dor", "zwölf", "not-shown"]) assert.ok(!text.includes(secret), text);
  };
  const quotes = `Value '${SECRET}' at 'changeRequestName' failed; got ${SECRET.toUpperCase()}, ${SECRET.slice(0, 9)}… by not-shown`;

  for (const [operation, message, given] of [
    ["StartChangeRequestExecution", quotes, async () => {}],
    [
      "AddTagsToResource",
      `Tag ${tag} and ${tag.toLowerCase()}`,
      async () => world.engine.up("a", { ...args, tags: {} }),
    ],
  ] as [string, string, () => Promise<unknown>][]) {
    it(`are in no error of ${operation} that quotes them`, async () => {
      await given();
      world.aws.faults.error(operation, "SomeException", { message });
      await assert.rejects(world.engine.up("a", args), (error: Error & { reasons?: string[] }) => {
        assertClean(error.message + error.stack + JSON.stringify(error.reasons ?? []));
        return true;
      });
    });
  }

  it("are in no failure of check", async () => {
    const wrong = {
      documentName: `${SECRET} `,
      documentVersion: SECRET,
      runbooks: [
        {
          documentName: "abc",
          maxErrors: SECRET,
          parameters: { a: [SECRET.repeat(99)] },
          targets: [{ key: `${SECRET}!` }],
        },
      ],
      parameters: { a: SECRET },
      changeRequestName: SECRET.repeat(99),
      scheduledTime: SECRET,
      autoApprove: SECRET,
      tags: { login: `${SECRET}!` },
      onDelete: SECRET,
      adopt: SECRET,
    };
    const { failures } = await world.engine.preview("a", wrong);
    assert.equal(failures.length, 13);
    assertClean(failures.join("\n"));
  });

  it("stand in the state only where the program has put them, whatever AWS says", async () => {
    await world.engine.up("a", args);
    await failing(world.idOf());
    await world.engine.refresh("a");
    const { runbooks, changeRequestName, changeDetails, tags, tagsAll, ...rest } = world.outputs();
    assertClean(JSON.stringify(rest));
    assert.equal(rest.failureMessage, "Role … is not there");
    assert.deepEqual(
      { runbooks, changeRequestName, changeDetails, tags },
      {
        runbooks: args.runbooks,
        changeRequestName: args.changeRequestName,
        changeDetails: args.changeDetails,
        tags: args.tags,
      },
    );
    assert.deepEqual(tagsAll, args.tags);
  });

  it("are in no message, whatever is done", async () => {
    await world.engine.up("a", args);
    world.lose();
    await world.engine.up("a", args);
    world.lose();
    await world.engine.up("a", { ...args, changeRequestName: `Other ${SECRET}` });
    const id = world.idOf();
    await world.engine.destroy("a");
    await assert.rejects(world.engine.up("a", { ...args, adopt: id }), ({ message }: Error) => {
      assertClean(message);
      return true;
    });
    assert.ok(world.engine.messages.length >= 2);
    assertClean(world.engine.messages.join("\n"));
  });

  it("are in no error about a request that has ended", async () => {
    for (const end of ENDS) {
      await world.engine.up("a", { ...args, triggers: [end] });
      await ways[end]!(world);
      assertClean((await world.engine.destroy("a").catch(String)) ?? "");
    }
  });
});
