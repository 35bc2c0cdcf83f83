import type { Money } from './entities.ts';

/** PayPal takes no decimals in these; two in all others. */
const wholeOnly = new Set(['HUF', 'JPY', 'TWD']);
/** A part of those PayPal supports; another one is refused as it refuses them. */
const supported = new Set([
  ...[
    'AUD',
    'BRL',
    'CAD',
    'CHF',
    'CZK',
    'DKK',
    'EUR',
    'GBP',
    'HKD',
    'HUF',
    'ILS',
    'JPY',
    'MXN',
    'MYR',
    'NOK',
  ],
  ...['NZD', 'PHP', 'PLN', 'SEK', 'SGD', 'THB', 'TWD', 'USD'],
]);

export type AmountProblem =
  | 'CURRENCY_NOT_SUPPORTED'
  | 'DECIMALS_NOT_SUPPORTED'
  | 'DECIMAL_PRECISION'
  | 'CANNOT_BE_ZERO_OR_NEGATIVE';

/** What PayPal would refuse about an amount, or null. */
export function problemOfAmount({ currency_code: currency, value }: Money): AmountProblem | null {
  if (!supported.has(currency)) return 'CURRENCY_NOT_SUPPORTED';
  if (!/^\d{1,12}(\.\d+)?$/.test(value)) return 'CANNOT_BE_ZERO_OR_NEGATIVE';
  const decimals = value.split('.')[1] ?? '';
  if (wholeOnly.has(currency) && /[1-9]/.test(decimals)) return 'DECIMALS_NOT_SUPPORTED';
  if (decimals.length > 2) return 'DECIMAL_PRECISION';
  return cents(value) === 0 ? 'CANNOT_BE_ZERO_OR_NEGATIVE' : null;
}

/** '12.5' → 1250. */
export function cents(value: string): number {
  const [units = '0', decimals = ''] = value.split('.');
  return Number(`${units}${decimals.padEnd(2, '0').slice(0, 2)}`);
}

export function textOf(hundredths: number): string {
  const digits = String(hundredths).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
