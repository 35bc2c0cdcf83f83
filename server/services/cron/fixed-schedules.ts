import type { ScheduleJob } from '#shared/api/cron.ts';
import type { Context } from '../../context.ts';
import { enqueueHistory, enqueueProof } from '../../jobs/enqueue.ts';
import { detectAlerts } from '../alerts/detect-alerts.ts';
import { keepDunning } from '../dunning/keep-dunning.ts';
import { ALERTS_SCHEDULE, DUNNING_SCHEDULE, HISTORY_SCHEDULE, PROOF_SCHEDULE } from './schedule-patterns.ts';

/** Schedules that nobody sets: when, in UTC, and what one process of all then does. */
export const fixedSchedules: readonly {
  job: ScheduleJob;
  pattern: string;
  work: (ctx: Context) => Promise<unknown>;
}[] = [
  { job: 'alerts', pattern: ALERTS_SCHEDULE, work: detectAlerts },
  { job: 'dunning', pattern: DUNNING_SCHEDULE, work: keepDunning },
  { job: 'history', pattern: HISTORY_SCHEDULE, work: enqueueHistory },
  { job: 'proof', pattern: PROOF_SCHEDULE, work: enqueueProof },
];
