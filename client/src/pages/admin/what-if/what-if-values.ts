import { z } from 'zod';
import { type BillingSettings, billingSettings } from '#shared/api/settings.ts';
import { price } from '#shared/api/values.ts';
import type { PackageWithRates } from '../../../api/rates.ts';
import type { WhatIfChange } from '../../../api/what-if.ts';

const { hoursPerMonth, countingRule, runningPercent, stoppedPercent, suspendedPercent, capRule, capHours } =
  billingSettings.shape;

/** The terms as they might be, and prices by package where another one is typed. */
export const whatIfSchema = z
  .object({
    month: z.string(),
    hoursPerMonth,
    countingRule,
    runningPercent,
    stoppedPercent,
    suspendedPercent,
    capRule,
    capHours,
    prices: z.record(z.string(), z.union([z.literal(''), price])),
  })
  .refine((values) => values.capRule !== 'custom' || values.capHours !== null, {
    path: ['capHours'],
    message: 'Write after how many hours a month costs no more',
  });
export type WhatIfValues = z.input<typeof whatIfSchema>;

/** The name of a package's field: letters first, for a list of numbers would be an array. */
export function priceField(packageId: number): string {
  return `p${packageId}`;
}

/** The terms of now, with no other price but the one the URL brings. */
export function valuesNow(
  settings: BillingSettings,
  {
    packages,
    month,
    start,
  }: { packages: readonly PackageWithRates[]; month: string; start: { packageId: string; price: string } },
): WhatIfValues {
  const prices = packages.map(({ id }) => [
    priceField(id),
    String(id) === start.packageId ? start.price : '',
  ]);
  return {
    month,
    hoursPerMonth: settings.hoursPerMonth,
    countingRule: settings.countingRule,
    runningPercent: settings.runningPercent,
    stoppedPercent: settings.stoppedPercent,
    suspendedPercent: settings.suspendedPercent,
    capRule: settings.capRule,
    capHours: settings.capHours,
    prices: Object.fromEntries(prices),
  };
}

const termNames = [
  'hoursPerMonth',
  'countingRule',
  'runningPercent',
  'stoppedPercent',
  'suspendedPercent',
  'capRule',
  'capHours',
] as const;
type TermsAsked = Pick<BillingSettings, (typeof termNames)[number]>;

/** Only what differs from the settings, as the endpoint takes it; null when nothing does. */
export function changeIn(
  typed: TermsAsked,
  settings: BillingSettings,
  prices: WhatIfChange['prices'] = [],
): Omit<WhatIfChange, 'month'> | null {
  const differing = termNames.filter((name) => typed[name] !== settings[name]);
  if (differing.length === 0 && prices.length === 0) return null;
  const change: Record<string, unknown> = {};
  for (const name of differing) if (typed[name] !== null) change[name] = typed[name];
  // Hours of a cap count only with the rule that has some.
  if (typed.capRule !== 'custom') delete change.capHours;
  return { ...change, prices };
}

/** The prices that were typed. */
export function pricesIn(
  values: Pick<WhatIfValues, 'prices'>,
  packages: readonly PackageWithRates[],
): { packageId: number; monthlyPrice: string }[] {
  return packages.flatMap(({ id }) => {
    const typed = values.prices[priceField(id)]?.trim() ?? '';
    return typed === '' ? [] : [{ packageId: id, monthlyPrice: typed }];
  });
}

/** '2026-11', and the month before it; UTC, as billing months are. */
export function monthsTo(now: Date): { present: string; last: string } {
  const name = (month: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), month, 1)).toISOString().slice(0, 7);
  return { present: name(now.getUTCMonth()), last: name(now.getUTCMonth() - 1) };
}
