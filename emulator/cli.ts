#!/usr/bin/env node
import { type Command, UsageError } from "./commands/command";
import { emulator } from "./commands/emulator";

const commands: Record<string, Command> = { emulator };

function help(): string {
  const list = Object.values(commands).map(({ usage, summary }) => `  ${usage}\n      ${summary}`);
  return ["Usage: pulumi-aws-ops <command> [options]", "", "Commands:", ...list, ""].join("\n");
}

async function main([name, ...args]: string[]): Promise<void> {
  if ([name, ...args].some((word) => word === "--help" || word === "-h")) {
    process.stdout.write(help());
    return;
  }
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const known = Object.keys(commands).join(", ");
    throw new UsageError(
      name === undefined ? `give a command: ${known}` : `there is no command "${name}", only ${known}`,
    );
  }
  await command.run(args);
}

main(process.argv.slice(2)).catch((error: Error) => {
  const hint = error instanceof UsageError ? " (see pulumi-aws-ops --help)" : "";
  process.stderr.write(`pulumi-aws-ops: ${error.message}${hint}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
