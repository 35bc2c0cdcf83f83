import type { Breakdown, Forecast, Owing, Timeline, Waiting } from '../api/reports.ts';
import type { Statement, StatementMonth } from '../api/statements.ts';
import { aCustomer, aTransaction, at } from './records.ts';

const HOUR_MS = 3_600_000;
const sums = { amount: 412_345n, charges: 56, seconds: 56 * 3600 };

/** Forty-eight hours of 56 servers. */
export function aTimeline(over: Partial<Timeline> = {}): Timeline {
  const rows = Array.from({ length: 48 }, (_, index) => {
    const from = at('20:00').getTime() - (48 - index) * HOUR_MS;
    return { from: new Date(from), until: new Date(from + HOUR_MS), ...sums };
  });
  const total = { amount: 48n * sums.amount, charges: 48 * 56, seconds: 48 * sums.seconds };
  return { rows, total, billedUntil: at('20:00'), ...over };
}

export function aBreakdown(over: Partial<Breakdown> = {}): Breakdown {
  const rows = [
    { id: 1, name: 'VPS S', ...sums },
    { id: 2, name: 'VPS M', amount: 12_345n, charges: 2, seconds: 5400 },
  ];
  return {
    rows,
    nextCursor: null,
    total: 2,
    sum: { amount: 424_690n, charges: 58, seconds: 207_000 },
    ...over,
  };
}

/** Chidi, who owes a little. */
export function anOwing(over: Partial<Owing> = {}): Owing {
  const chidi = aCustomer({ id: 13, name: 'chidi', balance: -41_000n, burnPerHour: 13_699n, hoursLeft: 0 });
  return { rows: [chidi], nextCursor: null, total: 1, owed: 41_000n, ...over };
}

/** Dora, whose server has no price. */
export function aWaiting(over: Partial<Waiting> = {}): Waiting {
  const row = {
    serverId: 4,
    serverName: 'dora-db-1',
    customerId: 14,
    customerName: 'dora',
    reason: 'no_rate' as const,
    since: at('10:00'),
    hours: 10,
    estimate: null,
  };
  return { rows: [row], nextCursor: null, total: 1, sum: { hours: 10, estimate: 0n, unknown: 1 }, ...over };
}

export function aForecast(over: Partial<Forecast> = {}): Forecast {
  const row = {
    packageId: 1,
    packageName: 'VPS S',
    servers: 56,
    billed: 32_246_900n,
    rest: 8_000_000n,
    total: 40_246_900n,
  };
  const { servers, billed, rest, total } = row;
  return {
    month: { from: at('00:00', '2026-11-01'), until: at('00:00', '2026-12-01') },
    billedUntil: at('20:00'),
    rows: [row],
    sum: { servers, billed, rest, total },
    before: null,
    unpriced: 1,
    ...over,
  };
}

export function aStatementMonth(over: Partial<StatementMonth> = {}): StatementMonth {
  return { month: '2026-11', servers: 2, charges: 1111, amount: 7_609_589n, ...over };
}

/** Ada's November: 20.00 paid in, two servers, and what is left. */
export function aStatement(over: Partial<Statement> = {}): Statement {
  const paidIn = aTransaction({
    kind: 'adjustment',
    reason: 'paid by bank',
    amount: 20_000_000n,
    walletChange: 20_000_000n,
  });
  return {
    customer: { id: 11, externalId: 1011, name: 'ada', email: 'ada@example.com' },
    month: '2026-11',
    from: at('00:00', '2026-11-01'),
    until: at('00:00', '2026-12-01'),
    currency: 'USD',
    billedUntil: at('20:00'),
    opening: 1_500_000n,
    movements: [paidIn],
    moved: 20_000_000n,
    carried: 0n,
    lines: [
      {
        serverId: 1,
        serverName: 'ada-web-1',
        packageName: 'VPS S',
        monthlyPrice: 5_000_000n,
        charges: 555,
        seconds: 1_998_000,
        amount: 3_801_370n,
        corrected: 0n,
      },
      {
        serverId: 2,
        serverName: 'ada-web-2',
        packageName: null,
        monthlyPrice: 5_009_000n,
        charges: 556,
        seconds: 2_001_600,
        amount: 3_808_219n,
        corrected: 0n,
      },
    ],
    usage: { charges: 1111, seconds: 3_999_600, amount: 7_609_589n, corrected: 0n },
    closing: 13_890_411n,
    ...over,
  };
}
