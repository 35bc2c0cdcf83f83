import { HOUR, type Instant, length, type Period } from './period.ts';

/** A UTC calendar month as a half-open period, with its name as people and tables write it: `2026-11`. */
export interface BillingMonth extends Period {
  name: string;
}

/** The billing month an instant lies in. */
export function monthOf(instant: Instant): BillingMonth {
  const date = new Date(instant * 1000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return {
    name: `${year}-${String(month + 1).padStart(2, '0')}`,
    from: Date.UTC(year, month, 1) / 1000,
    until: Date.UTC(year, month + 1, 1) / 1000,
  };
}

/** Clock hours of the month: 672, 696, 720 or 744. */
export function monthHours(month: BillingMonth): number {
  return length(month) / HOUR;
}
