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

/** Runs a command as a user would type it, and shows what it printed. */
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

/** What a command printed, without what only says "still at it", and in lines that fit a terminal. */
export function show(printed: string) {
  const lines = printed
    .replace(/^Outputs:\s*\n(.+\n)*/m, "")
    .split("\n")
    .map(shortened);
  const worth = lines.filter((line) => !noise.some((pattern) => pattern.test(line))).filter(isLastOfStep);
  for (const line of worth.flatMap((one) => wrapped(one))) say(style("dim", `  ${line}`));
}

/** Long names whose beginnings are all alike, and addresses of the console, which lead nowhere here. */
function shortened(line: string) {
  return line
    .trimEnd()
    .replace("pulumi-nodejs:dynamic/", "")
    .replace(/(arn:aws:ssm-incidents::)\S+\//, "$1…/")
    .replace(/(https:\/\/[^/]+\/)\S+/, "$1…");
}

const noise = [
  /^\s*$/,
  /^@ /, // "@ updating....."
  /ing( \w+)? \(\d+s\)( \[diff[^\]]*\])?;?$/, // "creating (0s)", before "created (0.2s)"
  /^ \+-/, // "replaced", between "deleted original" and "created replacement"
  / refresh \([\d.]+s\)$/, // without a difference
  /^ {4}\S+:\S+ \S+$/, // nothing to do
  /^\.+$/,
  /pulumi:pulumi:Stack/,
  /^ +\[(urn|id)=/,
  /^(Previewing|Updating|Refreshing|Destroying)/,
  /^Duration:/,
  /^The resources in the stack have been deleted/,
  /^If you want to remove the stack completely/,
];

/** A row is printed again whenever there is more to say: "creating", "creating … started", "created". */
function isLastOfStep(line: string, index: number, lines: string[]) {
  const step = stepIn(line);
  return !step || !lines.slice(index + 1).some((later) => stepIn(later) === step);
}

const stepIn = (line: string) => /^ ?\S+ +\S+ \S+ \w+?(?=ing |ed )/.exec(line)?.[0];

const WIDTH = 95;

function wrapped(line: string, indent = " ".repeat(line.search(/[\w"]/) + 2)): string[] {
  const at = line.lastIndexOf(" ", WIDTH);
  if (line.length <= WIDTH || at <= indent.length) return [line];
  return [line.slice(0, at), ...wrapped(indent + line.slice(at + 1), indent)];
}
