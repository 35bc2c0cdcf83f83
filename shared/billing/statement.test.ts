import { describe, expect, test } from 'vitest';
import { formatAligned, sum } from './money.ts';
import { HOUR } from './period.ts';
import { type ServerFacts, statementFor } from './statement.ts';
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
} from './testing/facts.ts';

const DECEMBER = at('2026-12');

/** The charge of the hour from 10 to 11 when only that hour is due. */
function tenOClock(over: Partial<ServerFacts>) {
  const statement = statementFor(serverFacts({ billedUntil: clock('10:00'), ...over }), clock('11:00'));
  return { ...statement, charge: statement.charges[0] };
}

describe('a month of one server', () => {
  test('ada, who runs all of November, pays 4.931507 of 5.00', () => {
    // By hand: 5.00 × 720 h / 730 h = 3600 / 730 = 4.93150684931… → 4.931507 in millionths.
    const { charges, billedUntil, month, setAside } = statementFor(serverFacts(), DECEMBER);
    expect(formatAligned(sum(charges.map(({ amount }) => amount)))).toBe('4.931507');
    expect(charges.map(({ hour }) => hour)).toEqual(
      Array.from({ length: 720 }, (_, n) => NOVEMBER + n * HOUR),
    );
    expect({ billedUntil, setAside }).toEqual({ billedUntil: DECEMBER, setAside: null });
    const weighted = 720 * 3600 * 100;
    const counts = [{ rateId: 1, hoursPerMonth: 730, weighted }];
    expect(month).toEqual({ month: NOVEMBER, cappedWeighted: weighted, counts });
  });

  test('a charge says all that led to it', () => {
    expect(tenOClock({}).charge).toEqual({
      hour: clock('10:00'),
      customerId: ADA,
      packageId: 1,
      rateId: 1,
      termsId: 1,
      seconds: 3600,
      weighted: 360_000,
      capped: 0,
      amount: 6849n,
      inGap: false,
    });
  });

  test.each`
    month        | hours  | paid          | because
    ${'2027-02'} | ${672} | ${'4.602740'} | ${'28 days: 3360 / 730'}
    ${'2028-02'} | ${696} | ${'4.767123'} | ${'a leap year: 3480 / 730'}
    ${'2026-11'} | ${720} | ${'4.931507'} | ${'30 days: 3600 / 730'}
    ${'2026-12'} | ${744} | ${'5.000000'} | ${'31 days: capped at 730 hours'}
    ${'2026-03'} | ${744} | ${'5.000000'} | ${'clocks go forward somewhere: UTC does not'}
    ${'2026-10'} | ${744} | ${'5.000000'} | ${'clocks go back somewhere: UTC does not'}
  `('$month has $hours charges and costs $paid: $because', ({ month, hours, paid }) => {
    const from = at(month);
    const until = from + hours * HOUR;
    const facts = serverFacts({ billedUntil: from, stretches: [aStretch(from, until + HOUR)] });
    const charges = statementFor(facts, until + HOUR).charges.filter(({ hour }) => hour < until);
    expect(charges).toHaveLength(hours);
    expect(formatAligned(sum(charges.map(({ amount }) => amount)))).toBe(paid);
    expect(charges.every(({ seconds }) => seconds === 3600)).toBe(true);
  });

  test('the first hour of the next month starts from nothing', () => {
    const facts = serverFacts({ stretches: [aStretch(NOVEMBER, at('2027-01'))] });
    const { charges, month } = statementFor(facts, DECEMBER + HOUR);
    expect(charges.at(-1)).toMatchObject({ hour: DECEMBER, amount: 6849n });
    expect(month).toMatchObject({ month: DECEMBER, cappedWeighted: 360_000 });
  });
});

describe('what a state costs in the hour from 10 to 11, per rate and terms', () => {
  const percents = { runningPercent: 100, stoppedPercent: 30, suspendedPercent: 10 };
  test.each`
    state          | terms                      | rate                       | weighted   | because
    ${'running'}   | ${{}}                      | ${{}}                      | ${360_000} | ${'running is the price'}
    ${'stopped'}   | ${{}}                      | ${{}}                      | ${0}       | ${'stopped is free by default'}
    ${'suspended'} | ${{}}                      | ${{}}                      | ${0}       | ${'so is suspended'}
    ${'stopped'}   | ${percents}                | ${{}}                      | ${108_000} | ${'30 % by the terms'}
    ${'suspended'} | ${percents}                | ${{}}                      | ${36_000}  | ${'10 % by the terms'}
    ${'running'}   | ${percents}                | ${{ runningPercent: 50 }}  | ${180_000} | ${'the rate overrides the terms'}
    ${'stopped'}   | ${percents}                | ${{ stoppedPercent: 100 }} | ${360_000} | ${'upward too'}
    ${'suspended'} | ${percents}                | ${{ suspendedPercent: 0 }} | ${0}       | ${'an override of 0 is one'}
    ${'present'}   | ${percents}                | ${{}}                      | ${108_000} | ${'power unknown: the cheaper of running and stopped'}
    ${'present'}   | ${percents}                | ${{ runningPercent: 20 }}  | ${72_000}  | ${'whichever that is'}
    ${'present'}   | ${{ stoppedPercent: 100 }} | ${{}}                      | ${360_000} | ${'with all at 100 % existence is billed, no power needed'}
  `('$state weighs $weighted: $because', ({ state, terms, rate, weighted }) => {
    const { charge, billedUntil } = tenOClock({
      stretches: [aStretch(NOVEMBER, clock('12:00'), { state })],
      terms: [someTerms(terms)],
      rates: [aRate(rate)],
    });
    expect(charge).toMatchObject({ weighted, seconds: weighted > 0 ? 3600 : 0, customerId: ADA });
    expect(billedUntil).toBe(clock('11:00'));
  });

  test.each(['native', 'gone'] as const)(
    '%s is not ours: no charge, not even of 0, and time goes on',
    (state) => {
      const statement = tenOClock({ stretches: [aStretch(NOVEMBER, clock('12:00'), { state })] });
      expect(statement).toMatchObject({
        charges: [],
        billedUntil: clock('11:00'),
        setAside: null,
        month: null,
      });
    },
  );
});

describe('what was seen, and what it makes of the hour from 10 to 11', () => {
  const NONE = undefined;
  test.each`
    sightings                                                               | seconds | inGap    | because
    ${['09:00-10:20 running', '10:20-11:00 stopped']}                       | ${1200} | ${false} | ${'each second in its state'}
    ${['09:00-10:20 running', '10:30-11:00 stopped']}                       | ${1200} | ${false} | ${'where the ends differ the cheaper counts'}
    ${['09:00-10:20 stopped', '10:30-11:00 running']}                       | ${1800} | ${false} | ${'the other way round too'}
    ${['09:00-10:20 running', '10:30-11:00 running']}                       | ${3600} | ${false} | ${'ends that agree make the time between certain'}
    ${['09:00-10:20 running', '10:35-11:00 running']}                       | ${3600} | ${false} | ${'15 minutes is the longest that is no gap'}
    ${['09:00-10:20 running', '10:36-11:00 running']}                       | ${3600} | ${true}  | ${'longer is a gap: billed by default, and marked'}
    ${['09:00-10:20 running', '10:36-11:00 stopped']}                       | ${1200} | ${true}  | ${'a gap is marked even where it costs nothing'}
    ${['09:00-09:50 running', '11:10-12:00 running']}                       | ${3600} | ${true}  | ${'a gap around the whole hour'}
    ${['09:00-10:20 running', '10:30 stopped', '10:40-11:00 running']}      | ${2400} | ${false} | ${'one sighting of stopped makes both sides doubtful'}
    ${['09:50 running', '10:00 running', '10:10 stopped', '11:00 stopped']} | ${0}    | ${true}  | ${'single sightings have no length'}
    ${['10:20-11:00 running']}                                              | ${2400} | ${false} | ${'before the first sighting nothing is known'}
    ${['09:00-10:20 running', '10:25 gone']}                                | ${1200} | ${false} | ${'between running and gone nothing is charged'}
    ${['09:00-10:20 running', '10:40 gone']}                                | ${1200} | ${true}  | ${'long unseen and then gone: marked'}
    ${['09:00-10:20 native', '10:25-11:00 running']}                        | ${2100} | ${false} | ${'VirtFusion billed it until it became ours'}
    ${['09:00-10:00 running', '10:00 gone', '10:40-11:00 running']}         | ${1200} | ${false} | ${'gone and back: no gap, it was not there'}
    ${['09:00-09:50 running', '10:00 gone']}                                | ${NONE} | ${NONE}  | ${'gone before the hour began'}
    ${['09:00-09:50 running', '11:30 gone']}                                | ${NONE} | ${NONE}  | ${'gone some time in between: nothing is certain'}
    ${['09:00-09:50 gone', '11:30-12:00 running']}                          | ${NONE} | ${NONE}  | ${'came back some time in between'}
    ${['11:00-12:00 running']}                                              | ${NONE} | ${NONE}  | ${'seen only later'}
  `('$sightings: $seconds seconds: $because', ({ sightings, seconds, inGap }) => {
    const { charge, billedUntil, setAside } = tenOClock({ stretches: seen(...sightings) });
    expect([charge?.seconds, charge?.inGap]).toEqual([seconds, inGap]);
    expect({ billedUntil, setAside }).toEqual({ billedUntil: clock('11:00'), setAside: null });
  });

  test('bram, who reboots twice in an hour, pays by the rule in force when it began', () => {
    const stretches = seen(
      '09:00-10:10 running',
      '10:11-10:12 stopped',
      '10:13-10:40:30 running',
      '10:41-10:41 stopped',
      '10:42-11:00 running',
    );
    const secondsBy = (counting: 'second' | 'minute' | 'hour') =>
      tenOClock({ stretches, terms: [someTerms({ counting }), someTerms({ id: 2, from: clock('11:00') })] })
        .charge?.seconds;
    expect(secondsBy('second')).toBe(600 + (27 * 60 + 30) + 18 * 60);
    expect(secondsBy('minute')).toBe(600 + 28 * 60 + 18 * 60);
    expect(secondsBy('hour')).toBe(3600);
  });
});

describe('how far the sightings reach', () => {
  test.each`
    sightings                                      | until      | billedUntil | coveredUntil | charges | finished | because
    ${['09:00-11:00 running']}                     | ${'12:00'} | ${'11:00'}  | ${'11:00'}   | ${1}    | ${false} | ${'seen when the hour had ended'}
    ${['09:00-10:59:59 running']}                  | ${'12:00'} | ${'10:00'}  | ${'10:00'}   | ${0}    | ${false} | ${'the hour was not over: a later run bills it'}
    ${['09:00-12:30 running']}                     | ${'11:00'} | ${'11:00'}  | ${'12:00'}   | ${1}    | ${false} | ${'never past the hour asked for'}
    ${['09:00-12:30 running']}                     | ${'09:00'} | ${'10:00'}  | ${'12:00'}   | ${0}    | ${false} | ${'never back'}
    ${[]}                                          | ${'12:00'} | ${'10:00'}  | ${'10:00'}   | ${0}    | ${false} | ${'never seen: nothing is settled'}
    ${['08:00-09:30 running']}                     | ${'12:00'} | ${'10:00'}  | ${'09:00'}   | ${0}    | ${false} | ${'not seen since'}
    ${['09:00-10:20 running', '10:25 gone']}       | ${'14:00'} | ${'14:00'}  | ${'14:00'}   | ${1}    | ${true}  | ${'gone covers all that follows'}
    ${['09:00-10:00 running', '10:00 gone']}       | ${'10:00'} | ${'10:00'}  | ${'10:00'}   | ${0}    | ${true}  | ${'gone on the hour: all before is billed'}
    ${['09:00-10:20 running', '10:25 gone']}       | ${'10:00'} | ${'10:00'}  | ${'10:00'}   | ${0}    | ${false} | ${'gone, but 20 minutes wait for a run'}
    ${['09:00-10:20 running', '12:25 gone']}       | ${'11:00'} | ${'11:00'}  | ${'12:00'}   | ${1}    | ${false} | ${'asked for less than is covered'}
    ${['09:00-10:00 gone', '12:25 gone']}          | ${'11:00'} | ${'11:00'}  | ${'12:00'}   | ${0}    | ${true}  | ${'gone since nine, and seen gone again'}
    ${['09:00-10:20 gone', '10:30-11:00 running']} | ${'12:00'} | ${'11:00'}  | ${'11:00'}   | ${1}    | ${false} | ${'it came back: gone is not the last word'}
  `('$sightings asked until $until: billed until $billedUntil: $because', (row) => {
    const facts = serverFacts({ billedUntil: clock('10:00'), stretches: seen(...row.sightings) });
    const statement = statementFor(facts, clock(row.until));
    expect(statement.charges).toHaveLength(row.charges);
    expect(statement).toMatchObject({
      billedUntil: clock(row.billedUntil),
      coveredUntil: clock(row.coveredUntil),
      finished: row.finished,
      setAside: null,
    });
  });

  test('years before the first sighting are passed over at once', () => {
    const statement = statementFor(serverFacts({ billedUntil: 0 }), NOVEMBER + HOUR);
    expect(statement).toMatchObject({ billedUntil: NOVEMBER + HOUR, charges: [{ hour: NOVEMBER }] });
  });
});

describe('only time while billing was switched on counts', () => {
  test.each`
    on                                                              | seconds      | because
    ${[['09:00', '12:00']]}                                         | ${3600}      | ${'on all the time'}
    ${[['10:15', '12:00']]}                                         | ${2700}      | ${'on from a quarter past'}
    ${[['09:00', '10:10'], ['10:40', '12:00']]}                     | ${1800}      | ${'a pause inside the hour'}
    ${[['10:40', '12:00'], ['09:00', '10:10'], ['10:05', '10:20']]} | ${2400}      | ${'in any order, overlaps once'}
    ${[['09:00', '10:00']]}                                         | ${undefined} | ${'off since ten'}
    ${[['11:00', '12:00']]}                                         | ${undefined} | ${'on from eleven'}
    ${[]}                                                           | ${undefined} | ${'never on'}
  `('$on: $seconds seconds: $because', ({ on, seconds }) => {
    const switchedOn = on.map(([from, until]: [string, string]) => ({
      from: clock(from),
      until: clock(until),
    }));
    const { charge, billedUntil } = tenOClock({ switchedOn });
    expect(charge?.seconds).toBe(seconds);
    expect(billedUntil).toBe(clock('11:00'));
  });

  test('a gap while billing was off marks nothing and holds nothing', () => {
    const { charge, setAside } = tenOClock({
      stretches: seen('09:00-10:10 running', '10:30-11:00 running'),
      switchedOn: [{ from: clock('10:30'), until: clock('12:00') }],
      terms: [someTerms({ gapPolicy: 'hold' })],
    });
    expect(setAside).toBeNull();
    expect(charge).toMatchObject({ seconds: 1800, inGap: false });
  });
});

describe('a gap between equal sightings follows the policy of the hour it lies in', () => {
  const gap = seen('09:00-10:20 running', '10:40-11:00 running');
  const decided = (from: string, until: string, decision: 'bill' | 'free') => ({
    from: clock(from),
    until: clock(until),
    decision,
  });

  test.each`
    gapPolicy | decisions                                                                 | seconds      | because
    ${'bill'} | ${[]}                                                                     | ${3600}      | ${'an outage of ours loses no revenue'}
    ${'free'} | ${[]}                                                                     | ${2400}      | ${'the customer has the doubt'}
    ${'hold'} | ${[]}                                                                     | ${undefined} | ${'an admin decides'}
    ${'hold'} | ${[decided('10:20', '10:40', 'bill')]}                                    | ${3600}      | ${'decided: billed'}
    ${'hold'} | ${[decided('10:20', '10:40', 'free')]}                                    | ${2400}      | ${'decided: free'}
    ${'hold'} | ${[decided('10:20', '10:39:59', 'free')]}                                 | ${undefined} | ${'a decision must cover all of it'}
    ${'hold'} | ${[decided('10:20:01', '10:40', 'free')]}                                 | ${undefined} | ${'from its first second'}
    ${'hold'} | ${[decided('08:00', '08:30', 'bill'), decided('10:00', '11:00', 'free')]} | ${2400}      | ${'the one that covers it is found'}
    ${'bill'} | ${[decided('10:20', '10:40', 'free')]}                                    | ${3600}      | ${'where nothing is held nothing is decided'}
  `('$gapPolicy with $decisions: $seconds seconds: $because', ({ gapPolicy, decisions, seconds }) => {
    const statement = tenOClock({
      stretches: gap,
      terms: [someTerms({ gapPolicy })],
      gapDecisions: decisions,
    });
    expect(statement.charge?.seconds).toBe(seconds);
    if (seconds) expect(statement.charge?.inGap).toBe(true);
    const held = seconds ? null : { reason: 'gap_held', since: clock('10:00') };
    expect(statement.setAside).toEqual(held);
  });

  test.each`
    sightings                                         | because
    ${['09:00-10:20 stopped', '10:40-11:00 stopped']} | ${'a stopped server costs nothing either way'}
    ${['09:00-10:20 running', '10:40-11:00 stopped']} | ${'the cheaper end costs nothing'}
    ${['09:00-10:20 running', '10:30-11:00 running']} | ${'ten minutes are no gap'}
  `('$sightings is not held: $because', ({ sightings }) => {
    const terms = [someTerms({ gapPolicy: 'hold' })];
    expect(tenOClock({ stretches: seen(...sightings), terms })).toMatchObject({
      setAside: null,
      charges: [{}],
    });
  });

  test('an hour of a gap without cost is still looked at, and gone or native time is never held', () => {
    const terms = [someTerms({ gapPolicy: 'hold' })];
    const native = seen('09:00-09:20 native', '11:40-12:00 native');
    expect(tenOClock({ stretches: native, terms })).toMatchObject({ setAside: null, charges: [] });
    const free = {
      stretches: seen('09:00-09:20 running', '11:40 running'),
      terms: [someTerms({ gapPolicy: 'free' })],
    };
    expect(tenOClock(free).charges).toMatchObject([{ seconds: 0, amount: 0n, inGap: true }]);
  });

  test('a gap over three hours: those decided are billed, the first that is not waits with all after it', () => {
    const facts = serverFacts({
      billedUntil: clock('09:00'),
      stretches: seen('08:00-09:30 running', '12:00-14:00 running'),
      terms: [someTerms({ gapPolicy: 'hold' })],
      gapDecisions: [decided('09:30', '11:00', 'free')],
    });
    const statement = statementFor(facts, clock('14:00'));
    expect(statement.charges.map(({ seconds }) => seconds)).toEqual([1800, 0]);
    expect(statement.setAside).toEqual({ reason: 'gap_held', since: clock('11:00') });
    expect(statement.billedUntil).toBe(clock('11:00'));
  });

  test('terms that change inside a gap judge their own hours', () => {
    const facts = serverFacts({
      billedUntil: clock('10:00'),
      stretches: seen('09:00-10:00 running', '12:00 running'),
      terms: [someTerms(), someTerms({ id: 2, from: clock('11:00'), gapPolicy: 'free' })],
    });
    const { charges } = statementFor(facts, clock('12:00'));
    expect(charges.map(({ termsId, seconds }) => [termsId, seconds])).toEqual([
      [1, 3600],
      [2, 0],
    ]);
  });
});

describe('an hour that cannot be priced waits, and all later ones with it', () => {
  test.each`
    facts                                                     | reason          | because
    ${{ rates: [] }}                                          | ${'no_rate'}    | ${'dora: her package has no price'}
    ${{ rates: [aRate({ from: clock('11:00') })] }}           | ${'no_rate'}    | ${'a price from eleven on'}
    ${{ rates: [aRate({ packageId: 2 })] }}                   | ${'no_rate'}    | ${'the price of another package'}
    ${{ packages: [] }}                                       | ${'no_package'} | ${'no package known'}
    ${{ packages: [{ from: clock('10:01'), packageId: 1 }] }} | ${'no_package'} | ${'a package from after the hour began'}
    ${{ packages: [{ from: 0, packageId: 1 }, { from: 1, packageId: null }] }} | ${'no_package'} | ${'it was taken away'}
    ${{ terms: [] }}                                          | ${'no_terms'}   | ${'no terms were ever saved'}
    ${{ terms: [someTerms({ from: clock('11:00') })] }}       | ${'no_terms'}   | ${'terms from eleven on'}
  `('$reason: $because', ({ facts, reason }) => {
    const statement = statementFor(serverFacts({ billedUntil: clock('10:00'), ...facts }), clock('13:00'));
    expect(statement).toMatchObject({
      charges: [],
      billedUntil: clock('10:00'),
      setAside: { reason, since: clock('10:00') },
      month: null,
      finished: false,
    });
  });

  test('hours before the one that waits are billed', () => {
    const packages = [
      { from: 0, packageId: 1 },
      { from: clock('10:30'), packageId: null },
    ];
    const statement = statementFor(serverFacts({ billedUntil: clock('10:00'), packages }), clock('13:00'));
    expect(statement.charges.map(({ hour }) => hour)).toEqual([clock('10:00')]);
    expect(statement.setAside).toEqual({ reason: 'no_package', since: clock('11:00') });
  });

  test('a server that is gone but waits is not finished', () => {
    const stretches = seen('09:00-10:20 running', '10:25 gone');
    const facts = serverFacts({ billedUntil: clock('09:00'), stretches, rates: [] });
    expect(statementFor(facts, clock('13:00'))).toMatchObject({
      finished: false,
      billedUntil: clock('09:00'),
    });
  });

  test.each([
    ['native', seen('09:00-12:00 native')],
    ['gone', seen('09:00 gone')],
    ['not seen yet', seen('11:00-12:00 running')],
  ])('an hour with nothing to bill (%s) waits for no package, rate or terms', (_, stretches) => {
    const statement = tenOClock({ stretches, packages: [], rates: [], terms: [] });
    expect(statement).toMatchObject({ charges: [], billedUntil: clock('11:00'), setAside: null });
  });

  test('neither does one while billing was off', () => {
    expect(tenOClock({ switchedOn: [], rates: [] })).toMatchObject({
      billedUntil: clock('11:00'),
      setAside: null,
    });
  });
});

describe('what was in force when the hour began decides it', () => {
  test('a package given in mid-hour counts from the next hour', () => {
    const packages = [
      { from: 0, packageId: 1 },
      { from: clock('10:30'), packageId: 2 },
    ];
    const rates = [aRate(), aRate({ id: 2, packageId: 2, monthlyPrice: 10_000_000n })];
    const { charges } = statementFor(
      serverFacts({ billedUntil: clock('10:00'), packages, rates }),
      clock('12:00'),
    );
    expect(charges.map(({ packageId, rateId, amount }) => [packageId, rateId, amount])).toEqual([
      [1, 1, 6849n],
      [2, 2, 13_699n],
    ]);
  });

  test('an own rate needs no package', () => {
    const rates = [aRate({ id: 5, packageId: null, serverId: 7 })];
    expect(tenOClock({ packages: [], rates }).charge).toMatchObject({
      packageId: null,
      rateId: 5,
      amount: 6849n,
    });
  });

  test('a price that goes up and comes back leaves the first rate counting on', () => {
    const rates = [aRate(), aRate({ id: 2, serverId: 7, from: clock('01:00'), monthlyPrice: 10_000_000n })];
    const packages = [{ from: 0, packageId: 1 }];
    const upAndBack = [...rates, aRate({ id: 3, serverId: 7, from: clock('02:00') })];
    const { charges, month } = statementFor(serverFacts({ rates: upAndBack, packages }), clock('04:00'));
    expect(charges.map(({ rateId, amount }) => [rateId, amount])).toEqual([
      [1, 6849n],
      [2, 13_699n],
      [3, 6849n],
      [3, 6850n],
    ]);
    expect(month?.counts.map(({ rateId }) => rateId)).toEqual([1, 2, 3]);
  });

  test('a resize to and fro continues the first package at its own count', () => {
    const packages = [1, 2, 1].map((packageId, n) => ({ from: NOVEMBER + n * HOUR, packageId }));
    const rates = [aRate(), aRate({ id: 2, packageId: 2, monthlyPrice: 10_000_000n })];
    const { charges } = statementFor(serverFacts({ packages, rates }), clock('03:00'));
    expect(charges.map(({ amount }) => amount)).toEqual([6849n, 13_699n, 6850n]);
  });

  test.each`
    owners                                                                                                         | customer | because
    ${[['09:00', '10:30', 'running', ADA], ['10:30', '12:00', 'running', BRAM]]}                                   | ${ADA}   | ${'ada had it when the hour began'}
    ${[['09:00', '09:30', 'running', ADA], ['10:00', '12:00', 'running', BRAM]]}                                   | ${BRAM}  | ${'bram had it from its first second'}
    ${[['10:10', '10:30', 'running', ADA], ['10:30', '12:00', 'running', BRAM]]}                                   | ${ADA}   | ${'ada was first seen with it'}
    ${[['09:00', '10:10', 'gone', ADA], ['10:30', '12:00', 'running', BRAM]]}                                      | ${BRAM}  | ${'what was gone is nobody’s'}
    ${[['09:00', '10:10', 'native', ADA], ['10:20', '10:25', 'native', ADA], ['10:30', '12:00', 'running', BRAM]]} | ${BRAM}  | ${'nor is what VirtFusion bills'}
  `('$owners: customer $customer pays: $because', ({ owners, customer }) => {
    const stretches = owners.map(([from, until, state, customerId]: [string, string, 'running', number]) =>
      aStretch(clock(from), clock(until), { state, customerId }),
    );
    expect(tenOClock({ stretches }).charge?.customerId).toBe(customer);
  });
});

describe('facts that would be mispriced in silence are refused', () => {
  test.each`
    facts                                                            | problem
    ${{ billedUntil: clock('10:30') }}                               | ${/server 7: billedUntil \d+ is not a whole hour/}
    ${{ stretches: seen('10:00-11:00 running', '10:30 stopped') }}   | ${/stretches overlap/}
    ${{ stretches: seen('10:00-09:00 running') }}                    | ${/stretches overlap/}
    ${{ packages: [{ from: 5, packageId: 1 }, { from: 4, packageId: 2 }] }} | ${/packages are not ordered/}
    ${{ rates: [aRate({ from: 5 }), aRate({ from: 4 })] }}           | ${/rates are not ordered/}
    ${{ terms: [someTerms({ from: 5 }), someTerms({ from: 4 })] }}   | ${/terms are not ordered/}
    ${{ month: { month: DECEMBER, cappedWeighted: 0, counts: [] } }} | ${/month so far begins at/}
  `('$problem', ({ facts, problem }) => {
    expect(() => statementFor(serverFacts(facts), DECEMBER)).toThrow(RangeError);
    expect(() => statementFor(serverFacts(facts), DECEMBER)).toThrow(problem);
  });

  test('an hour asked for in its middle', () => {
    expect(() => statementFor(serverFacts(), clock('10:30'))).toThrow(/until \d+ is not a whole hour/);
  });
});
