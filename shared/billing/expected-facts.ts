import { Cursor } from './cursor.ts';
import type { Instant } from './period.ts';
import type { ServerFacts, Stretch } from './types.ts';

/** What is taken for granted about the time until a run that has not come yet. */
export interface Expectation {
  /** Epoch seconds: up to here there is evidence. */
  now: Instant;
  /** Epoch seconds: when the run will look and bill. */
  at: Instant;
}

/**
 * The facts a later run would find if every server stayed as it was last seen, and were looked at again from now on.
 * What lies before `now` stays as it is: a gap in the evidence stays a gap.
 */
export function expectedFacts(facts: ServerFacts, { now, at }: Expectation): ServerFacts {
  return at <= now ? facts : { ...facts, stretches: stayingSo(facts, { now, at }) };
}

function stayingSo(
  { stretches, terms }: ServerFacts,
  { now, at }: { now: Instant; at: Instant },
): readonly Stretch[] {
  const last = stretches.at(-1);
  if (!last || last.state === 'gone' || last.until >= at) return stretches;
  const maxGapSeconds = new Cursor(terms).at(now)?.maxGapSeconds ?? 0;
  // Not seen for long: what a next look finds is a stretch of its own, after a gap.
  if (now - last.until > maxGapSeconds) return [...stretches, { ...last, from: now, until: at }];
  return [...stretches.slice(0, -1), { ...last, until: at }];
}
