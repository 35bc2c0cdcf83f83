import type { PanelAction, PanelState, WishOutcome } from '#shared/schema/index.ts';

/** What is known of a wish that bears on its next step. */
export interface WishInHand {
  wanted: PanelState;
  oursSince: Date | null;
  wasRunning: boolean | null;
  releasedAt: Date | null;
  /** The last call that VirtFusion may have acted on, or may still. */
  sent: { action: PanelAction; at: Date } | null;
}

/** What a fresh answer shows; VirtFusion says nothing about who suspended. */
export type PanelSeen =
  | { kind: 'gone' }
  | {
      kind: 'present';
      suspended: boolean;
      power: 'running' | 'stopped' | 'unknown';
      isBeingDeleted: boolean;
    };

/** What to do now. `learned` is kept at once, whatever comes of the step. */
export type Step = { learned?: 'ours' | 'released' } & (
  | { kind: 'send'; action: PanelAction }
  /** A call may still be in VirtFusion's queue. */
  | { kind: 'wait' }
  | { kind: 'settle'; outcome: WishOutcome }
);

/** A call without an effect by then is taken for lost, and sent again. */
export const SURELY_OVER_MS = 60_000;

/**
 * From what is wanted, what we sent and what is seen to the next step. Only what we suspended is ever unsuspended: a
 * flag is ours when we saw it cleared, noted that we were about to set it, and see it set.
 */
export function nextStep(wish: WishInHand, seen: PanelSeen, now: Date): Step {
  if (seen.kind === 'gone') return { kind: 'settle', outcome: 'gone' };
  switch (wish.wanted) {
    case 'suspended':
      return stepToSuspended(wish, seen, now);
    case 'free':
      return stepToFree(wish, seen, now);
    case 'deleted':
      return stepToDeleted(wish, seen, now);
    default:
      return wish.wanted satisfies never;
  }
}

type Present = Extract<PanelSeen, { kind: 'present' }>;

function stepToSuspended(wish: WishInHand, seen: Present, now: Date): Step {
  const sent = wish.sent?.action;
  if (sent === 'unsuspend' && isFresh(wish, now)) return { kind: 'wait' };
  if (seen.suspended) {
    if (wish.oursSince) return { kind: 'settle', outcome: 'done' };
    return sent === 'suspend'
      ? { kind: 'settle', outcome: 'done', learned: 'ours' }
      : { kind: 'settle', outcome: 'not_ours' };
  }
  // Ours, seen as such before, and neither freed by us nor on the way to it: somebody else took it out.
  if (wish.oursSince && !wish.releasedAt && sent !== 'unsuspend')
    return { kind: 'settle', outcome: 'taken_over' };
  if (sent === 'suspend' && isFresh(wish, now)) return { kind: 'wait' };
  return { kind: 'send', action: 'suspend' };
}

function stepToFree(wish: WishInHand, seen: Present, now: Date): Step {
  const sent = wish.sent?.action;
  const mayBeOurs = wish.oursSince !== null || sent === 'suspend';
  if (!mayBeOurs) return { kind: 'settle', outcome: 'not_ours' };
  if (wish.releasedAt) return stepAfterRelease(wish, seen, now);
  if (seen.suspended) {
    if (sent === 'unsuspend' && isFresh(wish, now)) return { kind: 'wait' };
    return { kind: 'send', action: 'unsuspend', ...(wish.oursSince ? {} : { learned: 'ours' }) };
  }
  if (sent === 'unsuspend') return { ...stepAfterRelease(wish, seen, now), learned: 'released' };
  // A suspension that we sent may still be queued: only when it surely is not, there is nothing to take back.
  if (sent === 'suspend')
    return isFresh(wish, now) ? { kind: 'wait' } : { kind: 'settle', outcome: 'not_ours' };
  return { kind: 'settle', outcome: 'taken_over' };
}

/** The flag is cleared by us. What ran before is to run again. */
function stepAfterRelease(wish: WishInHand, seen: Present, now: Date): Step {
  // Suspended anew, and not by us.
  if (seen.suspended) return { kind: 'settle', outcome: 'taken_over' };
  if (!wish.wasRunning || seen.power === 'running') return { kind: 'settle', outcome: 'done' };
  if (seen.power === 'unknown') return { kind: 'wait' };
  if (wish.sent?.action === 'boot' && isFresh(wish, now)) return { kind: 'wait' };
  return { kind: 'send', action: 'boot' };
}

function stepToDeleted(wish: WishInHand, seen: Present, now: Date): Step {
  if (seen.isBeingDeleted) return { kind: 'settle', outcome: 'done' };
  // Whoever took it out of suspension may want it to live.
  if (!seen.suspended) return { kind: 'settle', outcome: 'taken_over' };
  if (wish.sent?.action === 'delete' && isFresh(wish, now)) return { kind: 'wait' };
  return { kind: 'send', action: 'delete' };
}

function isFresh({ sent }: WishInHand, now: Date): boolean {
  return sent !== null && now.getTime() - sent.at.getTime() < SURELY_OVER_MS;
}
