import { isDeepStrictEqual } from "node:util";
import { Clients } from "../../core/clients";
import { systemClock } from "../../core/clock";
import type { Clock } from "../../core/handler";
import { type ReadConfig, readSettings } from "../../core/settings";
import { engineAddress, engineGone } from "./engine";
import { engineMessages, type Messages } from "./messages";

/** What the host takes from its surroundings; tests hand in their own. */
export interface Surroundings {
  clock: Clock;
  messages: Messages;
  engineGone(): AbortSignal;
}

const surroundings: Surroundings = {
  clock: systemClock,
  messages: engineMessages(),
  engineGone: () => engineGone(engineAddress()),
};

/**
 * What all kinds of resources in one process share: its configuration, and the clients, which must see all the traffic
 * to keep within what AWS allows.
 */
export class Session {
  private config: ReadConfig = () => undefined;
  private isRead = false;
  private opened?: { clients: Clients; signal: AbortSignal };

  constructor(readonly around: Surroundings = surroundings) {}

  /** Called once for each kind of resource, always with the same: clients that are in use stay. */
  configure(config: ReadConfig): void {
    this.config = config;
    this.isRead = false;
  }

  open(): { clients: Clients; signal: AbortSignal } {
    if (this.opened && this.isRead) return this.opened;
    const settings = readSettings(this.config); // throws before anything is begun
    this.isRead = true;
    if (this.opened && isDeepStrictEqual(this.opened.clients.settings, settings)) return this.opened;
    const signal = this.opened?.signal ?? this.around.engineGone();
    this.opened = { signal, clients: new Clients(settings, signal, this.around.clock) };
    return this.opened;
  }
}
