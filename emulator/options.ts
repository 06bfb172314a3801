import type { ChangeManager } from "./changeRequest/changeManager";
import type { IncidentManagerOptions } from "./incidentManager/settings";
import type { Answers } from "./openQuestions";
import type { Rate } from "./rates";

/** How an emulator behaves. Everything has a default. */
export interface EmulatorOptions {
  /** TCP port; default 0, a free one. */
  port?: number;
  /** Address to listen on; default 127.0.0.1. */
  host?: string;
  /** Where the emulator's clock starts; default: the present. It runs from there. */
  now?: Date;
  /** How long, by the emulator's clock, a deleted OpsItem is still seen; default 0. */
  deleteLagMs?: number;
  /**
   * Calls an operation bears before it throttles, by account and region: `{ CreateOpsItem: { perSecond: 5, burst: 1 } }`.
   * `"*"` stands for each operation that is not named. Default: no limits. Measured by the emulator's clock.
   */
  rates?: Record<string, Rate>;
  /** Whether callers may reach OpsItems of other accounts, as a delegated administrator may; default true. */
  delegatedAdministrator?: boolean;
  /** Settings of Change Manager, which `emulator.changeManager` can change later. */
  changeManager?: Partial<ChangeManager>;
  /**
   * What every account has of Incident Manager from the start, and how long things take there; default: nothing, and no
   * time. `{ replicationSet: ["eu-west-1"], responsePlans: [{ name: "drill" }] }` lets incidents be started.
   */
  incidentManager?: IncidentManagerOptions;
  /** AWS's account quotas, where a test wants them lower. */
  quotas?: Partial<Quotas>;
  /** Answers to `openQuestions` other than the likely ones. */
  answers?: Partial<Answers>;
}

export interface Quotas {
  /** OpsItems in an account and region; default 500,000. */
  opsItems: number;
  /** OpsItems created by an account in a calendar month; default 10,000. */
  opsItemsPerMonth: number;
  /** Automations in an account and region that run or wait; default 5,100. */
  automations: number;
  /** Documents in an account and region; default 500. */
  documents: number;
  /** Versions of a document; default 1,000. */
  documentVersions: number;
  /** Related items of an incident; default 50. */
  relatedItems: number;
  /** Timeline events of an incident; default 1,000. */
  timelineEvents: number;
  /** Incidents that a response plan starts in a calendar month; default 200. */
  incidentsPerPlanPerMonth: number;
}
