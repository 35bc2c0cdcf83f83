import type { BillingSettingsRow } from './settings-keys.ts';

/** Every cron expression that opens runs: the first and its further ones, each once. */
export function schedulesOf(row: Pick<BillingSettingsRow, 'cronSchedule' | 'moreSchedules'>): string[] {
  return [...new Set([row.cronSchedule, ...row.moreSchedules])];
}
