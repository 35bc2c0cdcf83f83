import type { BillingSettings } from '#shared/api/settings.ts';
import type { serverHourlyBillingSettings } from '#shared/schema/index.ts';

/** The row the cron reads. */
export type BillingSettingsRow = typeof serverHourlyBillingSettings.$inferSelect;

/** Which key of the `settings` table keeps a field. The cap's two fields share one key: the rule, or the number. */
export const settingKeys = {
  enabled: 'server_hourly_billing_enabled',
  hoursPerMonth: 'server_hours_per_month',
  cronSchedule: 'server_hourly_billing_cron_schedule',
  timezone: 'server_hourly_billing_timezone',
  runningPercent: 'server_hourly_billing_running_percent',
  stoppedPercent: 'server_hourly_billing_stopped_percent',
  suspendedPercent: 'server_hourly_billing_suspended_percent',
  countingRule: 'server_hourly_billing_counting_rule',
  capRule: 'server_hourly_billing_cap_hours',
  capHours: 'server_hourly_billing_cap_hours',
  gapPolicy: 'server_hourly_billing_gap_policy',
  maxGapIntervals: 'server_hourly_billing_max_gap_intervals',
  observationIntervalMinutes: 'server_hourly_billing_observation_interval_minutes',
  requestsPerMinute: 'server_hourly_billing_requests_per_minute',
  requestConcurrency: 'server_hourly_billing_request_concurrency',
  billSelfService: 'server_hourly_billing_bill_self_service',
  brakeTotalPercent: 'server_hourly_billing_brake_total_percent',
  brakeFleetPercent: 'server_hourly_billing_brake_fleet_percent',
  brakeCatchUpHours: 'server_hourly_billing_brake_catch_up_hours',
  brakeFreePercent: 'server_hourly_billing_brake_free_percent',
  packMonths: 'server_hourly_billing_pack_months',
  monthsInFull: 'server_hourly_billing_months_in_full',
  exportPacked: 'server_hourly_billing_export_packed',
  confirmRisePercent: 'server_hourly_billing_confirm_rise_percent',
  currency: 'server_hourly_billing_currency',
  moreSchedules: 'server_hourly_billing_more_schedules',
  blackouts: 'server_hourly_billing_blackouts',
} as const satisfies Record<keyof BillingSettings, string>;

/** Written by the save that switches billing on, and taken away again by the trigger that obeys it. */
export const RESUME_FROM_KEY = 'server_hourly_billing_resume_from';

export const PANEL_URL_KEY = 'virtfusion_api_url';
export const PANEL_TOKEN_KEY = 'virtfusion_api_token';

/** Where the sealed token lives: part of what its seal is bound to. */
export const PANEL_TOKEN_PLACE = 'settings.virtfusion_api_token';

/** The keys and texts that say the same as these settings. */
export function keysOf(settings: BillingSettings): Map<string, string> {
  const texts = new Map<string, string>();
  for (const field of Object.keys(settingKeys) as (keyof BillingSettings)[]) {
    if (field === 'capRule' || field === 'capHours') continue;
    const value = settings[field];
    texts.set(settingKeys[field], typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  texts.set(
    settingKeys.capHours,
    settings.capRule === 'custom' ? String(settings.capHours) : settings.capRule,
  );
  return texts;
}

/** The request's field that a key came from ('settings.capHours'), or null for a key that has none. */
export function fieldPathOf(key: string): string | null {
  if (key === RESUME_FROM_KEY) return 'resumeFrom';
  const fields = Object.entries(settingKeys).filter(([, own]) => own === key);
  const field = fields.at(-1)?.[0];
  return field === undefined ? null : `settings.${field}`;
}

/** The settings as the typed row has them. */
export function settingsOf(row: BillingSettingsRow): BillingSettings {
  const {
    id: _id,
    cronEnabled,
    version: _version,
    createdAt: _created,
    updatedAt: _updated,
    ...fields
  } = row;
  return { enabled: cronEnabled, ...fields };
}
