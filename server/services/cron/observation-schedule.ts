/** The cron pattern of an observation interval in minutes, which divides an hour evenly. */
export function observationSchedule(intervalMinutes: number): string {
  if (intervalMinutes === 60) return '0 * * * *';
  return intervalMinutes === 1 ? '* * * * *' : `*/${intervalMinutes} * * * *`;
}
