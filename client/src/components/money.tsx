import { formatMoney, type Micros } from '#shared/billing/money.ts';
import { useInstallation } from '../api/installation.ts';
import { numberFormat } from './formats.ts';
import { cn } from './ui/cn.ts';

export interface MoneyProps {
  amount: Micros;
  /** Always six decimals, so that the points of a column stand under each other. */
  aligned?: boolean;
  /** A plus before what is more than nothing. */
  signed?: boolean;
  className?: string;
}

/** An amount in the billing currency, with all the decimals that make it true. */
export function Money({ amount, aligned = false, signed = false, className }: MoneyProps) {
  const { currency } = useInstallation();
  const text = moneyText(amount, currency, { aligned, signed });
  // In a column the zeros only hold the place; the eye should read past them.
  const [, digits = text, zeros = ''] = (aligned && /^(.*\.\d{2}\d*?)(0{0,4})$/.exec(text)) || [];
  return (
    <span className={cn('whitespace-nowrap tabular-nums', amount < 0n && 'text-bad-ink', className)}>
      {digits}
      {zeros ? <span className="text-ink-faint">{zeros}</span> : null}
    </span>
  );
}

/** '$0.006849': the same words for places that want text. */
export function moneyText(
  amount: Micros,
  currency: string,
  { aligned = false, signed = false }: { aligned?: boolean; signed?: boolean } = {},
): string {
  const format = numberFormat({
    style: 'currency',
    currency,
    minimumFractionDigits: aligned ? 6 : 2,
    maximumFractionDigits: 6,
    signDisplay: signed ? 'exceptZero' : 'negative',
  });
  // Given as text, the amount is formatted exactly; a number could not hold it.
  return format.format(formatMoney(amount) as Intl.StringNumericLiteral);
}
