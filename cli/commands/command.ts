/** A command of `pulumi-aws-ops`. */
export interface Command {
  /** How it is called, for the help text. */
  usage: string;
  /** What it does, in a line or two. */
  summary: string;
  /** Runs it; resolves when there is nothing left to do. */
  run(args: string[]): Promise<void>;
}

/** A call that was written wrongly; the exit code is then 2, and 1 for every other error. */
export class UsageError extends Error {}

/** What `parseArgs` reads, with its complaints as those of a wrong call. */
export function parsed<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    throw new UsageError((error as Error).message.replace(/\. To specify .*$/s, ""));
  }
}
