import { styleText } from "node:util";
import type { Result, Stack } from "../../test/support/engine";
import type { Command, CommandOptions } from "../../test/support/engine/stack";

const style = (format: "bold" | "dim" | "cyan", text: string) =>
  process.stdout.isTTY ? styleText(format, text) : text;

export const bold = (text: string) => style("bold", text);

let chapter = 0;

export function title(text: string) {
  console.log(`\n${bold(`${++chapter}. ${text}`)}`);
}

export function say(text: string) {
  console.log(`   ${text}`);
}

/** Runs a command as a user would type it, and shows what it printed without the lines that only say "still at it". */
export async function pulumi(stack: Stack, verb: Command, options: CommandOptions = {}): Promise<Result> {
  command(`pulumi ${[verb, ...(options.flags ?? [])].join(" ")}`);
  const result = await stack[verb](options);
  show(result.stdout);
  return result;
}

/** What somebody types. */
export function command(line: string) {
  say(style("cyan", `$ ${line}`));
}

/** What a command printed. */
export function show(printed: string) {
  const lines = printed.replace(/^Outputs:\s*\n(\s{4}.*\n)*/m, "").split("\n");
  for (const line of lines.filter(worthShowing)) say(style("dim", `  ${line.trimEnd()}`));
}

const noise = [
  /^\s*$/,
  /^@ /, // "@ updating....."
  /ing( \w+)? \(\d+s\)( \[diff.*)?\s*$/, // "creating (0s)", before "created (0.2s)"
  /^\.+$/,
  / pulumi:pulumi:Stack /,
  /^(Previewing|Updating|Refreshing|Destroying)/,
  /^Duration:/,
  /^The resources in the stack have been deleted/,
  /^If you want to remove the stack completely/,
];

function worthShowing(line: string) {
  return !noise.some((pattern) => pattern.test(line));
}
