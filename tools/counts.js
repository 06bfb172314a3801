// @ts-check

/** @typedef {{ passed: number, failed: number, finished: boolean }} Counts as the reporter leaves them */

/**
 * The last line of a test run and its exit code. A run that stops in the middle, ends with an error that belongs to no
 * test, or runs nothing is one failure more.
 *
 * @param {Counts | undefined} counts
 * @param {number | null} exitCode Mocha's
 */
function verdict(counts, exitCode) {
  const { passed = 0, failed = 0, finished = false } = counts ?? {};
  const untold = !finished || passed + failed === 0 || (exitCode !== 0 && failed === 0);
  const total = failed + (untold ? 1 : 0);
  return { line: `${passed} passed, ${total} failed`, code: total === 0 ? 0 : 1 };
}

module.exports = { verdict };
