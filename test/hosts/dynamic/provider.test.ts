import assert from "node:assert/strict";
import type { ConfigureRequest } from "@pulumi/pulumi/dynamic";
import fc from "fast-check";
import { type Context, type Handler, type Props, Unfinished } from "../../../provider/core/handler";
import { text, whole } from "../../../provider/core/properties/rows";
import { DynamicProvider } from "../../../provider/hosts/dynamic/provider";
import { Session, type Surroundings } from "../../../provider/hosts/dynamic/session";

const table = {
  title: text({ doc: "", required: true }),
  priority: whole({ doc: "" }),
  source: text({ doc: "", createOnly: true }),
  region: text({ doc: "", local: true }),
  owner: text({ doc: "", local: true, hidden: true }),
};
const owner = "urn:pulumi:dev::project::t::a";
const inputs: Props = { title: "x", priority: 1, region: "eu-west-1", owner, __provider: "text" };

/** A handler that does what a test says, and nothing otherwise. */
const handlerOf = (more: Partial<Handler>): Handler => ({
  kind: "Thing",
  properties: table,
  check: async (_, news) => ({ inputs: news, failures: [] }),
  diff: () => [],
  create: async (news) => ({ id: "id-1", outs: { ...news } }),
  read: async (id, outputs) => ({ id, outs: { ...outputs } }),
  update: async (id, _olds, _outputs, news) => ({ id, outs: { ...news } }),
  delete: async () => {},
  ...more,
});

const quiet: Surroundings = {
  clock: { now: () => 0, sleep: async () => {} },
  messages: { progress() {}, warn() {} },
  engineGone: () => new AbortController().signal,
};
const providerOf = (more: Partial<Handler>, around: Partial<Surroundings> = {}) =>
  new DynamicProvider(handlerOf(more), new Session({ ...quiet, ...around }));
const configuration = (config: Record<string, string>): ConfigureRequest => ({
  config: { get: (key) => config[key], require: (key) => String(config[key]) },
});

/** What the host prints of an error besides its message points to the message. */
const POINTER = "its own error says why";

describe("configure", () => {
  it("is done before anybody can wait for it, and settings are read when they are needed", async () => {
    const provider = providerOf({
      check: async (_, __, { settings }) => ({ inputs: { region: settings.region }, failures: [] }),
    });
    void provider.configure(configuration({ "aws:region": "eu-west-1" }));
    assert.deepEqual((await provider.check({}, {})).inputs, { region: "eu-west-1" });
  });

  it("takes bad settings without a word; check tells of them, and the others throw", async () => {
    const provider = providerOf({});
    await provider.configure(configuration({ "aws:maxRetries": "many", "aws:secretKey": "s3cr3t" }));
    const { failures } = await provider.check({}, inputs);
    assert.equal(failures?.length, 1);
    assert.equal(failures?.[0]?.property, "");
    assert.match(
      failures?.[0]?.reason ?? "",
      /^configuration: aws:maxRetries must be .*; aws:accessKey and aws:secretKey must/,
    );
    for (const run of [
      () => provider.create(inputs),
      () => provider.read("id-1", inputs),
      () => provider.update("id-1", inputs, inputs),
      () => provider.delete("id-1", inputs),
    ]) {
      await assert.rejects(run, ({ message }: Error) => message.startsWith("configuration: aws:maxRetries "));
    }
  });

  it("forgets the settings of before", async () => {
    const provider = providerOf({
      check: async (_, __, { settings }) => ({ inputs: { region: settings.region }, failures: [] }),
    });
    await provider.configure(configuration({ "aws:region": "eu-west-1" }));
    await provider.check({}, {});
    await provider.configure(configuration({ "aws:region": "us-east-1" }));
    assert.deepEqual((await provider.check({}, {})).inputs, { region: "us-east-1" });
  });
});

describe("check", () => {
  it("answers failures without a property, whose value the engine would print", async () => {
    const failures = [
      { path: "title", reason: "is bad" },
      { path: "", reason: "all is bad" },
      { path: 'a["b c"].d[0]', reason: "is worse" },
    ];
    const answer = await providerOf({ check: async (_, news) => ({ inputs: news, failures }) }).check({}, inputs);
    assert.deepEqual(answer.failures, [
      { property: "", reason: "title: is bad" },
      { property: "", reason: "all is bad" },
      { property: "", reason: 'a["b c"].d[0]: is worse' },
    ]);
  });

  it("shows the handler no text, and no old inputs for a new resource", async () => {
    const seen: unknown[] = [];
    const provider = providerOf({
      check: async (olds, news) => {
        seen.push([olds, news]);
        return { inputs: news, failures: [] };
      },
    });
    const { __provider, ...shown } = inputs;
    await provider.check({}, inputs);
    await provider.check({ title: "y" }, inputs);
    assert.deepEqual(seen, [
      [undefined, shown],
      [{ title: "y" }, shown],
    ]);
  });

  it("answers plain inputs", async () => {
    const provider = providerOf({ check: async () => ({ inputs: { a: undefined, b: new Date(0) }, failures: [] }) });
    assert.deepEqual((await provider.check({}, {})).inputs, { b: "1970-01-01T00:00:00.000Z" });
  });

  it("throws without the places in the code", async () => {
    const provider = providerOf({ check: () => Promise.reject(new Error("a defect")) });
    await assert.rejects(
      provider.check({}, {}),
      (error: Error) => error.message === "a defect" && error.stack === POINTER,
    );
  });
});

describe("diff", () => {
  const change = (property: string, replaces = false) => ({ path: `${property}.x`, property, replaces });
  for (const [what, changes, olds, expected] of [
    ["nothing", [], { ...inputs, __managed: "priority" }, { changes: false, replaces: [] }],
    ["that a property is managed from now on", [], { ...inputs, __managed: "" }, { changes: undefined, replaces: [] }],
    ["changes, which the engine then finds itself,", [change("title")], inputs, { changes: undefined, replaces: [] }],
    [
      "replacements by property, each once",
      [change("source", true), change("source", true), change("title")],
      inputs,
      { changes: undefined, replaces: ["source"] },
    ],
    ["a changed text, which must be stored", [], { ...inputs, __provider: "older" }, { changes: true, replaces: [] }],
    [
      "a changed text with a replacement",
      [change("source", true)],
      { ...inputs, __provider: "older" },
      { changes: true, replaces: ["source"] },
    ],
  ] as const) {
    it(`answers ${what}`, async () => {
      const answer = await providerOf({ diff: () => [...changes] }).diff("id-1", olds, inputs);
      assert.deepEqual(answer, { ...expected, deleteBeforeReplace: true });
    });
  }

  it("lets the old one stay until its successor has taken its place, where the handler wants that", async () => {
    const provider = providerOf({ keepsUntilReplaced: true, diff: () => [change("source", true)] });
    const { deleteBeforeReplace, replaces } = await provider.diff("id-1", inputs, inputs);
    assert.deepEqual([deleteBeforeReplace, replaces], [false, ["source"]]);
  });

  it("tells delete what the program says of onDelete in the same run, and else what the state says", async () => {
    const seen: unknown[] = [];
    const provider = providerOf({ delete: async (_, outputs) => void seen.push(outputs.onDelete) });
    await provider.delete("id-1", { ...inputs, onDelete: "leave" });
    await provider.diff("id-1", { ...inputs, onDelete: "leave" }, { ...inputs, onDelete: "cancel" });
    await provider.delete("id-1", { ...inputs, onDelete: "leave" });
    await provider.diff("id-1", { ...inputs, onDelete: "leave" }, inputs);
    await provider.delete("id-1", { ...inputs, onDelete: "leave" });
    assert.deepEqual(seen, ["leave", "cancel", undefined]);
  });

  it("tells the handler which of the old outputs were inputs", async () => {
    let seen: unknown;
    const provider = providerOf({
      diff: (_, oldInputs) => {
        seen = oldInputs;
        return [];
      },
    });
    const outputs = { ...inputs, source: "AWS's own", __managed: "priority" };
    await provider.diff("id-1", outputs, inputs);
    const { __provider, ...old } = inputs;
    assert.deepEqual(seen, old);
  });
});

describe("create, read, update and delete", () => {
  const managed = "priority";
  const outs = { ...inputs, colour: "red", times: [new Date(0)], nothing: undefined };
  const kept = { ...inputs, colour: "red", times: ["1970-01-01T00:00:00.000Z"], __managed: managed };

  it("answer plain outputs with the text and what the program manages", async () => {
    const provider = providerOf({
      create: async () => ({ id: "id-1", outs }),
      update: async () => ({ id: "id-1", outs }),
    });
    assert.deepEqual(await provider.create(inputs), { id: "id-1", outs: kept });
    assert.deepEqual(await provider.update("id-1", inputs, inputs), { outs: kept });
  });

  it("show the handler no text", async () => {
    const seen: Props[] = [];
    const see = (...all: Props[]) => {
      seen.push(...all);
      return { id: "id-1", outs: {} };
    };
    const provider = providerOf({
      create: async (news) => see(news),
      read: async (_, outputs, old) => see(outputs ?? {}, old ?? {}),
      update: async (_, olds, outputs, news) => see(olds, outputs, news),
      delete: async (_, outputs) => void see(outputs),
    });
    await provider.create(inputs);
    await provider.read("id-1", kept);
    await provider.update("id-1", kept, inputs);
    await provider.delete("id-1", kept);
    assert.equal(seen.length, 7);
    for (const props of seen) assert.ok(!("__provider" in props));
  });

  it("keep whatever a handler answers fit for a state", async () => {
    const anything = fc.dictionary(
      fc.string(),
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true }),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (answered) => {
        const fail = () => Promise.reject(new Unfinished("id-1", answered, new Error("later")));
        const provider = providerOf({
          create: async () => ({ id: "id-1", outs: answered }),
          read: async (id) => ({ id, outs: answered }),
          update: fail,
        });
        const error = await provider.update("id-1", inputs, inputs).catch((one) => one);
        for (const state of [
          (await provider.create(inputs)).outs,
          (await provider.read("id-1", kept)).props,
          error.properties,
        ]) {
          assertJson(state);
        }
      }),
      { numRuns: 100 },
    );
  });

  for (const id of ["", undefined, 5]) {
    it(`refuse the id ${JSON.stringify(id)} that a create answers`, async () => {
      const provider = providerOf({ create: async () => ({ id: id as string, outs: {} }) });
      await assert.rejects(provider.create(inputs), { message: "AWS gave no id for what it has made" });
    });
  }

  it("answer an empty id for what is gone", async () => {
    assert.deepEqual(await providerOf({ read: async () => undefined }).read("id-1", kept), { id: "" });
  });

  it("answer the inputs as they are now, of those that the program manages", async () => {
    const provider = providerOf({
      read: async (id) => ({ id, outs: { ...inputs, title: "drifted", priority: 5, source: "AWS's" } }),
    });
    const read = await provider.read("id-1", kept);
    assert.deepEqual(read.inputs, { ...inputs, title: "drifted", priority: 5 });
    assert.deepEqual(read.props, { ...inputs, title: "drifted", priority: 5, source: "AWS's", __managed: managed });
  });

  it("answer no inputs for a resource that is only read", async () => {
    const seen: unknown[] = [];
    const provider = providerOf({
      read: async (id, _, old) => {
        seen.push(old);
        return { id, outs: { title: "x" } };
      },
    });
    assert.deepEqual(await provider.read("id-1", { owner, __provider: "text" }), {
      id: "id-1",
      props: { title: "x", __provider: "text" },
    });
    assert.deepEqual(seen, [undefined]);
  });

  it("throw plain errors without places in the code and without members that mean something to the host", async () => {
    const fail = () =>
      Promise.reject(Object.assign(new Error("it fails"), { id: "id-1", code: 5, details: "x", cause: "y" }));
    const provider = providerOf({ create: fail, read: fail, update: fail, delete: fail });
    for (const run of [
      () => provider.create(inputs),
      () => provider.read("id-1", kept),
      () => provider.update("id-1", kept, inputs),
      () => provider.delete("id-1", kept),
    ]) {
      await assert.rejects(run, (error: Error) => {
        assert.equal(error.message, "it fails");
        assert.equal(error.stack, POINTER);
        assert.deepEqual(membersOf(error), {});
        assert.equal(error.cause, undefined);
        return true;
      });
    }
  });

  it("throw errors even where something else is thrown", async () => {
    await assert.rejects(providerOf({ create: () => Promise.reject("a text") }).create(inputs), { message: "a text" });
  });

  it("throw, of what is made and not finished, all that the host needs to keep it", async () => {
    const fail = () => Promise.reject(new Unfinished("id-1", outs, new Error("the rest fails")));
    const provider = providerOf({ create: fail, update: fail });
    await assert.rejects(provider.create(inputs), (error) => {
      assert.ok(error instanceof Error);
      assert.equal(error.message, "the rest fails");
      assert.equal(error.stack, POINTER);
      assert.deepEqual(membersOf(error), { id: "id-1", properties: kept, reasons: ["the rest fails"] });
      return true;
    });
    const before = { ...kept, source: "x", __managed: "priority source" };
    await assert.rejects(provider.update("id-1", before, inputs), (error: { properties?: Props }) => {
      assert.deepEqual(error.properties, { ...kept, __managed: "priority source" });
      return true;
    });
  });
});

describe("the context of a handler", () => {
  async function contextOf(run: (provider: DynamicProvider) => Promise<unknown>, around: Partial<Surroundings> = {}) {
    let seen: Context | undefined;
    const see = (context: Context) => {
      seen = context;
      return { id: "id-1", outs: {} };
    };
    const provider = providerOf(
      {
        create: async (_, context) => see(context),
        delete: async (_, __, context) => void see(context),
      },
      around,
    );
    await run(provider);
    return seen as Context;
  }

  it("says who owns the object", async () => {
    const { owner: one } = await contextOf((provider) => provider.create({ ...inputs, owner: `blue/${owner}` }));
    assert.deepEqual(one, { text: `blue/${owner}`, mark: one.mark });
    assert.match(one.mark, /^[0-9a-f]{20}$/);
  });

  it("tells messages to the row of the resource, whatever its namespace", async () => {
    const told: string[][] = [];
    const messages = {
      progress: (...all: string[]) => void told.push(["progress", ...all]),
      warn: (...all: string[]) => void told.push(["warn", ...all]),
    };
    const context = await contextOf((provider) => provider.create({ ...inputs, owner: `blue/${owner}` }), { messages });
    context.progress("working");
    context.warn("careful");
    assert.deepEqual(told, [
      ["progress", owner, "working"],
      ["warn", owner, "careful"],
    ]);
  });

  it("knows who holds in the state what this run was shown", async () => {
    const context = await contextOf(async (provider) => {
      await provider.diff("id-a", inputs, inputs);
      await provider.diff("id-b", inputs, { ...inputs, owner: `${owner}-other` });
      await provider.create(inputs);
    });
    assert.deepEqual(
      ["id-a", "id-b", "id-c"].map((id) => context.holderInState(id)),
      ["thisResource", "anotherResource", undefined],
    );
  });

  it("watches the engine once for all calls", async () => {
    let watched = 0;
    const gone = new AbortController();
    const engineGone = () => {
      watched++;
      return gone.signal;
    };
    const context = await contextOf(
      async (provider) => {
        await provider.create(inputs);
        await provider.delete("id-1", inputs);
      },
      { engineGone },
    );
    assert.equal(watched, 1);
    assert.equal(context.signal, gone.signal);
  });
});

/** What an error carries besides its texts. */
const membersOf = ({ toString: _, ...members }: object): object => members;

function assertJson(value: unknown): void {
  assert.deepEqual(JSON.parse(JSON.stringify(value)), JSON.parse(JSON.stringify(value, (_, member) => member ?? null)));
  const walk = (member: unknown): void => {
    assert.ok(member === null || ["string", "number", "boolean", "object"].includes(typeof member), typeof member);
    if (typeof member === "number") assert.ok(Number.isFinite(member));
    if (member !== null && typeof member === "object") {
      assert.ok(Array.isArray(member) || Object.getPrototypeOf(member) === Object.prototype);
      for (const each of Object.values(member)) walk(each);
    }
  };
  walk(value);
}
