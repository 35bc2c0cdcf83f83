import { expect, test } from 'vitest';
import { hourTicks } from './hour-ticks.ts';

const window = { from: new Date('2026-11-22T20:10:00Z'), until: new Date('2026-11-23T20:10:00Z') };

test.each`
  zone                | ticks
  ${'UTC'}            | ${['00:00 23 Nov', '06:00', '12:00', '18:00']}
  ${'Asia/Kathmandu'} | ${['06:00', '12:00', '18:00', '00:00 24 Nov']}
`('in $zone the axis shows $ticks', ({ zone, ticks }) => {
  expect(hourTicks(window, zone).map(({ hour, day }) => (day ? `${hour} ${day}` : hour))).toEqual(ticks);
});
