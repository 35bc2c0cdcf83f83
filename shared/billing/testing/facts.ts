import { HOUR, type Instant } from '../period.ts';
import type { Rate, ServerFacts, ServerState, Stretch, Terms } from '../statement.ts';

/** An instant from ISO text without a zone: `at('2026-11-03T10:20')`, `at('2026-11')`. UTC. */
export function at(text: string): Instant {
  return Date.parse(text.length > 10 ? `${text}Z` : text) / 1000;
}

/** 1 November 2026, the month most tests happen in: 30 days, 720 hours. */
export const NOVEMBER = at('2026-11');

/** A clock time on 1 November 2026: `clock('10:20')` or `clock('10:20:30')`. */
export function clock(time: string): Instant {
  return at(`2026-11-01T${time}`);
}

export const ADA = 1;
export const BRAM = 2;

export function aStretch(from: Instant, until: Instant, over: Partial<Stretch> = {}): Stretch {
  return { from, until, state: 'running', customerId: ADA, ...over };
}

/** Stretches written as `10:00-10:20 running`, or `10:20 stopped` for a single sighting. */
export function seen(...lines: string[]): Stretch[] {
  return lines.map((line) => {
    const [times = '', state = ''] = line.split(' ');
    const [from = '', until = from] = times.split('-');
    return aStretch(clock(from), clock(until), { state: state as ServerState });
  });
}

export function someTerms(over: Partial<Terms> = {}): Terms {
  return {
    id: 1,
    from: at('2020-01'),
    hoursPerMonth: 730,
    counting: 'second',
    runningPercent: 100,
    stoppedPercent: 0,
    suspendedPercent: 0,
    capHours: 730,
    gapPolicy: 'bill',
    maxGapSeconds: 900,
    ...over,
  };
}

/** 5.00 a month for package 1. */
export function aRate(over: Partial<Rate> = {}): Rate {
  return {
    id: 1,
    from: at('2020-01'),
    packageId: 1,
    serverId: null,
    monthlyPrice: 5_000_000n,
    runningPercent: null,
    stoppedPercent: null,
    suspendedPercent: null,
    ...over,
  };
}

/** Ada's server: package 1 at 5.00 a month, running all November and one hour more, nothing billed yet. */
export function serverFacts(over: Partial<ServerFacts> = {}): ServerFacts {
  return {
    serverId: 7,
    billedUntil: NOVEMBER,
    stretches: [aStretch(NOVEMBER, at('2026-12') + HOUR)],
    switchedOn: [{ from: at('2020-01'), until: at('2100-01') }],
    packages: [{ from: at('2020-01'), packageId: 1 }],
    rates: [aRate()],
    terms: [someTerms()],
    gapDecisions: [],
    month: null,
    ...over,
  };
}
