import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { changesOf, declaredAmong, type Item, identityOf, parentIn } from "../../provider/incidentRecord/relatedItems";
import { link, simulated } from "./support";

const item = (type: string, value: Record<string, unknown>, title?: string): Item => ({
  identifier: { type, value },
  ...(title !== undefined && { title }),
});
const duty = (id: string, more: Props = {}) => item("OTHER", { pagerDutyIncidentDetail: { id, ...more } });
const parent = (opsItem: string) => item("PARENT", { arn: `arn:aws:ssm:eu-west-1:111122223333:${opsItem}` });

describe("two related items", () => {
  for (const [what, one, other, isSame] of [
    ["with the same identifier", link("a"), link("a"), true],
    ["with other titles", link("a", "A"), link("a", "B"), true],
    ["one of them with the id that AWS gives", link("a"), { ...link("a"), generatedId: "related-item/OTHER/0" }, true],
    ["one of them with nothing in the place of other forms", link("a"), item("OTHER", { url: "a", arn: null }), true],
    [
      "of which AWS does not tell the key to PagerDuty",
      duty("Q1", { secretId: "s", autoResolve: true }),
      duty("Q1"),
      true,
    ],
    ["that are parents, in two spellings", parent("opsitem/oi-1"), parent("opsItem/oi-1"), true],
    ["with other links", link("a"), link("b"), false],
    ["of other types", link("a"), item("TASK", { url: "a" }), false],
    ["in other forms", link("a"), item("OTHER", { metricDefinition: "a" }), false],
    ["of other incidents at PagerDuty", duty("Q1"), duty("Q2"), false],
    ["with links in other capitals", link("a"), link("A"), false],
    ["that are other parents", parent("opsitem/oi-1"), parent("opsitem/oi-2"), false],
  ] as [string, Item, Item, boolean][]) {
    it(`${what} are ${isSame ? "one" : "two"}`, () => assert.equal(identityOf(one) === identityOf(other), isSame));
  }
});

describe("declaredAmong", () => {
  const live = [link("theirs"), { ...link("a", "A"), generatedId: "x" }, parent("opsItem/oi-1")] as never;

  for (const [what, declared, expected] of [
    ["what is there, in the program's order and spelling", [parent("opsitem/oi-1"), link("a", "A")], undefined],
    ["no title that the program does not say", [link("a")], undefined],
    ["a title that was changed", [link("a", "Other")], [link("a", "A")]],
    ["nothing that is not there", [link("b"), link("a", "A")], [link("a", "A")]],
    ["nothing where nothing is declared", [], undefined],
  ] as [string, Item[], Item[] | undefined][]) {
    it(`tells ${what}`, () => assert.deepEqual(declaredAmong(declared, live), expected ?? declared));
  }
});

describe("changesOf", () => {
  for (const [what, olds, news, gone, added] of [
    ["nothing for the same in another order", [link("a"), link("b")], [link("b"), link("a")], [], []],
    ["what goes and what comes", [link("a"), link("b")], [link("b"), link("c")], [link("a")], [link("c")]],
    ["both for another title", [link("a", "A")], [link("a", "B")], [link("a", "A")], [link("a", "B")]],
    ["both for a title more", [link("a")], [link("a", "A")], [link("a")], [link("a", "A")]],
    ["all where there was nothing", [], [link("a")], [], [link("a")]],
    ["all where nothing stays", [link("a")], [], [link("a")], []],
  ] as [string, Item[], Item[], Item[], Item[]][]) {
    it(`is ${what}`, () =>
      assert.deepEqual(changesOf(olds, news), { gone: gone.map(({ identifier }) => identifier), added }));
  }
});

describe("parentIn", () => {
  it("is the ARN of the item that is the parent", () =>
    assert.equal(
      parentIn([link("a"), parent("opsitem/oi-1")] as never),
      "arn:aws:ssm:eu-west-1:111122223333:opsitem/oi-1",
    ));
  it("is nothing where there is none", () => assert.equal(parentIn([link("a")] as never), undefined));
});

/** All answers that AWS may give where an item is there already, or not there. */
for (const [relatedItemTwice, relatedItemAbsent, parentArn] of [
  ["success", "success", "opsitem"],
  ["ConflictException", "ResourceNotFoundException", "opsItem"],
] as const) {
  describe(`the related items of an incident, where AWS answers those that are there with ${relatedItemTwice} and those that are not with ${relatedItemAbsent}`, () => {
    const world = simulated({ answers: { relatedItemTwice, relatedItemAbsent, parentArn } });
    const { up } = world;
    /** What the incident has, but for its parent. */
    const items = async () =>
      (await world.itemsOf()).flatMap(({ generatedId, ...each }) => (each.identifier?.type === "PARENT" ? [] : [each]));
    const links = (...urls: string[]) => urls.map((url) => link(url));

    it("are those of the program", async () => {
      await up({ relatedItems: links("a", "b") });
      assert.deepEqual(await items(), links("a", "b"));
      for (const urls of [["b", "c"], ["c"], [], ["a"]]) {
        assert.equal(await up({ relatedItems: links(...urls) }), "update");
        assert.deepEqual(await items(), links(...urls));
        assert.deepEqual(world.outputs().relatedItems, links(...urls));
        assert.equal(await world.engine.refresh("a"), "same");
        assert.equal(await up({ relatedItems: links(...urls) }), "same");
      }
      assert.equal(await up(), "update");
      assert.deepEqual(await items(), []);
      assert.equal(world.outputs().relatedItems, undefined);
      assert.match(String(world.outputs().parentOpsItemId), /^oi-/);
    });

    it("leave alone those of responders and of AWS", async () => {
      await up({ relatedItems: links("a") });
      await world.changeItems({ itemToAdd: link("theirs", "T") as never });
      assert.equal(await world.engine.refresh("a"), "same");
      assert.deepEqual(world.outputs().relatedItems, links("a"));
      assert.equal((world.outputs().relatedItemsAll as unknown[]).length, 3);
      await up();
      assert.deepEqual(await items(), [link("theirs", "T")]);
    });

    it("bear that responders have added what the program adds, and removed what it removes", async () => {
      await up({ relatedItems: links("a", "b") });
      await world.changeItems({ itemToRemove: link("a").identifier as never });
      await world.changeItems({ itemToAdd: link("c") as never });
      assert.equal(await up({ relatedItems: links("b", "c") }), "update");
      assert.deepEqual(await items(), links("b", "c"));
      assert.deepEqual(world.outputs().relatedItems, links("b", "c"));
    });

    it("go on where a call has failed between two of them", async () => {
      await up({ relatedItems: links("a", "b") });
      world.engine.config["aws:maxRetries"] = "0";
      for (const index of [0, 1, 2, 3]) {
        let seen = 0;
        world.aws.faults.loseReply("UpdateRelatedItems", { where: () => seen++ === index });
        const now = index % 2 ? links("a", "b") : links("c", "d");
        await assert.rejects(up({ relatedItems: now }), { message: /^UpdateRelatedItems failed/ });
        assert.equal(await up({ relatedItems: now }), "update");
        assert.deepEqual(
          (await items()).map(({ identifier }) => identifier?.value).sort(),
          now.map((each) => each.identifier.value),
        );
        assert.equal(await world.engine.refresh("a"), "same");
      }
    });

    it("may name the OpsItem that the incident is started from, which is its parent then", async () => {
      const { OpsItemArn } = await world.ssm().createOpsItem({ Title: "a", Description: "b", Source: "c" });
      const declared = [item("PARENT", { arn: String(OpsItemArn) }), link("a")];
      await up({ relatedItems: declared });
      assert.equal(world.outputs().parentOpsItemArn, OpsItemArn);
      assert.equal((await world.itemsOf()).length, 2);
      assert.deepEqual(world.outputs().relatedItems, declared);
      assert.equal(await world.engine.refresh("a"), "same");
    });

    it("may name a parent that AWS has made, in any spelling", async () => {
      await up();
      const arn = String(world.outputs().parentOpsItemArn);
      const declared = [item("PARENT", { arn: arn.replace(/opsitem/i, "opsitem") }, "parentItem")];
      await up({ relatedItems: declared });
      assert.deepEqual(world.outputs().relatedItems, declared);
      assert.equal(await world.engine.refresh("a"), "same");
    });

    it("are all there, and none twice, on what is continued with", async () => {
      await up({ relatedItems: links("a", "b") });
      await world.changeItems({ itemToRemove: link("a").identifier as never });
      await world.changeItems({ itemToAdd: link("theirs") as never });
      const arn = world.lose();
      await up({ relatedItems: links("a", "c") });
      assert.equal(world.idOf(), arn);
      // What the program has dropped while the state was lost is nobody's to tell from a responder's.
      assert.deepEqual((await items()).map(({ identifier }) => identifier?.value?.url).sort(), [
        "a",
        "b",
        "c",
        "theirs",
      ]);
      assert.equal(await up({ relatedItems: links("a", "c") }), "same");
    });
  });
}

describe("more related items than an incident takes", () => {
  const world = simulated({ quotas: { relatedItems: 3 } });

  it("are told in AWS's words, and those that were added before are known, and removed when they are dropped", async () => {
    const links = (...urls: string[]) => urls.map((url) => link(url));
    await world.up({ relatedItems: links("a") });
    await assert.rejects(world.up({ relatedItems: links("a", "b", "c", "d") }), {
      message: /^UpdateRelatedItems failed: ValidationException/,
    });
    assert.deepEqual(world.outputs().relatedItems, links("a", "b"));
    await world.up({ relatedItems: links("a") });
    assert.equal((await world.itemsOf()).length, 2);
    assert.equal(await world.engine.refresh("a"), "same");
  });
});
