import type { Instant } from '#shared/billing/period.ts';
import type { Stretch, Terms } from '#shared/billing/statement.ts';
import type { LatestStretch } from './stretch-changes.ts';

/** Complete sweeps in order of their start, with the places where too long passed between two of them. */
export interface SweepTimes {
  starts: readonly Instant[];
  /** Indexes of the sweeps that came too late after the one before. */
  late: readonly number[];
  terms: readonly GapTerms[];
  /** Sweeps before this instant are left out, but for the last of them. */
  since: Instant;
}

export type GapTerms = Pick<Terms, 'from' | 'maxGapSeconds'>;

/** `starts` and `terms` are ordered; `starts` has all sweeps after `since`, and the last one before it. */
export function sweepTimes(
  starts: readonly Instant[],
  { terms, since }: Pick<SweepTimes, 'terms' | 'since'>,
): SweepTimes {
  const late: number[] = [];
  for (let index = 1; index < starts.length; index += 1) {
    const [before, start] = [starts[index - 1] as Instant, starts[index] as Instant];
    if (start - before > maxGapBetween(before, start, terms)) late.push(index);
  }
  return { starts, late, terms, since };
}

/** The smallest `maxGapSeconds` in force at any time from `from` to `until`; no limit where there are no terms. */
export function maxGapBetween(from: Instant, until: Instant, terms: readonly GapTerms[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let index = terms.length - 1; index >= 0; index -= 1) {
    const row = terms[index] as GapTerms;
    if (row.from > until) continue;
    smallest = Math.min(smallest, row.maxGapSeconds);
    if (row.from <= from) break;
  }
  return smallest;
}

/**
 * An open stretch as sightings: one stretch up to the last sweep after it began, cut wherever nobody looked for too
 * long. No work a sweep: a server that saw no gap costs a binary search.
 */
export function resolveOpen(open: LatestStretch, { starts, late, terms, since }: SweepTimes): Stretch[] {
  const { firstSeenAt, state, customerId } = open;
  const first = firstAfter(starts, firstSeenAt);
  const resolved: Stretch[] = [];
  let from = firstSeenAt;
  let until = firstSeenAt;
  const cut = (next: Instant) => {
    resolved.push({ from, until, state, customerId });
    from = next;
  };
  const sawFirst = starts[first];
  if (sawFirst !== undefined) {
    // What came between its beginning and a sweep before `since` was left out, and is of no matter.
    if (sawFirst > since && sawFirst - firstSeenAt > maxGapBetween(firstSeenAt, sawFirst, terms))
      cut(sawFirst);
    for (let gap = firstAfter(late, first); gap < late.length; gap += 1) {
      const index = late[gap] as number;
      until = starts[index - 1] as Instant;
      cut(starts[index] as Instant);
    }
    until = starts[starts.length - 1] as Instant;
  }
  resolved.push({ from, until, state, customerId });
  return resolved;
}

/** Index of the first number above `value` in an ordered list; its length when there is none. */
export function firstAfter(ordered: readonly number[], value: number): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
