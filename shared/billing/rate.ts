import { Cursor } from './cursor.ts';
import type { Instant } from './period.ts';
import type { Rate } from './types.ts';

/** The rates of one server, asked for one hour after another (time must not go back). */
export class RateBook {
  private readonly serverId: number;
  private readonly rates: Cursor<Rate>;
  private readonly byPackage = new Map<number, Rate>();
  private own: Rate | undefined;
  private read = 0;

  constructor(serverId: number, rates: readonly Rate[]) {
    this.serverId = serverId;
    this.rates = new Cursor(rates);
  }

  /** The server's own rate in force at the instant, else the one of the package. There is no fallback price. */
  at(instant: Instant, packageId: number | null): Rate | undefined {
    this.rates.at(instant);
    for (; this.read <= this.rates.index; this.read += 1) this.take(this.rates.rows[this.read]);
    return this.ownWith(packageId) ?? (packageId === null ? undefined : this.byPackage.get(packageId));
  }

  /** A price a server was kept on goes with the package it was kept for. */
  private ownWith(packageId: number | null): Rate | undefined {
    const boundTo = this.own?.whilePackageId ?? null;
    return boundTo === null || boundTo === packageId ? this.own : undefined;
  }

  private take(rate: Rate | undefined): void {
    if (!rate) return;
    if (rate.serverId === this.serverId) this.own = rate.ends ? undefined : rate;
    else if (rate.serverId === null && rate.packageId !== null) this.byPackage.set(rate.packageId, rate);
  }
}

/** The rate of a server at one instant: its own, else its package's; undefined when there is none. */
export function rateInForce(
  rates: readonly Rate[],
  { serverId, packageId, at }: { serverId: number; packageId: number | null; at: Instant },
): Rate | undefined {
  return new RateBook(serverId, rates).at(at, packageId);
}
