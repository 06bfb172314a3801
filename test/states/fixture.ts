import type { EmulatorOptions } from "../../emulator";
import type { Props } from "../../provider/core/handler";
import type { Stand } from "./stand";

/** What a release has written into a state for one resource, and what AWS had of it then. */
export interface Fixture {
  /** How it came to be. */
  what: string;
  config: Record<string, string>;
  /** What the program says; undefined for a resource that is only read. */
  args?: Props;
  id: string;
  inputs?: Props;
  outputs: Props;
  initErrors?: string[];
  [had: string]: unknown;
}

/** The states of a kind, in its row of `test/contract`. */
export interface States {
  /** What the resource is called. */
  name: string;
  emulator?: EmulatorOptions;
  /** By file name. */
  cases: Record<string, Case>;
  /** Brings about at AWS what the program names; answers what it then says besides. */
  given?(stand: Stand): Promise<Props>;
  /** What AWS has of it, where that is needed to have it again. */
  had?(stand: Stand, outputs: Props): Promise<Props>;
  /**
   * Has AWS have it again; answers the fixture with the ids that it has now. Without this AWS has forgotten it: an event,
   * or nothing at all.
   */
  restore?(stand: Stand, fixture: Fixture): Promise<Fixture>;
  /** Changes of the program that update and that replace it, where there are any. */
  updatedBy?: Props;
  replacedBy?: Props;
}

interface Case {
  what: string;
  config?: Record<string, string>;
  args: Props;
  /** It is only read. */
  isRead?: boolean;
  /** The operation that fails. */
  fails?: string;
  /** What happens to it then, before it is refreshed. */
  meanwhile?(stand: Stand): Promise<unknown>;
}

/** The fixture with other ids. */
export const renamed = (fixture: Fixture, ids: Record<string, string | undefined>): Fixture =>
  JSON.parse(
    Object.entries(ids).reduce((text, [old, now]) => text.replaceAll(old, String(now)), JSON.stringify(fixture)),
  );
