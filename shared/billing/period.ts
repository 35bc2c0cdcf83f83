/** A whole number of seconds since 1970-01-01T00:00:00Z. UTC has no daylight saving, so neither has the engine. */
export type Instant = number;

/** A stretch of time, half-open: includes `from`, excludes `until`. */
export interface Period {
  from: Instant;
  until: Instant;
}

/** Seconds in an hour. */
export const HOUR = 3600;

/** The start of the clock hour (UTC) an instant lies in. */
export function hourOf(instant: Instant): Instant {
  return Math.floor(instant / HOUR) * HOUR;
}

/** The starts of the clock hours that lie wholly inside the period, in order. */
export function hoursBetween({ from, until }: Period): Instant[] {
  const first = Math.ceil(from / HOUR) * HOUR;
  const count = Math.max(0, Math.floor((until - first) / HOUR));
  return Array.from({ length: count }, (_, index) => first + index * HOUR);
}

/** The time both have in common, or null when that is no time at all (touching periods share none). */
export function overlap(one: Period, other: Period): Period | null {
  const from = Math.max(one.from, other.from);
  const until = Math.min(one.until, other.until);
  return from < until ? { from, until } : null;
}

/** Seconds; 0 for a period that ends before it begins. */
export function length({ from, until }: Period): number {
  return Math.max(0, until - from);
}

/** The same time as ordered periods that neither overlap nor touch; empty ones vanish. */
export function merge(periods: readonly Period[]): Period[] {
  const merged: Period[] = [];
  const ordered = periods.filter((period) => length(period) > 0).sort((a, b) => a.from - b.from);
  for (const { from, until } of ordered) {
    const last = merged.at(-1);
    if (last && from <= last.until) last.until = Math.max(last.until, until);
    else merged.push({ from, until });
  }
  return merged;
}

/** The time of `periods` that lies in none of `holes`, as ordered periods that neither overlap nor touch. */
export function without(periods: readonly Period[], holes: readonly Period[]): Period[] {
  let left = merge(periods);
  for (const hole of merge(holes)) {
    left = left.flatMap((period) =>
      [
        { from: period.from, until: Math.min(period.until, hole.from) },
        { from: Math.max(period.from, hole.until), until: period.until },
      ].filter((part) => length(part) > 0),
    );
  }
  return left;
}
