import assert from "node:assert/strict";
import { made, pages, written } from "../../tools/docs";

describe("the docs", () => {
  for (const page of Object.keys(pages)) {
    it(`list in ${page} the inputs of the property table (npm run docs)`, () => {
      assert.equal(written(page), made(page));
      for (const [name, { required }] of Object.entries(pages[page]!)) {
        if (required) assert.ok(written(page).includes(`**\`${name}\`**`), name);
      }
    });
  }
});
