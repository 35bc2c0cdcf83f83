import type { MonthSoFar } from '#shared/billing/statement.ts';

/** The counts of a meter, as its row holds them. Months are epoch seconds, weights hundredths of seconds. */
export interface MeterCounts {
  month: number | null;
  rate_id: number | null;
  hours_per_month: number | null;
  weighted: bigint | null;
  capped_weighted: bigint | null;
  other_counts: [number, number, number][] | null;
}

/** What a meter has counted in its billing month; null when it never counted anything. */
export function monthOf(meter: MeterCounts): MonthSoFar | null {
  if (meter.month === null || meter.rate_id === null || meter.hours_per_month === null) return null;
  const counts = [
    { rateId: meter.rate_id, hoursPerMonth: meter.hours_per_month, weighted: Number(meter.weighted) },
  ];
  for (const [rateId, hoursPerMonth, weighted] of meter.other_counts ?? [])
    counts.push({ rateId, hoursPerMonth, weighted });
  return { month: meter.month, cappedWeighted: Number(meter.capped_weighted), counts };
}
