import assert from "node:assert/strict";
import { type Handler, type Made, type Props, Unfinished } from "../../../provider/core/handler";
import { list, text, whole } from "../../../provider/core/properties/rows";
import { droppedNames, inputsAmong, SAID } from "../../../provider/hosts/dynamic/managed";
import { DynamicProvider } from "../../../provider/hosts/dynamic/provider";
import { Session } from "../../../provider/hosts/dynamic/session";

/*
 * What people may change as well as the program: outputs tell what is true, and beside it what the program has said.
 */

const reported = true;
const table = {
  title: text({ doc: "", reported }),
  impact: whole({ doc: "", reported }),
  status: text({ doc: "", reported, choices: ["OPEN", "RESOLVED"] }),
  plan: text({ doc: "", reported, createOnly: true }),
  links: list({ doc: "", of: text({}) }),
  region: text({ doc: "", local: true }),
  owner: text({ doc: "", local: true, hidden: true }),
};
const always = { region: "eu-west-1", owner: "urn:pulumi:dev::project::t::a", __provider: "text" };

/** A provider whose handler answers what a test says, and which notes what that was shown. */
function answering(made: Omit<Made, "id"> | Error) {
  const seen: Props[] = [];
  const answer = async (...shown: (Props | undefined)[]) => {
    seen.push(...shown.map((props) => props ?? {}));
    if (made instanceof Error) throw made;
    return { id: "id-1", ...made };
  };
  const handler: Handler = {
    kind: "Thing",
    properties: table,
    check: async (_, news) => ({ inputs: news, failures: [] }),
    diff: (_, olds) => {
      seen.push(olds);
      return [];
    },
    create: (news) => answer(news),
    read: (_, outputs, inputs) => answer(outputs, inputs),
    update: (_, olds, outputs, news) => answer(olds, outputs, news),
    delete: async () => {},
  };
  const around = {
    clock: { now: () => 0, sleep: async () => {} },
    messages: { progress() {}, warn() {} },
    engineGone: () => new AbortController().signal,
  };
  return { seen, provider: new DynamicProvider(handler, new Session(around)) };
}

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

/** What `create` leaves in the state, of what is true and what the program has said. */
async function stored(outs: Props, said: Props, inputs: Props = said) {
  const { provider } = answering({ outs: { ...always, ...outs }, said });
  return (await provider.create({ ...always, ...inputs })).outs as Props;
}

describe("what the program has said", () => {
  const said = { title: "Ours", impact: 1, links: ["a", "b"] };

  for (const [what, outs, differs] of [
    ["nothing where all of it is true", said, undefined],
    ["what people have changed, and no more", { ...said, title: "Theirs" }, { title: "Ours" }],
    ["lists whole", { ...said, links: ["b"] }, { links: ["a", "b"] }],
    ["what is not there any more", { title: "Ours", impact: 1 }, { links: ["a", "b"] }],
    ["all of it where nothing is true", { title: "x", impact: 2, links: [] }, said],
  ] as [string, Props, Props | undefined][]) {
    it(`is kept beside what is true: ${what}, as a secret`, async () => {
      const state = await stored(outs, said);
      assert.deepEqual(state[SAID], differs && secret(differs));
      for (const [name, value] of Object.entries(outs)) assert.deepEqual(state[name], value, name);
    });
  }

  it("is nothing where it says nothing", async () => {
    const { provider } = answering({ outs: { ...always, title: "Theirs" } });
    for (const { outs } of [await provider.create(always), await provider.update("id-1", always, always)]) {
      assert.equal(outs?.[SAID], undefined);
    }
    assert.equal((await stored({ title: "Theirs" }, { title: undefined }, {}))[SAID], undefined);
  });

  const state = { ...always, title: "Theirs", impact: 1, __managed: "impact title", [SAID]: { title: "Ours" } };

  it("comes back as the old inputs, and what is true as the old outputs", async () => {
    const { seen, provider } = answering({ outs: {} });
    const { __provider, ...rest } = always;
    const inputs = { ...rest, title: "Ours", impact: 1 };
    await provider.diff("id-1", state, { ...always, title: "Ours", impact: 1 });
    await provider.update("id-1", state, always);
    await provider.read("id-1", state);
    const [ofDiff, ofUpdate, outputsOfUpdate, , outputsOfRead, ofRead] = seen;
    assert.deepEqual([ofDiff, ofUpdate, ofRead], [inputs, inputs, inputs]);
    assert.deepEqual([outputsOfUpdate?.title, outputsOfRead?.title], ["Theirs", "Theirs"]);
  });

  it("is what the engine compares the program with after a refresh", async () => {
    const { provider } = answering({
      outs: { ...always, title: "Theirs", impact: 3 },
      said: { title: "Ours", impact: 1 },
    });
    const { props, inputs } = await provider.read("id-1", state);
    assert.deepEqual([inputs?.title, inputs?.impact], ["Ours", 1]);
    assert.deepEqual([props?.title, props?.impact, props?.[SAID]], ["Theirs", 3, secret({ title: "Ours", impact: 1 })]);
  });

  it("is not what the engine compares with where changes are put back, and is kept all the same", async () => {
    const outs = { ...always, title: "Theirs", impact: 1 };
    const { provider } = answering({ outs, said: { title: "Ours", impact: 1 }, putsBack: true });
    const { props, inputs } = await provider.read("id-1", state);
    assert.deepEqual([inputs?.title, inputs?.impact], ["Theirs", 1]);
    assert.deepEqual(props?.[SAID], secret({ title: "Ours" }));
  });

  it("is no input of its own, and goes to nobody who only reads", async () => {
    const { provider } = answering({ outs: { ...always, title: "Theirs" }, said: { title: "Ours" } });
    const { inputs } = await provider.read("id-1", state);
    assert.ok(!(SAID in (inputs ?? {})));
    const only = answering({ outs: { title: "Theirs" } });
    const { props, inputs: none } = await only.provider.read("id-1", { title: "x", __provider: "text" });
    assert.deepEqual([props?.[SAID], none], [undefined, undefined]);
  });

  it("is kept when an update fails, as far as it has been said", async () => {
    const outs = { ...always, title: "Theirs", impact: 2 };
    const failure = new Unfinished("id-1", outs, new Error("later"), { title: "Ours", impact: 2 });
    const { provider } = answering(failure);
    const error = await provider
      .update("id-1", state, { ...always, title: "Ours", impact: 2, links: [] })
      .catch((one) => one);
    assert.deepEqual(error.properties[SAID], secret({ title: "Ours" }));
    assert.equal(error.properties.title, "Theirs");
  });

  it("of a state without it is what is true", () => {
    const { [SAID]: _, ...before } = state;
    assert.equal(inputsAmong(before, table)?.title, "Theirs");
  });

  it("is passed over where the program does not manage it", () => {
    assert.equal(inputsAmong({ ...state, [SAID]: { title: "Ours", links: ["a"] } }, table)?.links, undefined);
  });
});

describe("what the program has dropped, and AWS goes on to tell", () => {
  const state = {
    ...always,
    title: "Ours",
    impact: 1,
    status: "OPEN",
    plan: "p",
    __managed: "impact plan status title",
  };
  const true_ = { ...always, title: "Ours", impact: 1, status: "OPEN", plan: "p" };
  const names = (outs: Props = {}) => Object.keys(outs).filter((name) => typeof outs[name] === "object");

  for (const [what, before, inputs, expected] of [
    ["what was managed and is said no more", { __managed: "impact title" }, { title: "x" }, ["impact"]],
    ["what was dropped before", { __managed: "", __dropped: "title impact" }, {}, ["impact", "title"]],
    ["nothing that is said again", { __managed: "", __dropped: "title impact" }, { title: "x" }, ["impact"]],
    ["each once", { __managed: "title", __dropped: "title" }, {}, ["title"]],
    ["nothing that AWS tells only as it was declared", { __managed: "links" }, {}, []],
    ["nothing that is one of AWS's words", { __managed: "status" }, {}, []],
    ["nothing that is another object then", { __managed: "plan" }, {}, []],
    ["nothing that a later release has written", { __managed: "later", __dropped: "later" }, {}, []],
    ["nothing of what is only read", { title: "x" }, {}, []],
  ] as [string, Props, Props, string[]][]) {
    it(`is ${what}`, () => assert.deepEqual(droppedNames(before, inputs, table), expected));
  }

  it("is a secret output from then on", async () => {
    const { provider } = answering({ outs: true_ });
    const { outs } = await provider.update("id-1", state, { ...always, impact: 1, status: "OPEN", plan: "p" });
    assert.deepEqual([outs?.title, outs?.__dropped], [secret("Ours"), "title"]);
    assert.deepEqual(names(outs), ["title"]);
    assert.equal(outs?.__managed, "impact plan status");
  });

  const dropped = { ...state, __managed: "impact plan status", __dropped: "title" };

  it("stays one through refreshes and updates, whoever changes it", async () => {
    const { provider } = answering({ outs: { ...true_, title: "Theirs" } });
    const { props, inputs } = await provider.read("id-1", dropped);
    assert.deepEqual([props?.title, props?.__dropped], [secret("Theirs"), "title"]);
    assert.equal(inputs?.title, undefined);
    const { outs } = await provider.update("id-1", dropped, { ...always, impact: 2, status: "OPEN", plan: "p" });
    assert.deepEqual([outs?.title, outs?.__dropped], [secret("Theirs"), "title"]);
  });

  it("is none any more once the program says it again", async () => {
    const { provider } = answering({ outs: true_ });
    const { outs } = await provider.update("id-1", dropped, {
      ...always,
      title: "Ours",
      impact: 1,
      status: "OPEN",
      plan: "p",
    });
    assert.deepEqual([outs?.title, outs?.__dropped], ["Ours", undefined]);
  });

  it("is forgotten once AWS does not tell it any more", async () => {
    const { title, ...rest } = true_;
    const { provider } = answering({ outs: rest });
    const { outs } = await provider.update("id-1", dropped, { ...always, impact: 1, status: "OPEN", plan: "p" });
    assert.deepEqual(["title" in (outs ?? {}), outs?.__dropped], [false, undefined]);
  });

  it("is a secret also where the update that drops it fails, which is told to be managed still", async () => {
    const { provider } = answering(new Unfinished("id-1", true_, new Error("later")));
    const { title, ...inputs } = true_;
    const error = await provider.update("id-1", state, inputs).catch((one) => one);
    assert.deepEqual([error.properties.title, error.properties.__dropped], [secret("Ours"), "title"]);
    assert.equal(error.properties.__managed, "impact plan status title");
  });

  it("is none where nothing was dropped", async () => {
    const { provider } = answering({ outs: true_ });
    for (const outs of [
      (await provider.create({ ...always, plan: "p" })).outs,
      (await provider.update("id-1", state, true_)).outs,
      (await provider.read("id-1", state)).props,
    ]) {
      assert.deepEqual([names(outs), outs?.__dropped], [[], undefined]);
    }
  });
});
