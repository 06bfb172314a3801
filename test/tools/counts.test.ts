import assert from "node:assert/strict";
import { verdict } from "../../tools/counts";

describe("verdict", () => {
  for (const [what, counts, exitCode, line, code] of [
    ["all passed", { passed: 3, failed: 0, finished: true }, 0, "3 passed, 0 failed", 0],
    ["some failed", { passed: 3, failed: 2, finished: true }, 2, "3 passed, 2 failed", 1],
    ["no test ran", { passed: 0, failed: 0, finished: true }, 0, "0 passed, 1 failed", 1],
    ["Mocha did not start", undefined, 1, "0 passed, 1 failed", 1],
    ["Mocha was killed", { passed: 3, failed: 0, finished: false }, null, "3 passed, 1 failed", 1],
    ["an error came after the tests", { passed: 3, failed: 0, finished: true }, 7, "3 passed, 1 failed", 1],
  ] as const) {
    it(`is "${line}" where ${what}`, () => assert.deepEqual(verdict(counts, exitCode), { line, code }));
  }
});
