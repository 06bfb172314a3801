import assert from "node:assert/strict";
import type { Props } from "../../provider/core/handler";
import { Secret, withSecrets } from "../../provider/core/secret";

describe("withSecrets", () => {
  const outs = { keepsSecret: true, all: ["a"], title: "b", none: undefined };

  it("keeps secret what tells of secret inputs, and nothing else", () =>
    assert.deepEqual(withSecrets(outs, ["all", "none", "missing"]), { ...outs, all: new Secret(["a"]) }));

  for (const keepsSecret of [undefined, false]) {
    it(`keeps nothing secret where the inputs hold none (${keepsSecret})`, () => {
      const open: Props = { ...outs, keepsSecret };
      assert.equal(withSecrets(open, ["all"]), open);
    });
  }
});
