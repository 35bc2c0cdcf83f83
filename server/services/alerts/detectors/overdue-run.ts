import type { Finding } from '../raise-alert.ts';
import { instantText } from './name-some.ts';

export interface OpenRunFacts {
  now: Date;
  /** Since when a run is due that has not come. */
  overdueSince: Date | null;
  openRun: {
    id: number;
    status: string;
    openedAt: Date;
    heldReasons: readonly { found: string; limit: string }[];
  } | null;
}

/** A run of 100,000 servers takes minutes: one that is at work for longer is stuck. */
const LONGEST_RUN_MS = 2 * 3_600_000;

/** A run that is due and has not come, or one that does not end. */
export function overdueRun({ now, overdueSince, openRun }: OpenRunFacts): Finding[] {
  if (openRun) {
    const stuck = now.getTime() - openRun.openedAt.getTime() > LONGEST_RUN_MS;
    if (openRun.status === 'held' || !stuck) return [];
    const message = `Run ${openRun.id} is at work since ${instantText(openRun.openedAt)}. Its log says what it is at; no other run opens meanwhile.`;
    return [{ kind: 'run_overdue', subject: `run:${openRun.id}`, message }];
  }
  if (!overdueSince) return [];
  const due = overdueSince.toISOString();
  return [
    {
      kind: 'run_overdue',
      subject: 'schedule:hourly-billing',
      message: `The run of ${instantText(overdueSince)} has not come, nor any since. No process with the role cron seems to be at work: start one. It catches up by itself.`,
      facts: { slot: due },
    },
  ];
}
