import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR } from '#shared/billing/period.ts';
import { type DunningFacts, judgeCustomer, wantsSuspended } from './judge-customer.ts';
import type { DunningPolicy } from './policy.ts';

const START = Date.UTC(2026, 10, 2) / 1000;
const DAY = 24 * HOUR;

const policies: fc.Arbitrary<DunningPolicy> = fc.record({
  enabled: fc.boolean(),
  enabledSince: fc.integer({ min: START - 60 * DAY, max: START }),
  warnHours: fc.integer({ min: 0, max: 720 }),
  graceRule: fc.constantFrom('hours', 'amount'),
  graceHours: fc.integer({ min: 0, max: 200 }),
  creditLimit: fc.bigInt({ min: 0n, max: 20_000_000n }),
  retentionDays: fc.integer({ min: 0, max: 60 }),
  deletion: fc.boolean(),
});

/** A window of every day: so many hours from an hour on, sometimes none. */
const windows = fc
  .record({ from: fc.integer({ min: 0, max: 23 }), hours: fc.integer({ min: 0, max: 23 }) })
  .map(({ from, hours }) => (at: number) => {
    const into = (((at - START) % DAY) + DAY - from * HOUR + DAY) % DAY;
    return into < hours * HOUR ? at - into + hours * HOUR : null;
  });

const ago = fc.integer({ min: 0, max: 40 * DAY });
const factsOf: fc.Arbitrary<DunningFacts> = fc
  .record({
    since: fc.integer({ min: 0, max: 14 * DAY }),
    balance: fc.bigInt({ min: -50_000_000n, max: 50_000_000n }),
    burnPerHour: fc.bigInt({ min: 0n, max: 2_000_000n }),
    emptied: ago,
    servers: fc.integer({ min: 0, max: 3 }),
    flaggedFor: fc.option(
      fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 0, max: 9 * DAY })),
    ),
    flagEnded: fc.option(ago),
    suspended: fc.option(ago),
    heldUntil: windows,
  })
  .map(({ since, emptied, flaggedFor, flagEnded, suspended, ...facts }) => {
    const now = START + since;
    return {
      ...facts,
      now,
      emptiedAt: facts.balance < 0n ? now - emptied : null,
      flaggedUntil: flaggedFor === null ? null : now + flaggedFor,
      flagEndedAt: flagEnded === null ? null : now - flagEnded,
      suspendedAt: suspended === null ? null : now - suspended,
    };
  });

/** Somebody who owes, has a server, and is not suspended yet. */
const owing = fc
  .tuple(factsOf, fc.bigInt({ min: 1n, max: 50_000_000n }), fc.integer({ min: 0, max: 5 * DAY }))
  .map(([facts, owed, emptied]) => ({
    ...facts,
    balance: -owed,
    emptiedAt: facts.now - emptied,
    servers: facts.servers + 1,
    suspendedAt: null,
  }));

const runs = { numRuns: 1000 };

test('nobody is newly suspended inside a window, before the grace is over, with a flag, or by a policy that is off', () => {
  fc.assert(
    fc.property(policies, factsOf, (policy, facts) => {
      fc.pre(facts.suspendedAt === null);
      if (!wantsSuspended(judgeCustomer(policy, facts))) return;
      expect(policy.enabled).toBe(true);
      expect(facts.heldUntil(facts.now)).toBeNull();
      expect(facts.flaggedUntil ?? 0).toBeLessThanOrEqual(facts.now);
      const owedFor = facts.now - Math.max(facts.emptiedAt ?? facts.now, policy.enabledSince ?? 0);
      expect(owedFor).toBeGreaterThanOrEqual(policy.graceHours * HOUR);
      if (policy.graceRule === 'amount') expect(-facts.balance).toBeGreaterThan(policy.creditLimit);
    }),
    runs,
  );
});

test('a balance that came back is the end of the ladder, whatever went before', () => {
  fc.assert(
    fc.property(policies, factsOf, (policy, facts) => {
      const paid = {
        ...facts,
        balance: facts.balance < 0n ? -facts.balance : facts.balance,
        emptiedAt: null,
      };
      const judged = judgeCustomer(policy, paid);
      expect(['clear', 'warned']).toContain(judged.stage);
      expect(judged).toEqual(judgeCustomer(policy, { ...paid, suspendedAt: null }));
    }),
    runs,
  );
});

test('a date told in advance lies outside of the windows, and is kept: a second before it nothing happens, at it all does', () => {
  fc.assert(
    fc.property(policies, owing, (drawn, facts) => {
      const policy = { ...drawn, enabled: true, graceRule: 'hours' as const };
      const { suspendAt } = judgeCustomer(policy, facts);
      if (suspendAt === null || suspendAt <= facts.now) return;
      expect(facts.heldUntil(suspendAt ?? 0)).toBeNull();
      const before = judgeCustomer(policy, { ...facts, now: (suspendAt ?? 0) - 1 });
      expect(wantsSuspended(before)).toBe(false);
      expect(judgeCustomer(policy, { ...facts, now: suspendAt ?? 0 }).stage).toBe('suspended');
    }),
    runs,
  );
});

test('who is suspended and owes stays so until the flag or the money comes', () => {
  fc.assert(
    fc.property(policies, owing, fc.integer({ min: 0, max: 90 * DAY }), (policy, owes, later) => {
      const facts = { ...owes, flaggedUntil: null, suspendedAt: owes.now - 5 };
      expect(wantsSuspended(judgeCustomer(policy, { ...facts, now: facts.now + later }))).toBe(true);
    }),
    runs,
  );
});
