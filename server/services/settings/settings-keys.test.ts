import { expect, test } from 'vitest';
import { defaultBillingSettings } from '#shared/api/settings.ts';
import { fieldPathOf, keysOf, settingKeys } from './settings-keys.ts';

test('the three keys operators know have kept their names', () => {
  const keys = keysOf(defaultBillingSettings);
  expect(keys.get('server_hourly_billing_enabled')).toBe('false');
  expect(keys.get('server_hours_per_month')).toBe('730');
  expect(keys.get('server_hourly_billing_cron_schedule')).toBe('0 * * * *');
});

test.each`
  capRule              | capHours | text
  ${'hours_per_month'} | ${null}  | ${'hours_per_month'}
  ${'off'}             | ${null}  | ${'off'}
  ${'custom'}          | ${600}   | ${'600'}
`('a cap of $capRule, $capHours is kept as "$text"', ({ capRule, capHours, text }) => {
  const keys = keysOf({ ...defaultBillingSettings, capRule, capHours });
  expect(keys.get('server_hourly_billing_cap_hours')).toBe(text);
});

test('every field has a key, and every key leads back to a field', () => {
  expect(Object.keys(settingKeys).sort()).toEqual(Object.keys(defaultBillingSettings).sort());
  for (const key of keysOf(defaultBillingSettings).keys()) expect(fieldPathOf(key)).toMatch(/^settings\./);
  expect(fieldPathOf('server_hourly_billing_cap_hours')).toBe('settings.capHours');
  expect(fieldPathOf('virtfusion_api_url')).toBeNull();
});
