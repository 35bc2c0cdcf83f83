import { describe, expect, test } from 'vitest';
import { type Correction, correctFacts } from './correct-facts.ts';
import { formatMoney, sum } from './money.ts';
import { HOUR } from './period.ts';
import { statementFor } from './statement.ts';
import { aRate, at, NOVEMBER, serverFacts, someTerms } from './testing/facts.ts';

const hour = (hours: number) => NOVEMBER + hours * HOUR;
const DECEMBER = at('2026-12');
const between = (from: number, until: number) => [{ from: hour(from), until: hour(until) }];
const costs = (facts = serverFacts()) => statementFor(facts, DECEMBER).charges.map(({ amount }) => amount);
const price = (text: string, packageId: number | null = null): Correction['change'] => ({
  kind: 'price',
  packageId,
  monthlyPrice: BigInt(text.replace('.', '')) * 10_000n,
});

describe('a price put right', () => {
  test('costs what the right price would have cost all along, and leaves every other hour as it was', () => {
    const rates = [
      aRate(),
      aRate({ id: 2, from: hour(24), monthlyPrice: 49_900_000n }),
      aRate({ id: 3, from: hour(192) }),
    ];
    const right = rates.map((rate) => (rate.id === 2 ? { ...rate, monthlyPrice: 4_990_000n } : rate));
    const corrected = correctFacts(serverFacts({ rates }), [
      { periods: between(24, 192), change: price('4.99', 1) },
    ]);
    expect(costs(corrected)).toEqual(costs(serverFacts({ rates: right })));
  });

  test.each`
    from   | until  | because
    ${0}   | ${720} | ${'the whole month'}
    ${0}   | ${1}   | ${'its first hour'}
    ${100} | ${268} | ${'a week in the middle of a rate'}
    ${719} | ${720} | ${'its last hour'}
  `('from hour $from until $until, $because: the hours outside keep their micros', ({ from, until }) => {
    const before = costs();
    const after = costs(
      correctFacts(serverFacts(), [{ periods: between(from, until), change: price('9.99') }]),
    );
    const outside = (amounts: bigint[]) => amounts.filter((_, index) => index < from || index >= until);
    expect(outside(after)).toEqual(outside(before));
    expect(after.slice(from, until).every((amount, index) => amount > (before[from + index] ?? 0n))).toBe(
      true,
    );
  });

  test('in two parts costs what it costs in one', () => {
    const change = price('9.99');
    const parts = [between(10, 55), between(55, 100)].map((periods) => ({ periods, change }));
    expect(costs(correctFacts(serverFacts(), parts))).toEqual(
      costs(correctFacts(serverFacts(), [{ periods: between(10, 100), change }])),
    );
  });

  test('of one package leaves others, and a price of the server’s own, alone', () => {
    const rates = [
      aRate(),
      aRate({ id: 2, packageId: null, serverId: 7, from: hour(5), monthlyPrice: 1_000_000n }),
    ];
    const corrected = correctFacts(serverFacts({ rates }), [
      { periods: between(0, 720), change: price('9.99', 1) },
    ]);
    expect(costs(corrected).slice(5)).toEqual(costs(serverFacts({ rates })).slice(5));
    const other = correctFacts(serverFacts({ rates }), [
      { periods: between(0, 720), change: price('9.99', 2) },
    ]);
    expect(costs(other)).toEqual(costs(serverFacts({ rates })));
  });

  test('of nothing waives the hours, which stay counted against the cap', () => {
    const facts = serverFacts({ terms: [someTerms({ capHours: 100 })] });
    const waived = costs(correctFacts(facts, [{ periods: between(0, 50), change: price('0.00') }]));
    expect(waived.slice(0, 50).every((amount) => amount === 0n)).toBe(true);
    expect(waived.slice(50)).toEqual(costs(facts).slice(50));
  });
});

test('another package for some hours is priced by its rate, and the one before goes on', () => {
  const rates = [aRate(), aRate({ id: 2, packageId: 2, monthlyPrice: 73_000_000n })];
  const corrected = correctFacts(serverFacts({ rates }), [
    { periods: between(10, 20), change: { kind: 'package', packageId: 2 } },
  ]);
  const { charges } = statementFor(corrected, DECEMBER);
  expect(charges.map(({ packageId }) => packageId)).toEqual([
    ...new Array(10).fill(1),
    ...new Array(10).fill(2),
    ...new Array(700).fill(1),
  ]);
  expect(formatMoney(sum(charges.slice(10, 20).map(({ amount }) => amount)))).toBe('1.00');
});

test('unseen time can be free after all, in some hours', () => {
  const [stretch] = serverFacts().stretches;
  if (!stretch) throw new Error('The server was seen');
  const stretches = [
    { ...stretch, until: hour(2) },
    { ...stretch, from: hour(6), until: DECEMBER + HOUR },
  ];
  const free = correctFacts(serverFacts({ stretches }), [
    { periods: between(3, 5), change: { kind: 'gaps', policy: 'free' } },
  ]);
  const { charges } = statementFor(free, hour(7));
  expect(charges.map(({ seconds }) => seconds)).toEqual([HOUR, HOUR, HOUR, 0, 0, HOUR, HOUR]);
});

test('of two corrections of one hour the later one holds', () => {
  const twice = correctFacts(serverFacts(), [
    { periods: between(0, 10), change: price('9.99') },
    { periods: between(5, 8), change: price('5.00') },
  ]);
  const once = correctFacts(serverFacts(), [
    { periods: [...between(0, 5), ...between(8, 10)], change: price('9.99') },
  ]);
  expect(costs(twice)).toEqual(costs(once));
});
