import { expect, test } from 'vitest';
import { defaultBillingSettings as now } from '#shared/api/settings.ts';
import { aPackage } from '../../../testing/records.ts';
import { changeIn, monthsTo, pricesIn, valuesNow } from './what-if-values.ts';

const small = { packageId: 3, monthlyPrice: '6.00' };

test.each`
  typed                                 | prices     | sent
  ${{}}                                 | ${[]}      | ${null}
  ${{ hoursPerMonth: 720 }}             | ${[]}      | ${{ hoursPerMonth: 720, prices: [] }}
  ${{ capRule: 'custom', capHours: 5 }} | ${[]}      | ${{ capRule: 'custom', capHours: 5, prices: [] }}
  ${{ capRule: 'off', capHours: 5 }}    | ${[]}      | ${{ capRule: 'off', prices: [] }}
  ${{}}                                 | ${[small]} | ${{ prices: [small] }}
`('of $typed with $prices only what differs is sent: $sent', ({ typed, prices, sent }) => {
  expect(changeIn({ ...now, ...typed }, now, prices)).toEqual(sent);
});

test('a price from the URL stands in its field, and only typed prices are asked about', () => {
  const packages = [aPackage(), aPackage({ id: 5, name: 'Large' })];
  const values = valuesNow(now, { packages, month: '2026-10', start: { packageId: '3', price: '6.00' } });
  expect(values.prices).toEqual({ p3: '6.00', p5: '' });
  expect(pricesIn(values, packages)).toEqual([small]);
});

test.each`
  now                       | present      | last
  ${'2026-11-26T10:00:00Z'} | ${'2026-11'} | ${'2026-10'}
  ${'2027-01-01T00:00:00Z'} | ${'2027-01'} | ${'2026-12'}
`('at $now the months are $present and $last', ({ now, present, last }) => {
  expect(monthsTo(new Date(now))).toEqual({ present, last });
});
