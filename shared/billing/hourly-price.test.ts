import { expect, test } from 'vitest';
import { hourlyPrice, monthPrices, type PriceTag } from './hourly-price.ts';
import { formatMoney, parseMoney } from './money.ts';

const tag: PriceTag = { monthlyPrice: 5_000_000n, hoursPerMonth: 730, runningPercent: 100, capHours: 730 };

test.each`
  price     | over                                     | hourly        | months                                                     | because
  ${'5.00'} | ${{}}                                    | ${'0.006849'} | ${['4.60274', '4.767123', '4.931507', '5.00', '5.00']}     | ${'a short month costs less, a long one is capped'}
  ${'5.00'} | ${{ capHours: null }}                    | ${'0.006849'} | ${['4.60274', '4.767123', '4.931507', '5.00', '5.09589']}  | ${'without a cap a long month costs more'}
  ${'5.00'} | ${{ hoursPerMonth: 720, capHours: 720 }} | ${'0.006944'} | ${['4.666667', '4.833333', '5.00', '5.00', '5.00']}        | ${'720 hours make the month'}
  ${'5.00'} | ${{ runningPercent: 50 }}                | ${'0.003425'} | ${['2.30137', '2.383562', '2.465753', '2.50', '2.547945']} | ${'the cap counts weighted hours'}
  ${'0.00'} | ${{}}                                    | ${'0.00'}     | ${['0.00', '0.00', '0.00', '0.00', '0.00']}                | ${'free is free'}
  ${'5.00'} | ${{ capHours: 0 }}                       | ${'0.00'}     | ${['0.00', '0.00', '0.00', '0.00', '0.00']}                | ${'and so is a cap of nothing'}
`('$price a month is $hourly an hour: $because', ({ price, over, hourly, months }) => {
  const shown = { ...tag, ...over, monthlyPrice: parseMoney(price) };
  expect(formatMoney(hourlyPrice(shown))).toBe(hourly);
  expect(monthPrices(shown).map(({ amount }) => formatMoney(amount))).toEqual(months);
  expect(monthPrices(shown).map(({ hours }) => hours)).toEqual([672, 696, 720, 730, 744]);
});
