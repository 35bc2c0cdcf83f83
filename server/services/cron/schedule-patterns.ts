import type { ScheduleJob } from '#shared/api/cron.ts';

/** The cron pattern of an observation interval in minutes, which divides an hour evenly. */
export function observationSchedule(intervalMinutes: number): string {
  if (intervalMinutes === 60) return '0 * * * *';
  return intervalMinutes === 1 ? '* * * * *' : `*/${intervalMinutes} * * * *`;
}

/** When every process looks for what should be going on and is not. */
export const WATCHDOG_SCHEDULE = '* * * * *';

/** Schedules that nobody sets, in UTC. */
export const fixedPatterns = {
  /** When the detectors look: between the whole hours, at which runs are at work. */
  alerts: '3-59/5 * * * *',
  /** When everybody who owes is judged, beside after every run: windows of the policy end between runs. */
  dunning: '1-59/5 * * * *',
  /** At night, away from the whole hour, when runs begin. */
  history: '23 3 * * *',
  /** After the history was kept: it looks at what is left of it. */
  proof: '41 4 * * *',
  /** Soon after a change, and never in the way of it. */
  audit: '2-59/5 * * * *',
  /** Before the night's other work: what that changes is in the next one. */
  backup: '13 2 * * *',
} as const satisfies Partial<Record<ScheduleJob, string>>;
