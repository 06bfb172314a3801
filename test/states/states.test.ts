import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../package.json";
import type { Props } from "../../provider/core/handler";
import { managedNames } from "../../provider/hosts/dynamic/managed";
import { providerText } from "../../provider/hosts/dynamic/text";
import { opsItem } from "../../provider/runtime";
import { leftBy } from "../contract/kind";
import { kinds } from "../contract/kinds";
import type { StateResource } from "../support/engine";
import type { Fixture } from "./fixture";
import type { Stand } from "./stand";
import { comparable, namesOf, read, releases, restored, write } from "./states";

const latest = releases.at(-1) as string;

/*
 * The states of every release, which every later one must serve. What a release has written is never changed; a release
 * that writes something else adds a folder of its own.
 */
describe("the states of this release", () => {
  it("have their fixtures", () => assert.ok(latest.localeCompare(version, "en", { numeric: true }) <= 0));

  for (const [entry, { states }] of Object.entries(kinds)) {
    it(`are as many as there are fixtures in ${latest}/${entry}`, () => {
      assert.ok(namesOf(latest, entry).length > 0);
      assert.deepEqual(Object.keys(states.cases).sort(), namesOf(latest, entry).sort());
    });
    for (const name of Object.keys(states.cases)) {
      it(`are as in ${latest}/${entry}/${name}.json`, async () => {
        assert.deepEqual(comparable(await write(entry, name)), comparable(read(latest, entry, name)));
      });
    }
  }
});

const fixtures = releases.flatMap((release) =>
  Object.keys(kinds).flatMap((entry) => namesOf(release, entry).map((name) => ({ release, entry, name }))),
);

for (const { release, entry, name } of fixtures) {
  const kind = kinds[entry]!;
  const { handler, states } = kind;
  const stored = read(release, entry, name);
  const isThere = states.restore !== undefined;

  describe(`the state of ${release}/${entry}/${name}.json, ${isThere ? "of which AWS has all" : "which AWS has forgotten"}`, () => {
    let stand: Stand;
    let fixture: Fixture;
    beforeEach(async () => {
      ({ stand, fixture } = await restored(entry, stored));
    });
    afterEach(() => stand.close());

    const writes = () => stand.aws.requests.filter(({ operation }) => !/^(Get|List|Describe)/.test(operation));
    const declared = (more: Props = {}): Props => ({ ...fixture.args, ...more });

    it("has the present text, or one whose change diff tells", () => {
      for (const props of [stored.inputs, stored.outputs]) {
        if (props) assert.equal(props.__provider, providerText(entry));
      }
    });

    if (!stored.args) {
      it("is read again with nothing new, and still not managed", async () => {
        const { id, props, inputs } = await stand.read(fixture.id, fixture.outputs);
        assert.equal(id, fixture.id);
        assert.equal(inputs, undefined);
        assert.deepEqual(withoutHistory(props), withoutHistory(fixture.outputs));
      });
      return;
    }

    const isUnfinished = stored.initErrors !== undefined;

    it("says what the program manages", () => {
      assert.equal(stored.outputs.__managed, managedNames(stored.inputs ?? {}, handler.properties).join(" "));
    });

    if (isUnfinished) {
      it("is finished by an update", async () => {
        assert.equal(await stand.up(declared()), "update");
        assert.equal(stand.entry?.id, fixture.id);
        assert.equal(await stand.up(declared()), "same");
      });
    } else {
      it("plans nothing, and calls nothing", async () => {
        assert.deepEqual(await stand.preview(declared()), { failures: [], step: "same", replaces: [] });
        assert.equal(await stand.up(declared()), "same");
        assert.equal(stand.aws.requests.length, 0);
      });
    }

    it("keeps what it had in a refresh, and makes nothing anew", async () => {
      const shown = await stand.refresh();
      if (!isUnfinished) {
        assert.equal(shown, "same");
        assert.deepEqual(withoutHistory(stand.entry?.outputs), withoutHistory(fixture.outputs));
      }
      assert.equal(stand.entry?.id, fixture.id);
      assert.deepEqual(writes(), []);
    });

    const { updatedBy, replacedBy } = states;
    if (updatedBy) {
      for (const first of ["at once", "after a refresh"]) {
        it(`is updated ${first}, in place`, async () => {
          if (first === "after a refresh") await stand.refresh();
          assert.equal(await stand.up(declared(updatedBy)), "update");
          assert.equal(stand.entry?.id, fixture.id);
          if (isThere) assert.equal(await stand.refresh(), "same");
          assert.equal(await stand.up(declared(updatedBy)), "same");
        });
      }
    }

    if (isThere) {
      it("is found again when it is lost", async () => {
        stand.forget();
        await stand.up(declared());
        assert.equal(stand.entry?.id, fixture.id);
      });
    }

    if (replacedBy) {
      it(`is replaced by another ${Object.keys(replacedBy)}`, async () => {
        const { step, replaces } = await stand.preview(declared(replacedBy));
        assert.deepEqual([step, replaces], ["replace", Object.keys(replacedBy)]);
        if (!isThere) return;
        assert.equal(await stand.up(declared(replacedBy)), "replace");
        assert.notEqual(stand.entry?.id, fixture.id);
      });
    }

    it("is destroyed", async () => {
      await stand.destroy();
      assert.equal(stand.entry, undefined);
      if (isThere) assert.equal(await kind.status(stand, fixture.outputs), leftBy(kind, declared()));
    });
  });
}

for (const release of releases) {
  describe(`the stack of ${release}`, () => {
    const text = readFileSync(join(__dirname, release, "stack.json"), "utf8");
    const resources: StateResource[] = JSON.parse(text).deployment.resources;
    const items = resources.filter(({ type }) => type === "pulumi-nodejs:dynamic/aws-ops:OpsItem");

    it("has what declared.json declares", () => {
      const { resources: declared } = JSON.parse(readFileSync(join(__dirname, release, "declared.json"), "utf8"));
      const nameOf = ({ urn }: StateResource) => urn.split("::").at(-1);
      assert.deepEqual(items.map(nameOf).sort(), declared.map(({ name }: { name: string }) => name).sort());
    });

    it("shows no secret, and nothing of the machine it was made on", () => {
      assert.ok(!text.includes("not-a-secret"));
      assert.doesNotMatch(text, /sourcePosition|stackTrace|file:|127\.0\.0\.1/);
    });

    it("names the entry that serves it", () => {
      for (const { inputs, outputs } of items) {
        assert.equal(inputs.__provider, providerText("opsItem"));
        assert.equal(outputs.__provider, providerText("opsItem"));
      }
    });

    it("shows the present build no difference between its inputs and its outputs", async () => {
      const isSecret = (item: StateResource) => JSON.stringify(item).includes('"ciphertext"'); // the engine's to open
      const managed = items.filter((item) => !item.external && !isSecret(item));
      assert.ok(managed.length > 0);
      for (const { id = "", inputs, outputs } of managed) {
        assert.deepEqual(await opsItem.diff(id, outputs, inputs), {
          ...{ changes: false, replaces: [] },
          deleteBeforeReplace: true,
        });
      }
    });
  });
}

/** Who has edited the item and when is another matter for one that was made anew. */
function withoutHistory(outputs: Record<string, unknown> = {}) {
  const { createdBy, createdTime, lastModifiedBy, lastModifiedTime, version, __provider, ...rest } = outputs;
  return rest;
}
