import { expect, test } from 'vitest';
import { readEvent } from './read-event.ts';

const amount = { currency_code: 'USD', value: '2.51' };
const up = { rel: 'up', href: 'https://api.paypal.com/v2/payments/captures/C1', method: 'GET' };
const dispute = (over: object = {}) => ({
  dispute_id: 'PP-R-1',
  disputed_transactions: [{ seller_transaction_id: 'C1' }],
  dispute_amount: amount,
  reason: 'UNAUTHORISED',
  status: 'OPEN',
  ...over,
});

test.each`
  type                              | resource                                                                                       | matter
  ${'CHECKOUT.ORDER.APPROVED'}      | ${{ id: 'O1' }}                                                                                | ${{ kind: 'payment', orderId: 'O1' }}
  ${'PAYMENT.CAPTURE.COMPLETED'}    | ${{ id: 'C1', supplementary_data: { related_ids: { order_id: 'O1' } } }}                       | ${{ kind: 'payment', orderId: 'O1', key: null }}
  ${'PAYMENT.CAPTURE.COMPLETED'}    | ${{ id: 'C1', custom_id: 'ours' }}                                                             | ${{ kind: 'payment', orderId: null, key: 'ours' }}
  ${'PAYMENT.CAPTURE.REFUNDED'}     | ${{ id: 'R1', amount, links: [up] }}                                                           | ${{ kind: 'claim', claim: 'refund', paypalId: 'R1', captureId: 'C1', state: 'done' }}
  ${'PAYMENT.CAPTURE.REVERSED'}     | ${{ id: 'C1', amount: { ...amount, value: '-2.51' } }}                                         | ${{ captureId: 'C1', amount: { value: '2.51', currency: 'USD' } }}
  ${'CUSTOMER.DISPUTE.CREATED'}     | ${dispute()}                                                                                   | ${{ claim: 'dispute', paypalId: 'PP-R-1', captureId: 'C1', state: 'open' }}
  ${'CUSTOMER.DISPUTE.RESOLVED'}    | ${dispute({ status: 'RESOLVED', dispute_outcome: { outcome_code: 'RESOLVED_BUYER_FAVOUR' } })} | ${{ state: 'lost' }}
  ${'CUSTOMER.DISPUTE.RESOLVED'}    | ${dispute({ status: 'RESOLVED', dispute_outcome: { outcome_code: 'CANCELED_BY_BUYER' } })}     | ${{ state: 'won' }}
  ${'CUSTOMER.DISPUTE.RESOLVED'}    | ${dispute({ status: 'RESOLVED', dispute_outcome: { outcome_code: 'NEWLY_INVENTED' } })}        | ${{ state: null }}
  ${'CUSTOMER.DISPUTE.RESOLVED'}    | ${dispute({ status: 'RESOLVED' })}                                                             | ${{ state: null }}
  ${'BILLING.SUBSCRIPTION.CREATED'} | ${{}}                                                                                          | ${{ kind: 'other' }}
`('$type is $matter', ({ type, resource, matter }) => {
  expect(readEvent(type, resource)).toMatchObject(matter);
});

test('a kind we know, without what it is about, is an error and not "other"', () => {
  expect(() => readEvent('PAYMENT.CAPTURE.REFUNDED', { id: 'R1' })).toThrow();
});
