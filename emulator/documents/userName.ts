import type { Context } from "../operation";

/** The caller's name, without the account: authors and reviewers are told of that way. */
export function userName({ caller }: Context): string {
  return caller.arn.split(/[:/]/).at(-1) as string;
}
