import { type BlackoutWindow, blackoutEnd } from '#shared/schedule/blackout.ts';

/** A person's order that a schedule starts nothing. It holds in [pausedAt, until or endedAt, whichever comes first). */
export interface Pause {
  reason: string;
  pausedAt: Date;
  pausedBy: string;
  until: Date | null;
  endedAt: Date | null;
}

/** What may keep a schedule from starting anything by itself. */
export interface HoldRules {
  /** Of the last days, in any order; at most one of them holds at an instant. */
  pauses: readonly Pause[];
  blackouts: readonly BlackoutWindow[];
  timezone: string;
}

/** Why nothing starts at an instant, and until when; `until` null: until somebody ends the pause. */
export interface Hold {
  kind: 'paused' | 'blackout';
  until: Date | null;
  pause: Pause | null;
}

/** What holds a schedule back at an instant; a pause before a window, since it says why. Null: nothing does. */
export function holdAt({ pauses, blackouts, timezone }: HoldRules, at: Date): Hold | null {
  const pause = pauses.find((one) => holds(one, at));
  if (pause) return { kind: 'paused', until: pause.until, pause };
  const until = blackoutEnd(blackouts, timezone, at);
  return until && { kind: 'blackout', until, pause: null };
}

/**
 * When what holds a schedule back at an instant is over, windows and pauses after each other taken together: there it
 * catches up. The instant itself when nothing holds it back; null when nobody has said when the pause ends.
 */
export function releasedAt(rules: HoldRules, at: Date): Date | null {
  let free = at;
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    const hold = holdAt(rules, free);
    if (!hold) return free;
    if (!hold.until) return null;
    free = hold.until;
  }
  return free;
}

/** A pause into a window into a pause: more than this is no schedule that anybody meant. */
const MOST_TURNS = 8;

function holds({ pausedAt, until, endedAt }: Pause, at: Date): boolean {
  return pausedAt <= at && (until === null || at < until) && (endedAt === null || at < endedAt);
}
