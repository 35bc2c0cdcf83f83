import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatMoney } from '#shared/billing/money.ts';
import { HOUR } from '#shared/billing/period.ts';
import { type ServerFacts, type Statement, statementFor } from '#shared/billing/statement.ts';
import {
  ADA,
  aRate,
  aStretch,
  at,
  BRAM,
  clock,
  NOVEMBER,
  seen,
  serverFacts,
  someTerms,
} from '#shared/billing/testing/facts.ts';

/** The figures of md-docs/hourly-billing-system.md, worked out by the engine: each row must stand there as it is here. */
const document = readFileSync('md-docs/hourly-billing-system.md', 'utf8');

const terms = (over: Parameters<typeof someTerms>[0] = {}) => [someTerms({ maxGapSeconds: 1800, ...over })];

/** Ten to eleven on 1 November 2026, of one server at 5.00 a month. */
function tenToEleven(facts: Partial<ServerFacts>): Statement {
  return statementFor(serverFacts({ billedUntil: clock('10:00'), terms: terms(), ...facts }), clock('11:00'));
}

function row(what: string, { charges, setAside }: Statement): string {
  const [charge] = charges;
  if (!charge) return `| ${what} | ${setAside ? 'waits' : '0'} | ${setAside ? setAside.reason : '0.00'} |`;
  return `| ${what} | ${charge.weighted / 100} | ${formatMoney(charge.amount)} |`;
}

const quietHour = seen('09:50-11:10 running');
const rebooted = seen('09:50-10:20 running', '10:21-10:40 stopped', '10:41-11:10 running');
const started = seen('09:50-10:05:30 running', '10:05:31-11:10 stopped');
const doubt = seen('09:50-10:20 running', '10:30-11:10 stopped');
const unseen = seen('09:50-10:05 running', '10:50-11:10 running');

const examples: [string, Statement][] = [
  ['Running all hour', tenToEleven({ stretches: quietHour })],
  ['Seen running at 10:20, seen stopped at 10:30', tenToEleven({ stretches: doubt })],
  ['Seen running to 10:20, stopped 10:21 to 10:40, running from 10:41', tenToEleven({ stretches: rebooted })],
  ['Stopped all hour', tenToEleven({ stretches: seen('09:50-11:10 stopped') })],
  [
    'Stopped all hour, stopped costs 25 %',
    tenToEleven({ stretches: seen('09:50-11:10 stopped'), terms: terms({ stoppedPercent: 25 }) }),
  ],
  ['Suspended all hour', tenToEleven({ stretches: seen('09:50-11:10 suspended') })],
  ['Seen running to 10:05:30, by the second', tenToEleven({ stretches: started })],
  [
    'Seen running to 10:05:30, by the started minute',
    tenToEleven({ stretches: started, terms: terms({ counting: 'minute' }) }),
  ],
  [
    'Seen running to 10:05:30, by the started hour',
    tenToEleven({ stretches: started, terms: terms({ counting: 'hour' }) }),
  ],
  ['Nobody looked from 10:05 to 10:50, policy bill', tenToEleven({ stretches: unseen })],
  [
    'Nobody looked from 10:05 to 10:50, policy free',
    tenToEleven({ stretches: unseen, terms: terms({ gapPolicy: 'free' }) }),
  ],
  [
    'Nobody looked from 10:05 to 10:50, policy hold',
    tenToEleven({ stretches: unseen, terms: terms({ gapPolicy: 'hold' }) }),
  ],
  [
    'Billing switched on at 10:45',
    tenToEleven({ stretches: quietHour, switchedOn: [{ from: clock('10:45'), until: at('2100-01') }] }),
  ],
  ['Its package has no price', tenToEleven({ stretches: quietHour, rates: [] })],
  [
    'Nobody knows its package',
    tenToEleven({ stretches: quietHour, packages: [{ from: at('2020-01'), packageId: null }] }),
  ],
];

describe('the figures of md-docs/hourly-billing-system.md are the engine’s', () => {
  test.each(examples.map(([what, statement]) => [row(what, statement)]))('%s', (line) => {
    expect(document.split('\n')).toContain(line);
  });

  const amountOf = (statement: Statement, from = 0, until = statement.charges.length) =>
    formatMoney(statement.charges.slice(from, until).reduce((total, charge) => total + charge.amount, 0n));

  test('730 hours cost the monthly price, and a month of 744 hours no more', () => {
    const december = statementFor(
      serverFacts({
        billedUntil: at('2026-12'),
        stretches: [aStretch(at('2026-12'), at('2027-01') + HOUR)],
        terms: terms(),
      }),
      at('2027-01'),
    );
    expect(december.charges).toHaveLength(744);
    expect(amountOf(december, 0, 730)).toBe('5.00');
    expect(amountOf(december)).toBe('5.00');
    expect(document).toContain('December has 744 hours: the 730th ends at exactly 5.00');
  });

  test('November, with 720 hours, costs what 720 hours cost', () => {
    const november = statementFor(serverFacts({ terms: terms() }), at('2026-12'));
    expect(document).toContain(`November has 720 hours: it costs ${amountOf(november)}`);
  });

  test('two prices in one month', () => {
    const change = NOVEMBER + 365 * HOUR;
    const rates = [aRate(), aRate({ id: 2, from: change, monthlyPrice: 10_000_000n })];
    const statement = statementFor(serverFacts({ rates, terms: terms() }), at('2026-12'));
    expect(document).toContain(
      `365 hours at 5.00 cost ${amountOf(statement, 0, 365)}, the other 355 at 10.00 cost ${amountOf(statement, 365)}`,
    );
  });

  test('a server that changes hands within an hour', () => {
    const [before, after] = [
      aStretch(clock('09:50'), clock('10:10')),
      aStretch(clock('10:20'), clock('11:10'), { customerId: BRAM }),
    ];
    const [charge] = tenToEleven({ stretches: [before, after] }).charges;
    expect(charge?.customerId).toBe(ADA);
    expect(document).toContain('whoever owned the server when the hour began pays for all of it');
  });

  test('a price that covers waiting hours bills them as if it had been there', () => {
    const waiting = statementFor(serverFacts({ rates: [], terms: terms() }), clock('06:00'));
    expect(waiting.setAside).toEqual({ reason: 'no_rate', since: NOVEMBER });
    const covered = statementFor(
      serverFacts({ rates: [aRate({ from: NOVEMBER })], billedUntil: waiting.billedUntil, terms: terms() }),
      clock('06:00'),
    );
    expect(document).toContain(`six hours that waited cost ${amountOf(covered)}`);
  });
});
