// @ts-check
const { spawn } = require("node:child_process");

/**
 * Runs a command to its end; a command that cannot be started ends with code -1 and says so in `stderr`.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
function run(command, args, { cwd, env, timeoutMs, onLine } = {}) {
  return new Promise((resolve) => {
    const shell = process.platform === "win32" && !command.endsWith(".exe"); // .cmd files need one
    const signal = timeoutMs ? AbortSignal.timeout(timeoutMs) : undefined;
    const child = spawn(command, args, { cwd, env, shell, signal, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr, unfinished] = ["", "", ""];
    child.stdout.on("data", (data) => {
      stdout += data;
    });
    child.stderr.on("data", (data) => {
      stderr += data;
      const lines = (unfinished + data).split("\n");
      unfinished = lines.pop() ?? "";
      for (const line of lines) onLine?.(line);
    });
    child.on("error", (error) => resolve({ code: -1, stdout, stderr: error.message }));
    child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

/** The last line that says something, for errors that should fit on one. @param {string} text */
function lastLine(text) {
  return text.trim().split("\n").pop()?.trim() ?? "";
}

module.exports = { run, lastLine };
