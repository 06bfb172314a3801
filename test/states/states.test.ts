import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../package.json";
import { managedNames } from "../../provider/hosts/dynamic/managed";
import { providerText } from "../../provider/hosts/dynamic/text";
import { table } from "../../provider/opsItem/properties";
import { opsItem } from "../../provider/runtime";
import type { StateResource } from "../support/engine";
import { ACCOUNT, comparable, type Fixture, names, OTHER_ACCOUNT, read, releases, Stand, write } from "./states";

/*
 * The states of every release, which every later one must serve. What a release has written is never changed; a release
 * that writes something else adds a folder of its own.
 */
describe("the states of this release", () => {
  const latest = releases.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1) as string;

  it("have their fixtures", () => assert.ok(latest.localeCompare(version, "en", { numeric: true }) <= 0));

  for (const name of names) {
    it(`are as in ${latest}/${name}.json`, async () => {
      assert.deepEqual(comparable(await write(name)), comparable(read(latest, name)));
    });
  }
});

for (const release of releases) {
  for (const name of names) {
    describe(`the state of ${release}/${name}.json`, () => {
      const stored = read(release, name);
      let stand: Stand;
      let fixture: Fixture;
      beforeEach(async () => {
        stand = await Stand.open(stored.config);
        fixture = await stand.restore(stored);
      });
      afterEach(() => stand.close());

      const account = stored.args?.accountId ? OTHER_ACCOUNT : ACCOUNT;
      const live = async () => (await stand.ssm(account).getOpsItem({ OpsItemId: fixture.id })).OpsItem;

      it("has the present text, or one whose change diff tells", () => {
        for (const props of [stored.inputs, stored.outputs]) {
          if (props) assert.equal(props.__provider, providerText("opsItem"));
        }
      });

      if (!stored.args) {
        it("is read again with nothing new, and still not managed", async () => {
          const { id, props, inputs } = await stand.engine.process().read(fixture.id, fixture.outputs);
          assert.equal(id, fixture.id);
          assert.equal(inputs, undefined);
          assert.deepEqual(withoutHistory(props), withoutHistory(fixture.outputs));
        });
        return;
      }

      const args = stored.args;
      const unfinished = stored.initErrors !== undefined;

      it("says what the program manages", () => {
        assert.deepEqual(stored.outputs.__managed, managedNames(stored.inputs ?? {}, table).join(" "));
      });

      it(`plans ${unfinished ? "to finish it" : "nothing, and calls nothing"}`, async () => {
        assert.deepEqual(await stand.preview(args), {
          failures: [],
          step: unfinished ? "update" : "same",
          replaces: [],
        });
        if (!unfinished) assert.equal(await stand.up(args), "same");
        assert.deepEqual(stand.aws.requests.length, 0);
      });

      it(`shows ${unfinished ? "what is missing" : "nothing"} in a refresh, and what it had stays`, async () => {
        assert.equal(await stand.refresh(), unfinished ? "drift" : "same");
        if (unfinished) return;
        const { inputs, outputs } = stand.entry ?? { inputs: {}, outputs: {} };
        assert.deepEqual({ ...inputs, __provider: "" }, { ...fixture.inputs, __provider: "" });
        assert.deepEqual(withoutHistory(outputs), withoutHistory(fixture.outputs));
      });

      for (const first of ["at once", "after a refresh"]) {
        it(`is updated ${first}, in place`, async () => {
          if (first === "after a refresh") await stand.refresh();
          assert.equal(await stand.up({ ...args, title: "Changed" }), "update");
          assert.equal(stand.entry?.id, fixture.id);
          const item = await live();
          assert.equal(item?.Title, "Changed");
          if (args.status) assert.equal(item?.Status, args.status);
          assert.equal(await stand.up({ ...args, title: "Changed" }), "same");
          assert.equal(await stand.refresh(), "same");
        });
      }

      it("is found again when it is lost", async () => {
        stand.engine.state.clear();
        await stand.up(args);
        assert.equal(stand.entry?.id, fixture.id);
      });

      it("is replaced by another source", async () => {
        assert.equal(await stand.up({ ...args, source: "billing" }), "replace");
        assert.notEqual(stand.entry?.id, fixture.id);
      });

      it("is destroyed", async () => {
        await stand.destroy();
        if (args.accountId || args.onDelete === "resolve") assert.equal((await live())?.Status, "Resolved");
        else await assert.rejects(live(), { name: "OpsItemNotFoundException" });
      });
    });
  }
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
