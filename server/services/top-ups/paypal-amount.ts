import { formatMoney, type Micros, parseMoney } from '#shared/billing/money.ts';

/** Currencies in which PayPal takes no decimals ("Currency codes"); in all others it takes two. */
const wholeOnly = new Set(['HUF', 'JPY', 'TWD']);

/** The amount as PayPal wants it ('12.50', '1250'), or null where it has more decimals than PayPal takes. */
export function payPalAmount(amount: Micros, currency: string): string | null {
  const text = formatMoney(amount);
  if (!wholeOnly.has(currency)) return /\.\d{2}$/.test(text) ? text : null;
  return text.endsWith('.00') ? text.slice(0, -3) : null;
}

/** What PayPal writes, as money. */
export function microsOf(value: string): Micros {
  return parseMoney(value);
}
