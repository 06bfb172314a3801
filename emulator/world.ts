import { passTime } from "./automation/passTime";
import type { AutomationRecord } from "./automation/record";
import { Callers, partitionOf } from "./callers";
import { type ChangeManager, changeManagerWith } from "./changeRequest/changeManager";
import type { UsedToken } from "./changeRequest/tokens";
import type { Clock } from "./clock";
import { amazonDocuments } from "./documents/amazonDocuments";
import type { DocumentRecord } from "./documents/record";
import type { IncidentManagerAccount } from "./incidentManager/account";
import { newAccount } from "./incidentManager/newAccount";
import { passTime as passIncidentManagerTime } from "./incidentManager/passTime";
import { type IncidentManagerSettings, incidentManagerSettings } from "./incidentManager/settings";
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
  readonly incidentManagerSettings: IncidentManagerSettings;
  readonly deleteLagMs: number;
  readonly delegatedAdministrator: boolean;
  /** OpsItems created, by account and month (`123456789012/2026-01`). */
  readonly createdInMonth = new Map<string, number>();
  private readonly places = new Map<string, Place>();
  /** By partition and account. */
  private readonly incidentManagers = new Map<string, IncidentManagerAccount>();
  private readonly startedAt: Date;
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
      relatedItems: 50,
      timelineEvents: 1_000,
      incidentsPerPlanPerMonth: 200,
      ...options.quotas,
    };
    this.amazonDocuments = amazonDocuments(() => this.nextSequence());
    this.changeManager = changeManagerWith(options.changeManager, () => this.passTime());
    this.incidentManagerSettings = incidentManagerSettings(options.incidentManager);
    this.startedAt = clock.now();
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

  /** What an account has of Incident Manager, whose data are the same in several regions. */
  incidentManager({ account, region }: Place): IncidentManagerAccount {
    const partition = partitionOf(region);
    const key = `${partition}/${account}`;
    const data =
      this.incidentManagers.get(key) ??
      newAccount({ partition, account }, this.incidentManagerSettings, this.startedAt, () => this.nextSequence());
    this.incidentManagers.set(key, data);
    return data;
  }

  /** The accounts' parts of a region. */
  placesIn(region: string): Place[] {
    return [...this.places.values()].filter((place) => place.region === region);
  }

  /** Lets everything happen that has become due, before anybody looks at it or changes what it depends on. */
  passTime(): void {
    const now = this.clock.now();
    for (const place of this.places.values()) passTime(place, now);
    for (const data of this.incidentManagers.values()) passIncidentManagerTime(data, now);
  }

  /** A number larger than all before: the order of creation. */
  nextSequence(): number {
    this.lastSequence += 1;
    return this.lastSequence;
  }
}
