import fc from 'fast-check';
import { expect, test } from 'vitest';
import { monthOf } from './billing-month.ts';
import { formatMoney, sum } from './money.ts';
import { HOUR, hoursBetween, type Instant, length, overlap } from './period.ts';
import { rateInForce } from './rate.ts';
import {
  type HourCharge,
  type ServerFacts,
  type ServerState,
  type Stretch,
  statementFor,
} from './statement.ts';
import { ADA, aRate, aStretch, at, BRAM, NOVEMBER, serverFacts, someTerms } from './testing/facts.ts';
import { slowHour } from './testing/second-by-second.ts';

/** Random histories begin two hours before this month boundary, so that most of them cross it. */
const START = at('2026-12') - 2 * HOUR;
const HOURS = 6;
const END = START + HOURS * HOUR;

const states = fc.constantFrom<ServerState>('running', 'stopped', 'suspended', 'present', 'native', 'gone');
const percent = fc.constantFrom(0, 10, 50, 100);
const second = fc.integer({ min: START - 1800, max: END + 1800 });
const wholeHour = fc.integer({ min: -2, max: HOURS }).map((n) => START + n * HOUR);
const price = fc.bigInt({ min: 0n, max: 10n ** 10n });

/** Instants in order, two for each stretch: its first and its last sighting. */
const stretches = fc
  .array(fc.tuple(second, second, states, fc.constantFrom(ADA, BRAM)), { maxLength: 8 })
  .map((drawn): Stretch[] => {
    const instants = [...drawn.map(([one]) => one), ...drawn.map(([, two]) => two)].sort((a, b) => a - b);
    return drawn.map(([, , state, customerId], n) =>
      aStretch(instants[2 * n] ?? 0, instants[2 * n + 1] ?? 0, { state, customerId }),
    );
  });

const byFrom = (a: { from: Instant }, b: { from: Instant }) => a.from - b.from;

const terms = fc
  .array(
    fc.record({
      from: wholeHour,
      hoursPerMonth: fc.constantFrom(672, 720, 730, 744),
      counting: fc.constantFrom('second' as const, 'minute' as const, 'hour' as const),
      runningPercent: percent,
      stoppedPercent: percent,
      suspendedPercent: percent,
      capHours: fc.constantFrom(null, 0, 1, 2, 730),
      gapPolicy: fc.constantFrom('bill' as const, 'free' as const, 'hold' as const),
      maxGapSeconds: fc.constantFrom(0, 300, 900, 4000),
    }),
    { maxLength: 3 },
  )
  .map((rows) =>
    [someTerms({ from: START - 3 * HOUR }), ...rows.sort(byFrom)].map((row, n) =>
      someTerms({ ...row, id: n + 1 }),
    ),
  );

const override = fc.option(percent, { nil: null });
const rates = fc
  .array(
    fc.record({
      from: wholeHour,
      packageId: fc.constantFrom(1, 2),
      serverId: fc.constantFrom(null, null, 7, 8),
      monthlyPrice: price,
      runningPercent: override,
      stoppedPercent: override,
    }),
    { maxLength: 4 },
  )
  .map((rows) => rows.sort(byFrom).map((row, n) => aRate({ ...row, id: n + 10 })))
  .chain((rows) =>
    fc.constantFrom(rows, [aRate({ from: 0 }), aRate({ id: 2, from: 0, packageId: 2 }), ...rows]),
  );

const period = fc.tuple(second, second).map(([a, b]) => ({ from: Math.min(a, b), until: Math.max(a, b) }));

const facts: fc.Arbitrary<ServerFacts> = fc
  .record({
    stretches,
    terms,
    rates,
    switchedOn: fc.oneof(fc.constant([{ from: 0, until: END * 2 }]), fc.array(period, { maxLength: 3 })),
    packages: fc
      .array(fc.record({ from: second, packageId: fc.constantFrom(1, 2, null) }), { maxLength: 3 })
      .map((rows) => [{ from: 0, packageId: 1 }, ...rows.sort(byFrom)]),
    gapDecisions: fc
      .array(
        fc
          .tuple(period, fc.constantFrom('bill' as const, 'free' as const))
          .map(([decided, decision]) => ({ ...decided, decision })),
        { maxLength: 2 },
      )
      .map((decisions) => decisions.slice(0, 1)),
  })
  .map((over) => serverFacts({ billedUntil: START, ...over }));

const total = (charges: readonly HourCharge[]) => sum(charges.map(({ amount }) => amount));

test('every hour is what its seconds say, one by one', () => {
  fc.assert(
    fc.property(facts, (known) => {
      const statement = statementFor(known, END);
      const byHour = new Map(statement.charges.map((charge) => [charge.hour, charge]));
      for (const hour of hoursBetween({ from: START, until: statement.billedUntil })) {
        const inForce = known.terms.findLast(({ from }) => from <= hour);
        const packageId = known.packages.findLast(({ from }) => from <= hour)?.packageId ?? null;
        const rate = rateInForce(known.rates, { serverId: 7, packageId, at: hour });
        const slow = slowHour(known, hour, inForce ?? someTerms(), rate ?? aRate());
        const charge = byHour.get(hour);
        if (!slow) expect(charge).toBeUndefined();
        else {
          expect(slow.held).toBe(false);
          expect(charge).toMatchObject({
            seconds: slow.seconds,
            inGap: slow.inGap,
            rateId: rate?.id,
            packageId,
          });
          expect((charge?.weighted ?? 0) + (charge?.capped ?? 0)).toBe(slow.weighted);
        }
      }
    }),
    { numRuns: 200 },
  );
}, 60_000);

test('an hour set aside is one the seconds cannot settle', () => {
  fc.assert(
    fc.property(facts, (known) => {
      const { setAside, billedUntil, charges } = statementFor(known, END);
      if (!setAside) return;
      expect(billedUntil).toBe(setAside.since);
      expect(charges.every(({ hour }) => hour < setAside.since)).toBe(true);
      const inForce = known.terms.findLast(({ from }) => from <= setAside.since) ?? someTerms();
      const packageId = known.packages.findLast(({ from }) => from <= setAside.since)?.packageId ?? null;
      const rate = rateInForce(known.rates, { serverId: 7, packageId, at: setAside.since });
      const slow = slowHour(known, setAside.since, inForce, rate ?? aRate());
      expect(slow).not.toBeNull();
      expect(setAside.reason === 'gap_held' ? slow?.held : rate === undefined).toBe(true);
    }),
  );
}, 60_000);

/** What the database would hold at an instant: nothing from later, and no stretch that ended its use before. */
function knownAt(known: ServerFacts, now: Instant, billedUntil: Instant): Stretch[] {
  const past = known.stretches.filter(({ from }) => from <= now);
  const first = past.findLastIndex(({ from }) => from <= billedUntil);
  return past
    .slice(Math.max(0, first))
    .map((stretch) => ({ ...stretch, until: Math.min(stretch.until, now) }));
}

test('any split of the time into runs, each knowing only its own past, gives the same rows', () => {
  const run = fc.tuple(fc.integer({ min: 0, max: HOURS }), fc.integer({ min: 0, max: 7200 }));
  fc.assert(
    fc.property(facts, fc.array(run, { maxLength: 6 }), (known, drawn) => {
      const whole = statementFor(known, END);
      let { billedUntil, month } = known;
      const charges: HourCharge[] = [];
      const runs = drawn.map(([hours, late]) => ({
        until: START + hours * HOUR,
        now: START + hours * HOUR + late,
      }));
      for (const { until, now } of [...runs.sort((a, b) => a.now - b.now), { until: END, now: END + 7200 }]) {
        const lump = statementFor(
          { ...known, billedUntil, month, stretches: knownAt(known, now, billedUntil) },
          until,
        );
        charges.push(...lump.charges);
        ({ billedUntil, month } = lump);
      }
      expect({ charges, billedUntil, month }).toEqual({
        charges: whole.charges,
        billedUntil: whole.billedUntil,
        month: whole.month,
      });
    }),
    { numRuns: 1000 },
  );
});

test('cutting a stretch in two at any second changes nothing: the quiet hour takes no short cut', () => {
  fc.assert(
    fc.property(facts, second, (known, cut) => {
      const pieces = known.stretches.flatMap((stretch) =>
        stretch.from < cut && cut < stretch.until
          ? [
              { ...stretch, until: cut },
              { ...stretch, from: cut },
            ]
          : [stretch],
      );
      expect(statementFor({ ...known, stretches: pieces }, END)).toEqual(statementFor(known, END));
    }),
    { numRuns: 1000 },
  );
});

test('the hours of one month cost its price exactly, whatever the price and the hours per month', () => {
  const december = at('2026-12');
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.integer({ min: 1, max: 744 }),
      fc.boolean(),
      (monthlyPrice, hoursPerMonth, capped) => {
        const { charges } = statementFor(
          serverFacts({
            billedUntil: december,
            stretches: [aStretch(december, at('2027-01'))],
            terms: [someTerms({ hoursPerMonth, capHours: capped ? hoursPerMonth : null })],
            rates: [aRate({ monthlyPrice })],
          }),
          at('2027-01'),
        );
        expect(total(charges.slice(0, hoursPerMonth))).toBe(monthlyPrice);
        if (capped) expect(total(charges)).toBe(monthlyPrice);
      },
    ),
    { numRuns: 50 },
  );
});

test('nothing is ever negative, and the counts of a month are the sums of its rows', () => {
  fc.assert(
    fc.property(facts, (known) => {
      const { charges, month } = statementFor(known, END);
      for (const charge of charges) {
        expect(charge.amount >= 0n).toBe(true);
        for (const count of [charge.seconds, charge.weighted, charge.capped])
          expect(count).toBeGreaterThanOrEqual(0);
        expect(charge.seconds).toBeLessThanOrEqual(3600);
      }
      const ofMonth = charges.filter(({ hour }) => monthOf(hour).from === month?.month);
      const weighted = ofMonth.reduce((before, charge) => before + charge.weighted, 0);
      expect(month?.cappedWeighted ?? 0).toBe(weighted);
      expect((month?.counts ?? []).reduce((before, count) => before + count.weighted, 0)).toBe(weighted);
    }),
    { numRuns: 1000 },
  );
});

test('what was not seen, or not switched on, is never billed', () => {
  const exact = facts.map((known) => ({
    ...known,
    terms: known.terms.map((row) => ({ ...row, counting: 'second' as const })),
  }));
  fc.assert(
    fc.property(exact, (known) => {
      const first = known.stretches[0];
      const last = known.stretches.at(-1);
      const { charges, coveredUntil } = statementFor(known, END);
      for (const { hour, seconds } of charges) {
        const whole = { from: hour, until: hour + HOUR };
        const evidence = overlap(whole, { from: first?.from ?? 0, until: last?.until ?? 0 });
        expect(seconds).toBeLessThanOrEqual(evidence ? length(evidence) : 0);
        const on = known.switchedOn.reduce(
          (before, part) => before + length(overlap(whole, part) ?? { from: 0, until: 0 }),
          0,
        );
        expect(seconds).toBeLessThanOrEqual(on);
        expect(hour + HOUR).toBeLessThanOrEqual(coveredUntil);
      }
    }),
    { numRuns: 1000 },
  );
});

/** A month of resizes and price changes for a server that runs all along, capped at its hours per month. */
const changingMonth = fc
  .record({
    hoursPerMonth: fc.integer({ min: 1, max: 744 }),
    runningPercent: fc.constantFrom(50, 100, 150),
    prices: fc.array(fc.tuple(fc.integer({ min: 0, max: 719 }), fc.constantFrom(1, 2), price), {
      minLength: 1,
      maxLength: 6,
    }),
    resizes: fc.array(fc.tuple(fc.integer({ min: 0, max: 719 }), fc.constantFrom(1, 2)), { maxLength: 6 }),
  })
  .map(({ hoursPerMonth, runningPercent, prices, resizes }) => {
    const first = [1, 2].map((packageId) =>
      aRate({ id: packageId, from: NOVEMBER, packageId, monthlyPrice: 3n }),
    );
    const later = prices.map(([n, packageId, monthlyPrice], index) =>
      aRate({ id: index + 3, from: NOVEMBER + n * HOUR, packageId, monthlyPrice }),
    );
    return serverFacts({
      terms: [someTerms({ hoursPerMonth, runningPercent, capHours: hoursPerMonth })],
      rates: [...first, ...later.sort(byFrom)],
      packages: [
        { from: NOVEMBER, packageId: 1 },
        ...resizes.map(([n, packageId]) => ({ from: NOVEMBER + n * HOUR, packageId })).sort(byFrom),
      ],
    });
  });

test('the cap counts hours, so resizes and price changes do not stretch it', () => {
  fc.assert(
    fc.property(changingMonth, (known) => {
      const { charges } = statementFor(known, at('2026-12'));
      const [{ capHours, runningPercent } = someTerms()] = known.terms;
      const cap = (capHours ?? 0) * 360_000;
      const paid = charges.reduce((before, charge) => before + charge.weighted, 0);
      const free = charges.reduce((before, charge) => before + charge.capped, 0);
      expect(paid).toBe(Math.min(cap, 720 * 3600 * runningPercent));
      expect(paid + free).toBe(720 * 3600 * runningPercent);
    }),
    { numRuns: 60 },
  );
});

/*
 * How much a month can cost at most with the cap at hoursPerMonth. Each rate k in use costs P_k × w_k / D rounded to
 * a whole micro, and the cap says that all w_k together are at most D. So before rounding the sum is at most the
 * dearest P; rounding adds at most half a micro a rate. One rate: never more than its price. K rates: never more than
 * the dearest price and K/2 micros, rounded down. The next test shows that this is reached, so no less can be promised.
 */
test('with the cap on a month costs at most the dearest price used, and half a micro for each rate used', () => {
  fc.assert(
    fc.property(changingMonth, (known) => {
      const { charges } = statementFor(known, at('2026-12'));
      const used = known.rates.filter(({ id }) =>
        charges.some(({ rateId, weighted }) => rateId === id && weighted > 0),
      );
      const dearest = used.reduce(
        (most, { monthlyPrice }) => (monthlyPrice > most ? monthlyPrice : most),
        0n,
      );
      const roundings = used.length === 1 ? 0n : BigInt(Math.floor(used.length / 2));
      expect(total(charges) <= dearest + roundings).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('two rates of 0.000003 for half a month each cost 0.000004: each half is a tie that goes to the even side', () => {
  const rates = [1, 2].map((id) => aRate({ id, from: NOVEMBER + (id - 1) * 360 * HOUR, monthlyPrice: 3n }));
  const known = serverFacts({ rates, terms: [someTerms({ hoursPerMonth: 720, capHours: 720 })] });
  expect(formatMoney(total(statementFor(known, at('2026-12')).charges))).toBe('0.000004');
});

/*
 * Doubt falls to the customer. Exactly: with equal sightings billed across gaps (`bill`), forgetting a sighting that
 * says the same as one of its neighbours never makes an hour weigh more before the cap, nor the sum dearer while one
 * rate is in force. More cannot be promised: forgetting the only sighting of a stop makes the time look like running,
 * and hours that weigh less leave the cap room for later hours at a dearer rate. With `free`, forgetting a sighting
 * may end a free gap between equal sightings and begin one between different ones, which counts at the cheaper state.
 */
const sightings = fc
  .array(fc.tuple(second, states), { minLength: 3, maxLength: 14 })
  .map((drawn) => drawn.sort(([a], [b]) => a - b));

/** Single sightings as stretches: equal neighbours are one stretch unless they lie further apart than a gap. */
function stretchesOf(seen: readonly (readonly [Instant, ServerState])[], maxGapSeconds: number): Stretch[] {
  const found: Stretch[] = [];
  for (const [instant, state] of seen) {
    const last = found.at(-1);
    if (last?.state === state && instant - last.until <= maxGapSeconds) last.until = instant;
    else found.push(aStretch(instant, instant, { state }));
  }
  return found;
}

test('forgetting a sighting that says the same as a neighbour never makes an hour dearer', () => {
  const counting = fc.constantFrom('second' as const, 'minute' as const, 'hour' as const);
  fc.assert(
    fc.property(
      sightings,
      fc.nat(),
      counting,
      percent,
      percent,
      (seen, pick, rule, stoppedPercent, suspendedPercent) => {
        const redundant = seen.flatMap(([, state], n) =>
          n > 0 && n < seen.length - 1 && [seen[n - 1]?.[1], seen[n + 1]?.[1]].includes(state) ? [n] : [],
        );
        fc.pre(redundant.length > 0);
        const forgotten = redundant[pick % redundant.length];
        const billed = [seen, seen.filter((_, n) => n !== forgotten)].map((kept) => {
          const terms = [someTerms({ counting: rule, stoppedPercent, suspendedPercent })];
          return statementFor(
            serverFacts({ billedUntil: START, terms, stretches: stretchesOf(kept, 900) }),
            END,
          );
        });
        const [withIt, without] = billed.map(({ charges }) => charges);
        for (const { hour, weighted, capped } of without ?? []) {
          const before = withIt?.find((charge) => charge.hour === hour);
          expect(weighted + capped).toBeLessThanOrEqual((before?.weighted ?? -1) + (before?.capped ?? 0));
        }
        expect(total(without ?? []) <= total(withIt ?? [])).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

test('time between two sightings never weighs more than it would in the state of either end', () => {
  const ours = fc.constantFrom<ServerState>('running', 'stopped', 'suspended', 'present');
  fc.assert(
    fc.property(facts, ours, ours, (known, before, after) => {
      const hour = START + HOUR;
      const terms = [someTerms({ ...known.terms[0], counting: 'second', gapPolicy: 'bill' })];
      const weightWith = (first: ServerState, last: ServerState) => {
        const stretches = [
          aStretch(hour, hour, { state: first }),
          aStretch(hour + HOUR, hour + HOUR, { state: last }),
        ];
        const { charges } = statementFor(serverFacts({ billedUntil: hour, stretches, terms }), hour + HOUR);
        return charges[0]?.weighted ?? Number.NaN;
      };
      const between = weightWith(before, after);
      expect(between).toBe(Math.min(weightWith(before, before), weightWith(after, after)));
    }),
  );
});
