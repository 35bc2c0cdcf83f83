import { hourlyPrice, monthPrices, type PriceTag } from '#shared/billing/hourly-price.ts';
import { parseMoney } from '#shared/billing/money.ts';
import { HOUR } from '#shared/billing/period.ts';
import { exactInstant } from '../../../components/instant.tsx';
import { moneyText } from '../../../components/money.tsx';
import { useNow } from '../../../hooks/use-now.ts';
import { useTyped, useTypedNumber } from './form-values.ts';

const EXAMPLE = parseMoney('5.00');
/** Months of 28, 30 and 31 days. */
const SHOWN = [672, 720, 744];

/** What the rules as typed make of a price: the billing run's own arithmetic, in the browser. */
export function HourlyPricePreview() {
  const tag = useTypedPrice();
  const currency = useTyped('currency');
  const changesFrom = useNextHour();
  if (!tag) {
    return (
      <p className="rounded-lg bg-sunken px-3 py-2.5 text-sm text-ink-soft">
        With whole numbers for hours, percentage and cap, an example stands here.
      </p>
    );
  }
  return (
    <div className="grid gap-1.5 rounded-lg bg-sunken px-3 py-2.5 text-sm">
      <p aria-live="polite">
        A package of {moneyText(EXAMPLE, currency)} a month costs{' '}
        <strong className="font-semibold">{moneyText(hourlyPrice(tag), currency)}</strong> an hour.
      </p>
      <dl aria-label="A server that runs all month costs" className="flex flex-wrap gap-x-6 gap-y-1">
        {monthPrices(tag)
          .filter(({ hours }) => SHOWN.includes(hours))
          .map(({ hours, amount }) => (
            <div key={hours}>
              <dt className="text-ink-faint">Month of {hours} hours</dt>
              <dd className="font-medium">{moneyText(amount, currency)}</dd>
            </div>
          ))}
      </dl>
      <p className="text-ink-faint">
        A change counts from the next whole hour ({changesFrom}); hours before it keep their price.
      </p>
    </div>
  );
}

/** The example's price under the rules as typed; null while one of them is no number. */
function useTypedPrice(): PriceTag | null {
  const hoursPerMonth = useTypedNumber('hoursPerMonth');
  const runningPercent = useTypedNumber('runningPercent');
  const customHours = useTypedNumber('capHours');
  const capRule = useTyped('capRule');
  const capHours = { hours_per_month: hoursPerMonth, custom: customHours, off: null }[capRule];
  if (hoursPerMonth === null || runningPercent === null) return null;
  if (capRule === 'custom' && customHours === null) return null;
  return { monthlyPrice: EXAMPLE, hoursPerMonth, runningPercent, capHours };
}

function useNextHour(): string {
  const now = Math.floor(useNow().getTime() / 1000);
  return exactInstant(new Date((Math.floor(now / HOUR) + 1) * HOUR * 1000), 'UTC');
}
