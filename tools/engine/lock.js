// @ts-check
const { rmSync } = require("node:fs");
const { mkdir, rm, stat, utimes } = require("node:fs/promises");
const { setTimeout: sleep } = require("node:timers/promises");

/**
 * Runs `work` while nobody else holds the lock folder. A holder that was killed stops touching the folder, and is
 * then replaced. Two waiters that replace it in the same instant would both work: the lock saves time, what keeps the
 * result whole is that it is published by one rename.
 *
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @param {{ onWait?: () => void, touchMs?: number, staleMs?: number }} [options]
 * @returns {Promise<T>}
 */
async function withLock(folder, work, { onWait, touchMs = 1000, staleMs = 15_000 } = {}) {
  let waited = false;
  while (!(await taken(folder))) {
    if (!waited) onWait?.();
    waited = true;
    if (await isStale(folder, staleMs)) await rm(folder, { recursive: true, force: true });
    else await sleep(touchMs / 2);
  }
  const release = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", release); // on Ctrl-C
  const touching = setInterval(() => utimes(folder, new Date(), new Date()).catch(() => {}), touchMs);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    process.off("exit", release);
    release();
  }
}

/** @param {string} folder */
async function taken(folder) {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} folder @param {number} staleMs */
async function isStale(folder, staleMs) {
  const found = await stat(folder).catch(() => undefined); // released meanwhile: try again
  return found !== undefined && Date.now() - found.mtimeMs > staleMs;
}

module.exports = { withLock };
