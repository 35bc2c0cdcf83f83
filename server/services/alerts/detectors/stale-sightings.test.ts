import { expect, test } from 'vitest';
import { type SightingFacts, staleSightings } from './stale-sightings.ts';

const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);
const seen: SightingFacts = {
  now: at('20:00'),
  expected: true,
  maxGapSeconds: 1800,
  lastLookAt: at('19:50'),
  powerUnknown: { servers: 0, since: null, examples: [] },
};
const silent = { servers: 2, since: at('19:00'), examples: [{ id: 7, name: 'bram-web-1' }] };

test.each`
  change                                               | subjects                             | because
  ${{}}                                                | ${[]}                                | ${'it was looked ten minutes ago'}
  ${{ lastLookAt: at('19:30') }}                       | ${[]}                                | ${'half an hour is the gap itself'}
  ${{ lastLookAt: at('19:29') }}                       | ${['schedule:observation']}          | ${'longer is beyond it'}
  ${{ lastLookAt: null }}                              | ${['schedule:observation']}          | ${'nobody ever looked'}
  ${{ lastLookAt: at('12:00'), expected: false }}      | ${[]}                                | ${'nothing is billed, or the looks are paused'}
  ${{ powerUnknown: silent }}                          | ${['power']}                         | ${'two servers do not tell their power'}
  ${{ powerUnknown: silent, lastLookAt: at('12:00') }} | ${['schedule:observation', 'power']} | ${'both'}
`('$because: $subjects', ({ change, subjects }) => {
  const found = staleSightings({ ...seen, ...change });
  expect(found.map(({ subject }) => subject)).toEqual(subjects);
});

test('the servers are named, and one leads to its page', () => {
  const [finding] = staleSightings({ ...seen, powerUnknown: silent });
  expect(finding?.message).toContain(
    'of 2 servers, of the first since 2026-11-23 19:00 UTC: bram-web-1 and 1 more',
  );
  expect(finding?.facts).toEqual({ servers: 2, serverId: 7 });
});
