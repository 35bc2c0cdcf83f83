import { expect, test } from 'vitest';
import { changedFacts } from './changed-facts.ts';
import { formatMoney, sum } from './money.ts';
import { statementFor } from './statement.ts';
import { aRate, at, NOVEMBER, serverFacts, someTerms } from './testing/facts.ts';

const all = (facts: Parameters<typeof changedFacts>[0]) =>
  formatMoney(sum(statementFor(facts, at('2026-12')).charges.map((charge) => charge.amount)));
const six = {
  packageId: 1,
  monthlyPrice: 6_000_000n,
  runningPercent: null,
  stoppedPercent: null,
  suspendedPercent: null,
};

test.each`
  change                                               | amount        | because
  ${{ terms: {}, prices: [] }}                         | ${'4.931507'} | ${'720 of 730 hours at 5.00'}
  ${{ terms: { hoursPerMonth: 720 }, prices: [] }}     | ${'5.00'}     | ${'720 hours make a month'}
  ${{ terms: { capHours: 365 }, prices: [] }}          | ${'2.50'}     | ${'half of 730 hours count'}
  ${{ terms: {}, prices: [six] }}                      | ${'5.917808'} | ${'720 of 730 hours at 6.00'}
  ${{ terms: {}, prices: [{ ...six, packageId: 2 }] }} | ${'4.931507'} | ${'it is not its package'}
`('ada would pay $amount: $because', ({ change, amount }) => {
  expect(all(changedFacts(serverFacts(), change))).toBe(amount);
});

test('another price holds all along, also where the price changed within the month; an own price stays', () => {
  const rose = serverFacts({
    rates: [aRate(), aRate({ id: 2, from: at('2026-11-16'), monthlyPrice: 9_000_000n })],
  });
  expect(all(changedFacts(rose, { terms: {}, prices: [six] }))).toBe('5.917808');
  const own = serverFacts({
    rates: [aRate(), aRate({ id: 2, from: NOVEMBER, serverId: 7, packageId: null })],
  });
  expect(all(changedFacts(own, { terms: {}, prices: [six] }))).toBe('4.931507');
});

test('terms of every date are changed', () => {
  const twice = serverFacts({
    terms: [someTerms(), someTerms({ id: 2, from: at('2026-11-16'), capHours: 100 })],
  });
  const { terms } = changedFacts(twice, { terms: { capHours: null }, prices: [] });
  expect(terms.map((row) => row.capHours)).toEqual([null, null]);
});
