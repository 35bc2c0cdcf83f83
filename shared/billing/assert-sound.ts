import { HOUR, type Instant } from './period.ts';
import type { ServerFacts, Stretch } from './types.ts';

/**
 * Refuses facts that would be mispriced in silence: rows out of order, sightings that overlap, instants off the
 * hour, or counts of a month later than the hours to be billed.
 */
export function assertSound(facts: ServerFacts, until: Instant): void {
  assertWholeHour(facts.billedUntil, 'billedUntil', facts);
  assertWholeHour(until, 'until', facts);
  assertOrdered(facts.packages, 'packages', facts);
  assertOrdered(facts.rates, 'rates', facts);
  assertOrdered(facts.terms, 'terms', facts);
  assertStretches(facts.stretches, facts);
  if (facts.month && facts.month.month > facts.billedUntil) {
    fail(facts, `the month so far begins at ${facts.month.month}, after billedUntil ${facts.billedUntil}`);
  }
}

function assertWholeHour(instant: Instant, name: string, facts: ServerFacts): void {
  if (instant % HOUR !== 0) fail(facts, `${name} ${instant} is not a whole hour`);
}

function assertOrdered(rows: readonly { from: Instant }[], name: string, facts: ServerFacts): void {
  let previous = Number.NEGATIVE_INFINITY;
  for (const { from } of rows) {
    if (from < previous) fail(facts, `${name} are not ordered by "from"`);
    previous = from;
  }
}

function assertStretches(stretches: readonly Stretch[], facts: ServerFacts): void {
  let previous = Number.NEGATIVE_INFINITY;
  for (const { from, until } of stretches) {
    if (from < previous || until < from) fail(facts, 'stretches overlap or are not in order');
    previous = until;
  }
}

function fail(facts: ServerFacts, problem: string): never {
  throw new RangeError(`Cannot bill server ${facts.serverId}: ${problem}.`);
}
