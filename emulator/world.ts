import { passTime } from "./automation/passTime";
import type { AutomationRecord } from "./automation/record";
import { Callers } from "./callers";
import { type ChangeManager, changeManagerWith } from "./changeRequest/changeManager";
import type { UsedToken } from "./changeRequest/tokens";
import type { Clock } from "./clock";
import { amazonDocuments } from "./documents/amazonDocuments";
import type { DocumentRecord } from "./documents/record";
import { type Answers, answersWith } from "./openQuestions";
import type { OpsItemRecord } from "./opsItem/record";
import type { EmulatorOptions, Quotas } from "./options";

/** All that exists in one account and region. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly opsItems: Map<string, OpsItemRecord>;
  /** By name. */
  readonly documents: Map<string, DocumentRecord>;
  /** By execution id. */
  readonly automations: Map<string, AutomationRecord>;
  /** Client tokens of change requests, in lower case. */
  readonly clientTokens: Map<string, UsedToken>;
}

/** The state of the emulator, and what it was told to be like. */
export class World {
  readonly callers = new Callers();
  /** Documents that every account and region has, by name. */
  readonly amazonDocuments: ReadonlyMap<string, DocumentRecord>;
  readonly answers: Answers;
  readonly quotas: Quotas;
  readonly changeManager: ChangeManager;
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
    this.quotas = {
      opsItems: 500_000,
      opsItemsPerMonth: 10_000,
      documents: 500,
      automations: 5_100,
      documentVersions: 1_000,
      ...options.quotas,
    };
    this.amazonDocuments = amazonDocuments(() => this.nextSequence());
    this.changeManager = changeManagerWith(options.changeManager, () => this.passTime());
    this.deleteLagMs = options.deleteLagMs ?? 0;
    this.delegatedAdministrator = options.delegatedAdministrator ?? true;
  }

  place(account: string, region: string): Place {
    const key = `${account}/${region}`;
    const place = this.places.get(key) ?? {
      account,
      region,
      opsItems: new Map(),
      documents: new Map(),
      automations: new Map(),
      clientTokens: new Map(),
    };
    this.places.set(key, place);
    return place;
  }

  /** The accounts' parts of a region. */
  placesIn(region: string): Place[] {
    return [...this.places.values()].filter((place) => place.region === region);
  }

  /** Lets everything happen that has become due, before anybody looks at it or changes what it depends on. */
  passTime(): void {
    for (const place of this.places.values()) passTime(place, this.clock.now());
  }

  /** A number larger than all before: the order of creation. */
  nextSequence(): number {
    this.lastSequence += 1;
    return this.lastSequence;
  }
}
