import { type Command, UsageError } from "./command";
import { approve, reject } from "./decide";
import { emulator } from "./emulator";

const commands: Record<string, Command> = { approve, reject, emulator };

/** Runs the command that the arguments name. */
export async function runCommand([name, ...args]: string[]): Promise<void> {
  if ([name, ...args].some((word) => word === "--help" || word === "-h")) {
    process.stdout.write(help());
    return;
  }
  const known = Object.keys(commands).join(", ");
  if (name === undefined) throw new UsageError(`give a command: ${known}`);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`there is no command "${name}", only ${known}`);
  await command.run(args);
}

/** What `--help` prints. */
export function help(): string {
  const list = Object.values(commands).map(
    ({ usage, summary }) => `  ${usage}\n      ${summary.replaceAll("\n", "\n      ")}`,
  );
  return ["Usage: pulumi-aws-ops <command> [options]", "", "Commands:", ...list, ""].join("\n");
}
