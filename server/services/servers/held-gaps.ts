import { HOUR, type Instant, type Period } from '#shared/billing/period.ts';
import type { ServerFacts } from '#shared/billing/statement.ts';

type GapFacts = Pick<ServerFacts, 'stretches' | 'terms' | 'gapDecisions'>;

/** A gap of an hour, and what was decided about it, if anything was. */
export interface HeldGap extends Period {
  decision: 'bill' | 'free' | null;
}

/**
 * The gaps between two equal sightings that reach into an hour and are longer than the terms of the hour allow: from
 * the hour, or the sighting in it, to the next sighting. In order.
 */
export function heldGaps(hour: Instant, { stretches, terms, gapDecisions }: GapFacts): HeldGap[] {
  const inForce = terms.findLast((row) => row.from <= hour);
  if (!inForce) return [];
  const gaps: HeldGap[] = [];
  for (const [index, stretch] of stretches.entries()) {
    const next = stretches[index + 1];
    if (!next || next.state !== stretch.state || stretch.state === 'gone') continue;
    if (next.from - stretch.until <= inForce.maxGapSeconds) continue;
    const gap = { from: Math.max(hour, stretch.until), until: next.from };
    if (gap.from >= gap.until || gap.from >= hour + HOUR) continue;
    // The same rule as the engine's, on the part that lies in the hour.
    const end = Math.min(gap.until, hour + HOUR);
    const decided = gapDecisions.find(({ from, until }) => from <= gap.from && until >= end);
    gaps.push({ ...gap, decision: decided?.decision ?? null });
  }
  return gaps;
}
