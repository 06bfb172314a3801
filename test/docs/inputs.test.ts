import assert from "node:assert/strict";
import { made, madePages, pages, written } from "../../tools/docs";

describe("the docs", () => {
  for (const page of madePages) {
    it(`have in ${page} what is made from the data (npm run docs)`, () => assert.equal(written(page), made(page)));
  }

  for (const [page, table] of Object.entries(pages)) {
    it(`tell in ${page} which inputs are required`, () => {
      for (const [name, { required }] of Object.entries(table)) {
        if (required) assert.ok(written(page).includes(`**\`${name}\`**`), name);
      }
    });
  }
});
