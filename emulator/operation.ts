import type { Caller } from "./callers";
import type { Place, World } from "./world";

/** What an operation knows besides its input. */
export interface Context {
  readonly caller: Caller;
  /** The caller's own account, in the region of the request. */
  readonly place: Place;
  readonly world: World;
  /** The present, by the emulator's clock. */
  readonly now: Date;
  /** For what the call creates: whether reads see it yet. Counts against `faults.hideNew`, so asked once, at the end. */
  visibility(): () => boolean;
}

/** The SDK's type of an input after validation: what is required is there, and unions have a member that is known. */
export type Checked<Input> = Input extends Date
  ? Input
  : Input extends { $unknown: unknown }
    ? never
    : Input extends (infer Element)[]
      ? Checked<Element>[]
      : Input extends object
        ? { [Name in keyof Input]: Checked<NonNullable<Input[Name]>> }
        : Input;

/** One AWS operation: from a checked input to the output, or an `AwsError` thrown. */
export type Operation<Input, Output> = (input: Checked<Input>, context: Context) => Omit<Output, "$metadata">;
