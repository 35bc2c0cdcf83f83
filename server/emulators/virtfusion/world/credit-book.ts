import type { Instant } from './entities.ts';

/** One posted amount of tokens. `units` counts steps of the smallest decimal place the panel keeps. */
export interface CreditEntry {
  readonly id: number;
  readonly userId: number;
  readonly units: bigint;
  readonly reference_1: string | null;
  readonly reference_2: string | null;
  readonly at: Instant;
  cancelled: Instant | null;
}

/** Token credit of users. Nothing here is idempotent: that is the panel's nature. */
export class CreditBook {
  readonly #entries: CreditEntry[] = [];
  readonly #sums = new Map<number, bigint>();
  readonly #decimals: () => number;

  constructor(decimals: () => number) {
    this.#decimals = decimals;
  }

  /** Every entry of all users, oldest first; the panel itself never lists them. */
  get entries(): readonly CreditEntry[] {
    return this.#entries;
  }

  /** @param tokens any finite amount below 10^15, negative to charge; kept to the panel's decimals. */
  post(
    userId: number,
    tokens: number,
    more: { at: Instant; reference_1?: string | null; reference_2?: string | null },
  ): CreditEntry {
    const entry: CreditEntry = {
      id: this.#entries.length + 1,
      userId,
      units: BigInt(tokens.toFixed(this.#decimals()).replace('.', '')),
      reference_1: more.reference_1 ?? null,
      reference_2: more.reference_2 ?? null,
      at: more.at,
      cancelled: null,
    };
    this.#entries.push(entry);
    this.#sums.set(userId, this.unitsOf(userId) + entry.units);
    return entry;
  }

  /** Undoes an entry as a whole; false when it was undone before. */
  cancel(entry: CreditEntry, at: Instant): boolean {
    if (entry.cancelled !== null) return false;
    entry.cancelled = at;
    this.#sums.set(entry.userId, this.unitsOf(entry.userId) - entry.units);
    return true;
  }

  find(id: number): CreditEntry | undefined {
    return this.#entries[id - 1];
  }

  /** Sum of a user's entries that are not cancelled, in units. */
  unitsOf(userId: number): bigint {
    return this.#sums.get(userId) ?? 0n;
  }

  /** Units as decimal text with the panel's decimals, such as `-12.0068`. */
  format(units: bigint): string {
    const decimals = this.#decimals();
    const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
    const cut = digits.length - decimals;
    const text = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
    return units < 0n ? `-${text}` : text;
  }
}
