import { hourlyPrice, monthPrices } from '#shared/billing/hourly-price.ts';
import type { Micros } from '#shared/billing/money.ts';
import { Money } from '../../../components/money.tsx';
import type { PriceTerms } from './price-terms.ts';

export interface PricePreviewProps {
  /** Null while no price can be read. */
  monthlyPrice: Micros | null;
  terms: PriceTerms;
}

const months: Record<number, string> = {
  672: '28 days',
  696: '29 days',
  720: '30 days',
  730: '730 h',
  744: '31 days',
};

/** What a monthly price means: an hour, and a whole month of every length, by the arithmetic of the bill itself. */
export function PricePreview({ monthlyPrice, terms }: PricePreviewProps) {
  const tag = monthlyPrice === null ? null : { monthlyPrice, ...terms };
  return (
    <section aria-label="What this price means" className="rounded-lg bg-sunken px-3.5 py-3 text-sm">
      <p aria-live="polite" className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="text-ink-soft">An hour costs</span>
        <span className="font-semibold">{tag ? <Money amount={hourlyPrice(tag)} /> : '–'}</span>
      </p>
      <p className="mt-2 text-ink-soft">A server that runs all month pays</p>
      <dl className="mt-1 grid grid-cols-2 gap-x-4 gap-y-1 sm:grid-cols-5">
        {monthPrices({ monthlyPrice: monthlyPrice ?? 0n, ...terms }).map(({ hours, amount }) => (
          <div key={hours} className="max-sm:flex max-sm:justify-between">
            <dt className="text-xs text-ink-faint">{months[hours]}</dt>
            <dd className="font-medium">{tag ? <Money amount={amount} /> : '–'}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-xs text-ink-faint">
        {terms.hoursPerMonth} hours make a month
        {terms.capHours === null
          ? '; there is no cap'
          : `; no month counts more than ${terms.capHours} hours`}
        .
      </p>
    </section>
  );
}
