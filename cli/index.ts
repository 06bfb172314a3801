#!/usr/bin/env node
import { printable } from "../provider/core/printable";
import { UsageError } from "./commands/command";
import { runCommand } from "./commands/commands";

runCommand(process.argv.slice(2)).catch((error: Error) => {
  const hint = error instanceof UsageError ? " (see pulumi-aws-ops --help)" : "";
  process.stderr.write(`pulumi-aws-ops: ${printable(error.message)}${hint}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
