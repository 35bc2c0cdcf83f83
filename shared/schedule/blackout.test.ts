import { expect, test } from 'vitest';
import { type BlackoutWindow, blackoutEnd, coversTheWeek } from './blackout.ts';

const every = [0, 1, 2, 3, 4, 5, 6];
const night: BlackoutWindow = { days: every, from: '22:00', until: '06:00' };
const monday: BlackoutWindow = { days: [1], from: '09:00', until: '17:30' };

/** 23 November 2026 is a Monday. In London the clocks go forward on 29 March 2026 and back on 25 October. */
test.each`
  windows                                                   | zone                     | at                        | end                       | because
  ${[]}                                                     | ${'UTC'}                 | ${'2026-11-23T10:00:00Z'} | ${null}                   | ${'there is no window'}
  ${[monday]}                                               | ${'UTC'}                 | ${'2026-11-23T08:59:59Z'} | ${null}                   | ${'a second before it begins'}
  ${[monday]}                                               | ${'UTC'}                 | ${'2026-11-23T09:00:00Z'} | ${'2026-11-23T17:30:00Z'} | ${'its first instant belongs to it'}
  ${[monday]}                                               | ${'UTC'}                 | ${'2026-11-23T17:29:59Z'} | ${'2026-11-23T17:30:00Z'} | ${'its last second does'}
  ${[monday]}                                               | ${'UTC'}                 | ${'2026-11-23T17:30:00Z'} | ${null}                   | ${'its end does not'}
  ${[monday]}                                               | ${'UTC'}                 | ${'2026-11-24T10:00:00Z'} | ${null}                   | ${'Tuesday is another day'}
  ${[night]}                                                | ${'UTC'}                 | ${'2026-11-23T23:00:00Z'} | ${'2026-11-24T06:00:00Z'} | ${'it goes on past midnight'}
  ${[night]}                                                | ${'UTC'}                 | ${'2026-11-22T03:00:00Z'} | ${'2026-11-22T06:00:00Z'} | ${'the night of Saturday reaches into Sunday'}
  ${[{ days: [6], from: '22:00', until: '06:00' }]}         | ${'UTC'}                 | ${'2026-11-23T03:00:00Z'} | ${null}                   | ${'the night of Sunday was not asked for'}
  ${[{ days: [1], from: '18:00', until: '00:00' }]}         | ${'UTC'}                 | ${'2026-11-23T23:59:00Z'} | ${'2026-11-24T00:00:00Z'} | ${'until midnight'}
  ${[{ days: [1], from: '00:00', until: '00:00' }]}         | ${'UTC'}                 | ${'2026-11-23T00:00:00Z'} | ${'2026-11-24T00:00:00Z'} | ${'the same time twice is a whole day'}
  ${[monday, { days: [1], from: '17:30', until: '18:00' }]} | ${'UTC'}                 | ${'2026-11-23T12:00:00Z'} | ${'2026-11-23T18:00:00Z'} | ${'windows that touch are one'}
  ${[monday]}                                               | ${'America/New_York'}    | ${'2026-11-23T14:00:00Z'} | ${'2026-11-23T22:30:00Z'} | ${'nine in New York is two in the afternoon in UTC'}
  ${[{ days: [0], from: '00:30', until: '04:00' }]}         | ${'Europe/London'}       | ${'2026-03-29T00:30:00Z'} | ${'2026-03-29T03:00:00Z'} | ${'the night the clocks go forward is an hour shorter'}
  ${[{ days: [0], from: '00:30', until: '04:00' }]}         | ${'Europe/London'}       | ${'2026-10-24T23:30:00Z'} | ${'2026-10-25T04:00:00Z'} | ${'the night they go back is an hour longer'}
  ${[{ days: [0], from: '01:00', until: '02:00' }]}         | ${'Europe/London'}       | ${'2026-03-29T01:00:00Z'} | ${null}                   | ${'an hour that does not come holds nothing back'}
  ${[{ days: [0], from: '01:45', until: '02:15' }]}         | ${'Australia/Lord_Howe'} | ${'2026-04-04T14:50:00Z'} | ${'2026-04-04T15:00:00Z'} | ${'where the clocks go back by half an hour in the middle of it'}
`('$windows in $zone at $at: until $end, $because', ({ windows, zone, at, end }) => {
  expect(blackoutEnd(windows, zone, new Date(at))?.toISOString() ?? null).toBe(
    end === null ? null : new Date(end).toISOString(),
  );
});

test.each([
  [[night, monday], false],
  [[night, { days: every, from: '06:00', until: '22:00' }], true],
  [[night, { days: every, from: '06:00', until: '21:59' }], false],
  [[{ days: every, from: '00:00', until: '00:00' }], true],
])('%j leaves no minute of the week: %s', (windows, whole) => {
  expect(coversTheWeek(windows)).toBe(whole);
});
