import { expect, test } from 'vitest';
import { type ComparedCharge, unusualCharges } from './unusual-charges.ts';

const hour = new Date('2026-11-23T19:00:00Z');
const charge = (amount: bigint, before: bigint[], serverId = 7): ComparedCharge => ({
  serverId,
  serverName: 'ada-web-1',
  hour,
  amount,
  before,
});
const judge = (...charges: ComparedCharge[]) => unusualCharges({ charges, currency: 'USD' });

test.each`
  amount     | before                  | found    | because
  ${6_849n}  | ${[6_849n, 6_850n]}     | ${false} | ${'it costs what it always did'}
  ${20_547n} | ${[6_849n, 6_849n]}     | ${false} | ${'three times is the limit itself'}
  ${20_548n} | ${[6_849n, 6_849n]}     | ${true}  | ${'a micro more is beyond'}
  ${20_548n} | ${[6_849n]}             | ${false} | ${'one hour is no history'}
  ${20_548n} | ${[0n, 6_849n, 0n]}     | ${true}  | ${'it ran in one of three'}
  ${20_548n} | ${[0n, 0n, 0n]}         | ${false} | ${'it was stopped before: running is no surprise'}
  ${20_548n} | ${[9_000n, 100n, 100n]} | ${false} | ${'the dearest hour before counts'}
  ${0n}      | ${[6_849n, 6_849n]}     | ${false} | ${'cheaper has a reason that its page tells'}
`('$amount after $before: $found, $because', ({ amount, before, found }) => {
  expect(judge(charge(amount, before))).toHaveLength(found ? 1 : 0);
});

test('it says what was paid and what was usual, and leads to the charge', () => {
  expect(judge(charge(68_490n, [6_849n, 6_849n]))).toMatchObject([
    {
      subject: 'server:7',
      message: expect.stringMatching(
        /^ada-web-1 cost 0\.06849\d* USD in the hour from 2026-11-23 19:00 UTC, and 0\.006849 at most/,
      ),
      facts: { serverId: 7, hour: '2026-11-23T19:00:00.000Z' },
    },
  ]);
});

test('the dearest come first, and twenty are told at most', () => {
  const many = Array.from({ length: 30 }, (_, place) => charge(BigInt(1000 + place), [1n, 1n], place));
  const found = judge(...many);
  expect(found).toHaveLength(20);
  expect(found[0]?.subject).toBe('server:29');
});
