import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Stretch } from '#shared/billing/statement.ts';
import { resolveOpen, sweepTimes } from './resolve-open.ts';
import { type LatestStretch, type Sighting, stretchChange, type Watch } from './stretch-changes.ts';

const maxGapSeconds = 1800;
/** The last complete sweep began at 600, the one under way at 1200. */
const watch: Watch = { sweepAt: 1200, previousSweepAt: 600, maxGapSeconds };

const open = (
  firstSeenAt: number,
  state: LatestStretch['state'] = 'present',
  customerId = 11,
): LatestStretch => ({
  ...{ firstSeenAt, lastSeenAt: null, state, customerId },
});
const closed = (
  firstSeenAt: number,
  lastSeenAt: number,
  state: LatestStretch['state'] = 'running',
  customerId = 11,
): LatestStretch => ({ firstSeenAt, lastSeenAt, state, customerId });
const sees = (at: number, state: Sighting['state'], customerId = 11): Sighting => ({
  ...{ at, state, customerId, open: !['running', 'stopped'].includes(state) },
});

describe('one sighting', () => {
  test.each`
    latest                       | sighting                     | change                                                 | because
    ${null}                      | ${sees(1203, 'present')}     | ${{ insert: open(1203) }}                              | ${'a first sighting that sweeps will repeat'}
    ${null}                      | ${sees(1203, 'running')}     | ${{ insert: closed(1203, 1203) }}                      | ${'a first sample'}
    ${open(5)}                   | ${sees(1203, 'present')}     | ${{}}                                                  | ${'the sweep itself is the sighting'}
    ${open(5)}                   | ${sees(1203, 'suspended')}   | ${{ closeAt: 600, insert: open(1203, 'suspended') }}   | ${'another state: last seen by the last complete sweep'}
    ${open(900)}                 | ${sees(1203, 'suspended')}   | ${{ closeAt: 900, insert: open(1203, 'suspended') }}   | ${'first seen after that sweep: seen once'}
    ${open(5)}                   | ${sees(1203, 'present', 12)} | ${{ closeAt: 600, insert: open(1203, 'present', 12) }} | ${'another owner'}
    ${open(5)}                   | ${sees(1203, 'running')}     | ${{ closeAt: 600, insert: closed(1203, 1203) }}        | ${'power began to matter'}
    ${open(5, 'stopped')}        | ${sees(1203, 'stopped')}     | ${{ extendTo: 1203 }}                                  | ${'never built, then sampled: from now on samples speak'}
    ${closed(5, 600)}            | ${sees(1203, 'running')}     | ${{ extendTo: 1203 }}                                  | ${'one more equal sample'}
    ${closed(5, 600)}            | ${sees(2400, 'running')}     | ${{ extendTo: 2400 }}                                  | ${'exactly the largest gap is no gap'}
    ${closed(5, 600)}            | ${sees(2401, 'running')}     | ${{ insert: closed(2401, 2401) }}                      | ${'one second more is: the hole is recorded'}
    ${closed(5, 600)}            | ${sees(1203, 'stopped')}     | ${{ insert: closed(1203, 1203, 'stopped') }}           | ${'another state'}
    ${closed(5, 600)}            | ${sees(1203, 'running', 12)} | ${{ insert: closed(1203, 1203, 'running', 12) }}       | ${'another owner'}
    ${closed(5, 600)}            | ${sees(1203, 'gone')}        | ${{ insert: open(1203, 'gone') }}                      | ${'gone'}
    ${closed(5, 600, 'present')} | ${sees(1203, 'present')}     | ${{ reopen: true }}                                    | ${'lost from sight, and back'}
    ${closed(5, 600, 'present')} | ${sees(3003, 'present')}     | ${{ reopen: true }}                                    | ${'dated by its sweep, which began within the largest gap'}
    ${open(5, 'gone')}           | ${sees(1203, 'present')}     | ${{ closeAt: 600, insert: open(1203) }}                | ${'it came back'}
    ${closed(5, 600)}            | ${sees(600, 'running')}      | ${{}}                                                  | ${'the same answer twice'}
    ${closed(600, 600)}          | ${sees(600, 'stopped')}      | ${{ insert: closed(601, 601, 'stopped') }}             | ${'two answers in one second: one after the other'}
    ${closed(5, 600)}            | ${sees(90, 'stopped')}       | ${{ insert: closed(600, 600, 'stopped') }}             | ${'a clock set back: evidence keeps its order'}
    ${closed(5, 600)}            | ${sees(90, 'running')}       | ${{}}                                                  | ${'a clock set back, and nothing new'}
  `('$because', ({ latest, sighting, change }) => {
    expect(stretchChange(latest, sighting, watch)).toEqual(change);
  });

  test('open and open further apart than the largest gap: a hole between the sweeps', () => {
    const late = { ...watch, sweepAt: 2401 };
    expect(stretchChange(open(5), sees(2404, 'present'), late)).toEqual({ closeAt: 600, insert: open(2404) });
    expect(stretchChange(open(5), sees(2404, 'present'), { ...late, sweepAt: 2400 })).toEqual({});
  });

  test('before the first complete sweep an open stretch was seen once', () => {
    const first = { ...watch, previousSweepAt: null };
    expect(stretchChange(open(900), sees(1203, 'suspended'), first)).toMatchObject({ closeAt: 900 });
  });
});

/** A life as sweeps and samples see it, and what is kept of it. */
interface Step {
  wait: number;
  state: LatestStretch['state'];
  customerId: number;
  complete: boolean;
}

function replay(steps: readonly Step[]) {
  const rows: LatestStretch[] = [];
  const sweeps: number[] = [];
  const sightings: Sighting[] = [];
  let now = 1000;
  for (const { wait, state, customerId, complete } of steps) {
    now += wait;
    const sighting = sees(now + 2, state, customerId);
    const watching = { sweepAt: now, previousSweepAt: sweeps.at(-1) ?? null, maxGapSeconds };
    const change = stretchChange(rows.at(-1) ?? null, sighting, watching);
    const latest = rows.at(-1);
    const end = change.closeAt ?? change.extendTo ?? (change.reopen ? null : latest?.lastSeenAt);
    if (latest && end !== undefined) latest.lastSeenAt = end;
    if (change.insert) rows.push(change.insert);
    sightings.push(sighting);
    // The power is sampled after the sweep, whose start then counts.
    if (complete) sweeps.push(now);
    now += 2;
  }
  return { rows, sweeps, sightings };
}

function stretchesOfReplay(rows: readonly LatestStretch[], sweeps: readonly number[]): Stretch[] {
  const times = sweepTimes(sweeps, { terms: [{ from: 0, maxGapSeconds }], since: 0 });
  return rows.flatMap((row) =>
    row.lastSeenAt === null
      ? resolveOpen(row, times)
      : [{ from: row.firstSeenAt, until: row.lastSeenAt, state: row.state, customerId: row.customerId }],
  );
}

const steps = fc.array(
  fc.record({
    wait: fc.oneof(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 9000 })),
    state: fc.constantFrom('running', 'stopped', 'suspended', 'present', 'native', 'gone'),
    customerId: fc.constantFrom(11, 11, 11, 12),
    complete: fc.boolean(),
  }),
  { minLength: 1, maxLength: 40 },
) as fc.Arbitrary<Step[]>;

describe('any life', () => {
  test('rows are in order, never overlap, and only the last may be open', () => {
    fc.assert(
      fc.property(steps, (life) => {
        const { rows } = replay(life);
        for (const [index, row] of rows.entries()) {
          const next = rows[index + 1];
          expect(row.lastSeenAt ?? row.firstSeenAt).toBeGreaterThanOrEqual(row.firstSeenAt);
          if (!next) continue;
          expect(row.lastSeenAt).not.toBeNull();
          expect(next.firstSeenAt).toBeGreaterThan(row.firstSeenAt);
          expect(next.firstSeenAt).toBeGreaterThanOrEqual(row.lastSeenAt ?? 0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('each sighting of a sample or of a complete sweep lies in a stretch of its own state and owner', () => {
    fc.assert(
      fc.property(steps, (life) => {
        const { rows, sweeps, sightings } = replay(life);
        const stretches = stretchesOfReplay(rows, sweeps);
        for (const [index, { at, state, customerId, open: isOpen }] of sightings.entries()) {
          // An open one may be kept as the start of its sweep, two seconds before, which must then be complete.
          const seenAt = isOpen ? at - 2 : at;
          const own = stretches.some(
            (stretch) =>
              stretch.state === state &&
              stretch.customerId === customerId &&
              stretch.from <= at &&
              (stretch.until >= seenAt || (isOpen && !life[index]?.complete)),
          );
          expect(own).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('between two sightings that differ nothing is claimed to be seen', () => {
    fc.assert(
      fc.property(steps, (life) => {
        const { rows, sweeps, sightings } = replay(life);
        const stretches = stretchesOfReplay(rows, sweeps);
        for (const [index, sighting] of sightings.entries()) {
          const next = sightings[index + 1];
          if (!next || next.state === sighting.state) continue;
          const between = stretches.filter((row) => row.from > sighting.at && row.from < next.at);
          expect(between).toEqual([]);
          const over = stretches.filter((row) => row.from <= sighting.at && row.until > sighting.at);
          expect(over).toEqual([]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('no stretch holds a hole longer than the largest gap between what was seen', () => {
    fc.assert(
      fc.property(steps, (life) => {
        const { rows, sweeps, sightings } = replay(life);
        const seen = [...sightings.map(({ at }) => at), ...sweeps].sort((a, b) => a - b);
        for (const { from, until } of stretchesOfReplay(rows, sweeps)) {
          const inside = seen.filter((at) => at >= from && at <= until);
          for (const [index, at] of inside.entries()) {
            expect((inside[index + 1] ?? at) - at).toBeLessThanOrEqual(maxGapSeconds);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
