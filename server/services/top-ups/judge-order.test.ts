import { expect, test } from 'vitest';
import { parseMoney } from '#shared/billing/money.ts';
import type { PayPalCapture, PayPalOrder } from '../../integrations/paypal/client.ts';
import { judgeOrder } from './judge-order.ts';

const asked = { key: 'ours', amountMicros: parseMoney('10.00'), currency: 'USD' };
const capture = (
  over: Partial<PayPalCapture> & { value?: string; currency?: string } = {},
): PayPalCapture => {
  const { value = '10.00', currency = 'USD', ...rest } = over;
  return { id: 'C1', status: 'COMPLETED', amount: { value, currency }, ...rest };
};
const order = (over: Partial<PayPalOrder> = {}): PayPalOrder => ({
  id: 'O1',
  status: 'COMPLETED',
  customId: 'ours',
  captures: [],
  approveUrl: null,
  ...over,
});
const paid = (...captures: PayPalCapture[]) => order({ captures });

test.each`
  found                                                | verdict        | because
  ${null}                                              | ${'forgotten'} | ${'PayPal does not know it'}
  ${order({ status: 'CREATED' })}                      | ${'wait'}      | ${'nobody approved it'}
  ${order({ status: 'PAYER_ACTION_REQUIRED' })}        | ${'wait'}      | ${'nobody approved it'}
  ${order({ status: 'APPROVED' })}                     | ${'capture'}   | ${'the buyer said yes'}
  ${order({ status: 'VOIDED' })}                       | ${'refused'}   | ${'PayPal cancelled it'}
  ${paid(capture())}                                   | ${'credit'}    | ${'it is paid'}
  ${paid(capture({ value: '10' }))}                    | ${'credit'}    | ${'the same amount, written otherwise'}
  ${paid(capture({ status: 'REFUNDED' }))}             | ${'credit'}    | ${'it was paid, and the refund is another matter'}
  ${paid(capture({ status: 'PENDING' }))}              | ${'wait'}      | ${'PayPal holds it back'}
  ${paid(capture({ status: 'DECLINED' }))}             | ${'refused'}   | ${'PayPal declined it'}
  ${paid(capture({ status: 'NEWLY_INVENTED' }))}       | ${'unclear'}   | ${'we do not know that word'}
  ${paid()}                                            | ${'unclear'}   | ${'complete, and nothing captured'}
  ${paid(capture({ value: '10.01' }))}                 | ${'unclear'}   | ${'a cent more'}
  ${paid(capture({ value: '9.99' }))}                  | ${'unclear'}   | ${'a cent less'}
  ${paid(capture({ currency: 'EUR' }))}                | ${'unclear'}   | ${'another currency'}
  ${paid(capture(), capture({ id: 'C2' }))}            | ${'unclear'}   | ${'captured twice'}
  ${order({ status: 'APPROVED', customId: 'theirs' })} | ${'unclear'}   | ${'it is not ours: it is not even captured'}
`('$verdict: $because', ({ found, verdict }) => {
  expect(judgeOrder(asked, found, 'USD').kind).toBe(verdict);
});

test('a payment in what wallets are no longer kept in is for a person', () => {
  expect(judgeOrder(asked, paid(capture()), 'EUR')).toMatchObject({ kind: 'unclear', captured: '10.00 USD' });
});
