import type { EmulatorOptions } from "../../emulator";
import type { models } from "../../emulator/model";
import type { Handler, Props } from "../../provider/core/handler";
import type { States } from "../states/fixture";
import type { simulatedFor } from "../support/simulated";

export type World = ReturnType<typeof simulatedFor>;

/** What a question has for an answer where it does not arise: the reason, which the suite looks into. */
export interface NotApplicable {
  because: string;
}

export const applies = <T>(answer: T | NotApplicable): answer is T =>
  typeof answer !== "object" || answer === null || !("because" in answer);

/** Names of what a kind needs at AWS. */
export type Given = Record<string, string>;

/** All in which one kind of resource differs from another for the contract suite. */
export interface Kind<W extends World = World> {
  /** The class that users see. */
  resource: object;
  handler: Handler;
  /** An emulator and an engine for the tests of the surrounding `describe`. */
  simulated(options?: EmulatorOptions): W;
  /** Brings about at AWS what the inputs name. */
  given?(world: W): Promise<Given>;

  /**
   * Inputs which have every property among them, `minimal` what is required alone. A change of a property begins with the
   * first that have it.
   */
  inputs: Record<string, (given: Given) => Props> & { minimal(given: Given): Props };
  /** Another value for each property. */
  others(given: Given): Props;
  /** What must change together with a property. */
  alongside?(given: Given): Record<string, Props>;
  /** Properties whose change makes a new object. */
  replacing: readonly string[];
  /** Inputs that AWS does not tell, or not as they were given. */
  untold: readonly string[];

  /** The status that AWS has for the object of these outputs; undefined when there is none. */
  status(aws: Pick<World, "ssm" | "incidents">, outputs: Props): Promise<string | undefined>;
  /** What destroy leaves: a status, or nothing. By what the program says beside `minimal`, the last that fits counting. */
  leaves: readonly (readonly [says: Props, status: string | undefined])[];
  /** How it is read without a state; by default by its id. */
  reference?(outputs: Props): string;
  /** A reference to nothing. */
  unknownId: string | NotApplicable;
  gone: Gone<W>;
  /** How messages begin that tell of the wrong account; `id` stands for the id. */
  account: string | NotApplicable;
  /** Whether AWS has on the object whose it is, so that another name is a call. */
  isMarked: boolean;

  /** What releases have left of it in states. */
  states: States;

  model: Model | NotApplicable;
  /** Values on both sides of each pattern, by what the table says that it means. */
  patterns?: Record<string, Examples>;
  /** Values for places where more is asked than any value of the shape. */
  samples?: Record<string, (index: number) => unknown>;
  /** Limits beyond which AWS takes a value, and why we do not. */
  awsTakes?: Record<string, string>;
  /** Places of which AWS asks more than the table says, and what: of what we take there it may refuse some. */
  askedBesides?: Record<string, string>;
  /**
   * What no shape can say, on both sides, each beside `minimal`; and what is refused though AWS's model does not say so, lest
   * a table lose it unseen.
   */
  rules: { taken: readonly Props[]; refused: readonly Refused[] };
  /** Makes inputs of which only one property was chosen agree with themselves. */
  fitting?(args: Props): Props;
}

/** What comes of an object that is not there any more. */
export interface Gone<W extends World = World> {
  /** How it goes, behind our back. */
  how(world: W, outputs: Props): Promise<unknown>;
  /** `gone`: an object, which is made again. `same`: an event, which stays in the state. */
  refresh: "gone" | "same";
  /** What a refresh warns of; `id` stands for the id. */
  warns?: string;
  /** What comes of a change of a property: `update`, or what is said where it is refused; `id` stands for the id. */
  updates: Record<string, string>;
}

/** Where AWS's model of its API speaks of the kind. */
export interface Model {
  service: keyof typeof models;
  /** The operation that makes it, then those that change it. */
  operations: readonly [string, ...string[]];
  /** Members of their requests that are no properties: made, or sent, by ourselves. */
  ours: readonly string[];
  /** Properties that operations in other words change. */
  changedOtherwise?: readonly string[];
  /** Where the table says something else than the model, and why. */
  differences: Record<string, string>;
}

export interface Examples {
  taken: readonly string[];
  refused: readonly string[];
}

/** `why`: why AWS, which is told of it, is not asked, or may take it. */
export type Refused = readonly [args: Props, reason: string, why?: string];

/** What the destruction of an object of these inputs leaves. */
export function leftBy({ leaves }: Kind, inputs: Props): string | undefined {
  return leaves.findLast(([says]) => Object.entries(says).every(([name, value]) => inputs[name] === value))?.[1];
}
