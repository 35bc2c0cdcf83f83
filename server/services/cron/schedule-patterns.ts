/** The cron pattern of an observation interval in minutes, which divides an hour evenly. */
export function observationSchedule(intervalMinutes: number): string {
  if (intervalMinutes === 60) return '0 * * * *';
  return intervalMinutes === 1 ? '* * * * *' : `*/${intervalMinutes} * * * *`;
}

/** When the detectors look: between the whole hours, at which runs are at work. */
export const ALERTS_SCHEDULE = '3-59/5 * * * *';

/** When everybody who owes is judged, beside after every run: windows of the policy end between runs. */
export const DUNNING_SCHEDULE = '1-59/5 * * * *';

/** When every process looks for what should be going on and is not. */
export const WATCHDOG_SCHEDULE = '* * * * *';

/** At night, away from the whole hour, when runs begin. */
export const HISTORY_SCHEDULE = '23 3 * * *';

/** After the history was kept: it looks at what is left of it. */
export const PROOF_SCHEDULE = '41 4 * * *';
