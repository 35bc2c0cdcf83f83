import type { Cursor } from './cursor.ts';
import { HOUR, type Instant, length, overlap, type Period } from './period.ts';
import type { ServerState, Stretch } from './types.ts';

/** A part of an hour with the states seen at both ends of the evidence around it. Half-open. */
export interface Segment extends Period {
  before: ServerState;
  after: ServerState;
  /** Seconds between the two sightings that bound it, clipped by nothing; 0 inside a stretch. */
  unseenSeconds: number;
}

/** True when there is something of ours in it: neither end says that the server is gone or VirtFusion's to bill. */
export function isOurs({ before, after }: Segment): boolean {
  return isOurState(before) && isOurState(after);
}

export function isOurState(state: ServerState): boolean {
  return state !== 'gone' && state !== 'native';
}

/**
 * What is known about one hour while billing was on, in order. Time before the first sighting or after a last
 * one has no segment. Both cursors must have been moved to the hour.
 */
export function segmentsOf(
  hour: Instant,
  stretches: Cursor<Stretch>,
  switchedOn: Cursor<Period>,
): readonly Segment[] {
  const until = hour + HOUR;
  const on = periodsIn({ from: hour, until }, switchedOn);
  const segments: Segment[] = [];
  for (let index = Math.max(0, stretches.index); index < stretches.rows.length; index += 1) {
    const [stretch, next] = [stretches.rows[index], stretches.rows[index + 1]];
    if (!stretch || stretch.from >= until) break;
    addParts(segments, on, stretch, { before: stretch.state, after: stretch.state, unseenSeconds: 0 });
    // Gone is gone until seen again. That is no gap, or a later return would change hours already settled.
    if (!next || stretch.state === 'gone') continue;
    const unseen = { from: stretch.until, until: next.from };
    addParts(segments, on, unseen, {
      before: stretch.state,
      after: next.state,
      unseenSeconds: length(unseen),
    });
  }
  return segments;
}

function addParts(
  segments: Segment[],
  on: readonly Period[],
  evidence: Period,
  { before, after, unseenSeconds }: Omit<Segment, 'from' | 'until'>,
): void {
  for (const period of on) {
    const part = overlap(evidence, period);
    if (part) segments.push({ from: part.from, until: part.until, before, after, unseenSeconds });
  }
}

/** The parts of the cursor's periods that lie in the hour. */
function periodsIn(hour: Period, periods: Cursor<Period>): Period[] {
  const parts: Period[] = [];
  for (let index = Math.max(0, periods.index); index < periods.rows.length; index += 1) {
    const period = periods.rows[index];
    if (!period || period.from >= hour.until) break;
    const part = overlap(period, hour);
    if (part) parts.push(part);
  }
  return parts;
}
