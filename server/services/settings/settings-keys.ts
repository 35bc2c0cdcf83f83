import type { BillingSettings } from '#shared/api/settings.ts';

/** Each field of the settings form, the key of `settings` it is saved under, and back. One place, both ways. */
interface KeyOf<Value> {
  key: string;
  toText(value: Value): string;
}

const asText = { toText: (value: unknown) => String(value) };

/** `capHours` has no key of its own: it is the custom value of the cap. */
export const settingsKeys: {
  [Field in Exclude<keyof BillingSettings, 'capHours' | 'capRule'>]: KeyOf<BillingSettings[Field]>;
} = {
  enabled: { key: 'server_hourly_billing_enabled', ...asText },
  hoursPerMonth: { key: 'server_hours_per_month', ...asText },
  cronSchedule: { key: 'server_hourly_billing_cron_schedule', ...asText },
  timezone: { key: 'server_hourly_billing_timezone', ...asText },
  runningPercent: { key: 'server_hourly_billing_running_percent', ...asText },
  stoppedPercent: { key: 'server_hourly_billing_stopped_percent', ...asText },
  suspendedPercent: { key: 'server_hourly_billing_suspended_percent', ...asText },
  countingRule: { key: 'server_hourly_billing_counting_rule', ...asText },
  gapPolicy: { key: 'server_hourly_billing_gap_policy', ...asText },
  maxGapIntervals: { key: 'server_hourly_billing_max_gap_intervals', ...asText },
  observationIntervalMinutes: { key: 'server_hourly_billing_observation_interval_minutes', ...asText },
  requestsPerMinute: { key: 'server_hourly_billing_requests_per_minute', ...asText },
  requestConcurrency: { key: 'server_hourly_billing_request_concurrency', ...asText },
  billSelfService: { key: 'server_hourly_billing_bill_self_service', ...asText },
  currency: { key: 'server_hourly_billing_currency', ...asText },
};

export const CAP_KEY = 'server_hourly_billing_cap_hours';
export const RESUME_KEY = 'server_hourly_billing_resume_from';
export const PANEL_URL_KEY = 'virtfusion_api_url';
export const PANEL_TOKEN_KEY = 'virtfusion_api_token';

/** Where the sealed token lives: part of what its seal is bound to. */
export const PANEL_TOKEN_PLACE = 'settings.virtfusion_api_token';

/** The keys and texts that save these settings. */
export function keysOf(settings: BillingSettings): Map<string, string> {
  const keys = new Map<string, string>();
  for (const [field, { key, toText }] of Object.entries(settingsKeys)) {
    keys.set(key, (toText as (value: unknown) => string)(settings[field as keyof BillingSettings]));
  }
  keys.set(CAP_KEY, settings.capRule === 'custom' ? String(settings.capHours) : settings.capRule);
  return keys;
}

/** The form's field for a key that the database refused: 'settings.cronSchedule'. */
export function fieldOfKey(key: string): string {
  if (key === CAP_KEY) return 'settings.capHours';
  if (key === RESUME_KEY) return 'resumeFrom';
  const found = Object.entries(settingsKeys).find(([, entry]) => entry.key === key);
  return found ? `settings.${found[0]}` : key;
}
