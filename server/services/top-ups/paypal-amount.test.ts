import { expect, test } from 'vitest';
import { parseMoney } from '#shared/billing/money.ts';
import { payPalAmount } from './paypal-amount.ts';

test.each`
  amount        | currency | text
  ${'10.00'}    | ${'USD'} | ${'10.00'}
  ${'10.5'}     | ${'EUR'} | ${'10.50'}
  ${'10.005'}   | ${'USD'} | ${null}
  ${'0.000001'} | ${'USD'} | ${null}
  ${'1250'}     | ${'JPY'} | ${'1250'}
  ${'1250.50'}  | ${'JPY'} | ${null}
`('$amount $currency goes to PayPal as $text', ({ amount, currency, text }) => {
  expect(payPalAmount(parseMoney(amount), currency)).toBe(text);
});
