import { expect, test } from 'vitest';
import { expectedFacts } from './expected-facts.ts';
import { clock, seen, serverFacts, someTerms } from './testing/facts.ts';

const noon = clock('12:00');
const facts = (...lines: string[]) =>
  serverFacts({ stretches: seen(...lines), terms: [someTerms({ maxGapSeconds: 1800 })] });

test.each`
  seenAs                                            | expected                                          | because
  ${['10:00-11:50 running']}                        | ${['10:00-13:00 running']}                        | ${'it stays as it was seen'}
  ${['10:00-11:30 running']}                        | ${['10:00-13:00 running']}                        | ${'half an hour unseen is no gap yet'}
  ${['10:00-11:29 running']}                        | ${['10:00-11:29 running', '12:00-13:00 running']} | ${'a gap in the evidence stays a gap'}
  ${['10:00-11:00 running', '11:50-11:50 stopped']} | ${['10:00-11:00 running', '11:50-13:00 stopped']} | ${'the last thing seen counts'}
  ${['10:00-11:00 running', '11:50 gone']}          | ${['10:00-11:00 running', '11:50 gone']}          | ${'what is gone does not come back'}
  ${[]}                                             | ${[]}                                             | ${'what was never seen stays unknown'}
`('$seenAs is expected to be $expected: $because', ({ seenAs, expected }) => {
  const told = expectedFacts(facts(...seenAs), { now: noon, at: clock('13:00') });
  expect(told.stretches).toEqual(seen(...expected));
});

test('a run of now finds what was seen, and nothing that was not', () => {
  const found = facts('10:00-11:50 running');
  expect(expectedFacts(found, { now: noon, at: noon })).toEqual(found);
});
