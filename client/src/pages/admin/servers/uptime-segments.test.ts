import { expect, test } from 'vitest';
import { type Segment, secondsByState, uptimeSegments } from './uptime-segments.ts';

const at = (hour: string) => new Date(`2026-11-23T${hour}:00Z`);
const window = { from: at('00:00'), until: at('12:00') };
const old = { from: new Date('2026-10-01T00:00:00Z'), until: null };
const seen = (from: string, until: string, state: 'running' | 'stopped' = 'running') => ({
  from: at(from),
  until: at(until),
  state,
});
const told = (segments: Segment[]) =>
  segments.map(
    (s) => `${s.from.toISOString().slice(11, 16)}-${s.until.toISOString().slice(11, 16)} ${s.state}`,
  );

test.each([
  { what: 'seen all along', stretches: [seen('00:00', '12:00')], life: old, is: ['00:00-12:00 running'] },
  { what: 'never seen', stretches: [], life: old, is: ['00:00-12:00 unseen'] },
  {
    what: 'between two sightings nothing is known',
    stretches: [seen('00:00', '05:00'), seen('05:10', '12:00', 'stopped')],
    life: old,
    is: ['00:00-05:00 running', '05:00-05:10 unseen', '05:10-12:00 stopped'],
  },
  {
    what: 'before it was created it was not there',
    stretches: [seen('04:00', '11:50')],
    life: { from: at('03:30'), until: null },
    is: ['00:00-03:30 absent', '03:30-04:00 unseen', '04:00-11:50 running', '11:50-12:00 unseen'],
  },
  {
    what: 'after it was gone neither',
    stretches: [seen('00:00', '06:00')],
    life: { from: old.from, until: at('06:10') },
    is: ['00:00-06:00 running', '06:00-06:10 unseen', '06:10-12:00 absent'],
  },
  {
    what: 'what lies outside is cut off',
    stretches: [
      { ...seen('00:00', '01:00'), from: new Date('2026-11-20T00:00:00Z') },
      { ...seen('01:00', '02:00', 'stopped'), until: new Date('2026-11-25T00:00:00Z') },
    ],
    life: old,
    is: ['00:00-01:00 running', '01:00-12:00 stopped'],
  },
])('$what', ({ stretches, life, is }) => {
  expect(told(uptimeSegments(stretches, window, life))).toEqual(is);
});

test('the states of a window add up to it', () => {
  const segments = uptimeSegments([seen('01:00', '05:00'), seen('06:00', '08:00', 'stopped')], window, old);
  expect(secondsByState(segments)).toEqual([
    { state: 'unseen', seconds: 6 * 3600 },
    { state: 'running', seconds: 4 * 3600 },
    { state: 'stopped', seconds: 2 * 3600 },
  ]);
});
