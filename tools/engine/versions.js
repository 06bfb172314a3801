// @ts-check

/** The engine that is downloaded or built: the release of the `@pulumi/pulumi` we develop with. */
const engineVersion = "3.246.0";

/** The oldest engine we accept on PATH: the first whose dynamic providers return inputs from `read`. */
const oldestEngine = "3.216.0";

/** The last `sdk/v3` module that contains the Node.js language host; later it is a module that is not published. */
const hostVersion = "3.68.0";

/** True where `version` ("v3.246.0", "3.216.0-dev") is the same as `oldest` or newer. @param {string} version @param {string} oldest */
function isAtLeast(version, oldest) {
  const [found, wanted] = [numbers(version), numbers(oldest)];
  for (let i = 0; i < wanted.length; i++) {
    if ((found[i] ?? 0) !== wanted[i]) return (found[i] ?? 0) > (wanted[i] ?? 0);
  }
  return true;
}

/** @param {string} version */
function numbers(version) {
  return (/\d+(\.\d+)*/.exec(version)?.[0] ?? "0").split(".").map(Number);
}

module.exports = { engineVersion, oldestEngine, hostVersion, isAtLeast };
