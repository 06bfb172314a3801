import type { Clock } from "./clock";

export interface Rate {
  perSecond: number;
  /** How many calls may come at once after a pause; default: `perSecond`, at least 1. */
  burst?: number;
}

/** Token buckets: one for each operation of each service, account and region. */
export class Rates {
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    private readonly rates: Record<string, Rate>,
    private readonly clock: Clock,
  ) {}

  /** Whether a call may pass; takes a token if so. */
  allow(operation: string, service: string, account: string, region: string): boolean {
    const rate = this.rates[operation] ?? this.rates["*"];
    if (!rate) return true;
    const burst = rate.burst ?? Math.max(1, rate.perSecond);
    const now = this.clock.now().getTime();
    const key = [operation, service, account, region].join("/");
    const bucket = this.buckets.get(key) ?? { tokens: burst, at: now };
    // A clock that was set back refills nothing.
    const refill = (Math.max(0, now - bucket.at) / 1000) * rate.perSecond;
    const tokens = Math.min(burst, bucket.tokens + refill);
    this.buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}
