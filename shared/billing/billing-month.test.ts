import { afterEach, expect, test, vi } from 'vitest';
import { monthHours, monthOf } from './billing-month.ts';
import { at } from './testing/facts.ts';

afterEach(() => vi.unstubAllEnvs());

test.each`
  instant                  | name         | hours  | because
  ${'2026-11-01T00:00:00'} | ${'2026-11'} | ${720} | ${'a month begins with its first second'}
  ${'2026-11-30T23:59:59'} | ${'2026-11'} | ${720} | ${'and ends with its last'}
  ${'2026-12-01T00:00:00'} | ${'2026-12'} | ${744} | ${'31 days; the year ends with it'}
  ${'2027-01-01T00:00:00'} | ${'2027-01'} | ${744} | ${'a new year'}
  ${'2027-02-14T12:00:00'} | ${'2027-02'} | ${672} | ${'28 days'}
  ${'2028-02-29T12:00:00'} | ${'2028-02'} | ${696} | ${'a leap year'}
  ${'2100-02-28T12:00:00'} | ${'2100-02'} | ${672} | ${'a century is none'}
  ${'2000-02-29T12:00:00'} | ${'2000-02'} | ${696} | ${'unless 400 divides it'}
`('$instant lies in $name, a month of $hours hours: $because', ({ instant, name, hours }) => {
  const month = monthOf(at(instant));
  expect(month.name).toBe(name);
  expect(month.from).toBe(at(name));
  expect(month.until).toBe(month.from + hours * 3600);
  expect(monthHours(month)).toBe(hours);
});

test.each(['Europe/London', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Kolkata'])(
  'in %s, with or without daylight saving, a month is the same UTC month',
  (zone) => {
    vi.stubEnv('TZ', zone);
    expect(new Date(Date.UTC(2026, 6, 1)).getTimezoneOffset()).not.toBe(0);
    expect(monthOf(at('2026-03-31T23:30'))).toEqual({
      name: '2026-03',
      from: at('2026-03'),
      until: at('2026-04'),
    });
    expect(monthHours(monthOf(at('2026-03-29T01:30')))).toBe(744);
    expect(monthHours(monthOf(at('2026-10-25T01:30')))).toBe(744);
  },
);
