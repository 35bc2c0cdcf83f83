import { describe, expect, test } from 'vitest';
import { parseMoney } from '#shared/billing/money.ts';
import { HOUR } from '#shared/billing/period.ts';
import { type DunningFacts, judgeCustomer, wantsSuspended } from './judge-customer.ts';
import type { DunningPolicy } from './policy.ts';

const DAY = 24 * HOUR;
/** A Monday, midnight UTC. */
const MONDAY = Date.UTC(2026, 10, 2) / 1000;

const policy: DunningPolicy = {
  enabled: true,
  enabledSince: MONDAY - 30 * DAY,
  warnHours: 72,
  graceRule: 'hours',
  graceHours: 24,
  creditLimit: 0n,
  retentionDays: 14,
  deletion: false,
};

/** Saturday and Sunday. */
const weekend = (at: number) => {
  const day = Math.floor((at - MONDAY) / DAY);
  const weekday = ((day % 7) + 7) % 7;
  return weekday < 5 ? null : MONDAY + (day - weekday + 7) * DAY;
};

function factsOf(given: Partial<DunningFacts> & { owes?: string; has?: string }): DunningFacts {
  const { owes, has, ...facts } = given;
  const balance = owes ? -parseMoney(owes) : parseMoney(has ?? '0');
  return {
    now: MONDAY,
    balance,
    burnPerHour: parseMoney('0.10'),
    emptiedAt: balance < 0n ? (facts.now ?? MONDAY) : null,
    servers: 2,
    flaggedUntil: null,
    flagEndedAt: null,
    suspendedAt: null,
    heldUntil: () => null,
    ...facts,
  };
}

describe('the stage', () => {
  test.each`
    because                                        | facts                                                                                   | stage          | hold
    ${'the wallet lasts'}                          | ${{ has: '20.00' }}                                                                     | ${'clear'}     | ${null}
    ${'72 hours are left, and fewer than 72 warn'} | ${{ has: '7.20' }}                                                                      | ${'clear'}     | ${null}
    ${'71 hours are left'}                         | ${{ has: '7.19' }}                                                                      | ${'warned'}    | ${null}
    ${'nothing is left, and nothing is owed'}      | ${{ has: '0' }}                                                                         | ${'warned'}    | ${null}
    ${'nothing is left, and nothing burns'}        | ${{ has: '0', burnPerHour: 0n }}                                                        | ${'clear'}     | ${null}
    ${'it owes since now'}                         | ${{ owes: '0.01' }}                                                                     | ${'grace'}     | ${null}
    ${'its grace ends in a second'}                | ${{ owes: '2.40', emptiedAt: MONDAY - DAY + 1 }}                                        | ${'grace'}     | ${null}
    ${'its grace is over'}                         | ${{ owes: '2.40', emptiedAt: MONDAY - DAY }}                                            | ${'suspended'} | ${null}
    ${'its grace is over, but it is the weekend'}  | ${{ owes: '2.40', now: MONDAY - DAY, emptiedAt: MONDAY - 3 * DAY, heldUntil: weekend }} | ${'held'}      | ${'window'}
    ${'it is flagged for ever'}                    | ${{ owes: '99', emptiedAt: MONDAY - 20 * DAY, flaggedUntil: Infinity }}                 | ${'held'}      | ${'flag'}
    ${'its flag ended a day ago: all begins anew'} | ${{ owes: '99', emptiedAt: MONDAY - 20 * DAY, flagEndedAt: MONDAY - HOUR }}             | ${'grace'}     | ${null}
    ${'it has no server that could be suspended'}  | ${{ owes: '99', emptiedAt: MONDAY - 20 * DAY, servers: 0 }}                             | ${'clear'}     | ${null}
    ${'it was suspended, and still owes'}          | ${{ owes: '0.01', suspendedAt: MONDAY - DAY }}                                          | ${'suspended'} | ${null}
    ${'it was suspended, and owes on a weekend'}   | ${{ owes: '1', now: MONDAY - DAY, suspendedAt: MONDAY - 9 * DAY, heldUntil: weekend }}  | ${'suspended'} | ${null}
    ${'it was suspended, and paid to zero'}        | ${{ has: '0', burnPerHour: 0n, suspendedAt: MONDAY - DAY }}                             | ${'clear'}     | ${null}
    ${'it was suspended, and was flagged since'}   | ${{ owes: '1', suspendedAt: MONDAY - DAY, flaggedUntil: Infinity }}                     | ${'held'}      | ${'flag'}
  `('is $stage when $because', ({ facts, stage, hold }) => {
    expect(judgeCustomer(policy, factsOf(facts))).toMatchObject({ stage, hold });
  });

  test('a policy that is off moves nobody, and leaves who is suspended until they have paid', () => {
    const off = { ...policy, enabled: false };
    const long = { owes: '99', emptiedAt: MONDAY - 90 * DAY };
    expect(judgeCustomer(off, factsOf(long)).stage).toBe('clear');
    expect(judgeCustomer(off, factsOf({ ...long, suspendedAt: MONDAY - DAY })).stage).toBe('suspended');
  });

  test('a debt from before the policy was on has the whole grace', () => {
    const facts = factsOf({ owes: '99', emptiedAt: MONDAY - 90 * DAY });
    const judged = judgeCustomer({ ...policy, enabledSince: MONDAY - HOUR }, facts);
    expect(judged).toMatchObject({ stage: 'grace', suspendAt: MONDAY + 23 * HOUR });
  });

  test.each`
    days  | deletion | stage
    ${13} | ${true}  | ${'suspended'}
    ${14} | ${true}  | ${'expired'}
    ${99} | ${false} | ${'suspended'}
  `('$days days after suspension it is $stage with deletion: $deletion', ({ days, deletion, stage }) => {
    const facts = factsOf({ owes: '3', suspendedAt: MONDAY - days * DAY });
    const judged = judgeCustomer({ ...policy, deletion }, facts);
    expect(judged.stage).toBe(stage);
    expect(wantsSuspended(judged)).toBe(true);
  });

  test('however short the retention, nothing is deleted on the first day', () => {
    const facts = factsOf({ owes: '3', suspendedAt: MONDAY - DAY + 1 });
    expect(judgeCustomer({ ...policy, deletion: true, retentionDays: 0 }, facts).stage).toBe('suspended');
  });
});

describe('the dates', () => {
  test('of a wallet that lasts 30 hours: the charge of the 31st takes it below zero, a day later it is suspended', () => {
    const judged = judgeCustomer({ ...policy, deletion: true }, factsOf({ has: '3.00', now: MONDAY + 600 }));
    expect(judged).toEqual({
      stage: 'warned',
      hold: null,
      emptyAt: MONDAY + 31 * HOUR,
      graceUntil: MONDAY + 55 * HOUR,
      suspendAt: MONDAY + 55 * HOUR,
      deletableAt: MONDAY + 55 * HOUR + 14 * DAY,
    });
  });

  test('a grace that ends on a weekend suspends on Monday', () => {
    const friday = MONDAY + 4 * DAY + 12 * HOUR;
    const judged = judgeCustomer(policy, factsOf({ owes: '0.10', now: friday, heldUntil: weekend }));
    expect(judged).toMatchObject({ graceUntil: friday + DAY, suspendAt: MONDAY + 7 * DAY });
  });

  test.each`
    owes      | burn      | least | hours
    ${'1.00'} | ${'0.10'} | ${0}  | ${41}
    ${'4.95'} | ${'0.10'} | ${0}  | ${1}
    ${'5.00'} | ${'0.10'} | ${0}  | ${1}
    ${'5.01'} | ${'0.10'} | ${0}  | ${0}
    ${'5.01'} | ${'0.10'} | ${24} | ${24}
    ${'1.00'} | ${'0.00'} | ${0}  | ${null}
  `(
    'with 5.00 of credit, $owes owed and $burn an hour, $least hours at least: grace ends in $hours',
    (row) => {
      const byAmount = {
        ...policy,
        graceRule: 'amount',
        creditLimit: parseMoney('5.00'),
        graceHours: row.least,
      } as const;
      const judged = judgeCustomer(byAmount, factsOf({ owes: row.owes, burnPerHour: parseMoney(row.burn) }));
      expect(judged.graceUntil).toBe(row.hours === null ? null : MONDAY + row.hours * HOUR);
    },
  );

  test('a flag with an end gives the whole grace after it', () => {
    const judged = judgeCustomer(policy, factsOf({ owes: '9', flaggedUntil: MONDAY + 5 * DAY }));
    expect(judged).toMatchObject({ stage: 'held', hold: 'flag', suspendAt: MONDAY + 6 * DAY });
  });

  test('windows without a gap give no date, and suspend nobody', () => {
    const facts = factsOf({ owes: '9', emptiedAt: MONDAY - 9 * DAY, heldUntil: (at) => at + HOUR });
    expect(judgeCustomer(policy, facts)).toMatchObject({ stage: 'held', hold: 'window', suspendAt: null });
  });
});
