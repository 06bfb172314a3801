import { Callers } from "./callers";
import type { Clock } from "./clock";
import { type Answers, answersWith } from "./openQuestions";
import type { OpsItemRecord } from "./opsItem/record";
import type { EmulatorOptions, Quotas } from "./options";

/** All that exists in one account and region. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly opsItems: Map<string, OpsItemRecord>;
}

/** The state of the emulator, and what it was told to be like. */
export class World {
  readonly callers = new Callers();
  readonly answers: Answers;
  readonly quotas: Quotas;
  readonly deleteLagMs: number;
  readonly delegatedAdministrator: boolean;
  /** OpsItems created, by account and month (`123456789012/2026-01`). */
  readonly createdInMonth = new Map<string, number>();
  private readonly places = new Map<string, Place>();
  private lastSequence = 0;

  constructor(
    readonly clock: Clock,
    options: EmulatorOptions,
  ) {
    this.answers = answersWith(options.answers);
    this.quotas = { opsItems: 500_000, opsItemsPerMonth: 10_000, ...options.quotas };
    this.deleteLagMs = options.deleteLagMs ?? 0;
    this.delegatedAdministrator = options.delegatedAdministrator ?? true;
  }

  place(account: string, region: string): Place {
    const key = `${account}/${region}`;
    const place = this.places.get(key) ?? { account, region, opsItems: new Map() };
    this.places.set(key, place);
    return place;
  }

  /** The accounts' parts of a region. */
  placesIn(region: string): Place[] {
    return [...this.places.values()].filter((place) => place.region === region);
  }

  /** A number larger than all before: the order of creation. */
  nextSequence(): number {
    this.lastSequence += 1;
    return this.lastSequence;
  }
}
