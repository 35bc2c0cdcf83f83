import type { ChargeExplanation } from '#shared/api/charges.ts';
import { at } from './records.ts';

const minute = (minutes: number) => new Date(at('19:00').getTime() + minutes * 60_000);

/** Ada's server, up for a whole hour, at 5.00 a month. */
export function anExplanation(over: Partial<ChargeExplanation> = {}): ChargeExplanation {
  return {
    hour: at('19:00'),
    server: { id: 1, name: 'ada-web-1' },
    customer: { id: 11, name: 'ada' },
    amount: 6850n,
    corrections: [],
    corrected: null,
    seconds: 3600,
    weightedSeconds: '3600',
    cappedSeconds: '0',
    inGap: false,
    recomputed: { agrees: true, differences: [] },
    parts: [
      {
        from: at('19:00'),
        until: at('20:00'),
        before: 'running',
        after: 'running',
        rule: 'seen',
        percent: 100,
        unseenSeconds: 0,
      },
    ],
    sightings: [0, 10, 20, 30, 40, 50, 60].map((minutes) => ({
      at: minute(minutes),
      state: 'running' as const,
    })),
    failedLooks: [],
    rate: {
      id: 1,
      monthlyPrice: 5_000_000n,
      from: at('00:00', '2026-10-01'),
      of: 'package',
      packageName: 'Small',
      runningPercent: 100,
      stoppedPercent: 0,
      suspendedPercent: 0,
      reason: 'Price list of autumn',
      setBy: 'Olive',
    },
    terms: {
      id: 1,
      from: at('00:00', '2026-10-01'),
      hoursPerMonth: 730,
      counting: 'second',
      gapPolicy: 'bill',
      maxGapSeconds: 1800,
    },
    month: {
      from: at('00:00', '2026-11-01'),
      before: { weightedSeconds: '3600', exact: '0.006849315068…', amount: 6849n },
      after: { weightedSeconds: '7200', exact: '0.013698630136…', amount: 13_699n },
    },
    cap: { capHours: 730, usedBefore: '3600', usedAfter: '7200' },
    run: { id: 12, status: 'done', trigger: 'schedule', openedAt: at('20:00'), until: at('20:00') },
    transaction: {
      id: 90,
      reason: '1 hour of 1 server',
      amount: 6850n,
      balanceBefore: 25_000_000n,
      balanceAfter: 24_993_150n,
      createdAt: at('20:00'),
      reversal: null,
    },
    ...over,
  };
}

/** Bram's, who had it off for a while, with a look that failed and a gap nobody looked into. */
export function aBrokenHour(): Partial<ChargeExplanation> {
  const part = { unseenSeconds: 600, percent: 0 };
  return {
    seconds: 1800,
    weightedSeconds: '1800',
    inGap: true,
    parts: [
      {
        from: minute(0),
        until: minute(10),
        before: null,
        after: null,
        rule: 'switched_off',
        percent: 0,
        unseenSeconds: 0,
      },
      {
        from: minute(10),
        until: minute(20),
        before: 'running',
        after: 'running',
        rule: 'seen',
        percent: 100,
        unseenSeconds: 0,
      },
      {
        ...part,
        from: minute(20),
        until: minute(30),
        before: 'running',
        after: 'stopped',
        rule: 'cheaper_end',
      },
      {
        ...part,
        from: minute(30),
        until: minute(40),
        before: 'stopped',
        after: 'stopped',
        rule: 'seen_at_both_ends',
      },
      {
        from: minute(40),
        until: minute(60),
        before: 'running',
        after: 'running',
        rule: 'gap_billed',
        percent: 100,
        unseenSeconds: 6600,
      },
    ],
    failedLooks: [{ at: minute(50), failure: 'Page 2 of the list did not come.' }],
  };
}
