import assert from "node:assert/strict";
import { awsNameOf, list, map, spelledAlike, struct, text, whole } from "../../../provider/core/properties/rows";
import { toAws } from "../../../provider/core/properties/toAws";

describe("spelledAlike", () => {
  const doc = "";
  const rows = {
    title: text({ doc, length: [0, 5], required: true }),
    items: list({
      doc,
      unordered: true,
      of: struct({ itemId: text({ required: true }), more: struct({ deepId: text({}) }) }),
    }),
    groups: map({ doc, of: list({ of: struct({ groupId: whole({}) }) }) }),
  };
  const alike = spelledAlike(rows);

  it("calls everything at AWS as programs do, at every level", () => {
    const inputs = {
      title: "a",
      items: [{ itemId: "b", more: { deepId: "c" } }],
      groups: { aKey: [{ groupId: 1 }] },
    };
    assert.deepEqual(toAws(alike, inputs), inputs);
    assert.notDeepEqual(toAws(rows, inputs), inputs);
    for (const name of Object.keys(rows))
      assert.equal(awsNameOf(name, alike[name as keyof typeof rows] as object), name);
  });

  it("leaves all else of the rows as it is", () => {
    const { awsName, ...title } = alike.title as typeof rows.title & { awsName?: string };
    assert.deepEqual(title, rows.title);
    const { unordered, of } = alike.items;
    assert.equal(unordered, true);
    assert.deepEqual(Object.keys(of.members), ["itemId", "more"]);
    assert.equal(of.members.itemId?.required, true);
  });
});
