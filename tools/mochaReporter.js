// @ts-check
const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

/** Mocha's usual output; the counts also go to a file, after every test, so that they are known even after a crash. */
class CountingReporter extends reporters.Spec {
  /** @param {Mocha.Runner} runner @param {Mocha.MochaOptions} options */
  constructor(runner, options) {
    super(runner, options);
    const counts = { passed: 0, failed: 0, finished: false };
    const save = () => writeFileSync(String(process.env.PULUMI_AWS_OPS_COUNTS), JSON.stringify(counts));
    runner.on("pass", () => {
      counts.passed++;
      save();
    });
    runner.on("fail", () => {
      counts.failed++;
      save();
    });
    runner.on("end", () => {
      counts.finished = true;
      save();
    });
  }
}

module.exports = CountingReporter;
