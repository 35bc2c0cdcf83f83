import type { ServerState } from './state-words.ts';

export interface Stretch {
  from: Date;
  until: Date;
  state: ServerState;
}

/** 'unseen': nobody looked, or nobody was told; 'absent': the server was not there to be seen. */
export type SegmentState = ServerState | 'unseen' | 'absent';

export interface Segment {
  from: Date;
  until: Date;
  state: SegmentState;
}

export interface Window {
  from: Date;
  until: Date;
}

/** From when on a server could be seen, and until when; null while it still can. */
export interface Life {
  from: Date;
  until: Date | null;
}

/**
 * The window without holes: what was seen inside it, and what lies between. Before the server's life and after it
 * there was nothing to see; any other hole is unseen.
 */
export function uptimeSegments(stretches: readonly Stretch[], window: Window, life: Life): Segment[] {
  const segments: Segment[] = [];
  let at = window.from;
  const fillTo = (until: Date) => {
    for (const hole of holes({ from: at, until }, life)) segments.push(hole);
    if (until > at) at = until;
  };
  for (const stretch of stretches) {
    const until = earlier(stretch.until, window.until);
    fillTo(earlier(stretch.from, window.until));
    if (until <= at) continue;
    segments.push({ from: at, until, state: stretch.state });
    at = until;
  }
  fillTo(window.until);
  return segments;
}

/** A hole, cut where the server began and ended. */
function holes({ from, until }: Window, life: Life) {
  const born = later(from, earlier(life.from, until));
  const died = life.until ? later(born, earlier(life.until, until)) : until;
  const parts: Segment[] = [
    { from, until: born, state: 'absent' },
    { from: born, until: died, state: 'unseen' },
    { from: died, until, state: 'absent' },
  ];
  return parts.filter((part) => part.from < part.until);
}

/** Whole seconds by state, longest first. */
export function secondsByState(segments: readonly Segment[]): { state: SegmentState; seconds: number }[] {
  const totals = new Map<SegmentState, number>();
  for (const { state, from, until } of segments) {
    totals.set(state, (totals.get(state) ?? 0) + (until.getTime() - from.getTime()));
  }
  return [...totals]
    .map(([state, ms]) => ({ state, seconds: Math.round(ms / 1000) }))
    .sort((a, b) => b.seconds - a.seconds);
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
