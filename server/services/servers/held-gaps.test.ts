import { expect, test } from 'vitest';
import type { GapDecision, ServerState, Stretch, Terms } from '#shared/billing/statement.ts';
import { heldGaps } from './held-gaps.ts';

/** 12:00 of a day; the minutes of the tables count from here. */
const NOON = 12 * 3600;
const at = (minutes: number) => NOON + minutes * 60;

const terms: Terms = {
  id: 1,
  from: 0,
  hoursPerMonth: 730,
  counting: 'second',
  runningPercent: 100,
  stoppedPercent: 0,
  suspendedPercent: 0,
  capHours: 730,
  gapPolicy: 'hold',
  maxGapSeconds: 1800,
};
const seen = (from: number, until: number, state: ServerState = 'running'): Stretch => ({
  from: at(from),
  until: at(until),
  state,
  customerId: 11,
});
const decided = (from: number, until: number, decision: 'bill' | 'free'): GapDecision => ({
  from: at(from),
  until: at(until),
  decision,
});

test.each`
  seenAs                                            | decisions                    | gaps                                | because
  ${[seen(-60, 120)]}                               | ${[]}                        | ${[]}                               | ${'seen all through'}
  ${[seen(-60, 20), seen(95, 120)]}                 | ${[]}                        | ${[[20, 95, null]]}                 | ${'it begins in the hour'}
  ${[seen(-200, -90), seen(40, 120)]}               | ${[]}                        | ${[[0, 40, null]]}                  | ${'it began before: earlier hours are settled'}
  ${[seen(-200, -90), seen(400, 500)]}              | ${[]}                        | ${[[0, 400, null]]}                 | ${'it goes on for hours'}
  ${[seen(-60, 20), seen(50, 120)]}                 | ${[]}                        | ${[]}                               | ${'30 minutes are no gap'}
  ${[seen(-60, 20), seen(95, 120, 'stopped')]}      | ${[]}                        | ${[]}                               | ${'the ends differ: the cheaper counts'}
  ${[seen(-60, 20, 'gone'), seen(95, 120, 'gone')]} | ${[]}                        | ${[]}                               | ${'gone is gone'}
  ${[seen(-60, 60), seen(130, 200)]}                | ${[]}                        | ${[]}                               | ${'it begins with the next hour'}
  ${[seen(-200, -90), seen(0, 120)]}                | ${[]}                        | ${[]}                               | ${'it ended as the hour began'}
  ${[seen(-99, -40), seen(5, 20), seen(95, 120)]}   | ${[]}                        | ${[[0, 5, null], [20, 95, null]]}   | ${'two reach into the hour'}
  ${[seen(-99, -40), seen(5, 20), seen(95, 120)]}   | ${[decided(0, 5, 'free')]}   | ${[[0, 5, 'free'], [20, 95, null]]} | ${'one of them is decided'}
  ${[seen(-60, 20), seen(95, 120)]}                 | ${[decided(20, 60, 'bill')]} | ${[[20, 95, 'bill']]}               | ${'decided as far as the hour goes'}
  ${[seen(-60, 20), seen(95, 120)]}                 | ${[decided(30, 95, 'bill')]} | ${[[20, 95, null]]}                 | ${'decided for a part alone'}
`('of the hour from 12:00 the gaps are $gaps: $because', ({ seenAs, decisions, gaps }) => {
  const found = heldGaps(NOON, { stretches: seenAs, terms: [terms], gapDecisions: decisions });
  expect(
    found.map(({ from, until, decision }) => [(from - NOON) / 60, (until - NOON) / 60, decision]),
  ).toEqual(gaps);
});

test('the terms of the hour say what a gap is', () => {
  const facts = { stretches: [seen(-60, 20), seen(95, 120)], gapDecisions: [] };
  const patient = { ...terms, id: 2, from: NOON, maxGapSeconds: 75 * 60 };
  expect(heldGaps(NOON, { ...facts, terms: [terms, patient] })).toEqual([]);
  expect(heldGaps(NOON, { ...facts, terms: [terms, { ...patient, from: NOON + 3600 }] })).toHaveLength(1);
  expect(heldGaps(NOON, { ...facts, terms: [] })).toEqual([]);
});
