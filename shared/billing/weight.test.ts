import { expect, test } from 'vitest';
import type { Counting, ServerState } from './statement.ts';
import { statementFor } from './statement.ts';
import { aRate, aStretch, clock, NOVEMBER, serverFacts, someTerms } from './testing/facts.ts';
import { percentOf } from './weight.ts';

const terms = someTerms({ runningPercent: 100, stoppedPercent: 30, suspendedPercent: 10 });

test.each`
  state          | percent | because
  ${'running'}   | ${100}  | ${'the price'}
  ${'stopped'}   | ${30}   | ${'as the terms say'}
  ${'suspended'} | ${10}   | ${'as the terms say'}
  ${'present'}   | ${30}   | ${'power unknown: the cheaper'}
  ${'native'}    | ${0}    | ${'VirtFusion bills it'}
  ${'gone'}      | ${0}    | ${'there is nothing'}
`('$state costs $percent % of the price: $because', ({ state, percent }) => {
  expect(percentOf(state, terms, aRate())).toBe(percent);
});

test('a state or a counting rule nobody knows is refused, never priced', () => {
  const paused = aStretch(NOVEMBER, clock('12:00'), { state: 'paused' as ServerState });
  const known = serverFacts({ stretches: [paused] });
  expect(() => statementFor(known, clock('10:00'))).toThrow('"paused" is no state of a server.');

  const weekly = someTerms({ counting: 'week' as Counting });
  const half = [aStretch(NOVEMBER + 60, clock('12:00'))];
  const counted = serverFacts({ stretches: half, terms: [weekly] });
  expect(() => statementFor(counted, clock('10:00'))).toThrow('"week" is no counting rule.');
});
