import { expect, test } from 'vitest';
import { overdueSlot } from './overdue-slot.ts';

const at = (text: string) => new Date(`${text}:00Z`);

test.each`
  schedule            | since                 | now                   | slot                  | because
  ${'0 * * * *'}      | ${'2026-11-23T14:00'} | ${'2026-11-23T14:50'} | ${null}               | ${'it ran at 14:00'}
  ${'0 * * * *'}      | ${'2026-11-23T14:00'} | ${'2026-11-23T15:09'} | ${null}               | ${'nine minutes may be a slow process'}
  ${'0 * * * *'}      | ${'2026-11-23T14:00'} | ${'2026-11-23T15:10'} | ${'2026-11-23T15:00'} | ${'ten are not'}
  ${'0 * * * *'}      | ${'2026-11-23T14:00'} | ${'2026-11-23T20:00'} | ${'2026-11-23T15:00'} | ${'the first of those that did not come'}
  ${'0 9-17 * * 1-5'} | ${'2026-11-20T17:00'} | ${'2026-11-22T12:00'} | ${null}               | ${'a weekend has no slot'}
  ${'0 3 * * *'}      | ${'2026-11-22T03:00'} | ${'2026-11-23T02:59'} | ${null}               | ${'once a day'}
  ${'0 * * * *'}      | ${'2026-01-01T00:00'} | ${'2026-11-23T12:30'} | ${'2026-11-21T13:00'} | ${'two days back at most'}
`('$schedule since $since, at $now: $because', ({ schedule, since, now, slot }) => {
  const found = overdueSlot({ schedules: [schedule], timezone: 'UTC' }, { since: at(since), now: at(now) });
  expect(found).toEqual(slot === null ? null : at(slot));
});
