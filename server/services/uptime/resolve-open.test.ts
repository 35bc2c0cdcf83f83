import { describe, expect, test } from 'vitest';
import { maxGapBetween, resolveOpen, sweepTimes } from './resolve-open.ts';
import type { LatestStretch } from './stretch-changes.ts';

const terms = [{ from: 0, maxGapSeconds: 1800 }];
const open = (firstSeenAt: number): LatestStretch => ({
  ...{ firstSeenAt, lastSeenAt: null, state: 'present', customerId: 11 },
});

describe('an open stretch', () => {
  test.each`
    firstSeenAt | sweeps                      | since   | periods                                       | because
    ${100}      | ${[]}                       | ${0}    | ${[[100, 100]]}                               | ${'no sweep was complete since'}
    ${100}      | ${[100]}                    | ${0}    | ${[[100, 100]]}                               | ${'the sweep that first saw it is no further sighting'}
    ${100}      | ${[100, 700, 1300]}         | ${0}    | ${[[100, 1300]]}                              | ${'each later sweep is'}
    ${800}      | ${[100, 700, 1300]}         | ${0}    | ${[[800, 1300]]}                              | ${'sweeps before it are not'}
    ${100}      | ${[700, 2500, 2600]}        | ${0}    | ${[[100, 2600]]}                              | ${'exactly the largest gap is no gap'}
    ${100}      | ${[700, 2501, 2600]}        | ${0}    | ${[[100, 700], [2501, 2600]]}                 | ${'nobody looked for one second too long'}
    ${100}      | ${[700, 9000, 9600, 19000]} | ${0}    | ${[[100, 700], [9000, 9600], [19000, 19000]]} | ${'two holes'}
    ${100}      | ${[1901, 2500]}             | ${0}    | ${[[100, 100], [1901, 2500]]}                 | ${'nobody looked for too long after the first sighting'}
    ${1000}     | ${[700, 9000]}              | ${0}    | ${[[1000, 1000], [9000, 9000]]}               | ${'the hole counts from the first sighting, not from the sweep before it'}
    ${100}      | ${[9000, 9600]}             | ${9500} | ${[[100, 9600]]}                              | ${'sweeps before what was asked for were left out'}
  `('seen first at $firstSeenAt, swept at $sweeps: $because', ({ firstSeenAt, sweeps, since, periods }) => {
    const stretches = resolveOpen(open(firstSeenAt), sweepTimes(sweeps, { terms, since }));
    expect(stretches.map(({ from, until }) => [from, until])).toEqual(periods);
    for (const stretch of stretches) expect(stretch).toMatchObject({ state: 'present', customerId: 11 });
  });

  test('a fleet without gaps costs no work a sweep', () => {
    const starts = Array.from({ length: 4_320 }, (_, index) => index * 600);
    const times = sweepTimes(starts, { terms, since: 0 });
    expect(times.late).toEqual([]);
    const began = performance.now();
    for (let server = 0; server < 5_000; server += 1) resolveOpen(open(server), times);
    expect(performance.now() - began).toBeLessThan(200);
  });
});

describe('the largest gap allowed', () => {
  const changing = [
    { from: 0, maxGapSeconds: 1800 },
    { from: 3600, maxGapSeconds: 600 },
    { from: 7200, maxGapSeconds: 5400 },
  ];
  test.each`
    from    | until   | gap     | because
    ${0}    | ${100}  | ${1800} | ${'one row is in force'}
    ${3000} | ${3599} | ${1800} | ${'the next begins a second later'}
    ${3000} | ${3600} | ${600}  | ${'the smaller of two'}
    ${3600} | ${7300} | ${600}  | ${'the smaller of two, also when it ends'}
    ${0}    | ${9000} | ${600}  | ${'the smallest of all'}
    ${7200} | ${9000} | ${5400} | ${'the last row'}
  `('from $from to $until is $gap: $because', ({ from, until, gap }) => {
    expect(maxGapBetween(from, until, changing)).toBe(gap);
  });

  test('without terms there is none', () => {
    expect(maxGapBetween(0, 100, [])).toBe(Number.POSITIVE_INFINITY);
  });
});
