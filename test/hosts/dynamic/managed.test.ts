import assert from "node:assert/strict";
import type { Props } from "../../../provider/core/handler";
import { inputsAmong, MANAGED, managedNames } from "../../../provider/hosts/dynamic/managed";
import { table } from "../../../provider/opsItem/properties";

const inputs: Props = {
  ...{ title: "a", description: "b", source: "c", region: "eu-west-1", owner: "urn:pulumi:d" },
  ...{ priority: 1, status: "Open", tags: {}, tagsAll: {}, notifications: [], onDelete: "delete" },
};

describe("managedNames", () => {
  it("names what the program may leave out and does not", () => {
    assert.deepEqual(managedNames(inputs, table), [
      "notifications",
      "onDelete",
      "priority",
      "status",
      "tags",
      "tagsAll",
    ]);
  });
  it("names nothing that is no property", () => {
    assert.deepEqual(managedNames({ __provider: "x", opsItemId: "x", priority: undefined }, table), []);
  });
});

describe("inputsAmong", () => {
  const outputs: Props = {
    ...inputs,
    ...{ opsItemId: "oi-1", category: "Cost", severity: "1", version: "1", __provider: "x" },
    [MANAGED]: managedNames(inputs, table).join(" "),
  };

  it("gives back the inputs, and nothing that AWS has filled in", () =>
    assert.deepEqual(inputsAmong(outputs, table), inputs));
  it("gives back what is there of them", () => {
    const { priority, ...rest } = inputs;
    const { priority: _, ...fewer } = outputs;
    assert.deepEqual(inputsAmong(fewer, table), rest);
  });
  it("passes over names that a later release has written", () => {
    assert.deepEqual(inputsAmong({ ...outputs, later: 1, [MANAGED]: `${outputs[MANAGED]} later` }, table), inputs);
  });
  for (const managed of [undefined, null, ["title"]]) {
    it(`takes a resource with ${JSON.stringify(managed)} for one that is only read`, () =>
      assert.equal(inputsAmong({ ...outputs, [MANAGED]: managed }, table), undefined));
  }
  it("takes a resource that manages nothing optional for one of its own all the same", () => {
    const { title, description, source, region, owner } = inputs;
    assert.deepEqual(inputsAmong({ ...outputs, [MANAGED]: "" }, table), { title, description, source, region, owner });
  });
});
