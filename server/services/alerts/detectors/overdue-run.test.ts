import { expect, test } from 'vitest';
import { heldRun } from './held-run.ts';
import { overdueRun } from './overdue-run.ts';

const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);
const run = (status: string, openedAt: string) => ({
  id: 12,
  status,
  openedAt: at(openedAt),
  heldReasons: [{ found: '60 hours to catch up', limit: '48 hours' }],
});

/** It is 20:10. */
test.each`
  overdueSince   | openRun                      | overdue                        | held          | because
  ${null}        | ${null}                      | ${[]}                          | ${[]}         | ${'all is well'}
  ${at('20:00')} | ${null}                      | ${['schedule:hourly-billing']} | ${[]}         | ${'the run of 20:00 has not come'}
  ${null}        | ${run('billing', '20:00')}   | ${[]}                          | ${[]}         | ${'it is at work for ten minutes'}
  ${at('19:00')} | ${run('billing', '18:10')}   | ${[]}                          | ${[]}         | ${'two hours may be a large fleet; no other opens meanwhile'}
  ${at('19:00')} | ${run('observing', '18:09')} | ${['run:12']}                  | ${[]}         | ${'longer is stuck'}
  ${at('19:00')} | ${run('held', '10:00')}      | ${[]}                          | ${['run:12']} | ${'it waits for an admin, which is another alert'}
`('$because: overdue $overdue, held $held', ({ overdueSince, openRun, overdue, held }) => {
  const found = overdueRun({ now: at('20:10'), overdueSince, openRun });
  expect(found.map(({ subject }) => subject)).toEqual(overdue);
  expect(heldRun({ openRun }).map(({ subject }) => subject)).toEqual(held);
});

test('what holds a run is said with its limit', () => {
  expect(heldRun({ openRun: run('held', '10:00') })[0]?.message).toBe(
    'Run 12 waits for you: 60 hours to catch up (limit 48 hours).',
  );
});
