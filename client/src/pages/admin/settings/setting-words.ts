import type { BillingSettings } from '#shared/api/settings.ts';
import type { BlackoutWindow } from '#shared/schedule/blackout.ts';
import { blackoutText } from '../../../components/blackout-text.ts';

/** What each setting is called, on its field and wherever else it is spoken of. */
export const settingLabels: Record<keyof BillingSettings, string> = {
  enabled: 'Enable hourly billing',
  hoursPerMonth: 'Hours per month',
  cronSchedule: 'Schedule',
  timezone: 'Time zone',
  runningPercent: 'Running',
  stoppedPercent: 'Stopped',
  suspendedPercent: 'Suspended',
  countingRule: 'Counting',
  capRule: 'Monthly cap',
  capHours: 'Hours of the cap',
  gapPolicy: 'Long gaps',
  maxGapIntervals: 'A gap is long after',
  observationIntervalMinutes: 'Look at the servers every',
  requestsPerMinute: 'Requests a minute',
  requestConcurrency: 'Requests at once',
  billSelfService: 'Bill self-service servers too',
  brakeTotalPercent: 'Dearer than usual',
  brakeFleetPercent: 'More or fewer servers',
  brakeCatchUpHours: 'Hours to catch up',
  brakeFreePercent: 'More servers without a price',
  packMonths: 'Pack old months',
  monthsInFull: 'Months in full',
  exportPacked: 'Write a file of each month first',
  confirmRisePercent: 'Ask before prices rise by more than',
  currency: 'Currency',
  moreSchedules: 'Further schedules',
  blackouts: 'Windows without runs',
};

export const countingChoices = [
  { value: 'second', label: 'By the second', hint: 'Exact: a server up for 20 minutes pays for 20 minutes.' },
  {
    value: 'minute',
    label: 'By started minutes',
    hint: 'Each minute of the hour in which it was up counts whole.',
  },
  { value: 'hour', label: 'By started hours', hint: 'One second up in a clock hour pays for the hour.' },
] as const;

export const capChoices = [
  {
    value: 'hours_per_month',
    label: 'At the hours per month',
    hint: 'A server never costs more in a month than its monthly price.',
  },
  {
    value: 'custom',
    label: 'At other hours',
    hint: 'Fewer make a long-lived server cheaper, more make it dearer.',
  },
  {
    value: 'off',
    label: 'No cap',
    hint: 'Every hour counts: a month of 744 hours costs more than the monthly price.',
  },
] as const;

export const gapChoices = [
  {
    value: 'bill',
    label: 'Bill them',
    hint: 'Seen alike before and after, a server counts as so all along. An outage of ours loses no revenue.',
  },
  { value: 'hold', label: 'Hold them', hint: 'The hours wait until someone bills or forgives them.' },
  { value: 'free', label: 'Give them away', hint: 'What was not seen is not billed.' },
] as const;

const percent = (value: unknown) => `${value} %`;
const choiceIn = (choices: readonly { value: string; label: string }[]) => (value: unknown) =>
  choices.find((choice) => choice.value === value)?.label ?? String(value);

const said: Partial<Record<keyof BillingSettings, (value: unknown) => string>> = {
  runningPercent: percent,
  stoppedPercent: percent,
  suspendedPercent: percent,
  countingRule: choiceIn(countingChoices),
  capRule: choiceIn(capChoices),
  gapPolicy: choiceIn(gapChoices),
  maxGapIntervals: (value) => `${value} looks missed`,
  observationIntervalMinutes: (value) => inMinutes(Number(value)),
  monthsInFull: (value) => `${value} months`,
  moreSchedules: (value) => listed(value, String),
  blackouts: (value) => listed(value, (window) => blackoutText(window as BlackoutWindow)),
};

/** The value of a setting in words, as the page shows it. */
export function settingInWords(name: keyof BillingSettings, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (value === null || value === '') return 'none';
  return said[name]?.(value) ?? String(value);
}

function listed(value: unknown, word: (item: unknown) => string): string {
  return Array.isArray(value) && value.length > 0 ? value.map(word).join('; ') : 'none';
}

/** '30 minutes', '1 hour', '1 hour 40 minutes'. */
export function inMinutes(minutes: number): string {
  const parts = [plural(Math.floor(minutes / 60), 'hour'), plural(minutes % 60, 'minute')];
  return parts.filter(Boolean).join(' ');
}

function plural(count: number, unit: string): string {
  if (count === 0) return '';
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
