// @ts-check

/** @typedef {(line: string) => void} Log */

/** "1 min 05 s". @param {number} ms */
function duration(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/**
 * Says what starts and how long it takes, every so often that it goes on, and when it is done.
 *
 * @template T
 * @param {Log} log
 * @param {string} what
 * @param {(note: (text: string) => void) => Promise<T>} work `note` sets what is added to the next "goes on" line
 * @param {{ everyMs?: number }} [options]
 * @returns {Promise<T>}
 */
async function withProgress(log, what, work, { everyMs = 15_000 } = {}) {
  const started = Date.now();
  let noted = "";
  log(`${what} …`);
  const timer = setInterval(() => log(`  … ${duration(Date.now() - started)}${noted && `, ${noted}`}`), everyMs);
  try {
    const result = await work((text) => {
      noted = text;
    });
    log(`  done in ${duration(Date.now() - started)}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

module.exports = { withProgress, duration };
