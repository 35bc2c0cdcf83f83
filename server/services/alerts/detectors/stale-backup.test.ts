import { expect, test } from 'vitest';
import { staleBackup } from './stale-backup.ts';

const now = new Date('2026-11-10T12:00:00Z');
const ago = (hours: number | null) => (hours === null ? null : new Date(now.getTime() - hours * 3_600_000));

test.each`
  scheduled | proved  | first   | told                             | because
  ${true}   | ${36}   | ${900}  | ${null}                          | ${'just as old as is allowed'}
  ${true}   | ${37}   | ${900}  | ${'proved was taken at 2026-11'} | ${'an hour too old'}
  ${true}   | ${null} | ${900}  | ${'No backup was ever proved'}   | ${'none in a month'}
  ${true}   | ${null} | ${10}   | ${null}                          | ${'installed ten hours ago'}
  ${true}   | ${null} | ${null} | ${null}                          | ${'nothing was ever written'}
  ${false}  | ${900}  | ${900}  | ${null}                          | ${'none are asked for'}
`('$because: $told', ({ scheduled, proved, first, told }) => {
  const [finding] = staleBackup({
    now,
    scheduled,
    maxAgeHours: 36,
    provedTakenAt: ago(proved),
    firstWrittenAt: ago(first),
    problem: null,
  });
  if (told === null) expect(finding).toBeUndefined();
  else expect(finding?.message).toContain(told);
});

test('what was wrong with the newest is told', () => {
  const facts = { now, scheduled: true, maxAgeHours: 36, provedTakenAt: null, firstWrittenAt: ago(900) };
  const [finding] = staleBackup({ ...facts, problem: 'balance: wallet:11, expected 5, found 6' });
  expect(finding?.message).toContain('The newest one: balance: wallet:11, expected 5, found 6');
});
