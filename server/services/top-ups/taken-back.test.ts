import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMoney } from '#shared/billing/money.ts';
import { type Claim, takenBack } from './taken-back.ts';

const refund = (amount: string): Claim => ({ kind: 'refund', amount: parseMoney(amount), state: 'done' });
const dispute = (amount: string, state: 'open' | 'won' | 'lost'): Claim => ({
  kind: 'dispute',
  amount: parseMoney(amount),
  state,
});

test.each`
  claims                                         | taken      | because
  ${[]}                                          | ${'0.00'}  | ${'nobody wants anything'}
  ${[refund('4.00')]}                            | ${'4.00'}  | ${'a part was given back'}
  ${[refund('4.00'), refund('6.00')]}            | ${'10.00'} | ${'all of it, in two parts'}
  ${[dispute('10.00', 'open')]}                  | ${'10.00'} | ${'PayPal holds it while it decides'}
  ${[dispute('10.00', 'won')]}                   | ${'0.00'}  | ${'it is ours after all'}
  ${[dispute('10.00', 'lost')]}                  | ${'10.00'} | ${'it is the buyer’s'}
  ${[dispute('10.00', 'lost'), refund('10.00')]} | ${'10.00'} | ${'the reversal is the same money'}
  ${[dispute('4.00', 'lost'), refund('4.00')]}   | ${'4.00'}  | ${'the same of a part'}
  ${[dispute('6.00', 'open'), refund('4.00')]}   | ${'6.00'}  | ${'doubt falls to the customer: they may be one'}
  ${[refund('8.00'), refund('8.00')]}            | ${'10.00'} | ${'never more than was paid in'}
`('$taken of ten: $because', ({ claims, taken }) => {
  expect(takenBack(parseMoney('10.00'), claims)).toBe(parseMoney(taken));
});

const anyClaim = fc.oneof(
  fc.record({
    kind: fc.constant('refund' as const),
    amount: fc.bigInt(1n, 10n ** 9n),
    state: fc.constant('done' as const),
  }),
  fc.record({
    kind: fc.constant('dispute' as const),
    amount: fc.bigInt(1n, 10n ** 9n),
    state: fc.constantFrom('open' as const, 'won' as const, 'lost' as const),
  }),
);

test('never below nothing, never above what was paid, whatever the order', () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 9n), fc.array(anyClaim, { maxLength: 6 }), (paid, claims) => {
      const taken = takenBack(paid, claims);
      expect(taken >= 0n && taken <= paid).toBe(true);
      expect(takenBack(paid, [...claims].reverse())).toBe(taken);
    }),
  );
});
