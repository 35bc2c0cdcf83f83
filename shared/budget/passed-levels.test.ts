import { expect, test } from 'vitest';
import { passedLevels } from './passed-levels.ts';

const TEN = 10_000_000n;

test.each`
  spent          | percents     | hardLimit | told         | passed       | stops    | because
  ${0n}          | ${[50, 80]}  | ${true}   | ${[]}        | ${[]}        | ${[]}    | ${'nothing is spent'}
  ${4_999_999n}  | ${[50, 80]}  | ${false}  | ${[]}        | ${[]}        | ${[]}    | ${'a micro is missing'}
  ${5_000_000n}  | ${[50, 80]}  | ${false}  | ${[]}        | ${[50]}      | ${[]}    | ${'exactly half is half'}
  ${5_000_000n}  | ${[50, 80]}  | ${false}  | ${[50]}      | ${[]}        | ${[]}    | ${'it was told before'}
  ${8_500_000n}  | ${[80, 50]}  | ${false}  | ${[]}        | ${[50, 80]}  | ${[]}    | ${'two in one hour, the lower first'}
  ${8_500_000n}  | ${[50, 80]}  | ${false}  | ${[50]}      | ${[80]}      | ${[]}    | ${'only the one that is new'}
  ${10_000_000n} | ${[50]}      | ${false}  | ${[50]}      | ${[]}        | ${[]}    | ${'without a hard limit 100 is no level unless asked for'}
  ${10_000_000n} | ${[100]}     | ${false}  | ${[]}        | ${[100]}     | ${[]}    | ${'told at 100, and nothing stopped'}
  ${9_999_999n}  | ${[]}        | ${true}   | ${[]}        | ${[]}        | ${[]}    | ${'not a micro before the limit'}
  ${10_000_000n} | ${[]}        | ${true}   | ${[]}        | ${[100]}     | ${[100]} | ${'the hard limit is a level by itself'}
  ${10_000_000n} | ${[100]}     | ${true}   | ${[]}        | ${[100]}     | ${[100]} | ${'an alert at 100 and the limit are one'}
  ${25_000_000n} | ${[50, 150]} | ${true}   | ${[50, 100]} | ${[150]}     | ${[]}    | ${'beyond the limit it still tells, and stops nothing again'}
  ${25_000_000n} | ${[50]}      | ${true}   | ${[]}        | ${[50, 100]} | ${[100]} | ${'all at once after hours that waited'}
  ${-1_000_000n} | ${[1]}       | ${true}   | ${[]}        | ${[]}        | ${[]}    | ${'corrections may leave a month below nothing'}
`('$spent of 10.00, told at $percents: $because', ({ spent, percents, hardLimit, told, passed, stops }) => {
  const found = passedLevels({ monthly: TEN, spent, alertPercents: percents, hardLimit, told });
  expect(found.map(({ level }) => level)).toEqual(passed);
  expect(found.filter((one) => one.stops).map(({ level }) => level)).toEqual(stops);
});

test('a budget of a hundred thousand million and a micro is judged to the micro', () => {
  const monthly = 100_000_000_000_000_001n;
  const at = (spent: bigint) =>
    passedLevels({ monthly, spent, alertPercents: [100], hardLimit: false, told: [] }).length;
  expect([at(monthly - 1n), at(monthly)]).toEqual([0, 1]);
});
