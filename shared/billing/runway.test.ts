import { expect, test } from 'vitest';
import { parseMoney } from './money.ts';
import { isLow, runway } from './runway.ts';

test.each`
  balance       | burn          | hours   | low      | because
  ${'5.00'}     | ${'0.006849'} | ${730}  | ${false} | ${'ada has a month'}
  ${'0.50'}     | ${'0.016'}    | ${31}   | ${false} | ${'the hour that is not fully paid does not count'}
  ${'0.40'}     | ${'0.016'}    | ${25}   | ${false} | ${'an hour that is just paid counts'}
  ${'0.384'}    | ${'0.016'}    | ${24}   | ${false} | ${'24 hours are not fewer than 24'}
  ${'0.383999'} | ${'0.016'}    | ${23}   | ${true}  | ${'chidi is warned'}
  ${'0.01'}     | ${'0.016'}    | ${0}    | ${true}  | ${'less than one hour'}
  ${'0.00'}     | ${'0.016'}    | ${0}    | ${true}  | ${'an empty wallet'}
  ${'-3.00'}    | ${'0.016'}    | ${0}    | ${true}  | ${'a debt is no negative time'}
  ${'5.00'}     | ${'0.00'}     | ${null} | ${false} | ${'nothing is running'}
  ${'-3.00'}    | ${'0.00'}     | ${null} | ${false} | ${'a debt does not grow by itself'}
`('$balance at $burn an hour lasts $hours hours, low: $low: $because', (row) => {
  const burn = { balance: parseMoney(row.balance), burnPerHour: parseMoney(row.burn) };
  expect(runway(burn)).toBe(row.hours);
  expect(isLow({ ...burn, warnHours: 24 })).toBe(row.low);
});

test('a negative burn is refused: servers never earn', () => {
  expect(() => runway({ balance: 5n, burnPerHour: -1n })).toThrow(RangeError);
});
