import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR, type Instant } from './period.ts';
import { type ServerFacts, type ServerState, statementFor } from './statement.ts';
import { type SumPart, statementSum } from './statement-sum.ts';
import { ADA, aRate, aStretch, at, BRAM, serverFacts, someTerms } from './testing/facts.ts';

const START = at('2026-11-29');
const HOURS = 96;
const END = START + HOURS * HOUR;

/** Half the instants fall on whole hours: there quiet hours begin and end. */
const instant = fc.oneof(
  fc.integer({ min: START - HOUR, max: END }),
  fc.integer({ min: -1, max: HOURS }).map((n) => START + n * HOUR),
);
const wholeHour = fc.integer({ min: -2, max: HOURS }).map((n) => START + n * HOUR);
const states = fc.constantFrom<ServerState>('running', 'running', 'stopped', 'suspended', 'native', 'gone');
const percent = fc.constantFrom(0, 25, 100);
const byFrom = (a: { from: Instant }, b: { from: Instant }) => a.from - b.from;

const stretches = fc
  .array(fc.tuple(instant, instant, states, fc.constantFrom(ADA, ADA, BRAM)), { minLength: 1, maxLength: 6 })
  .map((drawn) => {
    const instants = [...drawn.map(([one]) => one), ...drawn.map(([, two]) => two)].sort((a, b) => a - b);
    return drawn.map(([, , state, customerId], n) =>
      aStretch(instants[2 * n] ?? 0, instants[2 * n + 1] ?? 0, { state, customerId }),
    );
  });
const terms = fc
  .array(
    fc.record({
      from: wholeHour,
      hoursPerMonth: fc.constantFrom(672, 730),
      counting: fc.constantFrom('second' as const, 'minute' as const, 'hour' as const),
      runningPercent: fc.constantFrom(50, 100),
      stoppedPercent: percent,
      capHours: fc.constantFrom(null, 3, 30, 730),
      gapPolicy: fc.constantFrom('bill' as const, 'free' as const, 'hold' as const),
      maxGapSeconds: fc.constantFrom(900, 4000),
    }),
    { maxLength: 3 },
  )
  .map((rows) => [someTerms(), ...rows.sort(byFrom)].map((row, n) => someTerms({ ...row, id: n + 1 })));
const rates = fc
  .array(
    fc.record({
      from: wholeHour,
      packageId: fc.constantFrom(1, 2),
      serverId: fc.constantFrom(null, null, 7),
      monthlyPrice: fc.bigInt({ min: 0n, max: 10n ** 9n }),
      whilePackageId: fc.constantFrom(null, 1),
      ends: fc.constantFrom(false, false, true),
      stoppedPercent: fc.constantFrom(null, 10),
    }),
    { maxLength: 5 },
  )
  .map((rows) => [aRate(), ...rows.sort(byFrom)].map((row, n) => aRate({ ...row, id: n + 10 })));
const facts: fc.Arbitrary<ServerFacts> = fc
  .record({
    stretches,
    terms,
    rates,
    packages: fc
      .array(fc.record({ from: instant, packageId: fc.constantFrom(1, 2, null) }), { maxLength: 2 })
      .map((rows) => [{ from: 0, packageId: 1 }, ...rows.sort(byFrom)]),
    switchedOn: fc
      .array(fc.tuple(instant, instant), { maxLength: 2 })
      .map((pairs) => pairs.map(([a, b]) => ({ from: Math.min(a, b), until: Math.max(a, b) })))
      .chain((some) => fc.constantFrom(some, [{ from: 0, until: END + HOUR }])),
  })
  .map((drawn) => serverFacts({ ...drawn, billedUntil: START }));

const inOrder = (parts: readonly SumPart[]) =>
  [...parts].sort((a, b) => a.customerId - b.customerId || (a.packageId ?? 0) - (b.packageId ?? 0));

function addedUp(server: ServerFacts, until: Instant): SumPart[] {
  const parts: SumPart[] = [];
  for (const { customerId, packageId, amount } of statementFor(server, until).charges) {
    const known = parts.find((one) => one.customerId === customerId && one.packageId === packageId);
    if (known) {
      known.hours += 1;
      known.amount += amount;
    } else parts.push({ customerId, packageId, hours: 1, amount });
  }
  return parts;
}

test('the sum is that of the charges of the statement, whatever happened', () => {
  fc.assert(
    fc.property(facts, wholeHour, (server, until) => {
      const end = Math.max(until, START);
      const statement = statementFor(server, end);
      const sum = statementSum(server, end);
      expect(inOrder(sum.parts)).toEqual(inOrder(addedUp(server, end)));
      expect(sum.setAside).toEqual(statement.setAside);
    }),
    { numRuns: 1500 },
  );
});

test('ada, who runs all November at 5.00, pays 720 hours of 730', () => {
  const { parts, setAside } = statementSum(serverFacts(), at('2026-12'));
  expect(parts).toEqual([{ customerId: ADA, packageId: 1, hours: 720, amount: 4_931_507n }]);
  expect(setAside).toBeNull();
});
